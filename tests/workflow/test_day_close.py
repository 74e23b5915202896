from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.workflow.people_at_work import Office
from workbench.errors import CaseFileRefused, NotAllowed
from workbench.storage import day_figures
from workbench.storage.journal import Head
from workbench.workflow import day_close, intake
from workbench.workflow.desk import Desk


@pytest.fixture
def report(desk: Desk, sheet: Callable[..., Path], tmp_path: Path) -> Path:
    intake.import_file(desk, sheet({}), product="personal-loan")
    return day_close.close_day(desk, tmp_path)


def test_a_report_names_the_days_entries_and_the_head(desk: Desk, report: Path) -> None:
    said = json.loads(json.loads(report.read_text())["said"])
    assert said["events"] == {"batch_added": 1, "day_closed": 1, "store_made": 1}
    assert (said["seq"], said["record_whole"]) == (3, True)
    checked = day_close.check(desk, report)
    assert checked.ok
    assert "still stands on its entry 3, signed by this computer" in checked.text()


def test_a_changed_report_does_not_hold(desk: Desk, report: Path) -> None:
    report.write_text(report.read_text().replace("batch_added", "batch_taken"))
    assert "signature does not fit" in day_close.check(desk, report).why


def test_a_journal_written_anew_does_not_fit_the_report(
    desk: Desk, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_figures, "head_at", lambda _store, seq: Head(seq, "f" * 64))
    assert "journal entry 3 is another" in day_close.check(desk, report).why
    monkeypatch.setattr(day_figures, "head_at", lambda _store, _seq: None)
    assert "journal entry 3 is missing" in day_close.check(desk, report).why


def test_another_stores_report_does_not_fit(desk: Desk, report: Path, tmp_path: Path) -> None:
    with Desk.open(tmp_path / "other.db", settings=desk.settings) as other:
        assert not day_close.check(other, report).ok


def test_what_is_no_report_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("[]")
    with pytest.raises(CaseFileRefused, match="no day's report"):
        day_close.check(desk, file)


def test_a_past_day_has_only_its_own_entries(desk: Desk, tmp_path: Path) -> None:
    file = day_close.close_day(desk, tmp_path, date(2020, 1, 1))
    assert json.loads(json.loads(file.read_text())["said"])["events"] == {}


def test_with_people_it_is_signed_by_who_closes_it(open_cases: Office, tmp_path: Path) -> None:
    with open_cases.desk("eva") as eva:
        file = day_close.close_day(eva, tmp_path)
        assert day_close.check(eva, file).signer == "Eva"
    with open_cases.desk("omar") as omar, pytest.raises(NotAllowed):
        day_close.close_day(omar, tmp_path)
