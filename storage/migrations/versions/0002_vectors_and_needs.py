"""Vectors of public texts, need signals, kept offers, watches."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "vector",
        sa.Column("content_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_vector")),
    )
    op.create_table(
        "need_signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("social_space_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(
            ["social_space_id"],
            ["social_space.id"],
            name=op.f("fk_need_signal_social_space_id_social_space"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_signal")),
    )
    op.create_table(
        "kept_offer",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.String(length=120), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_kept_offer_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "offer_id", name=op.f("pk_kept_offer")),
    )
    op.create_table(
        "watch",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_member_id_member")
        ),
        sa.PrimaryKeyConstraint("member_id", "theme", name=op.f("pk_watch")),
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("watch", "kept_offer", "need_signal", "vector"):
        op.drop_table(table)
