from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from tests.workflow.account_builders import open_one
from workbench.accounts.account import ActionKind
from workbench.errors import AccountRefused
from workbench.storage import batches, letters_kept
from workbench.storage.account_erasure import named_in_erasures
from workbench.workflow import (
    account_actions,
    account_holders,
    account_intake,
    account_notices,
    decide,
    letting_go,
    monitor,
    prove,
)
from workbench.workflow.account_holders import Address
from workbench.workflow.desk import Desk

HEADER = "账户编号,账单月份,户名,证件号码,额度,余额,本月支用,本月还款,逾期天数,住址,城市,邮编"
ROW = "W-1,2026-10-31,白示例,110101199003070038,8000,3200,3200,0,40"


def bring_in(desk: Desk, folder: Path, place: str) -> account_intake.PerformanceResult:
    file = folder / "told.csv"
    file.write_text(f"{HEADER}\n{ROW},{place}\n", encoding="utf-8")
    return account_intake.import_performance(desk, file, product="purchase-line")[0]


def suspended(desk: Desk) -> None:
    account_actions.propose(desk, 1, ActionKind.SUSPENSION, reasons=("OURS",))


def test_a_letter_goes_to_the_address_that_came_with_the_account(
    desk: Desk, tmp_path: Path
) -> None:
    bring_in(desk, tmp_path, "示例路 12 号,上海,200000")
    suspended(desk)
    done = account_notices.write_notices(desk, out=tmp_path)
    assert (done.written, done.waiting, done.unaddressed) == (1, (), 0)
    text = pypdfium2.PdfDocument(done.files[0])[0].get_textpage().get_text_range()
    assert "白示例" in text and "110101199003070038" not in text
    (kept,) = letters_kept.letters(desk.store)
    assert kept.name == "白示例"
    addressee = json.loads(letters_kept.letter_record(desk.store, kept.id))["addressee"]
    assert addressee["lines"] == ["示例路 12 号", "上海 200000"]


def test_without_an_address_the_letter_waits_until_a_person_tells_it(
    desk: Desk, tmp_path: Path
) -> None:
    bring_in(desk, tmp_path, ",,")
    suspended(desk)
    assert account_notices.write_notices(desk).unaddressed == 1
    account_holders.tell_address(desk, "C-000001", Address("示例路 12 号", "上海"))
    assert account_notices.write_notices(desk).written == 1


def test_it_comes_with_a_later_sheet_too_and_is_kept_once(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk, tmp_path, ",,")
    first = monitor.account(desk, 1).account.application_id
    for place in ("示例路 12 号,上海,", "示例路 12 号,上海,", "新路 3 号,上海,"):
        assert bring_in(desk, tmp_path, place).repeated == 1
    told = batches.batches(desk.store, holders=True)
    assert (first, len(told), batches.batches(desk.store)) == (None, 2, ())
    assert account_holders.known_holders(desk, [1])[1]["address"] == "新路 3 号"


def test_a_holder_waits_in_no_queue_is_sealed_and_can_be_erased(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk, tmp_path, "示例路 12 号,上海,200000")
    assert decide.counts(desk)["all"] == 0
    assert letting_go.erase(desk, ["A-000001"], "request") == 1
    assert account_holders.known_holders(desk, [1])[1]["address"] is None
    assert prove.verify(desk).ok


def test_an_account_kept_elsewhere_goes_on_without_its_holders_name(
    desk: Desk, tmp_path: Path
) -> None:
    bring_in(desk, tmp_path, "示例路 12 号,上海,200000")
    account_actions.propose(
        desk, 1, ActionKind.SUSPENSION, reasons=("OURS",), note="白示例 rang about it"
    )
    before = monitor.account(desk, 1).account
    letting_go.erase(desk, ["A-000001"], "request")
    after = monitor.account(desk, 1).account
    assert (after.name, after.person, after.household) == ("", "", "")
    assert (after.reference, after.state) == (before.reference, before.state)
    assert bring_in(desk, tmp_path, "新路 3 号,上海,").opened == 0  # told anew
    with desk.store.reading() as connection:
        assert named_in_erasures(connection) == {1}
    assert prove.verify(desk).ok


def test_an_account_booked_here_keeps_the_address_of_its_application(desk: Desk) -> None:
    with pytest.raises(AccountRefused, match="application"):
        account_holders.tell_address(desk, open_one(desk), Address("12 Larch Street", "Albany"))


def test_a_street_without_a_city_is_refused(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk, tmp_path, ",,")
    with pytest.raises(AccountRefused, match="city are both needed"):
        account_holders.tell_address(desk, 1, Address("12 Larch Street", " "))
