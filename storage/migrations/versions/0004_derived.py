"""Analysed documents are kept beside sentence vectors; both can be worked out again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.drop_table("vector")
    _make("derived", "content")


def downgrade() -> None:
    """Take it back."""
    op.drop_table("derived")
    _make("vector", "numbers")


def _make(table: str, content: str) -> None:
    op.create_table(
        table,
        sa.Column("content_hash", sa.LargeBinary(16), nullable=False),
        sa.Column(content, sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=f"pk_{table}"),
    )
