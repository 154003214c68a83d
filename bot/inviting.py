"""Invitations from the command line: the way the first coordinator comes in."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Bot

from bot.application import check_api, request_for
from bot.opening import make_database, open_database
from bot.settings import Settings
from storage.audit import SqlAudit
from storage.invitations import SqlInvitations
from storage.spaces import ensure_first_space
from storage.unit_of_work import UnitOfWork
from team.invitations import LIFETIME, invite
from team.members import Role


async def make_invitation(settings: Settings, role: Role) -> dict[str, str]:
    """Role, code, deep link and expiry of a new invitation.

    Raises:
        StartRefused: no token, no Bot API (it tells the bot's name), or no database.
    """
    username = await _bot_username(settings)
    now = datetime.now(UTC)
    database = make_database(settings)
    try:
        await open_database(database, settings)
        async with UnitOfWork(database) as work:
            await ensure_first_space(work, settings.controller)
            code = await invite(SqlInvitations(work), SqlAudit(work), role, None, now=now)
            await work.commit()
    finally:
        await database.close()
    return {
        "role": str(role),
        "code": code,
        "link": f"https://t.me/{username}?start={code}",
        "expires_at": (now + LIFETIME).isoformat(timespec="seconds"),
    }


async def _bot_username(settings: Settings) -> str:
    bot = Bot(
        settings.token, base_url=f"{settings.api_root}/bot", request=request_for(settings),
        get_updates_request=request_for(settings),
    )  # fmt: skip
    try:
        await check_api(bot, settings)
        return bot.username
    finally:
        await bot.shutdown()
