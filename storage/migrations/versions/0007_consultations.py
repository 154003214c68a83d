"""Consultations: states, moved tables, the waiting list, who was asked, reminders, feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BOOKING = ("access", "interpreting", "to_confirm", "refused")
REQUESTED = """
UPDATE slot SET state = 'requested'
WHERE state = 'open' AND presenters_taken > 0
"""


def _slot_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("kind", sa.String(10), nullable=False, server_default="family"),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("childrens_corner", sa.Boolean(), nullable=True),
        sa.Column("prepare_minutes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("follow_minutes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("lead_hours", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("family_people", sa.Integer(), nullable=True),
        sa.Column("refused_fields", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
    ]


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("slot") as slot:
        slot.alter_column("place", existing_type=sa.String(120), type_=sa.String(300))
        for column in _slot_columns():
            slot.add_column(column)
    with op.batch_alter_table("booking") as booking:
        for name in BOOKING:
            no = sa.false()
            booking.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=no))
    op.execute(REQUESTED)
    op.add_column("member", sa.Column("feed_hash", sa.String(64), nullable=True))
    _create_waiting()
    op.create_table(
        "asked",
        *_table_and_member(nullable=False, table="asked"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("declined_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("slot_id", "member_id", name=op.f("pk_asked")),
    )
    op.create_table(
        "reminder",
        *_table_and_member(nullable=False, table="reminder"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint(
            "slot_id", "member_id", "kind", "starts_at", name=op.f("pk_reminder")
        ),
    )


def _create_waiting() -> None:
    op.create_table(
        "waiting",
        sa.Column("id", sa.Integer(), nullable=False),
        *_table_and_member(nullable=True, table="waiting"),
        sa.Column("seat", sa.String(20), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=True),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ending", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting")),
    )
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_waiting_active",
        "waiting",
        ["slot_id", "member_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index("ix_waiting_member_id", "waiting", ["member_id"])


def _table_and_member(*, nullable: bool, table: str) -> list[Any]:
    return [
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f(f"fk_{table}_slot_id_slot")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f(f"fk_{table}_member_id_member")
        ),
    ]


def downgrade() -> None:
    """Take it back."""
    for table in ("reminder", "asked", "waiting"):
        op.drop_table(table)
    op.drop_column("member", "feed_hash")
    op.execute("UPDATE slot SET state = 'open' WHERE state IN ('requested', 'confirmed')")
    with op.batch_alter_table("booking") as booking:
        for name in BOOKING:
            booking.drop_column(name)
    with op.batch_alter_table("slot") as slot:
        for column in _slot_columns():
            slot.drop_column(column.name)
        slot.alter_column("place", existing_type=sa.String(300), type_=sa.String(120))
