"""A journey: Chinese applicants become accounts, live six months, and are acted on and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workflow.test_notify import text_of
from workbench import paths
from workbench.accounts.account import (
    Account,
    AccountState,
    ActionKind,
    ActionState,
    EventKind,
)
from workbench.errors import AccountRefused
from workbench.i18n import Language
from workbench.settings import Settings
from workbench.storage import account_book
from workbench.workflow import (
    account_actions,
    account_campaign,
    account_care,
    account_entries,
    account_intake,
    account_months,
    account_notices,
    account_watch,
    assess,
    decide,
    intake,
    monitor,
    notify,
    prove,
)
from workbench.workflow.desk import Desk

BOOKED = date(2026, 5, 1)
SHEETS = (("line", "purchase-line"), ("loan", "cash-loan"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("living")


@pytest.fixture(scope="module")
def lin(folder: Path) -> Iterator[Desk]:
    """Lin Mei's desk, after six months: both sample batches booked, told and closed."""
    with Desk.open(folder / "s.db", settings=Settings(folder / "x.toml"), person="Lin Mei") as desk:
        for name, product in SHEETS:
            intake.import_file(desk, sample(f"{name}_applicants_zh"), product=product)
        assess.assess_ready(desk)
        decide.accept_advice(desk)
        notify.write_letters(desk, out=folder / "letters")
        account_entries.book_approved(desk, on=BOOKED)
        for name, product in SHEETS:
            account_intake.import_performance(
                desk, sample(f"{name}_performance_zh"), product=product
            )
        account_months.close_month(desk, date(2026, 10, 1))
        account_watch.refresh(desk)
        yield desk


@pytest.fixture(scope="module")
def wang(lin: Desk) -> Desk:
    """A second person at the same store."""
    return Desk(lin.store, lin.settings, "Wang Fang")


def sample(name: str) -> Path:
    return paths.resources() / "samples" / f"{name}.xlsx"


def test_every_approved_applicant_has_one_account_and_none_has_two(lin: Desk) -> None:
    again = account_entries.book_approved(lin, on=BOOKED)
    assert again.booked == 0
    assert again.already == monitor.account_counts(lin)["all"] >= 50


def test_a_file_told_again_and_a_month_closed_again_change_nothing(lin: Desk) -> None:
    before = monitor.accounts(lin, size=500).rows
    result, _ = account_intake.import_performance(
        lin, sample("line_performance_zh"), product="purchase-line"
    )
    assert (result.entries, result.repeated) == (0, result.rows)
    assert account_months.close_month(lin, date(2026, 10, 1)).accounts == 0
    assert monitor.accounts(lin, size=500).rows == before


def test_payments_and_balance_are_drawings_interest_and_fees_in_every_account(lin: Desk) -> None:
    for row in monitor.accounts(lin, size=500).rows:
        months = monitor.account(lin, row.id).months
        assert len(months) == 6
        charged = sum(m.purchases + m.interest + m.fees for m in months)
        assert charged == sum(m.payments + m.refunds for m in months) + months[-1].closing


def test_a_loan_paid_as_its_letter_says_is_never_late(lin: Desk) -> None:
    loans = [r for r in monitor.accounts(lin, size=500, product="cash-loan").rows if r.dpd == 0]
    assert len(loans) > 15
    file = monitor.account(lin, loans[0].id)
    assert file.account.application_id is not None
    terms = decide.case(lin, file.account.application_id).decision.terms
    assert file.schedule[0].payment == terms.instalment


def test_the_rules_suspend_who_stopped_paying_at_once_and_leave_increases_to_people(
    lin: Desk,
) -> None:
    found = account_actions.review(lin)
    assert found.counts["suspension"] >= 4
    assert found.counts["limit_increase"] >= 3
    made = account_actions.start(lin, found.proposals)
    by_kind = {one.kind: one.state for one in made}
    assert by_kind[ActionKind.SUSPENSION] is ActionState.DONE
    assert by_kind[ActionKind.LIMIT_INCREASE] is not ActionState.DONE
    assert account_actions.review(lin).proposals == ()


