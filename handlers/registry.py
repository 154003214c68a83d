"""Everything the bot listens to, in one place.

Groups run one after the other and each takes an update at most once:

* `LEAVING`, `WAKING`: groups are left; a paused member who uses the bot again is awake.
* `GUARDS`: both guards read every typed word. They come first because nothing else may see a
  refused message, and an emergency card goes to strangers too, also where `/notfall` asks for it.
* `RIGHTS`: handing over and erasing one's own data is open to everybody of whom something is kept,
  hence before the door.
* `DOOR`: strangers get their one answer here, so journeys meet members only.
* `JOURNEYS`: commands, dialogues, then single presses; free text, which is a question unless an
  open step waits for it, comes last. Commands and presses `outside` of a dialogue end it.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers import (
    asking,
    browsing,
    cards,
    closing,
    errors,
    family,
    finding,
    general,
    guarding,
    inline,
    leading,
    moving,
    needs,
    overview,
    own_data,
    passing,
    porch,
    proxies,
    rebooking,
    relaying,
    seats,
    shelf,
    subscribing,
    tables,
    team,
    waiting,
)
from handlers._context import App
from handlers._conversation import outside
from handlers._scope import MARKED
from handlers.arrival import arriving
from handlers.booking import booking
from handlers.changing import changing
from handlers.guided import guided
from handlers.publishing import publishing

LEAVING, WAKING, GUARDS, RIGHTS, DOOR, JOURNEYS = range(6)


def register(app: App) -> None:
    """Add every handler to *app*."""
    app.add_handler(TypeHandler(Update, porch.leave_groups), LEAVING)
    app.add_handler(TypeHandler(Update, porch.wake), WAKING)
    app.add_handler(TypeHandler(Update, guarding.guard), GUARDS)
    _add_rights(app)
    app.add_handler(TypeHandler(Update, porch.let_in), DOOR)
    app.add_handler(arriving, JOURNEYS)
    app.add_handler(proxies.standing_in, JOURNEYS)
    app.add_handler(MessageHandler(filters.UpdateType.EDITED, general.edited), JOURNEYS)
    _add_ways_out(app)
    app.add_handler(guided, JOURNEYS)
    app.add_handler(booking, JOURNEYS)
    app.add_handler(publishing, JOURNEYS)
    app.add_handler(changing, JOURNEYS)
    for pattern, press in PRESSES.items():
        app.add_handler(CallbackQueryHandler(outside(press), pattern=pattern), JOURNEYS)
    app.add_handler(CallbackQueryHandler(outside(general.old_button)), JOURNEYS)
    app.add_handler(
        ChatMemberHandler(porch.note_blocking, ChatMemberHandler.MY_CHAT_MEMBER), JOURNEYS
    )
    app.add_handler(InlineQueryHandler(inline.answer), JOURNEYS)
    app.add_handler(MessageHandler(COMMAND, outside(general.unknown_command)), JOURNEYS)
    app.add_handler(MessageHandler(TEXT, finding.ask), JOURNEYS)
    app.add_handler(MessageHandler(filters.UpdateType.MESSAGE, general.not_text), JOURNEYS)
    app.add_error_handler(errors.pass_on)


def _add_rights(app: App) -> None:
    """They end an open dialogue by themselves, as they may also stand outside of the door."""
    for command, callback in RIGHTS_COMMANDS.items():
        app.add_handler(CommandHandler(command, callback), RIGHTS)
    for pattern, callback in RIGHTS_PRESSES.items():
        app.add_handler(CallbackQueryHandler(callback, pattern=pattern), RIGHTS)


def _add_ways_out(app: App) -> None:
    """Commands work in any step, hence before the dialogues."""
    for command, callback in COMMANDS.items():
        app.add_handler(CommandHandler(command, outside(callback)), JOURNEYS)
    menu = CallbackQueryHandler(outside(general.show_menu), pattern=r"^menu$")
    app.add_handler(menu, JOURNEYS)


TEXT = filters.UpdateType.MESSAGE & filters.TEXT
COMMAND = filters.UpdateType.MESSAGE & filters.COMMAND

COMMANDS = {
    "start": general.start,
    "menue": general.show_menu,
    "hilfe": general.show_help,
    "help": general.show_help,
    "abbrechen": general.cancel,
    "datenschutz": general.show_privacy,
    "meine": seats.my_bookings,
    "gemerkt": shelf.show_shelf,
    "leiten": leading.home,
    "team": team.home,
}

RIGHTS_COMMANDS = {
    "meinedaten": own_data.hand_over,
    "loeschen": own_data.propose_erasing,
}

RIGHTS_PRESSES = {
    r"^me:data$": own_data.hand_over,
    r"^me:erase$": own_data.propose_erasing,
    r"^me:erase!$": own_data.erase,
    r"^me:keep$": own_data.keep,
}

PRESSES = {
    r"^help$": general.show_help,
    r"^privacy$": general.show_privacy,
    r"^ex:\d$": finding.ask_example,
    r"^em:card(?::\w+)?$": guarding.show_card,
    r"^em:after(?::\w+)?$": guarding.search_afterwards,
    r"^f:p:\d+:\d+$": finding.turn_page,
    r"^f:o:": cards.show_card,
    r"^f:new$": finding.begin,
    r"^f:a$": finding.search_differently,
    r"^f:t:\d+:\d+(?::\d)?$": browsing.show_theme,
    r"^f:ta:\d+$": browsing.ask_age,
    r"^f:c:\d+:\d$": finding.choose_reading,
    r"^f:fl:\d+(?::\w+)?$": finding.show_filters,
    r"^pass:": passing.ask_language,
    r"^pass!:": passing.send_card,
    r"^s:list(?::\d+)?$": shelf.show_shelf,
    r"^s:keep:": shelf.keep_offer,
    r"^s:drop:": shelf.let_go,
    r"^s:unwatch:": shelf.stop_watching,
    r"^n:count:\d+$": needs.count,
    r"^n:lack:\d+$": needs.ask_lack,
    r"^n:lack:\d+:\w+$": needs.count_lack,
    r"^n:watch:\d+$": needs.watch,
    r"^n:of(?::\d{1,2})?$": needs.choose_watched,
    r"^n:on:[\w-]+$": needs.watch_theme,
    r"^f:k:": cards.propose_asking,
    r"^f:kk:": cards.ask_coordination,
    r"^ask:no:\d+$": asking.decline,
    r"^rel:\d{1,9}$": relaying.ask_what,
    r"^rel:late:\d{1,9}$": relaying.ask_how_late,
    r"^rel:say:\d{1,9}:(?:late5|late10|late15|late30|lost|here)$": relaying.say,
    r"^w:join:\d+:\w+$": waiting.join,
    r"^w:no:\d+$": waiting.leave,
    r"^mv:\d+:\d{12}$": moving.propose,
    r"^mv\?:\d+:\d{12}$": moving.ask_scope,
    rf"^mv!:\d+:\d{{12}}:{MARKED}$": moving.do,
    r"^b:move:\d+$": rebooking.propose,
    r"^b:move!:\d+:\d+$": rebooking.move,
    r"^b:ok:\d+$": family.confirm_seat,
    r"^fam:yes:\d+:\w+$": family.say_yes,
    r"^fam:seat:\d+$": family.ask_seat,
    r"^fam:one:\d+:\d+$": family.ask_how_far,
    r"^fam:not:\d+:\d+:(?:seat|field)$": family.refuse,
    r"^fam:few:\d+$": family.take_seat_away,
    r"^fam:off:\d+$": family.propose_off,
    r"^fam:off!:\d+$": family.cancel_for_family,
    r"^fam:peer:\d+$": family.go_on_without_family,
    r"^fam:back:\d+$": family.looked_back,
    r"^fam:later:\d+$": family.look_back_later,
    r"^b:mine$": seats.my_bookings,
    r"^b:what$": seats.what_comes,
    r"^b:cancel:\d+$": seats.propose_cancel,
    r"^b:cancel!:\d+$": seats.cancel_booking,
    r"^my:t:\d+$": seats.show_table,
    r"^my:pass:\d+$": proxies.give_link,
    r"^my:keep:\d+$": proxies.keep_seat,
    r"^v:(?:yes|no)$": proxies.stale,
    r"^my:need:\d+:(?:people|\w+:\d)$": seats.change_needs,
    r"^cal:home$": subscribing.home,
    r"^cal:new$": subscribing.renew,
    r"^cal:end$": subscribing.end,
    r"^pub:list:\d+$": tables.list_tables,
    r"^pub:t:\d+$": tables.show_table,
    r"^pub:off:\d+$": tables.ask_scope,
    rf"^pub:no:\d+:{MARKED}$": tables.withdraw_tables,
    r"^ov:m(?::\d{6}:\d{1,3})?$": overview.show_month,
    r"^ov:p:\d{6}$": overview.show_picture,
    r"^ov:x:\d{6}$": overview.send_sheet,
    r"^lead:home$": leading.home,
    r"^lead:t:\d+$": leading.show_table,
    r"^lead:c:\d+:(?:start|pause|on|back|show):\d$": leading.move_clock,
    r"^lead:pdf$": leading.send_guide,
    r"^lead:end:\d+$": closing.ask_outcome,
    r"^lead:out:\d+:(?:agreed|again|elsewhere|open)$": closing.ask_look_back,
    r"^lead:fu:\d+:(?:agreed|again|elsewhere|open):\d+$": closing.close_table,
    r"^lead:need(?::\d+)?$": closing.ask_need,
    r"^lead:need!:[\w-]+$": closing.count_need,
    r"^team:home$": team.home,
    r"^team:invite$": team.ask_invited_role,
    r"^team:invite:\w+$": team.make_invitation,
    r"^team:list:\d+$": team.show_members,
    r"^team:m:\d+$": team.show_member,
    r"^team:role:\d+:\w+$": team.propose_role,
    r"^team:role!:\d+:\w+$": team.set_role,
    r"^team:block:\d+$": team.propose_block,
    r"^team:block!:\d+$": team.block_member,
    r"^team:unblock:\d+$": team.unblock_member,
}
