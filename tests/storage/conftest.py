"""A store with a made-up day's work in it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from workbench.credit.decision import Decision, Override, OverrideDirection
from workbench.credit.status import Component, Outcome
from workbench.storage import assessments, batches, decisions, letters_kept
from workbench.storage.batches import BatchAdded
from workbench.storage.engines import sqlite_engine
from workbench.storage.store import Store

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
ADVICE = ("approve", "decline", "refer")
MATCHING = (
    '[{"column":"A","header":"No.","fact":null},'
    '{"column":"B","header":"Name","fact":"applicant_name"}]'
)
SOURCE = "id = 'personal-loan'"
STRATEGY: Any = SimpleNamespace(
    id="personal-loan",
    product="personal-loan",
    version="1.0",
    sha256=hashlib.sha256(SOURCE.encode()).hexdigest(),
    source_text=SOURCE,
    reasons=SimpleNamespace(method="below_near"),
)


def rows(count: int, first: int = 1) -> pl.DataFrame:
    """Ready rows of made-up applicants, each a little different."""
    numbers = range(first, first + count)
    return pl.DataFrame(
        {
            "sheet": ["Applicants"] * count,
            "row": [n + 1 for n in numbers],
            "applicant_name": [f"Ana Example {n}" for n in numbers],
            "application_reference": [f"REF-{n:05d}" for n in numbers],
            "amount_requested": [100_000 + 1_250 * (n % 97) for n in numbers],
            "term_months": [36] * count,
            "application_date": [date(2026, 11, 20)] * count,
            "debt_to_income": [(10 + n % 40) / 100 for n in numbers],
            "existing_customer": [n % 2 == 0 for n in numbers],
            "own_exposure": [None] * count,
        },
        schema_overrides={"own_exposure": pl.Int64},
    )


def waiting(count: int, first: int = 1) -> pl.DataFrame:
    """Rows that wait for a person."""
    numbers = range(first, first + count)
    return pl.DataFrame(
        {
            "sheet": ["Applicants"] * count,
            "row": [n + 10_000 for n in numbers],
            "raw": [f'{{"D":"21k {n}"}}' for n in numbers],
            "problems": ['[{"code":"amount"}]'] * count,
        },
        schema={"sheet": pl.String, "row": pl.Int64, "raw": pl.String, "problems": pl.String},
    )


@dataclass
class Day:
    """The day's steps on one store, with made-up values."""

    store: Store
    folder: Path

    def add(
        self, count: int = 12, first: int = 1, held: int = 0, ready: pl.DataFrame | None = None
    ) -> BatchAdded:
        """Import some rows, or these."""
        return batches.add_batch(
            self.store,
            product="personal-loan",
            currency="USD",
            source_name="november.xlsx",
            source_sha256="a" * 64,
            sheet="Applicants",
            matching_json=MATCHING,
            actor="Lin Mei",
            ready=rows(count, first) if ready is None else ready,
            waiting=waiting(held, first),
            rows=count + held,
            at=NOW,
        )

    def assess(self, first: int = 1, count: int = 12) -> int:
        """Give each application the advice of its turn: approve, decline, refer, approve, ..."""
        numbers = range(first, first + count)
        frame = pl.DataFrame(
            {
                "application_id": list(numbers),
                "advice": [ADVICE[(n - 1) % 3] for n in numbers],
                "decided_by": ["score"] * count,
                "score": [500 + 7 * (n % 50) for n in numbers],
                "pd_ppm": [21_000] * count,
                "grade": ["B"] * count,
                "dsr_ppm": [100_000 + n for n in numbers],
            }
        )
        details = pl.Series([f'{{"score":{500 + 7 * (n % 50)}}}' for n in numbers])
        return assessments.add_assessments(
            self.store, STRATEGY, frame, details, engine_version="1", actor="Lin Mei", at=NOW
        )

    def decision(self, application: int, outcome: str | None = None) -> Decision:
        """A decision as advised, or an explained one against the advice."""
        kept = assessments.latest_assessment(self.store, application)
        assert kept
        chosen = Outcome(outcome or kept.advice)
        direction = _direction(kept.advice, chosen)
        why = Override(direction, "OVR1", "Steady income for nine years, proved by payslips.")
        return Decision(
            application_id=application,
            assessment_id=kept.id,
            outcome=chosen,
            officer="Lin Mei",
            officer_title="Credit officer",
            decided_at=NOW,
            decided_by=Component.SCORE,
            reasons=("INC",) if chosen is Outcome.DECLINE else (),
            terms=None,
            override=why if direction else None,
        )

    def decide(self, application: int, outcome: str | None = None, seen: int = 2) -> Decision:
        """Record a decision on an application that was just assessed."""
        return decisions.add_decision(self.store, self.decision(application, outcome), seen)

    def letter(self, due: letters_kept.LetterDue, serial: int) -> letters_kept.LetterMade:
        """A letter about to be kept."""
        number = f"US-2026-{serial:06d}"
        content = f"%PDF-1.7 {number}".encode()
        return letters_kept.LetterMade(
            serial, number, due.application_id, due.decision_id, "decline", "en", 1, content
        )

    def notify(self) -> tuple[letters_kept.KeptLetter, ...]:
        """Keep every letter that is due."""
        due = letters_kept.due(self.store)
        first = letters_kept.next_serial(self.store, "US", 2026)
        made = [self.letter(one, serial) for serial, one in enumerate(due, first)]
        return letters_kept.add_letters(self.store, "US", 2026, made, actor="Lin Mei", at=NOW)

    def forge(self, *statements: str) -> None:
        """What somebody with the key and a database tool could do: lower the fences, edit,
        and put the fences back."""
        engine = sqlite_engine(self.folder / "store.db", self.store._key, writer=True)
        with engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            fences = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = fences.fetchall()
            for name, _ddl in standing:
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                raw.execute(statement)
            for _name, ddl in standing:
                raw.execute(ddl)
        engine.dispose()

    def whole(self, count: int = 12) -> None:
        """Import, assess, decide as advised, notify."""
        self.add(count)
        self.assess(count=count)
        made = [(self.decision(n), 2) for n in range(1, count + 1)]
        decisions.add_decisions(self.store, made)
        self.notify()