def test_nothing_can_be_drawn_while_suspended_and_paying_goes_on(lin: Desk) -> None:
    row = monitor.accounts(lin, "suspended").rows[0]
    file = monitor.account(lin, row.id)
    assert file.position.available == 0
    assert account_entries.may_draw(file, Decimal(1))
    today = date.today()  # noqa: DTZ011 -- the desk's own day
    with pytest.raises(AccountRefused):
        account_entries.record(lin, row.id, EventKind.DRAWING, Decimal(1), today)
    account_entries.record(lin, row.id, EventKind.PAYMENT, Decimal(100), today)
    assert monitor.account(lin, row.id).position.balance < file.position.balance


def test_an_increase_takes_two_people_and_neither_may_be_both(lin: Desk, wang: Desk) -> None:
    waiting = account_actions.actions(lin, ActionState.AWAITING_SECOND)
    one = next(each for each in waiting if each.kind is ActionKind.LIMIT_INCREASE)
    with pytest.raises(AccountRefused, match="another person"):
        account_actions.confirm(lin, one.id, seen_version=one.version)
    done = account_actions.confirm(wang, one.id, seen_version=one.version)
    assert (done.proposed_by, done.second) == ("Lin Mei", "Wang Fang")
    assert monitor.account(lin, one.account_id).account.limit == one.new_limit > one.old_limit


def test_a_decrease_by_hand_stays_above_the_balance_and_names_its_reason(lin: Desk) -> None:
    row = next(r for r in monitor.accounts(lin, "active", product="purchase-line").rows
               if r.balance > 3_000 and not _open(lin, r.id))  # fmt: skip
    wanted = {"new_limit": row.balance.quantize(Decimal(100)) + 1_000, "reasons": ("UTIL",)}
    kind = ActionKind.LIMIT_DECREASE
    with pytest.raises(AccountRefused, match="below what is owed"):
        account_actions.propose(lin, row.id, kind, new_limit=Decimal(1_000), reasons=("UTIL",))
    with pytest.raises(AccountRefused, match="reason"):
        account_actions.propose(lin, row.id, kind, new_limit=wanted["new_limit"])
    made = account_actions.propose(lin, row.id, kind, **wanted)
    assert made[0].state is ActionState.DONE
    assert made[0].exposure_change == (wanted["new_limit"] - row.limit) / 2
    assert made[0].loss_change < 0
    assert monitor.account(lin, row.id).account.limit == wanted["new_limit"]


def _open(desk: Desk, account: int) -> bool:
    waiting = (ActionState.PROPOSED, ActionState.AWAITING_SECOND)
    return any(one.state in waiting for one in account_actions.actions(desk, account=account))


def test_a_suspended_account_comes_back_by_two_people_once_it_passes_the_test(
    lin: Desk, wang: Desk
) -> None:
    late = monitor.accounts(lin, "suspended").rows[0]
    with pytest.raises(AccountRefused, match="three"):
        account_actions.propose(lin, late.id, ActionKind.REINSTATEMENT)
    good = next(r for r in monitor.accounts(lin, "active").rows if not _open(lin, r.id))
    account_actions.propose(lin, good.id, ActionKind.SUSPENSION, reasons=("IDV",))
    assert monitor.account(lin, good.id).account.state is AccountState.SUSPENDED
    due = account_campaign.calendar(lin)
    assert any(e.account_id == good.id and e.what == account_campaign.MAY_RETURN for e in due)
    made = account_actions.propose(lin, good.id, ActionKind.REINSTATEMENT)[0]
    account_actions.confirm(wang, made.id, seen_version=made.version)
    assert monitor.account(lin, good.id).account.state is AccountState.ACTIVE


