"""Four eyes in the database for restores, published strategies and more credit on an account."""

from __future__ import annotations

from alembic import op

from workbench.storage import four_eyes_fences

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put up the fences; what is stored stays as it is."""
    connection = op.get_bind()
    for statement in four_eyes_fences.about_second_persons(connection.dialect.name):
        connection.exec_driver_sql(statement)
