from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main

HEADER = "账户编号,账单月份,户名,额度,余额,本月支用,本月还款,逾期天数,在贷机构"


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Two accounts kept elsewhere: one in order, one that stopped paying."""
    rows = [f"W-1,2026-{m:02d}-28,安然示例,8000,3000,500,600,0,1" for m in range(5, 11)]
    rows += [f"W-2,2026-{m:02d}-28,白示例,8000,7000,0,0,{30 * (m - 5)},4" for m in range(5, 11)]
    file = tmp_path / "told.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return file


def run(store: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Run `workbench accounts ...`; gives the exit status and the JSON answer."""
    status = main(["accounts", *words, "--store", str(store), "--json"])
    said = capsys.readouterr().out.strip().splitlines()
    return status, json.loads(said[-1]) if said else {}


def test_performance_comes_in_is_reviewed_and_acted_on(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s.db"
    status, found = run(store, "import", str(told), "--product", "purchase-line", capsys=capsys)
    assert (status, found["opened"], found["months"]) == (0, 2, 12)
    status, found = run(store, "review", capsys=capsys)
    assert (status, found["proposed"]) == (1, {"suspension": 1})
    status, found = run(store, "act", capsys=capsys)
    assert (status, found["states"]) == (0, {"done": 1})
    assert run(store, "review", capsys=capsys)[1]["proposed"] == {}
    assert run(store, "list", "--view", "suspended", capsys=capsys)[1]["total"] == 1
    status, found = run(store, "calendar", capsys=capsys)
    assert [one["account"] for one in found["entries"]] == ["C-000002"]
    status, found = run(store, "letters", "--out", str(tmp_path), capsys=capsys)
    assert (status, found["letters"], found["unaddressed"]) == (1, 0, 1)


def test_other_thresholds_are_tried_and_nothing_is_recorded(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s.db"
    run(store, "import", str(told), "--product", "purchase-line", capsys=capsys)
    words = ("simulate", "--product", "purchase-line", "--set", "suspend_late=999")
    _status, found = run(store, *words, "--set", "suspend_worsening=99", capsys=capsys)
    assert (found["before"], found["after"]) == ({"suspension": 1}, {"freeze": 1})
    assert run(store, "actions", capsys=capsys)[1]["actions"] == []


def test_a_wrong_word_is_refused_in_one_sentence(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s.db"
    for words, said in (
        (("import", str(told), "--product", "gold-card"), "purchase-line"),
        (("list", "--view", "odd"), "odd"),
        (("show", "C-000009"), "C-000009"),
    ):
        assert main(["accounts", *words, "--store", str(store)]) == 3
        assert said in capsys.readouterr().err


def test_one_account_is_shown_asked_about_and_its_sheet_is_written_out(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s.db"
    run(store, "import", str(told), "--product", "purchase-line", capsys=capsys)
    assert run(store, "show", "C-000001", capsys=capsys)[1]["balance"] == "3000.00"
    asked = ("answer", "C-000001", "lower_limit", "--language", "zh")
    assert "可以" in run(store, *asked, capsys=capsys)[1]["paragraphs"][0]
    sheet = run(store, "sheet", "C-000001", "--language", "zh", capsys=capsys)[1]
    assert sheet["parts"][0]["figures"][0] == ["欠款总额", "¥3,000.00"]
    plan = ("help-plan", "C-000001", "--free-cash", "300")
    assert run(store, *plan, capsys=capsys)[1]["cheapest"] == "longer_term"
