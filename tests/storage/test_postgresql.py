"""The same store on a PostgreSQL server, when WORKBENCH_TEST_POSTGRESQL names one."""

from __future__ import annotations

import os
import shutil
import threading
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from tests.storage.conftest import NOW, Day, rows
from tests.storage.test_verification import DUE_AGAIN
from tests.workflow.account_builders import open_one
from workbench.accounts.account import EventKind
from workbench.errors import ChangedMeanwhile, ErasureRefused, StoreUnreadable
from workbench.settings import Settings
from workbench.storage import (
    applications,
    batches,
    decisions,
    history,
    letters_kept,
    letters_sent,
    people_casework,
    profiles,
    queue,
    retention,
    server_witness,
    tables,
)
from workbench.storage.backup import backup
from workbench.storage.erasure import erase
from workbench.storage.store import Store
from workbench.storage.verification import CONTENT, CUT_OFF, REWRITTEN, SHOWN, UNTOLD, verify
from workbench.workflow import account_endings, account_entries, monitor
from workbench.workflow.desk import Desk

SERVER = os.environ.get("WORKBENCH_TEST_POSTGRESQL", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="WORKBENCH_TEST_POSTGRESQL names no server")


def on_server(*statements: str) -> None:
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    server.dispose()


def url_of(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A database with a whole day's work, and its witnesses, to be copied."""
    name, folder = f"workbench_{uuid.uuid4().hex}", tmp_path_factory.mktemp("model")
    on_server(f"CREATE DATABASE {name}")
    with Store.open(url_of(name), key_folder=folder) as store:
        Day(store, folder).whole()
    yield name, folder
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url(model: tuple[str, Path], tmp_path: Path) -> Iterator[str]:
    """A database of its own, gone afterwards."""
    name = f"workbench_{uuid.uuid4().hex}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {model[0]}")
    shutil.copytree(model[1], tmp_path, dirs_exist_ok=True)
    yield url_of(name)
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def day(url: str, tmp_path: Path) -> Iterator[Day]:
    """A whole day's work on the server."""
    with Store.open(url, key_folder=tmp_path) as store:
        yield Day(store, tmp_path)


def as_superuser(url: str, *statements: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("SET session_replication_role = replica"))
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def test_a_whole_day_is_kept_and_proved(day: Day) -> None:
    found = verify(day.store)
    assert (found.ok, found.events, found.anchors, found.letters) == (True, 24, 24, 8)
    assert queue.counts(day.store)["letters_written"] == 8
    assert not day.store.is_file


def test_it_is_there_for_the_next_who_opens_it(day: Day, url: str, tmp_path: Path) -> None:
    with Store.open(url, key_folder=tmp_path) as again:
        assert again.uuid == day.store.uuid
        assert history.events(again) == history.events(day.store)


def test_facts_come_back_as_they_were_given(day: Day) -> None:
    given = [name for name in rows(1).columns if name not in ("sheet", "row")]
    assert applications.fact_frame(day.store, batch=1).select(given).equals(rows(12).select(given))


def test_the_same_sheet_twice_adds_nothing(day: Day) -> None:
    assert day.add(12) == batches.BatchAdded(None, 0, 0, duplicates=12)


@pytest.mark.parametrize("sort", queue.SORTS)
def test_pages_put_together_are_the_whole_view(day: Day, sort: str) -> None:
    day.add(9, first=13)
    whole = [row.application_id for row in queue.queue(day.store, "all", sort=sort).rows]
    first = queue.queue(day.store, "all", sort=sort, size=15)
    rest = queue.queue(day.store, "all", sort=sort, size=15, after=first.after)
    assert [row.application_id for row in first.rows + rest.rows] == whole
    assert len(set(whole)) == 21


def test_filters_and_search_work_alike(day: Day) -> None:
    day.assess(first=1)
    found = queue.queue(
        day.store, "all", search="EXAMPLE 1", filters=[("outcome", "approve")], sort="number"
    )
    assert [row.number for row in found.rows] == ["A-000010", "A-000001"]


