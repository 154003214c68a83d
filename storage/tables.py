"""The tables: what is kept, column by column.

Instants are stored in UTC (see `Instant`). No column holds anything about a family: a booking
keeps codes (theme, age band, language), never words. What a professional asks is never written.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    text,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A timezone-aware moment, kept in UTC on every engine; a naive one is refused."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its UTC zone back (SQLite keeps none)."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Table(DeclarativeBase):
    """Base of all tables; names of constraints are fixed so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class SocialSpaceRow(Table):
    """A social space: lived area and planning unit; Taufkirchen is the first row."""

    __tablename__ = "social_space"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    controller: Mapped[str] = mapped_column(String(300))
    catholic_majority: Mapped[bool]


class ProviderRow(Table):
    """An organisation behind offers (Träger)."""

    __tablename__ = "provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)


class OfferRow(Table):
    """A piece of the knowledge base (Angebot). Unknown stays NULL."""

    __tablename__ = "offer"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    social_space_id: Mapped[int] = mapped_column(ForeignKey("social_space.id"))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("provider.id"))
    name: Mapped[str] = mapped_column(String(300))
    category: Mapped[str | None] = mapped_column(String(60))
    ring: Mapped[str | None] = mapped_column(String(20))
    description: Mapped[str]
    target_groups: Mapped[list[Any]]
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    cost: Mapped[str | None]
    access: Mapped[str | None]
    languages: Mapped[list[Any]]
    address: Mapped[str | None]
    town: Mapped[str | None]
    postcode: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    web: Mapped[str | None]
    opening_hours: Mapped[str | None]
    reach: Mapped[str | None] = mapped_column(String(30))
    keywords: Mapped[list[Any]]
    sources: Mapped[list[Any]]
    stand: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None]
    verified_on: Mapped[date | None]


class DerivedRow(Table):
    """What is worked out from a public text (an offer's, a theme's), by the text's hash."""

    __tablename__ = "derived"

    content_hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class NeedSignalRow(Table):
    """A need somebody counted with a tap: codes only, no person, no words, no day."""

    __tablename__ = "need_signal"

    id: Mapped[int] = mapped_column(primary_key=True)
    social_space_id: Mapped[int] = mapped_column(ForeignKey("social_space.id"))
    theme: Mapped[str] = mapped_column(String(40))
    age_band: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    month: Mapped[str] = mapped_column(String(7))


class KeptOfferRow(Table):
    """An offer a member keeps at hand ("merken")."""

    __tablename__ = "kept_offer"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    offer_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kept_at: Mapped[datetime] = mapped_column(Instant)


class WatchRow(Table):
    """What a member wants to hear of ("Bescheid geben"): codes only, seen by its owner alone."""

    __tablename__ = "watch"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(Instant)


class MemberRow(Table):
    """A professional who may use the bot: function and institution, no name.

    The number of an erased member is never given again: what still holds it leads to nobody.
    """

    __tablename__ = "member"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    social_space_id: Mapped[int] = mapped_column(ForeignKey("social_space.id"))
    role: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    institution: Mapped[str | None] = mapped_column(String(120))
    field: Mapped[str | None] = mapped_column(String(30))
    function: Mapped[str | None] = mapped_column(String(60))
    agreed_at: Mapped[datetime | None]
    joined_at: Mapped[datetime]
    last_seen_on: Mapped[date]
    paused_at: Mapped[datetime | None]
    notice_sent_on: Mapped[date | None]
    feed_hash: Mapped[str | None] = mapped_column(String(64))
    erase_by: Mapped[datetime | None]


class InvitationRow(Table):
    """A single-use way in. Only the hash of its code is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    social_space_id: Mapped[int] = mapped_column(ForeignKey("social_space.id"))
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SlotRow(Table):
    """A published consultation table; the counters can never pass the capacities.

    Some time after it is over nobody is named any more (`bot.retention`).
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint("presenters_taken BETWEEN 0 AND presenter_seats", name="presenters"),
        CheckConstraint("advisers_taken BETWEEN 0 AND adviser_seats", name="advisers"),
        CheckConstraint("starts_at < ends_at", name="order"),
        Index("ix_slot_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    social_space_id: Mapped[int] = mapped_column(ForeignKey("social_space.id"))
    series: Mapped[str | None] = mapped_column(String(36))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300))
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    presenter_seats: Mapped[int]
    adviser_seats: Mapped[int]
    presenters_taken: Mapped[int]
    advisers_taken: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    published_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    published_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int]
    step_free: Mapped[bool | None]
    childrens_corner: Mapped[bool | None]
    prepare_minutes: Mapped[int]
    follow_minutes: Mapped[int]
    lead_hours: Mapped[int]
    family_people: Mapped[int | None]
    refused_fields: Mapped[list[Any]]
    agreed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    follow_up_on: Mapped[date | None]


class SeriesRow(Table):
    """When the tables of a series take place; `slot.series` holds its id.

    The rule is an RRULE over local wall time (`consultations.series`).
    """

    __tablename__ = "series"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rrule: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    at: Mapped[str] = mapped_column(String(5))
    minutes: Mapped[int]
    skips_holidays: Mapped[bool]
    skips_school_holidays: Mapped[bool]
    created_at: Mapped[datetime]


class BookingRow(Table):
    """A seat taken at a table. One active booking a member and slot; cancelled ones stay.

    Some time after the table, or when the member leaves, only the seat's occupancy stays.
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index(
            "uq_booking_active",
            "slot_id",
            "member_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_booking_member_id", "member_id"),
        Index("uq_booking_proxy_hash", "proxy_hash", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    seat: Mapped[str] = mapped_column(String(20))
    family_agreed_at: Mapped[datetime | None]
    theme: Mapped[str | None] = mapped_column(String(40))
    age_band: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(20))
    access: Mapped[bool]
    interpreting: Mapped[bool]
    to_confirm: Mapped[bool]
    refused: Mapped[bool]
    stands_for: Mapped[str | None] = mapped_column(String(40))
    proxy_hash: Mapped[str | None] = mapped_column(String(64))
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class WaitingRow(Table):
    """Somebody who waits for a seat at a full table, and the offer they may have got."""

    __tablename__ = "waiting"
    __table_args__ = (
        Index(
            "uq_waiting_active",
            "slot_id",
            "member_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_waiting_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    seat: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(20))


class AskedRow(Table):
    """Somebody the bot asked to join a table whose fields were missing; for fairness."""

    __tablename__ = "asked"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]


class ReminderRow(Table):
    """A reminder that was written for one table, one member and one start: never twice."""

    __tablename__ = "reminder"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    sent_at: Mapped[datetime]


class AuditRow(Table):
    """Who changed what and when, for acts of coordinators: codes and ids only."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120))


class DialogueRow(Table):
    """The step a chat is at in a dialogue, and the codes chosen so far; never typed text."""

    __tablename__ = "dialogue"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    step: Mapped[str] = mapped_column(String(30))
    draft: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class HandledUpdateRow(Table):
    """The mark "update N handled", kept 48 hours so that nothing happens twice."""

    __tablename__ = "handled_update"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    handled_at: Mapped[datetime]


class SetAsideRow(Table):
    """An update that failed three times: its type and a reference, never its text."""

    __tablename__ = "set_aside"

    reference: Mapped[str] = mapped_column(String(12), primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger)
    update_type: Mapped[str] = mapped_column(String(40))
    error: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class OutboxRow(Table):
    """Something to send. Once sent, its payload is emptied; message id and purge time stay."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "chat_id",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_outbox_purge_at", "purge_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(80))
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    purge_at: Mapped[datetime | None]
