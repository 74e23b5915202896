"""What the pages of accounts ask of the workflow; slow functions run off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.accounts.account import (
    LOOSENING,
    Action,
    ActionKind,
    ActionState,
    EventKind,
)
from workbench.ui.account_sides import Shown
from workbench.ui.jobs import Step

if TYPE_CHECKING:
    from workbench.spreadsheets.convert import Intake
    from workbench.workflow.account_campaign import CalendarEntry, SampleRow
    from workbench.workflow.account_entries import BookResult
    from workbench.workflow.account_intake import PerformanceResult
    from workbench.workflow.account_months import MonthResult
    from workbench.workflow.account_notices import NoticeResult
    from workbench.workflow.account_review import Proposal, Review
    from workbench.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Proposed:
    """An action as a person puts it together in the form."""

    kind: ActionKind
    new_limit: Decimal | None = None
    new_rate: Decimal | None = None
    reasons: tuple[str, ...] = ()
    note: str = ""
    scope: str = "account"


@dataclass(frozen=True, slots=True)
class Place:
    """Where letters reach the holder of an account kept elsewhere; empty where not known."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""


class Movement(StrEnum):
    """What a person records on an account: money that moved, a loan, a plan, an early end."""

    DRAWING = "drawing"
    PAYMENT = "payment"
    REFUND = "refund"
    FEE = "fee"
    LOAN = "loan"
    PLAN = "plan"
    PLAN_END = "plan_end"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement as a person records it. `months` and `method` are a loan's or a plan's,
    `series` is the plan that ends."""

    kind: Movement
    amount: Decimal
    on: date
    note: str = ""
    months: int = 0
    method: str = ""
    series: int = 0


def record(desk: Desk, which: int, entry: Entry, seen_version: int) -> None:
    """Record a movement on an account kept here."""
    from workbench.workflow import account_endings, account_entries, account_plans

    if entry.kind is Movement.LOAN:
        account_entries.draw_loan(
            desk, which, entry.amount, entry.months, method=entry.method, on=entry.on
        )
    elif entry.kind is Movement.PLAN:
        account_plans.start_plan(desk, which, entry.amount, entry.months, entry.on)
    elif entry.kind is Movement.PLAN_END:
        account_plans.settle_plan(desk, which, entry.series, entry.on)
    elif entry.kind is Movement.SETTLE:
        account_endings.settle_loan(desk, which, on=entry.on)
    else:
        kind = EventKind(entry.kind.value)
        account_entries.record(
            desk, which, kind, entry.amount, entry.on, seen_version=seen_version, note=entry.note
        )


def one_account(desk: Desk, which: int | str) -> Shown:
    """One account with its scores and flags."""
    from workbench.storage import account_book
    from workbench.workflow import account_watch, monitor

    file = monitor.account(desk, which)
    raw = account_book.raw_account(desk.store, file.account.id)
    return Shown(file, account_watch.behaviour(desk, file), tuple(str(raw["flags"]).split()))


def who_confirms(one: Shown, asked: Proposed) -> str:
    """ "", "person" or "second_person": who has to confirm this action."""
    from workbench.workflow.account_review import needs

    if asked.kind not in LOOSENING:
        return ""
    limit = asked.new_limit or one.file.account.limit
    return needs(asked.kind, limit, one.file.product, frozenset(one.flags))


def propose(desk: Desk, which: int, asked: Proposed) -> tuple[Action, ...]:
    """Put the action forward; tightening by a person is done at once."""
    from workbench.workflow import account_actions

    return account_actions.propose(
        desk, which, asked.kind, new_limit=asked.new_limit, new_rate=asked.new_rate,
        reasons=asked.reasons, note=asked.note, scope=asked.scope,
    )  # fmt: skip


def confirm(desk: Desk, action: Action) -> Action:
    """Confirm an action that waits."""
    from workbench.workflow import account_actions

    return account_actions.confirm(desk, action.id, seen_version=action.version)


def withdraw(desk: Desk, action: Action, note: str = "") -> Action:
    """Take back an action that waits."""
    from workbench.workflow import account_actions

    return account_actions.withdraw(desk, action.id, seen_version=action.version, note=note)


def waiting(desk: Desk) -> tuple[Action, ...]:
    """Every action that waits for somebody."""
    from workbench.workflow import account_actions

    states = (ActionState.AWAITING_SECOND, ActionState.PROPOSED)
    return tuple(one for state in states for one in account_actions.actions(desk, state))


def simulate(
    desk: Desk, product: str, thresholds: Mapping[str, Decimal], step: Step
) -> tuple[Review, Review]:
    """What the rules in force propose, and what these thresholds would; nothing is recorded."""
    from workbench.workflow.account_review import review

    now = review(desk, product=product, step=step)
    if not thresholds:
        return now, now
    return now, review(desk, product=product, thresholds={product: thresholds}, step=step)


def sample(desk: Desk) -> tuple[SampleRow, ...]:
    """Limit increases that were done, as examiners ask for them."""
    from workbench.workflow import account_campaign

    return account_campaign.sample(desk)


def due(desk: Desk) -> tuple[tuple[CalendarEntry, ...], tuple[Action, ...], int]:
    """What falls due on accounts, every action that waits for somebody, and how many actions
    were done whose letter is not written yet."""
    from workbench.workflow import account_campaign, account_notices

    return account_campaign.calendar(desk), waiting(desk), len(account_notices.due_notices(desk))


def write_notices(desk: Desk, step: Step) -> NoticeResult:
    """Write the letters of every action that was done; they are kept with all other letters."""
    from workbench.workflow import account_notices

    return account_notices.write_notices(desk, step=step)


def act(desk: Desk, proposals: Sequence[Proposal], note: str) -> tuple[Action, ...]:
    """Carry out a campaign: rules tighten at once, the rest waits for people."""
    from workbench.workflow import account_actions

    return account_actions.start(desk, proposals, note=note)


def book_approved(desk: Desk, on: date) -> BookResult:
    """Open accounts for the approved applications, as of a day."""
    from workbench.workflow import account_entries

    return account_entries.book_approved(desk, on=on)


def import_performance(
    desk: Desk, file: str, product: str, step: Step
) -> tuple[PerformanceResult, Intake]:
    """Take in a monthly performance file, then bring scores and flags up to date."""
    from workbench.workflow import account_intake, account_watch

    result = account_intake.import_performance(desk, Path(file), product=product, step=step)
    account_watch.refresh(desk)
    return result


def close_last_month(desk: Desk, step: Step) -> MonthResult:
    """Close the month before this one for every account kept here; then scores and flags."""
    from workbench.money.periods import add_months
    from workbench.workflow import account_watch, monitor
    from workbench.workflow.desk import now

    month = add_months(now().date().replace(day=1), -1)
    done = monitor.close_month(desk, month, step=step)
    account_watch.refresh(desk)
    return done


def tell_place(desk: Desk, which: int, told: Place) -> None:
    """Keep where an account's letters go. Raises AccountRefused."""
    from workbench.workflow.account_holders import Address, tell_address

    tell_address(desk, which, Address(told.street, told.city, told.region, told.postcode))


def known_place(desk: Desk, which: int) -> Place:
    """Where an account's letters go, as far as it is known."""
    from workbench.workflow.account_holders import PLACE, known_holders

    held = known_holders(desk, [which]).get(which, {})
    return Place(*(held.get(name) or "" for name in PLACE))
