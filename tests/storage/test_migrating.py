from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.storage.conftest import Day
from workbench.storage import migrating, tables
from workbench.storage.engines import sqlite_engine

KEY = bytes(32)


def described(engine: sa.Engine) -> dict[str, Any]:
    """Every table: its columns, keys and indexes."""
    inspected = sa.inspect(engine)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in inspected.get_columns(name)
            },
            "key": inspected.get_pk_constraint(name)["constrained_columns"],
            "foreign": sorted(
                (key["constrained_columns"][0], key["referred_table"])
                for key in inspected.get_foreign_keys(name)
            ),
        }
        for name in inspected.get_table_names()
        if name != "alembic_version"
    }


def indexes(engine: sa.Engine) -> set[tuple[object, ...]]:
    """Every index: its table, whether it is unique or partial, and its columns."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT t.name, i.\"unique\", i.partial, group_concat(coalesce(x.name, '()')) "
            "FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) x "
            "WHERE t.type = 'table' AND t.name <> 'alembic_version' AND x.key "
            "GROUP BY t.name, i.name"
        )
        return {tuple(row) for row in found}


def test_the_versions_make_exactly_the_tables_that_the_program_knows(
    day: Day, tmp_path: Path
) -> None:
    declared = sqlite_engine(tmp_path / "declared.db", KEY, writer=True)
    tables.metadata.create_all(declared)
    made = day.store._reader
    assert described(made) == described(declared)
    assert indexes(made) == indexes(declared)
    declared.dispose()


def test_the_newest_version_is_the_one_the_program_knows() -> None:
    files = sorted((Path(migrating.__file__).parent / "migrations" / "versions").glob("v*.py"))
    assert files[-1].name.startswith(f"v{migrating.KNOWN}_")


def test_a_broken_off_version_leaves_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    """The last statement of the first version fails: not one table may be left."""
    from workbench.storage import fences

    monkeypatch.setattr(fences, "overrides_are_explained", lambda _dialect: ["CREATE NONSENSE"])
    writer = sqlite_engine(tmp_path / "s.db", KEY, writer=True)
    reader = sqlite_engine(tmp_path / "s.db", KEY, writer=False)
    with contextlib.suppress(sa.exc.OperationalError):
        migrating.bring_up_to_date(writer, None, "s.db")
    assert sa.inspect(reader).get_table_names() == []
    monkeypatch.undo()
    migrating.bring_up_to_date(writer, None, "s.db")
    assert migrating.version_of(reader) == migrating.KNOWN
    for engine in (writer, reader):
        engine.dispose()
