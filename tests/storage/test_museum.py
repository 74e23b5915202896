"""Stores as each released version left them: they must open, upgraded, with nothing changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage import pieces
from tests.storage.conftest import NOW
from workbench.storage import assessments, day_figures, decisions, history, migrating, tables
from workbench.storage.engines import sqlite_engine
from workbench.storage.journal import head_of
from workbench.storage.keys import keys_to_try
from workbench.storage.store import Store
from workbench.storage.verification import verify


@pytest.fixture(params=pieces.PIECES)
def piece(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a piece of the museum, laid into the test's folder."""
    pieces.lay(request.param, tmp_path / "workbench.db", tmp_path / "private")
    return str(request.param)


def opened(folder: Path) -> Store:
    return Store.open(folder / "workbench.db", create=False, key_folder=folder / "private")


def test_a_store_of_every_released_version_opens_with_its_record_whole(
    piece: str, tmp_path: Path
) -> None:
    last = next((tmp_path / "private/anchors").iterdir()).read_text().split()[-1]
    with opened(tmp_path) as store:
        found = verify(store)
        with store.reading() as connection:
            assert head_of(connection).hash == last
    assert (found.ok, found.events) == (True, pieces.holds(piece)["events"])


def test_what_an_old_store_holds_is_all_there_after_the_upgrade(piece: str, tmp_path: Path) -> None:
    names = ("applications", "assessments", "decisions", "letters")
    with opened(tmp_path) as store, store.reading() as connection:
        counted = {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(tables.metadata.tables[name])
            ).scalar()
            for name in names
        }
    assert counted == {name: pieces.holds(piece)[name] for name in names}


def test_the_decisions_of_an_old_store_read_as_they_were_made(piece: str, tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        made = [d for one in (7, 8, 9) for d in decisions.decisions_of(store, one)]
        assert [d.outcome for d in made] == ["approve", "decline", "approve"]
        assert {d.officer for d in made} == {"Mara Quinn"}
        assert len(assessments.assessments_of(store)) == pieces.holds(piece)["assessments"]


def test_a_copy_of_the_old_version_is_laid_beside_it_before_it_is_changed(
    piece: str, tmp_path: Path
) -> None:
    version = pieces.holds(piece)["version"]
    with opened(tmp_path) as store, store.reading() as connection:
        now = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    assert now == migrating.KNOWN
    kept = tmp_path / f"workbench.version-{version}.db"
    assert kept.exists()
    assert kept.stat().st_mode & 0o077 == 0


def test_an_upgraded_store_has_what_a_new_one_has(piece: str, tmp_path: Path) -> None:
    with (
        opened(tmp_path) as old,
        Store.open(tmp_path / "new.db", key_folder=tmp_path / "new") as new,
    ):
        assert _made_of(old) == _made_of(new)


def _made_of(store: Store) -> set[tuple[str, str]]:
    """Every table, index and trigger."""
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT type, name FROM sqlite_master")
        return {(row[0], row[1]) for row in found}


def test_a_closed_account_of_somebody_erased_by_an_older_program_is_blanked(
    tmp_path: Path,
) -> None:
    pieces.lay("version_0008", tmp_path / "workbench.db", tmp_path / "private")
    key = next(keys_to_try(tmp_path / "workbench.db", tmp_path / "private" / "keys"))
    old = sqlite_engine(tmp_path / "workbench.db", key, writer=True)
    with old.begin() as connection:
        connection.exec_driver_sql("UPDATE accounts SET state = 'closed' WHERE id = 1")
        connection.exec_driver_sql(
            "INSERT INTO erasures (application_id, basis, actor, erased_at, event_seq) "
            "VALUES (7, 'request', 'Mara Quinn', '2026-11-22T06:00:00.000000Z', 1)"
        )
    old.dispose()
    with opened(tmp_path) as store, store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT name, reference FROM accounts").all()
        notes = connection.exec_driver_sql("SELECT note FROM account_events").scalars().all()
    assert [tuple(one) for one in kept] == [("", "C-000001"), ("安然示例", "JB-1")]
    assert "Told by phone" not in notes
    assert "loan 1" in notes


def test_a_day_closed_by_an_older_program_stays_closed(tmp_path: Path) -> None:
    """Its entry carries no signature; in a store of this program that is a fault."""
    pieces.lay("version_0006", tmp_path / "workbench.db", tmp_path / "private")
    with opened(tmp_path) as store:
        assert [event.event for event in history.events(store, size=1)] == ["day_closed"]
        assert verify(store).ok
        day_figures.tell_closed(store, date(2026, 11, 23), bytes([3]) * 32, actor="Eva", at=NOW)
        assert verify(store).ok
