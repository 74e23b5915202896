"""An import that is killed at any moment leaves the whole batch or nothing, and says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import kill_imports
from workbench.errors import StoreFull
from workbench.storage import batches
from workbench.workflow import intake, under_way


def test_a_finished_import_leaves_no_note(desk, sheet):
    intake.import_file(desk, sheet({}), product="personal-loan")
    assert not under_way.is_cut_off(desk)
    assert under_way.cut_off(desk) == ()


def test_an_import_that_the_disk_refuses_leaves_no_note(desk, sheet, monkeypatch):
    def full(*_given: object, **_named: object) -> None:
        raise StoreFull(file="store.db")

    monkeypatch.setattr(batches, "add_batch", full)
    with pytest.raises(StoreFull):
        intake.import_file(desk, sheet({}), product="personal-loan")
    assert not under_way.is_cut_off(desk)


@pytest.mark.parametrize("stored", [True, False])
def test_a_note_that_was_left_says_whether_the_rows_are_there(desk, sheet, monkeypatch, stored):
    monkeypatch.setattr(Path, "unlink", lambda *_given, **_named: None)
    if not stored:
        monkeypatch.setattr(
            batches, "add_batch", lambda *_g, **_n: batches.BatchAdded(None, 0, 0, 0)
        )
    intake.import_file(desk, sheet({}), product="personal-loan")
    monkeypatch.undo()
    (one,) = under_way.cut_off(desk)
    assert (one.file, one.rows, one.batch_id) == ("applicants.csv", 1, 1 if stored else None)
    assert ("All of its 1 rows" in one.text()) is stored
    assert under_way.cut_off(desk) == ()


@pytest.mark.slow
def test_an_import_killed_at_any_moment_is_whole_or_nothing_and_says_which(tmp_path):
    seen = kill_imports.kill_all(tmp_path, moments=3, rows=300)
    assert sum(seen.values()) == 3
