"""Campaigns: what other thresholds would do, a sample for examiners, and what falls due when."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workbench.accounts.account import AccountState, Action, ActionKind, ActionState
from workbench.accounts.product import ActionRule, products
from workbench.i18n import N_
from workbench.storage import account_action_rows, account_ledger
from workbench.storage.account_book import number
from workbench.workflow.account_actions import reinstatement_objection
from workbench.workflow.account_review import Review, Thresholds, review
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import account

SAMPLE_SEED = 2026
HIGH_USE = Decimal("0.75")

REVIEW_SUSPENSION = N_("Review the suspension")
REVIEW_FREEZE = N_("Review the freeze on drawing")
MAY_RETURN = N_("The reinstatement test is passed; two people decide")
CONFIRM = N_("Waits to be confirmed")
TAKES_EFFECT = N_("Takes effect")


@dataclass(frozen=True, slots=True)
class Changed:
    """One account for which other thresholds propose something else."""

    account_id: int
    number: str
    name: str
    before: ActionKind
    after: ActionKind


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the rules propose as they are, and with other thresholds; nothing is recorded."""

    before: Review
    after: Review
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One limit increase as an examiner asks for it: how much risk it added, and who decided."""

    action: Action
    utilisation: Decimal | None
    dpd: int
    balance: Decimal


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on an account that must not be forgotten; `what` is a catalogue key."""

    on: date
    account_id: int
    number: str
    name: str
    state: AccountState
    what: str
    overdue: bool


def policy_rules(product: str, on: date | None = None) -> tuple[ActionRule, ...]:
    """The action rules of a product in force on a day, in the order in which they count."""
    day = on or now().date()
    return products(day)[product].policy.in_force(day)


def simulate(
    desk: Desk,
    thresholds: Thresholds,
    *,
    product: str | None = None,
    on: date | None = None,
) -> Simulation:
    """What other thresholds would propose, beside what the rules propose as they are."""
    before = review(desk, product=product, on=on)
    after = review(desk, product=product, on=on, thresholds=thresholds)
    return Simulation(before, after, compared(before, after))


def compared(before: Review, after: Review) -> tuple[Changed, ...]:
    """The accounts for which two reviews propose different things."""
    was = {one.account_id: one for one in before.proposals}
    now_ = {one.account_id: one for one in after.proposals}
    return tuple(
        Changed(
            key,
            number(key),
            (now_.get(key) or was[key]).name,
            was[key].kind if key in was else ActionKind.HOLD,
            now_[key].kind if key in now_ else ActionKind.HOLD,
        )
        for key in sorted(was | now_)
        if _kind(was, key) != _kind(now_, key)
    )


def _kind(found: Mapping[int, object], key: int) -> object:
    return getattr(found.get(key), "kind", None)


def sample(
    desk: Desk, *, size: int = 25, seed: int = SAMPLE_SEED, over: Decimal = HIGH_USE
) -> tuple[SampleRow, ...]:
    """Limit increases that were done, drawn by a seed, those above `over` utilisation first.

    The same seed draws the same ones from the same record.
    """
    done = [
        one
        for one in account_action_rows.actions(desk.store, ActionState.DONE)
        if one.kind is ActionKind.LIMIT_INCREASE
    ]
    rows = [_sampled(desk, one) for one in done]
    rows.sort(key=lambda row: row.action.id)
    high = [row for row in rows if row.utilisation is not None and row.utilisation > over]
    rest = [row for row in rows if row not in high]
    chance = random.Random(seed)  # noqa: S311 -- a sample that can be drawn again
    drawn = chance.sample(high, min(size, len(high)))
    drawn += chance.sample(rest, min(size - len(drawn), len(rest)))
    return tuple(drawn)


def _sampled(desk: Desk, one: Action) -> SampleRow:
    months = account_ledger.months_of(desk.store, one.account_id)
    decided = one.decided_at.date().isoformat() if one.decided_at else ""
    before = [row for row in months if row["statement_on"] <= decided]
    if not before:
        return SampleRow(one, None, 0, Decimal(0))
    row = before[-1]
    balance = Decimal(row["closing"]) / 100
    use = balance / one.old_limit if one.old_limit else None
    return SampleRow(one, use, row["dpd"], balance)


def calendar(desk: Desk, *, on: date | None = None, days: int = 60) -> tuple[CalendarEntry, ...]:
    """What must be looked at by a day so many days on, the most overdue first.

    Every frozen or suspended account is in it until it is reinstated or closed, whatever its
    review date.
    """
    day = on or now().date()
    last = day + timedelta(days=days)
    found = [*_stopped(desk, day), *_open_actions(desk, day)]
    return tuple(
        sorted((one for one in found if one.on <= last), key=lambda one: (one.on, one.account_id))
    )


def _stopped(desk: Desk, day: date) -> list[CalendarEntry]:
    frame = account_ledger.account_frame(desk.store)
    stopped = (AccountState.FROZEN.value, AccountState.SUSPENDED.value)
    made = []
    for row in frame.iter_rows(named=True):
        if row["state"] not in stopped:
            continue
        state = AccountState(row["state"])
        file = account(desk, row["id"])
        passes = not reinstatement_objection(desk, file.account)
        review_on = day if passes else row["review_on"] or day
        what = REVIEW_SUSPENSION if state is AccountState.SUSPENDED else REVIEW_FREEZE
        made.append(
            CalendarEntry(
                on=review_on,
                account_id=row["id"],
                number=number(row["id"]),
                name=row["name"],
                state=state,
                what=MAY_RETURN if passes else what,
                overdue=review_on < day,
            )
        )
    return made


def _open_actions(desk: Desk, day: date) -> list[CalendarEntry]:
    waiting = (ActionState.PROPOSED, ActionState.AWAITING_SECOND)
    made = []
    for one in account_action_rows.actions(desk.store):
        coming = one.state is ActionState.DONE and one.effective_on > day
        if one.state in waiting or coming:
            what = TAKES_EFFECT if coming else CONFIRM
            on = one.effective_on if coming else one.proposed_at.date()
            made.append(
                CalendarEntry(
                    on, one.account_id, one.account, one.name, AccountState.ACTIVE, what,
                    not coming and on < day,
                )
            )  # fmt: skip
    return made
