"""The first look at a store: the very rows and counts that the store itself gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.storage.conftest import Day
from workbench.storage import keys, queue
from workbench.storage.first_look import first_look


@pytest.fixture(autouse=True)
def _no_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first look tries two keys: none that a password gave to this process before."""
    monkeypatch.setattr(keys, "_known", [])


def test_the_first_look_shows_what_the_queue_shows(day: Day) -> None:
    day.add(12)
    day.assess()
    day.decide(4, "decline")
    found = first_look(day.store.label, key_folder=day.folder / "private")
    assert found is not None
    assert found.page.rows == queue.queue(day.store, "needs_review", size=40).rows
    assert found.counts == queue.counts(day.store)
    assert found.page.total == found.counts["needs_review"] > 0


def test_there_is_no_first_look_at_what_is_not_there(tmp_path: Path) -> None:
    assert first_look(tmp_path / "nothing.db") is None
    assert first_look("postgresql://nobody@nowhere/store") is None


def test_there_is_no_first_look_without_the_key(day: Day) -> None:
    assert first_look(day.store.label, key_folder=day.folder / "elsewhere") is None


def test_there_is_no_first_look_at_what_is_no_store(day: Day) -> None:
    damaged = day.folder / "damaged.db"
    damaged.write_bytes(b"\0" * 8192)
    shutil.copyfile(__file__, day.folder / "text.db")
    for name in ("damaged.db", "text.db"):
        assert first_look(day.folder / name, key_folder=day.folder / "private") is None