def test_stale_decisions_overrides_and_undos_are_as_in_a_file(day: Day) -> None:
    day.add(3, first=13)
    day.assess(first=13, count=3)
    made = day.decide(14, "approve")
    with pytest.raises(ChangedMeanwhile):
        day.decide(14)
    decisions.undo_decision(day.store, made.id, actor="Lin Mei")
    assert queue.counts(day.store)["overridden"] == 0
    assert decisions.decisions_of(day.store, 14) == (made,)


def test_letters_profiles_and_batches_are_as_in_a_file(day: Day) -> None:
    assert letters_kept.letter_bytes(day.store, 1) == b"%PDF-1.7 US-2026-000001"
    letters_sent.mark_sent(day.store, [1], actor="Lin Mei", sent_at=NOW)
    assert letters_kept.letter(day.store, 1).mailed_at == NOW
    profiles.save_profile(
        day.store, name="n", fingerprint="f", content="{}", actor="Lin Mei", at=NOW
    )
    assert profiles.profile_named(day.store, "n") == "{}"
    day.add(2, first=40)
    assert batches.undo_batch(day.store, 2, "Lin Mei") == 2


def test_what_is_recorded_can_be_neither_changed_nor_deleted(day: Day) -> None:
    filled = (tables.applications, tables.assessments, tables.decisions, tables.letters)
    for table in (tables.journal, tables.batches, tables.strategies, *filled):
        column = table.columns.keys()[1]
        for change in (f"DELETE FROM {table}", f'UPDATE {table} SET "{column}" = "{column}"'):
            with (
                pytest.raises(sa.exc.DBAPIError, match=f"{table} is insert-only"),
                day.store.writing("x") as step,
            ):
                step.connection.execute(sa.text(change))


def test_what_a_superuser_rewrites_is_found(day: Day, url: str) -> None:
    as_superuser(url, "UPDATE decisions SET officer = 'Somebody' WHERE id = 2")
    found = verify(day.store)
    assert [(fault.sentence, fault.seq) for fault in found.faults] == [(CONTENT, 6)]


def test_what_changes_from_day_to_day_is_proved_on_a_server_too(day: Day, url: str) -> None:
    day.add(1, first=40, held=2)
    people_casework.hold(day.store, 13, "Omar", actor="Lin Mei", at=NOW, seen="")
    assert verify(day.store).ok
    as_superuser(
        url,
        "UPDATE waiting_rows SET raw = raw || ' ' WHERE id = 2",
        "UPDATE case_work SET held_by = 'Eva'",
    )
    found = [(fault.sentence, fault.table, fault.seq) for fault in verify(day.store).faults]
    assert found == [(CONTENT, "waiting_rows", 25), (SHOWN, "case_work", 26)]


def test_an_erasure_reaches_accounts_on_a_server_too(day: Day, url: str, tmp_path: Path) -> None:
    desk = Desk(day.store, Settings(tmp_path / "settings.toml"), "Lin Mei")
    which = open_one(desk, name="Ana Example 1", application_id=1)
    note = "Ana rang about it"
    account_entries.record(desk, which, EventKind.FEE, Decimal(9), date(2026, 3, 5), note=note)
    past = retention.past_their_time(day.store, {"personal-loan": NOW + timedelta(days=4_000)})
    assert "A-000001" not in {kept.number for kept in past}
    with pytest.raises(ErasureRefused, match="C-000001 is still open"):
        erase(day.store, [1], basis="request", actor="Lin Mei")
    with day.store.writing("Lin Mei", NOW) as step:
        file = monitor.account(desk, which)
        account_endings._close(step, file, date(2026, 4, 2), note)
    past = retention.past_their_time(day.store, {"personal-loan": NOW + timedelta(days=4_000)})
    assert "A-000001" in {kept.number for kept in past}
    erase(day.store, [1], basis="request", actor="Lin Mei")
    assert verify(day.store).ok
    with day.store.reading() as connection:
        told = connection.exec_driver_sql(
            "SELECT a.name, e.note FROM accounts a JOIN account_events e ON e.account_id = a.id"
        ).all()
    assert [tuple(one) for one in told] == [("", ""), ("", "")]
    as_superuser(url, "UPDATE accounts SET name = 'Somebody'")
    assert not verify(day.store).ok


