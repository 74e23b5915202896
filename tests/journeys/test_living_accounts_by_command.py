"""A half year of living accounts at the command line, from Chinese applicants to their letters."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from openpyxl import Workbook, load_workbook

from workbench import paths
from workbench.cli import main

WHO = {
    "line": ("HB20260001", "HB20260002", "HB20260003", "HB20260010"),
    "loan": ("JB20260002", "JB20260003"),
}
PRODUCTS = {"line": "purchase-line", "loan": "cash-loan"}
HEADER_ROW = 3
FULL, STOPS, CURES, LOAN, LATE_LOAN = "C-000001", "C-000003", "C-000004", "C-000005", "C-000006"

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on one store; gives the exit status and the JSON answer."""

    def command(*words: str) -> tuple[int, dict[str, Any]]:
        status = main([*words, "--store", str(tmp_path / "s.db"), "--json"])
        said = capsys.readouterr().out.strip().splitlines()
        return status, json.loads(said[-1]) if said else {}

    return command


def excerpt(name: str, folder: Path, months: tuple[int, ...] = ()) -> Path:
    """Some people's rows of a shipped sample, as it is; of performance only these months."""
    which = name[:4]
    source = load_workbook(paths.resources() / "samples" / f"{name}_zh.xlsx").active
    book = Workbook()
    sheet = book.active
    sheet.title = source.title
    for at, row in enumerate(source.iter_rows(values_only=True), start=1):
        mine = row[0] in WHO[which] and (not months or row[1].month in months)
        if at <= HEADER_ROW or mine:
            sheet.append(row)
    file = folder / f"{name}{'_'.join(map(str, months))}.xlsx"
    book.save(file)
    return file


def tell(run: Run, folder: Path, months: tuple[int, ...]) -> dict[str, int]:
    """Import these months of both products' performance; the totals."""
    total = {"ready": 0, "repeated": 0, "waiting": 0}
    for which, product in PRODUCTS.items():
        file = excerpt(f"{which}_performance", folder, months)
        _status, found = run("accounts", "import", str(file), "--product", product)
        total = {name: total[name] + found[name] for name in total}
    return total


def test_from_chinese_applicants_to_letters_about_their_accounts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_and_book(run, tmp_path)
    freeze_who_was_late_in_july(run, tmp_path)
    waiting = act_on_the_half_year(run, tmp_path)
    confirm_by_two(run, waiting, monkeypatch)
    lower_a_limit_and_draw_nothing_while_suspended(run)
    read_the_letters(write_the_notices(run, tmp_path))
    everything_is_in_the_journal(run, tmp_path)


def approve_and_book(run: Run, folder: Path) -> None:
    for which, product in PRODUCTS.items():
        file = excerpt(f"{which}_applicants", folder)
        out = folder / which
        _status, found = run(
            "run", str(file), "--product", product, "--out", str(out), "--accept-advice"
        )
        assert found["waiting"] == 0
        assert len(list((out / "letters").glob("*.pdf"))) >= len(WHO[which])
    assert run("accounts", "book", "--on", "2026-05-01")[1] == {"booked": 6, "already": 0}
    assert run("accounts", "book", "--on", "2026-05-01")[1] == {"booked": 0, "already": 6}


def freeze_who_was_late_in_july(run: Run, folder: Path) -> None:
    assert tell(run, folder, (5, 6, 7)) == {"ready": 18, "repeated": 0, "waiting": 0}
    assert run("accounts", "close", "2026-07")[1]["accounts"] == 18
    done = {one["account"]: one for one in run("accounts", "act")[1]["actions"]}
    assert (done[CURES]["kind"], done[CURES]["state"]) == ("freeze", "done")


