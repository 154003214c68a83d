"""Leaving: when a member paused or was warned; tables and seats may outlive their people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

POINTING = (("slot", "moderator_id"), ("slot", "published_by"), ("booking", "member_id"))


def upgrade() -> None:
    """Take the step."""
    # Made anew, so that SQLite never gives the number of an erased member to somebody else.
    anew = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "member",
        recreate="always" if anew else "never",
        table_kwargs={"sqlite_autoincrement": True},
    ) as member:
        member.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        member.add_column(sa.Column("notice_sent_on", sa.Date(), nullable=True))
    _let_be_empty(nullable=True)


def downgrade() -> None:
    """Take it back; only while nobody has been unlinked."""
    _let_be_empty(nullable=False)
    with op.batch_alter_table("member") as member:
        member.drop_column("notice_sent_on")
        member.drop_column("paused_at")


def _let_be_empty(*, nullable: bool) -> None:
    for table, column in POINTING:
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, existing_type=sa.Integer(), nullable=nullable)
