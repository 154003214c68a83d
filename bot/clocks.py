"""The clocks of tables that are being led: their message is refreshed, at most once a minute."""

from __future__ import annotations

from bot.keeper import JobWork, Keeper
from consultations.leading import LeadingRefused, table_to_lead
from handlers._dialogues import LEADING
from handlers.leading import WATCHED, clock_screen, due, read_clock, refusal_screen
from storage.dialogues import chats_in, dialogues_of, end_dialogue, save_dialogue
from storage.unit_of_work import UnitOfWork


async def refresh_clocks(keeper: Keeper) -> None:
    """Edit the message of every running clock whose last change is a minute old.

    A message that is gone stays gone: nobody is sent a new one each minute.
    """
    async with UnitOfWork(keeper.database) as unit:
        chats = await chats_in(unit, LEADING)
    for chat_id, draft in chats.items():
        if due(draft, keeper.now()):
            async with keeper.working() as work:
                await _refresh(work, chat_id, keeper)


async def _refresh(work: JobWork, chat_id: int, keeper: Keeper) -> None:
    await work.unit.writing()  # no press comes between what is read here and its edit
    step, draft, _ = (await dialogues_of(work.unit, chat_id)).get(LEADING, ("", {}, None))
    now = keeper.now()
    if not due(draft, now):
        return
    moderator = await work.members.by_telegram(chat_id)
    if moderator is None:
        await end_dialogue(work.unit, chat_id, LEADING)
        return
    try:
        slot = await table_to_lead(work.diary, int(draft["slot"]), moderator, now=now)
    except LeadingRefused as refusal:
        await end_dialogue(work.unit, chat_id, LEADING)
        screen = refusal_screen(refusal, now)
        await work.post.edit(chat_id, draft["message"], screen, or_send=False)
        return
    if now > slot.ends_at + WATCHED:
        return
    screen = clock_screen(slot, read_clock(draft), now)
    await work.post.edit(chat_id, draft["message"], screen, or_send=False)
    draft |= {"shown_at": now.isoformat()}
    await save_dialogue(work.unit, chat_id, LEADING, step, draft, now)
