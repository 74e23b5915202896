"""What the journal and the encryption cost on an import, and what one decision costs."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl

from tests.storage.conftest import NOW, Day, rows, waiting
from tests.trust import people_operations
from workbench.storage import batches, decisions, engines, many
from workbench.storage.store import Store

FACTS = 16  # beside the nine facts that the rows of the tests have
Patches = tuple[AbstractContextManager[Any], ...]


def run(quick: bool) -> list[tuple[str, float, str]]:
    """Ratios of medians of processor time, each against a baseline of the same run."""
    count, times = (20_000, 3) if quick else (100_000, 5)
    ready = _rows(count)
    ours, bare, plain = [], [], []
    for _n in range(times):
        ours.append(_import(ready))
        bare.append(_import(ready, *_without_journal()))
        plain.append(_import(ready, *_unencrypted()))
    median = statistics.median
    note = f"{count:,} rows x {FACTS + 8} facts; ours {median(ours):.2f} s"
    return [
        ("import, with journal / without", median(ours) / median(bare), note),
        ("import, encrypted / plain", median(ours) / median(plain), note),
        (
            "one decision, ms at the median",
            _decision(60 if quick else 500),
            "absolute, not a ratio",
        ),
        (
            "one decision of somebody signed in, ms at the median",
            _decision_of_a_person(60 if quick else 500),
            "absolute, not a ratio",
        ),
    ]


def _rows(count: int) -> pl.DataFrame:
    plain = rows(count)
    return plain.with_columns(
        (plain["row"] * (n + 7) % 10_007).alias(f"fact_{n}") for n in range(FACTS)
    )


def _import(ready: pl.DataFrame, *patches: AbstractContextManager[Any]) -> float:
    """Seconds of processor time that one import into a new store takes."""
    with ExitStack() as stack:
        for each in patches:
            stack.enter_context(each)
        day = stack.enter_context(_a_store())
        began = time.process_time()
        batches.add_batch(
            day.store,
            product="personal-loan",
            currency="USD",
            source_name="a.xlsx",
            source_sha256="a" * 64,
            sheet="Applicants",
            matching_json="[]",
            actor="Lin Mei",
            ready=ready,
            waiting=waiting(0),
            rows=len(ready),
            at=NOW,
        )
        return time.process_time() - began


@contextmanager
def _a_store() -> Iterator[Day]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Store.open(folder / "store.db", key_folder=folder) as store:
            yield Day(store, folder)


def _without_journal() -> Patches:
    """The same import without a hash per row, their root and the entry's own."""

    def unsealed(_table: object, written: many.Columns) -> None:
        count = len(written["id"])
        written["salt"], written["leaf"] = [b"0" * 16] * count, [b"0" * 32] * count

    return (
        patch("workbench.storage.sealing.seal", unsealed),
        patch("workbench.storage.sealing.saying", lambda *_given: {}),
    )


def _unencrypted() -> Patches:
    """The same import into a file without a key."""

    def connect(file: Path, _key: bytes) -> Any:
        return engines.bare_connection(file)

    return (patch("workbench.storage.engines._connect", connect),)


def _decision(times: int) -> float:
    """Milliseconds of one decision, its journal entry and its sync, at the median."""
    with _a_store() as day:
        day.add(times)
        day.assess(count=times)
        made = [day.decision(n) for n in range(1, times + 1)]
        took = [_timed(partial(decisions.add_decision, day.store, one, 2)) for one in made]
    return 1000 * statistics.median(took)


def _decision_of_a_person(times: int) -> float:
    """The same where the store knows its people and holds their authority against each."""
    with _a_store() as day:
        day.add(3 * times)
        day.assess(count=3 * times)
        people_operations.seat_people(day.store)
        within = decisions.DecidedIn(2, "lin" * 8, Decimal(0))
        made = [day.decision(n) for n in range(1, 3 * times + 1, 3)]
        took = [_timed(partial(decisions.add_decision, day.store, one, 2, within)) for one in made]
    return 1000 * statistics.median(took)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