def _direction(advice: str, chosen: Outcome) -> OverrideDirection | None:
    if advice == "decline" and chosen is Outcome.APPROVE:
        return OverrideDirection.APPROVE_OVER_DECLINE
    if advice == "approve" and chosen is Outcome.DECLINE:
        return OverrideDirection.DECLINE_OVER_APPROVE
    return None


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new store and its key, to be copied: making one takes longer."""
    folder = tmp_path_factory.mktemp("new")
    Store.open(folder / "store.db", key_folder=folder / "private").close()
    return folder


@pytest.fixture(scope="session")
def worked_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds a whole day of twelve cases, to be copied."""
    folder = tmp_path_factory.mktemp("worked")
    with Store.open(folder / "store.db", key_folder=folder / "private") as store:
        Day(store, folder).whole()
    return folder


@contextmanager
def a_copy(of: Path, folder: Path) -> Iterator[Day]:
    """The day on a copy of a prepared store."""
    shutil.copytree(of, folder, dirs_exist_ok=True)
    with Store.open(folder / "store.db", key_folder=folder / "private") as store:
        yield Day(store, folder)


@pytest.fixture
def day(tmp_path: Path, new_store: Path) -> Iterator[Day]:
    """A day's work on a new store in a file."""
    with a_copy(new_store, tmp_path) as made:
        yield made


@pytest.fixture
def worked(tmp_path: Path, worked_store: Path) -> Iterator[Day]:
    """A store that holds a whole day: twelve cases imported, assessed, decided, notified."""
    with a_copy(worked_store, tmp_path) as made:
        yield made
