"""Long words of the knowledge base on a small screen: cut at a word, and said so."""

from __future__ import annotations

ENDS = " ,;:.–-("  # what does not stand before "…"


def cut(words: str, most: int) -> str:
    """*words* in at most *most* characters; where some are missing, "…" stands at the end."""
    if len(words) <= most:
        return words
    left = words[: most - 1]
    if " " in left:
        left = left.rsplit(" ", 1)[0]
        opened = left.rfind("(")
        if opened > 0 and ")" not in left[opened:]:  # half a bracket tells nothing
            left = left[:opened]
        left = left.rstrip(ENDS) + " "
    return f"{left}…"


def label(words: str, most: int = 22) -> str:
    """Words that fit on a button, without a small word at the end."""
    if len(words) <= most:
        return words
    left = words[: most + 1]
    left = left.rsplit(" ", 1)[0] if " " in left else words[:most]
    for small in (" und", " oder", " in", " im", " mit", " für", " bei", " zum", " zur", " –"):
        left = left.removesuffix(small)
    return left.rstrip(ENDS)