def test_no_suspension_is_forgotten(lin: Desk) -> None:
    later = date.today() + timedelta(days=400)  # noqa: DTZ011 -- the desk's own day
    stopped = monitor.accounts(lin, "suspended").rows + monitor.accounts(lin, "frozen").rows
    entries = account_campaign.calendar(lin, on=later)
    assert {row.id for row in stopped} <= {one.account_id for one in entries if one.overdue}


def test_every_action_is_told_by_a_letter_once(lin: Desk, folder: Path) -> None:
    due = account_notices.due_notices(lin)
    kinds = {one.kind for one in due}
    assert {
        ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE, ActionKind.SUSPENSION,
        ActionKind.REINSTATEMENT,
    } <= kinds  # fmt: skip
    done = account_notices.write_notices(lin, out=folder / "notices")
    assert done.waiting == ()
    assert done.written == len(due) == len(done.files)
    said = [text_of(file.read_bytes()) for file in done.files]
    assert any("in a row. When this holds" in text or "连续三期账单无逾期" in text for text in said)
    assert account_notices.write_notices(lin).written == 0


def test_everything_is_in_the_journal_and_can_be_replayed(lin: Desk) -> None:
    found = prove.verify(lin)
    assert (found.ok, found.faults) == (True, ())
    again = prove.replay(lin)
    assert again.different == 0
    assert again.identical > 70
    told = monitor.account(lin, monitor.accounts(lin, "suspended").rows[0].id).history
    assert {"account_action", "account_changed", "account_notice"} <= {e.event for e in told}


def test_paying_late_lowers_the_score_more_than_paying_the_minimum(lin: Desk) -> None:
    row = next(r for r in monitor.accounts(lin, product="purchase-line").rows if r.balance > 0)
    sheet = account_care.customer_sheet(lin, row.id, Language.EN)
    moves = account_care.score_moves(lin, monitor.account(lin, row.id), Language.EN)
    full, minimum, late = (move.points for move in moves)
    assert late < minimum <= full
    assert {move.label for move in moves} <= {label for label, _value in sheet.lines[2].figures}


def test_examiners_draw_the_same_increases_from_the_same_seed(lin: Desk) -> None:
    rows = account_campaign.sample(lin, size=5, seed=7)
    assert rows
    assert rows == account_campaign.sample(lin, size=5, seed=7)
    assert all(row.action.exposure_change > 0 for row in rows)


def test_a_suspension_may_take_in_a_whole_customer(lin: Desk) -> None:
    rows = monitor.accounts(lin, "active", size=500).rows
    both = next(found for row in rows if _free(lin, found := _of_person(lin, row.id)))
    made = account_actions.propose(
        lin, both[0].id, ActionKind.SUSPENSION, reasons=("IDV",), scope="customer"
    )
    assert {one.account_id for one in made} == {one.id for one in both}
    exposure = monitor.account(lin, both[0].id).exposure
    assert exposure.other > 0


def _free(desk: Desk, found: list[Account]) -> bool:
    """Two active accounts for which nothing waits."""
    active = all(one.state is AccountState.ACTIVE for one in found)
    return len(found) == 2 and active and not any(_open(desk, one.id) for one in found)


def _of_person(desk: Desk, account: int) -> list[Account]:
    person = monitor.account(desk, account).account.person
    return list(account_book.accounts_of(desk.store, person=person))


def test_a_line_costs_what_its_letter_says_and_late_interest_keeps_to_the_law(lin: Desk) -> None:
    for row in monitor.accounts(lin, size=500).rows:
        file = monitor.account(lin, row.id)
        assert file.account.application_id is not None
        terms = decide.case(lin, file.account.application_id).decision.terms
        assert round(file.account.daily_rate * 365, 5) == round(terms.annual_rate, 5)
        assert file.account.late_rate <= file.account.daily_rate * Decimal("1.5") + Decimal("1e-8")
