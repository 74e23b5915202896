"""Instalment plans: a purchase turned into instalments, and their early end by the regime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from workbench.accounts.account import AccountEvent, EventKind
from workbench.accounts.product import ProductKind
from workbench.errors import AccountRefused
from workbench.i18n import _, money
from workbench.money.amounts import is_whole_minor, to_minor
from workbench.money.periods import add_months
from workbench.money.settlement import fees_on_settling
from workbench.money.true_cost import FeePlan
from workbench.storage import account_book, account_ledger
from workbench.storage.store import Step as Writing
from workbench.workflow import account_months, monitor
from workbench.workflow.account_entries import event_row, in_closed_month
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class SettledPlan:
    """What settling a plan early brought forward; negative fees are paid back."""

    principal: Decimal
    fees: Decimal

    @property
    def total(self) -> Decimal:
        """All that is to be paid for it now."""
        return self.principal + self.fees


def start_plan(
    desk: Desk, which: int | str, amount: Decimal, months: int, on: date
) -> AccountEvent:
    """Turn what was bought into an instalment plan of the product; its first part is billed
    on the next statement. Raises AccountRefused."""
    file = monitor.account(desk, which, on=on)
    offer = next((each for each in file.product.plans if each.months == months), None)
    open_principal = file.position.unbilled + file.position.on_statement
    why = ""
    if offer is None:
        why = _("The product has no plan over {n} months.", n=months)
    elif not 0 < amount <= open_principal or not is_whole_minor(amount, file.account.currency):
        why = _(
            "Only what is bought and not yet overdue can be put into a plan: {most} at most.",
            most=money(open_principal, file.account.currency),
        )
    why = in_closed_month(file.account, on) or why
    if why or offer is None:
        raise AccountRefused(number=file.account.number, why=why)
    plan = FeePlan(
        amount, months, fee_per_period=offer.fee_per_period, fee_in_all=offer.fee_in_all,
        currency=file.account.currency,
    )  # fmt: skip
    with desk.store.writing(desk.officer(), now()) as step:
        account_book.change(step, file.account.id, file.account.version)
        row = event_row(file, EventKind.PLAN, amount, on, f"{months}")
        ids = account_ledger.add_entry(step, row, moved=False)
        _plan_dues(step, desk, file, plan, on)
        at = step.at
    return AccountEvent(ids[0], EventKind.PLAN, amount, on, at, desk.officer(), f"{months}")


def _plan_dues(step: Writing, desk: Desk, file: AccountFile, plan: FeePlan, on: date) -> None:
    account = file.account
    series = account_ledger.last_series(desk.store, account.id) + 1
    first = file.product.cycle.due_on(
        add_months(account_months.period_of(on, account.statement_day), 1, account.statement_day)
    )
    _upfront, *fees = plan.fees()
    parts = plan.principal_parts()
    dues: dict[str, Sequence[Any]] = {
        "account_id": [account.id] * plan.months,
        "series": [series] * plan.months,
        "purpose": [f"plan-{series}"] * plan.months,
        "holds_from": [on.isoformat()] * plan.months,
        "number": list(range(1, plan.months + 1)),
        "due_on": [add_months(first, n, account.due_day).isoformat() for n in range(plan.months)],
        "principal": [to_minor(part, account.currency) for part in parts],
        "interest": [0] * plan.months,
        "fee": [to_minor(fee, account.currency) for fee in fees],
    }
    account_ledger.add_dues(step, dues, subject=account.number)


def settle_plan(desk: Desk, which: int | str, series: int, on: date) -> SettledPlan:
    """Settle an instalment plan early, fees by the product's regime. Raises AccountRefused."""
    file = monitor.account(desk, which, on=on)
    settled = settling_plan(file, series, on)
    why = in_closed_month(file.account, on)
    if settled is None or why:
        missing = _("There is no such plan still running.")
        raise AccountRefused(number=file.account.number, why=why or missing)
    kinds: list[tuple[EventKind, Decimal]] = [(EventKind.PLAN_SETTLED, settled.principal)]
    if settled.fees:
        kind = EventKind.FEE if settled.fees > 0 else EventKind.REFUND
        kinds.append((kind, abs(settled.fees)))
    with desk.store.writing(desk.officer(), now()) as step:
        account_book.change(step, file.account.id, file.account.version)
        for kind, amount in kinds:
            row = event_row(file, kind, amount, on, f"plan {series}")
            account_ledger.add_entry(step, row, moved=False)
        _end_series(step, desk, file, series, on)
    return settled


def settling_plan(file: AccountFile, series: int, on: date) -> SettledPlan | None:
    """What settling a plan on a day would cost; None when it does not run."""
    rows = [row for row in file.schedule if row.series == series]
    start = account_months.period_of(on, file.account.statement_day)
    billed_until = file.product.cycle.due_on(add_months(start, 0, file.account.statement_day))
    left = [row for row in rows if row.due_on > billed_until]
    if not left or file.product.kind is ProductKind.LOAN:
        return None
    used = len(rows) - len(left)
    total = sum((row.fee for row in rows), NONE)
    paid = sum((row.fee for row in rows if row not in left), NONE)
    fees = fees_on_settling(total, paid, used, len(rows), file.product.plan_settling)
    return SettledPlan(sum((row.principal for row in left), NONE), fees.quantize(Decimal("0.01")))


def _end_series(step: Writing, desk: Desk, file: AccountFile, series: int, on: date) -> None:
    """An empty schedule in the place of a plan: nothing more of it falls due."""
    row = {
        "series": account_ledger.last_series(desk.store, file.account.id) + 1,
        "holds_from": on,
        "number": 0,
        "due_on": on,
    }
    replace_series(step, desk, file, series, row)


def replace_series(
    step: Writing, desk: Desk, file: AccountFile, series: int, row: Mapping[str, Any]
) -> None:
    """Put one row (series, number, days, amounts in minor units) in the place of what is still
    to come of a schedule."""
    purpose = account_ledger.purpose_of(desk.store, file.account.id, series)
    told = {"principal": 0, "interest": 0, "fee": 0, "purpose": purpose} | dict(row)
    dues: dict[str, Sequence[Any]] = {
        name: [value.isoformat() if isinstance(value, date) else value]
        for name, value in told.items()
    }
    account_ledger.add_dues(
        step, dues | {"account_id": [file.account.id]}, subject=file.account.number
    )
