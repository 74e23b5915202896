"""Names kept in memory: what they find is what the store finds by reading every one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.storage.conftest import Day, rows
from workbench.storage import batches, known_names, queue
from workbench.storage.erasure import erase
from workbench.storage.store import Store

NAMES = (
    "Ana EXAMPLE", "ana", "王小明", "王晓", "Åsa Öberg", "åsa öberg", "İnci Şahin", "100% O'Neill",
    "under_score", "a/b \\ c", "Straße", "two\nlines", "a\x1eb", "a\x1fb", "Ⅻ", "x",
)  # fmt: skip
LETTERS = sorted({letter for name in NAMES for letter in name} | set("ANREF-0123456789王明"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("names")
    with Store.open(folder / "store.db", key_folder=folder) as opened:
        named = rows(len(NAMES)).with_columns(applicant_name=pl.Series(NAMES))
        Day(opened, folder).add(len(NAMES), ready=named)
        yield opened


def _found(store: Store, text: str, few: int, many: int) -> tuple[list[int], int]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queue, "_FEW", few)
        patched.setattr(queue, "_MANY", many)
        page = queue.queue(store, "all", search=text, sort="number", size=3)
    return [row.application_id for row in page.rows], page.total


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from(LETTERS), min_size=1, max_size=4))
@example(text="EF-0000")
@example(text="x\x1fR")
@example(text="a\x1e")
@example(text="a b")
def test_a_part_of_a_name_finds_what_reading_every_name_finds(store: Store, text: str) -> None:
    every = _found(store, text, -1, -1)
    assert _found(store, text, -1, 100) == every
    assert _found(store, text, 100, 100) == every


def test_a_case_that_another_program_brings_is_found(day: Day) -> None:
    day.add(5)
    assert queue.queue(day.store, "all", search="Example 7").total == 0
    with Store.open(day.store.label, key_folder=day.folder / "private") as other:
        Day(other, day.folder).add(3, first=6)
    assert queue.queue(day.store, "all", search="Example 7").total == 1


def test_a_case_that_has_gone_is_not_found(day: Day) -> None:
    batch = day.add(5)
    assert queue.queue(day.store, "all", search="Example").total == 5
    batches.undo_batch(day.store, batch.batch_id, "Lin Mei")
    assert queue.queue(day.store, "all", search="Example").total == 0


def test_no_name_stays_in_memory_once_somebody_is_erased(day: Day) -> None:
    day.add(5)
    queue.queue(day.store, "all", search="Example")
    assert day.store in known_names._KNOWN
    erase(day.store, [2], basis="request", actor="Lin Mei")
    assert day.store not in known_names._KNOWN
    assert queue.queue(day.store, "all", search="Example").total == 4
