"""Every column of a row of every table, and the row itself, changed in the file: `verify` sees it.

What is not held is named with its reason.
"""

from __future__ import annotations

import random
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from tests.storage.conftest import NOW
from tests.trust import operations, rich_store
from tests.trust.figures import Figure, a_folder
from tests.trust.tamper import Forger
from tests.trust.workers import in_a_child, spread
from workbench.storage import holder_proof, tables
from workbench.storage.column_types import MinorUnits, Moment, moment_of, moment_text
from workbench.storage.verification import verify

NOT_HELD = {
    "alembic_version": "by which the program knows what it may open; another number is refused",
    "sign_in_delays": "how long one waits after a wrong password; each refusal is an entry",
    "identity.id": "a number that nothing names: there is one row, known by its uuid",
    "cases.fingerprint": "by which a row that comes again is known; its facts are held",
    "cases.changed_by": "who to name to a colleague whose page is out of date",
    "cases.version": "by which a page that is out of date is known",
    "accounts.changed_by": "who to name to a colleague whose page is out of date",
    "accounts.version": "by which a page that is out of date is known",
}
"""Tables and columns that no proof holds, and why."""
LEAST = 24
Change = tuple[str, str]
"""A table and its column; "" for the end of a row."""
OF_HOLDERS: list[Change] = [("accounts", "name"), ("accounts", "late_rate")]
"""What only the proof of holders sees, which the wrong build leaves out."""


def run(share: float, seed: int) -> Figure:
    """Every column once, in a row that the dice choose (a share of the columns)."""
    dice = random.Random(seed)
    every = changes()
    tried = dice.sample(every, min(len(every), max(LEAST, int(len(every) * share))))
    accounts = [one for one in every if one[0] == "accounts"] if share == 1 else OF_HOLDERS
    with a_folder() as base:
        in_a_child(partial(rich_store.prepare, base))
        held = spread(partial(is_found, base, seed), tried)
        with patch.object(holder_proof, "changed_holders", lambda _all: ()):
            passed = spread(partial(is_found, base, seed), accounts)
    missed = [".".join(one) for one, found in zip(tried, held, strict=True) if not found]
    note = (f"of {len(every)}; {len(NOT_HELD)} more are named with a reason", *missed)
    return Figure(
        "T8d every column of every table",
        len(tried),
        sum(held),
        "every one",
        not all(passed),
        ", ".join(note),
        seed,
    )


def changes() -> list[Change]:
    """Everything that is to be found."""
    return [
        (table.name, column)
        for table in tables.metadata.sorted_tables
        for column in (*table.c.keys(), "")
        if not {table.name, f"{table.name}.{column}"} & NOT_HELD.keys()
    ]


def is_found(base: Path, seed: int, change: Change) -> bool:
    """Whether `verify` sees one change of one row; never where the table is empty."""
    name, column = change
    with a_folder() as folder:
        shutil.copytree(base, folder, dirs_exist_ok=True)
        forger = Forger(folder)
        dice = random.Random(f"{seed} {change}")
        done = _do(forger.db, tables.metadata.tables[name], column, dice)
        forger.close()
        with operations.opened(folder) as store:
            return done and not verify(store).ok


def _do(db: Any, table: sa.Table, column: str, dice: random.Random) -> bool:
    db.execute("PRAGMA ignore_check_constraints = ON")
    keys = [one.name for one in table.primary_key]
    rows = db.execute(f"SELECT {', '.join(keys)} FROM {table.name}").fetchall()
    if not rows:
        return False
    key, where = dice.choice(rows), " AND ".join(f"{name} = ?" for name in keys)
    if not column:
        db.execute(f"DELETE FROM {table.name} WHERE {where}", key)
        return True
    was = db.execute(f"SELECT {column} FROM {table.name} WHERE {where}", key).fetchone()[0]
    others = {one for (one,) in db.execute(f"SELECT {column} FROM {table.name}").fetchall()}
    new = _another(table.c[column], was)
    while _is_unique(table, column) and new in others:
        new = _another(table.c[column], new)
    db.execute(f"UPDATE {table.name} SET {column} = ? WHERE {where}", (new, *key))
    return True


def _is_unique(table: sa.Table, column: str) -> bool:
    unique = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    return any(column in one.columns for one in (table.primary_key, *unique))


def _another(column: sa.Column[Any], was: Any) -> Any:
    """A value next to this one: the other answer, a second later, one unit more, another letter."""
    if isinstance(column.type, sa.Boolean):
        return int(not was)
    if isinstance(column.type, Moment):
        later = moment_of(was) + timedelta(seconds=1) if was else NOW
        return moment_text(later)
    if isinstance(column.type, sa.LargeBinary):
        return was[:-1] + bytes([was[-1] ^ 1]) if was else b"x"
    if isinstance(column.type, sa.Integer | MinorUnits):
        return (was or 0) + 1
    return was[:-1] + _next_letter(was[-1]) if was else "x"


def _next_letter(letter: str) -> str:
    return str((int(letter) + 1) % 10) if letter.isdecimal() else "y" if letter == "x" else "x"
