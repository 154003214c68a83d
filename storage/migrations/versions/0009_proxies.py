"""A seat may be passed on to a colleague, who is named as a proxy."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = {"stands_for": 40, "proxy_hash": 64}
UNIQUE = "uq_booking_proxy_hash"


def upgrade() -> None:
    """Take the step."""
    for name, length in COLUMNS.items():
        op.add_column("booking", sa.Column(name, sa.String(length), nullable=True))
    op.create_index(UNIQUE, "booking", ["proxy_hash"], unique=True)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(UNIQUE, "booking")
    for name in COLUMNS:
        op.drop_column("booking", name)