def act_on_the_half_year(run: Run, folder: Path) -> dict[str, dict[str, Any]]:
    """Three months more; gives the actions that wait for people, by account."""
    assert tell(run, folder, (8, 9, 10))["ready"] == 18
    assert run("accounts", "close", "2026-10")[1]["accounts"] == 18
    assert run("accounts", "close", "2026-10")[1]["accounts"] == 0
    done = {one["account"]: one for one in run("accounts", "act")[1]["actions"]}
    assert (done[STOPS]["kind"], done[STOPS]["state"]) == ("suspension", "done")
    assert (done[LATE_LOAN]["kind"], done[LATE_LOAN]["state"]) == ("suspension", "done")
    every = run("accounts", "actions")[1]["actions"]
    waiting = {one["account"]: one for one in every if one["state"] == "awaiting_second"}
    assert waiting[CURES]["kind"] == "reinstatement"
    assert waiting[LOAN]["kind"] == "limit_increase"
    return waiting


def confirm_by_two(
    run: Run, waiting: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in (LOAN, CURES):
        number = str(waiting[account]["id"])
        monkeypatch.setenv("USER", "Lin Mei")
        assert run("accounts", "confirm", number)[0] == 3
        monkeypatch.setenv("USER", "Wang Fang")
        _status, found = run("accounts", "confirm", number)
        assert (found["actions"][0]["state"], found["actions"][0]["second"]) == (
            "done", "Wang Fang",
        )  # fmt: skip
    assert run("accounts", "show", LOAN)[1]["limit"] == "24000.00"
    assert run("accounts", "show", CURES)[1]["state"] == "active"
    monkeypatch.setenv("USER", "Lin Mei")


def lower_a_limit_and_draw_nothing_while_suspended(run: Run) -> None:
    lower = ("accounts", "act", FULL, "limit_decrease", "--limit", "5000", "--reason", "UTIL")
    assert run(*lower)[1]["states"] == {"done": 1}
    today = date.today().isoformat()  # noqa: DTZ011 -- the desk's own day
    assert run("accounts", "record", STOPS, "drawing", "10", "--on", today)[0] == 3
    assert run("accounts", "record", STOPS, "payment", "10", "--on", today)[0] == 0


def write_the_notices(run: Run, folder: Path) -> list[str]:
    """Write every notice once; gives their texts, without line ends and spaces."""
    out = folder / "notices"
    status, found = run("accounts", "letters", "--out", str(out))
    assert (status, found["letters_waiting"], found["unaddressed"]) == (0, 0, 0)
    assert run("accounts", "letters", "--out", str(out))[1]["letters"] == 0
    texts = [text_of(file) for file in out.glob("*.pdf")]
    assert len(texts) == found["letters"]
    return texts


def read_the_letters(letters: list[str]) -> None:
    """Who is told what; every letter names the account, the person and where to complain."""
    for account, name, said in (
        (FULL, "梁子墨", "由人民币7,500.00元调整为人民币5,000.00元"),
        (STOPS, "于慧敏", "暂停该账户的新增用款"),
        (STOPS, "于慧敏", "仍按约定偿还，不因暂停而提前到期"),
        (STOPS, "于慧敏", "当前逾期金额"),
        (CURES, "程欣怡", f"您的账户{CURES}自"),
        (CURES, "程欣怡", "起恢复用款"),
        (LOAN, "徐欣怡", "您可以随时拒绝本次提额"),
    ):
        told = [text for text in letters if f"账户：{account}" in text and said in text]
        assert told, (account, said)
        assert all(f"尊敬的{name}" in text and "监管投诉：12378" in text for text in told)


def text_of(file: Path) -> str:
    with pdfium.PdfDocument(file) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def everything_is_in_the_journal(run: Run, folder: Path) -> None:
    """The record holds, every assessment comes out again, and every step can be read."""
    assert run("verify")[0] == 0
    again = run("replay", "--all")[1]
    assert (again["identical"], again["different"]) == (len(WHO["line"] + WHO["loan"]), 0)
    out = folder / "journal.jsonl"
    assert run("journal", "--out", str(out))[0] == 0
    told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {
        "assessed", "decided", "letter_kept", "accounts_opened", "account_entry", "month_closed",
        "month_posted", "performance_told", "account_action", "account_changed", "account_notice",
    } <= {one["event"] for one in told}  # fmt: skip
    assert {"Lin Mei", "Wang Fang"} <= {one["actor"] for one in told}
