"""Texts of arriving, and of the team: members, roles, invitations."""

from __future__ import annotations

from datetime import date

from handlers._screen import plain
from handlers.texts.counts import counted
from handlers.texts.general import EXAMPLES
from team.invitations import (
    AlreadyMember,
    InvitationExpired,
    InvitationRefused,
    InvitationUnknown,
    InvitationUsed,
)
from team.members import (
    FieldOfAction,
    Function,
    Member,
    MemberState,
    MemberUnknown,
    NotAllowed,
    NotYourself,
    Role,
    TeamRefused,
)

ROLES = {
    Role.PROFESSIONAL: "Fachkraft",
    Role.MODERATOR: "Moderation",
    Role.COORDINATOR: "Koordination",
}
STATES = {
    MemberState.ACTIVE: "",
    MemberState.PAUSED: " – pausiert",
    MemberState.BLOCKED: " – gesperrt",
}
FIELDS = {
    FieldOfAction.KITA: "Kita, Tagespflege",
    FieldOfAction.SCHOOL: "Schule",
    FieldOfAction.SCHOOL_SOCIAL_WORK: "Schulsozialarbeit",
    FieldOfAction.YOUTH_WORK: "Jugendarbeit",
    FieldOfAction.COUNSELLING: "Beratung, Familie",
    FieldOfAction.YOUTH_OFFICE: "Jugendamt, ASD",
    FieldOfAction.HEALTH: "Gesundheit",
    FieldOfAction.INTEGRATION: "Migration, Sprache",
    FieldOfAction.CLUB: "Verein, Ehrenamt",
    FieldOfAction.MUNICIPALITY: "Gemeinde",
}
FUNCTIONS = {
    Function.LEAD: "Leitung",
    Function.TEACHER: "Lehrkraft",
    Function.EDUCATOR: "Pädagogik, Erziehung",
    Function.SOCIAL_WORKER: "Sozialarbeit",
    Function.COUNSELLOR: "Beratung",
    Function.HEALTH_WORKER: "Medizin, Pflege",
    Function.VOLUNTEER: "Ehrenamt",
    Function.ADMINISTRATION: "Verwaltung",
    Function.MANAGEMENT: "Koordination",
    Function.OTHER: "Andere Funktion",
}

AGREE = "Einverstanden"
DECLINE = "Nein, danke"
WHOLE_NOTICE = "Ganzer Text"
ASK_INSTITUTION = (
    "<b>In welcher Einrichtung arbeiten Sie?</b>\n"
    "Wählen Sie, oder schreiben Sie den Namen der Einrichtung (nicht Ihren eigenen)."
)
ASK_FIELD = "<b>In welchem Handlungsfeld?</b>"
ASK_FUNCTION = "<b>Was ist dort Ihre Funktion?</b>"
INSTITUTION_LENGTH = "Bitte nennen Sie die Einrichtung in 2 bis 80 Zeichen."
INSTITUTION_AGAIN = (
    "Den Namen merke ich mir bis zur Bestätigung nur kurz. Bitte nennen Sie ihn noch einmal."
)
RIGHT = "Stimmt"
CHANGE = "Ändern"
FIRST_AGREE = "Bevor ich etwas verarbeite, brauche ich Ihr Einverständnis:"
WHAT_THIS_IS = (
    "Dieser Bot hilft eingeladenen Fachkräften, passende Angebote für Familien zu finden und "
    "Beratungstische zu buchen. Vorher brauche ich noch diese Antwort von Ihnen:"
)
NOTHING_KEPT = (
    "Beendet: Von Ihnen ist nichts gespeichert, und Ihre Einladung gilt weiter, bis sie abläuft."
)
GO_ON = "Weitermachen"

REFUSED_INVITATIONS: dict[type[InvitationRefused], str] = {
    InvitationUnknown: "Diese Einladung kenne ich nicht. Bitte prüfen Sie den Link.",
    InvitationExpired: "Diese Einladung ist abgelaufen. Die Koordination gibt Ihnen eine neue.",
    InvitationUsed: "Diese Einladung ist schon benutzt. Die Koordination gibt Ihnen eine neue.",
    AlreadyMember: "Sie gehören schon zum Team. Die Einladung bleibt für jemand anderen gültig.",
}
REFUSALS: dict[type[TeamRefused], str] = {
    NotAllowed: "Das darf nur die Koordination.",
    NotYourself: "Das geht nicht bei Ihnen selbst. Bitte fragen Sie die übrige Koordination.",
    MemberUnknown: "Diese Person gehört nicht mehr zum Team.",
}

