"""Many rows at once: the indexes of a table that is filled are made at the end, and stay whole."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.storage.conftest import Day
from workbench.storage import many, queue
from workbench.storage.verification import verify

INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"


def indexes(day: Day) -> list[tuple[str, str]]:
    with day.store.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.text(INDEXES))]


def dropped(day: Day, count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many indexes an import of `count` rows takes away for its time."""
    said: list[str] = []
    honest = sa.engine.Connection.exec_driver_sql

    def listen(self: sa.engine.Connection, statement: str, *given: object) -> object:
        said.append(statement)
        return honest(self, statement, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(sa.engine.Connection, "exec_driver_sql", listen)
    day.add(count, first=1000)
    return sum(one.startswith("DROP INDEX") for one in said)


def test_after_a_large_import_every_index_is_back(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = indexes(day)
    monkeypatch.setattr(many, "_MANY", 10)
    assert dropped(day, 20, monkeypatch) > 5
    assert indexes(day) == before
    assert queue.counts(day.store)["all"] == 20
    assert verify(day.store).ok


def test_a_store_that_holds_more_than_comes_keeps_its_indexes(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.add(30)
    monkeypatch.setattr(many, "_MANY", 10)
    assert dropped(day, 20, monkeypatch) == 0


def test_an_import_that_is_refused_leaves_the_indexes_as_they_were(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise ZeroDivisionError

    before = indexes(day)
    monkeypatch.setattr(many, "_MANY", 10)
    monkeypatch.setattr(many, "insert", refuse)
    with pytest.raises(ZeroDivisionError):
        day.add(20)
    assert indexes(day) == before
