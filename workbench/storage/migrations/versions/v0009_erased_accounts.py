"""Erasure reaches the accounts of a person, and waits until the last of them is closed."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

from workbench.storage import fences

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BLANK = {
    "account_events": {"note": ""},
    "account_months": {"facts": "{}"},
    "account_actions": {"note": ""},
}
OWN = {"account_events": " AND kind NOT IN ('limit', 'rate', 'notice')"}
MARK = re.compile(r"(?:action|loan|plan) \d+|\d{1,3}|month_end")
"""Notes by which the program knows a movement again."""


def upgrade() -> None:
    """Put up other fences, and blank closed accounts of people who were erased before."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    found = sa.inspect(connection)
    ddl = list(fences.running_credit_is_not_erased(dialect))
    for table, blank in BLANK.items():
        columns = [str(column["name"]) for column in found.get_columns(table)]
        ddl += fences.Fence(table, "", dialect).lift(f"{table}_fixed")
        ddl += fences.insert_only_with_accounts(table, columns, blank, dialect)
    for statement in ddl:
        connection.exec_driver_sql(statement)
    _let_go(connection)


def _let_go(connection: sa.Connection) -> None:
    gone = (
        "SELECT a.id FROM accounts a JOIN erasures e ON e.application_id = a.application_id "
        "WHERE a.state = 'closed'"
    )
    for account in connection.exec_driver_sql(gone).scalars().all():
        words = {"number": f"C-{account:06d}", "id": account}
        connection.execute(
            sa.text(
                "UPDATE accounts SET name = '', reference = :number, person = '', household = '' "
                "WHERE id = :id"
            ),
            words,
        )
        for table, blank in BLANK.items():
            ((column, empty),) = blank.items()
            _blank(connection, table, account, column, empty)


def _blank(connection: sa.Connection, table: str, account: int, column: str, empty: str) -> None:
    rows = connection.exec_driver_sql(
        f"SELECT id, {column} FROM {table} "  # noqa: S608 -- our own names
        f"WHERE account_id = {account}{OWN.get(table, '')}"
    )
    told = [row.id for row in rows.all() if row[1] != empty and not MARK.fullmatch(row[1])]
    statement = f"UPDATE {table} SET {column} = :empty, salt = NULL WHERE id = :id"  # noqa: S608
    for one in told:
        connection.execute(sa.text(statement), {"empty": empty, "id": one})