HOME = "<b>Team</b>\nWen möchten Sie einladen oder ansehen?"
ASK_INVITED_ROLE = "<b>Einladen</b>\nFür welche Rolle?"
NOBODY = "Noch niemand."


def confirm_institution(name: str) -> str:
    """A typed institution before it is stored; *name* is its mark."""
    return f"Ihre Einrichtung: <b>{name}</b>?\nNur den Namen der Einrichtung, nicht Ihren eigenen."


def arrival_cancelled(member: Member) -> str:
    """The way in was left after the agreement: what is kept."""
    kept = ["Telegram-Kennung", "Zustimmung"]
    kept += ["Einrichtung"] if member.institution else []
    kept += ["Handlungsfeld"] if member.field else []
    return (
        f"Unterbrochen: Gespeichert sind {', '.join(kept[:-1])} und {kept[-1]}; "
        "weiter geht es, sobald Sie möchten."
    )


def arrived() -> str:
    """The last step of arriving."""
    return (
        "<b>Fertig.</b> Schreiben Sie einfach, was gebraucht wird. Zum Beispiel: "
        f"„{EXAMPLES[0]}“ oder „{EXAMPLES[1]}“."
    )


def who(member: Member) -> str:
    """Function and institution: how members are named to each other."""
    function = FUNCTIONS[member.function] if member.function else "Fachkraft"
    return f"{function} ({member.institution})" if member.institution else function


def line(number: int, member: Member) -> str:
    """One member in the list."""
    return f"{number} {plain(who(member))} – {ROLES[member.role]}{STATES[member.state]}"


def members(lines: list[str], total: int) -> str:
    """A page of the list."""
    people = counted(total, "Person", "Personen")
    return "\n".join([f"<b>Team</b> – {people}", *(lines or [NOBODY])])


def member_card(member: Member, today: date) -> str:
    """One member, as coordinators see them."""
    field = FIELDS[member.field] if member.field else "nicht bekannt"
    days = (today - member.last_seen_on).days
    seen = "heute" if days <= 0 else f"vor {counted(days, 'Tag', 'Tagen')}"
    return (
        f"<b>{plain(who(member))}</b>\nRolle: {ROLES[member.role]}{STATES[member.state]}\n"
        f"Handlungsfeld: {field}\nDabei seit {member.joined_at:%d.%m.%Y}, zuletzt hier {seen}"
    )


def confirm_role(member: Member, role: Role) -> str:
    """What will happen before it happens."""
    return f"<b>{plain(who(member))}</b> bekommt die Rolle <b>{ROLES[role]}</b>. Richtig so?"


def confirm_block(member: Member, seats: int, tables: int) -> str:
    """What will happen before it happens: to the seats booked, and to the tables moderated."""
    parts = [
        f"<b>{plain(who(member))}</b> sperren? Die Person kann den Bot sofort nicht mehr nutzen."
    ]
    if seats:
        booked = counted(seats, "gebuchter Platz wird", "gebuchte Plätze werden")
        parts.append(f"{booked} frei; wer sonst am Tisch sitzt, erfährt keinen Namen.")
    if tables:
        led = counted(
            tables, "Tisch, den sie moderiert, bleibt", "Tische, die sie moderiert, bleiben"
        )
        parts.append(f"{led} bestehen; absagen können Sie unter „Tische anbieten“.")
    return " ".join(parts)


def blocked(seats: int) -> str:
    """Done."""
    if not seats:
        return "<b>Gesperrt.</b>"
    return f"<b>Gesperrt.</b> {counted(seats, 'Platz ist', 'Plätze sind')} wieder frei."


def role_changed(role: Role) -> str:
    """For the member whose role was changed."""
    return f"Ihre Rolle ist jetzt <b>{ROLES[role]}</b>. /menue zeigt, was dazugehört."


def invitation(link: str, role: Role, until: date) -> str:
    """The link to pass on; it holds the mark for the code."""
    return (
        f"<b>Einladung für: {ROLES[role]}</b>\nGeben Sie diesen Link an genau eine Person weiter. "
        f"Er gilt einmal und bis {until:%d.%m.%Y}:\n{link}\n"
        "Diese Nachricht lösche ich hier nach spätestens zwei Tagen."
    )


def paused(member: Member) -> str:
    """For coordinators: a member has blocked the bot."""
    return f"{plain(who(member))} hat den Bot bei sich blockiert und ist jetzt pausiert."
