"""An index by which the queue counts and filters its cases by advice."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; what is stored stays as it is."""
    op.create_index(
        "ix_cases_by_advice",
        "cases",
        ["lane", "advice", "waiting_since", "application_id"],
        unique=False,
    )
