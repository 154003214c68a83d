"""The key of invitations."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.keys import LENGTH, NAME, invitation_key
from bot.refusal import StartRefused


def test_the_key_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    """Links that wait to be sent are worked out with the same key after a restart."""
    folder = tmp_path / "data"

    key = invitation_key(folder)

    assert invitation_key(folder) == key
    assert [file.name for file in folder.iterdir()] == [NAME]
    if sys.platform != "win32":
        assert (folder / NAME).stat().st_mode & 0o777 == 0o600


def test_what_a_kill_left_half_written_does_no_harm(tmp_path: Path) -> None:
    """The key appears whole or not at all."""
    (tmp_path / NAME).with_suffix(".new").write_bytes(b"half")

    assert len(invitation_key(tmp_path)) == LENGTH


def test_a_damaged_key_is_named_with_its_cure(tmp_path: Path) -> None:
    """Nobody guesses with half a key."""
    (tmp_path / NAME).write_bytes(b"short")

    with pytest.raises(StartRefused, match="is damaged"):
        invitation_key(tmp_path)


def test_a_key_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder stands in its place."""
    (tmp_path / NAME).mkdir()

    with pytest.raises(StartRefused, match="cannot be used"):
        invitation_key(tmp_path)