def test_what_a_superuser_cuts_off_is_found(day: Day, url: str) -> None:
    as_superuser(
        url,
        f"UPDATE cases SET {DUE_AGAIN} WHERE letter_id = 8",
        "DELETE FROM letters WHERE event_seq = 24",
        "DELETE FROM journal WHERE seq = 24",
    )
    found = verify(day.store)
    assert [(fault.sentence, fault.seq) for fault in found.faults] == [(CUT_OFF, 24)]


def test_reading_cannot_write(day: Day) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="read-only"), day.store.reading() as connection:
        connection.execute(sa.text("DELETE FROM profiles"))


def test_officers_at_once_lose_nothing(day: Day, url: str, tmp_path: Path) -> None:
    day.add(1, first=50)
    day.assess(first=13, count=1)
    recorded: list[int] = []

    def work() -> None:
        with Store.open(url, key_folder=tmp_path) as store:
            mine = Day(store, tmp_path)
            for _n in range(6):
                try:
                    seen = queue.version(store, 13)
                    recorded.append(mine.decide(13, "refer", seen=seen).id)
                except ChangedMeanwhile:
                    continue

    officers = [threading.Thread(target=work) for _ in range(6)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert queue.version(day.store, 13) == 2 + len(recorded)
    assert len(set(recorded)) == len(recorded) > 0
    assert verify(day.store).ok


def test_a_server_that_does_not_answer_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadable, match="does not answer") as told:
        Store.open("postgresql+psycopg://x:secret@127.0.0.1:1/none", key_folder=tmp_path)
    assert "secret" not in str(told.value)


def test_a_servers_store_is_not_copied_like_a_file(day: Day, tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadable, match="pg_dump"):
        backup(day.store, tmp_path / "copy.db", actor="Lin Mei")


@pytest.fixture
def witnessed(day: Day, url: str) -> Iterator[Day]:
    """The day's store, its journal watched by a role of its own from now on."""
    role = f"witness_{uuid.uuid4().hex[:8]}"
    on_server(f"CREATE ROLE {role} LOGIN")
    as_superuser(
        url,
        f'GRANT CREATE ON DATABASE "{make_url(url).database}" TO {role}',
        f"GRANT TRIGGER ON journal TO {role}",
    )
    of_role = sa.create_engine(make_url(url).set(username=role))
    with of_role.begin() as connection:
        connection.exec_driver_sql(server_witness.setup_text())
    of_role.dispose()
    day.add(3, first=60)
    day.add(2, first=70)
    yield day
    as_superuser(url, f"DROP OWNED BY {role} CASCADE")
    on_server(f"DROP ROLE {role}")


def test_what_was_rewritten_is_found_by_the_other_roles_table(witnessed: Day, url: str) -> None:
    assert (verify(witnessed.store).ok, verify(witnessed.store).anchors) == (True, 26)
    anchors = witnessed.store.anchors()
    assert anchors is not None
    anchors.file.unlink()
    as_superuser(url, "UPDATE journal SET hash = repeat('a', 64) WHERE seq = 26")
    assert REWRITTEN in [fault.sentence for fault in verify(witnessed.store).faults]
    as_superuser(url, "DELETE FROM applications WHERE event_seq = 26",
                 "DELETE FROM batches WHERE event_seq = 26",
                 "DELETE FROM journal WHERE seq = 26")  # fmt: skip
    assert CUT_OFF in [fault.sentence for fault in verify(witnessed.store).faults]


def test_an_entry_the_witness_was_not_told_of_is_found(witnessed: Day, url: str) -> None:
    as_superuser(url, "DROP TRIGGER journal_witnessed ON journal")
    witnessed.add(1, first=80)
    found = verify(witnessed.store)
    assert [(fault.sentence, fault.seq) for fault in found.faults] == [(UNTOLD, 27)]
