"""Repayment help: plans that fit what a customer can pay each month, and what each really costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workbench.i18n import N_
from workbench.money.periods import DayCount, add_months
from workbench.money.revolving import MinimumRule, minimum_course
from workbench.money.schedules import Instalment, Method, Schedule, repayment_schedule

NONE = Decimal(0)


class ReliefKind(StrEnum):
    """How a plan relieves. The value is the stored word."""

    DUE_DAY_SHIFT = "due_day_shift"
    LONGER_TERM = "longer_term"
    INTEREST_FIRST = "interest_first"
    CONSOLIDATION = "consolidation"


RELIEF_WORDS = {
    ReliefKind.DUE_DAY_SHIFT: N_("Due day moved to after pay day"),
    ReliefKind.LONGER_TERM: N_("Longer term"),
    ReliefKind.INTEREST_FIRST: N_("Interest alone first, then level payments"),
    ReliefKind.CONSOLIDATION: N_("All accounts in one plan"),
}


class RunUp(StrEnum):
    """What becomes of the interest that has run up to the day and is not charged yet."""

    CAPITALISED = "capitalised"  # it becomes principal of the plan
    PAID = "paid"  # the customer pays it on the day
    WAIVED = "waived"  # the lender lets it go, and says so


RUN_UP_WORDS = {
    RunUp.CAPITALISED: N_("into the plan"),
    RunUp.PAID: N_("paid on the day"),
    RunUp.WAIVED: N_("waived"),
}
SHORTER = N_("Level payments instead of the minimum")


@dataclass(frozen=True, slots=True)
class Debt:
    """What is to be relieved: principal, yearly rate, and how it would go on by itself.

    `months` are left by the present schedule (0 for a line), `minimum` is a line's rule;
    `coming` are the instalments that go on falling due if nothing is agreed, where there are.
    `charges` are interest and fees to the day, which a consolidation pays off too, the penalty
    for `ending` early among them; `run_up` is the interest of a schedule since its last
    instalment, not charged yet.
    """

    principal: Decimal
    annual_rate: Decimal
    months: int
    next_due_on: date
    currency: str
    minimum: MinimumRule | None = None
    charges: Decimal = NONE
    ending: Decimal = NONE
    run_up: Decimal = NONE
    coming: tuple[Instalment, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the customer can and wants: free cash each month (the last figure goes on), the day
    of the month on which income arrives, a term that the officer gives and that is kept, and
    what becomes of the interest to the day."""

    free_cash: tuple[Decimal, ...]
    income_day: int | None = None
    term_months: int | None = None
    term_most: int = 60
    interest_only_most: int = 6
    run_up: RunUp = RunUp.CAPITALISED

    def fits(self, schedule: Schedule) -> bool:
        """Whether every instalment is within the free cash of its month."""
        most = self.free_cash
        return all(
            row.payment <= most[min(at, len(most) - 1)]
            for at, row in enumerate(schedule.instalments)
        )


@dataclass(frozen=True, slots=True)
class ReliefOption:
    """One plan beside the present one. `extra_cost` is honest: what it costs more in all.

    `interest` is what had run up to the day; `run_up` says what becomes of it.
    """

    kind: ReliefKind
    schedule: Schedule
    extra_cost: Decimal
    extra_months: int
    fits: bool
    interest: Decimal = NONE
    run_up: RunUp = RunUp.CAPITALISED

    @property
    def name(self) -> str:
        """What the plan is called, a key of the catalogue. Of a line on which the minimum is
        paid, a level plan ends sooner, not later."""
        sooner = self.kind is ReliefKind.LONGER_TERM and self.extra_months < 0
        return SHORTER if sooner else RELIEF_WORDS[self.kind]

    @property
    def first_payment(self) -> Decimal:
        """The first instalment."""
        return self.schedule.instalments[0].payment

    @property
    def largest_payment(self) -> Decimal:
        """The largest instalment, which must be carried too."""
        return max(row.payment for row in self.schedule.instalments)


@dataclass(frozen=True, slots=True)
class ReliefPlan:
    """The present schedule, the plans there are, and the cheapest that fits (None: none does)."""

    original: Schedule
    options: tuple[ReliefOption, ...]
    cheapest: ReliefOption | None


def relief_plan(debt: Debt, wish: Wish, on: date, others: Sequence[Debt] = ()) -> ReliefPlan:
    """The plans for a debt: 6,000 at 14.6 % over 6 months is 1,043 a month; who can pay 560 gets
    12 months at 540, which costs 221 more, and reads so. Raises ValueError for nothing owed.
    """
    original = present_schedule(debt, on)
    options = tuple(_options(_to_relieve(debt, wish), wish, on, original))
    if others:
        options += tuple(_consolidated(debt, others, wish, on))
    fitting = [one for one in options if one.fits]
    cheapest = min(
        fitting, key=lambda one: (one.schedule.total_of_payments, one.extra_months), default=None
    )
    return ReliefPlan(original, options, cheapest)


def _to_relieve(debt: Debt, wish: Wish) -> Debt:
    """The debt that a plan repays: with the interest to the day, where that becomes principal."""
    if wish.run_up is not RunUp.CAPITALISED:
        return debt
    return replace(debt, principal=debt.principal + debt.run_up)


def present_schedule(debt: Debt, on: date) -> Schedule:
    """How the debt goes on if nothing is agreed: by its schedule, or by the minimum alone."""
    if debt.coming:
        return _of_rows(debt, on, debt.coming)
    if debt.minimum is None:
        return _level(debt, max(debt.months, 1), on, debt.next_due_on)
    course = minimum_course(
        debt.principal, debt.annual_rate / 12, debt.minimum, currency=debt.currency
    )
    rows = []
    for at, month in enumerate(course or ()):
        due = add_months(debt.next_due_on, at)
        part = month.payment - month.interest
        rows.append(
            Instalment(at + 1, due, 30, part, month.interest, NONE, month.payment, month.balance)
        )
    return _of_rows(debt, on, rows)


def _of_rows(debt: Debt, on: date, rows: Sequence[Instalment]) -> Schedule:
    return Schedule(
        principal=debt.principal,
        currency=debt.currency,
        method=Method.EQUAL_PRINCIPAL,
        day_count=DayCount.THIRTY_360,
        disbursed_on=on,
        instalments=tuple(rows),
        total_interest=sum((row.interest for row in rows), NONE),
        total_fees=sum((row.fee for row in rows), NONE),
        total_of_payments=sum((row.payment for row in rows), NONE),
    )


def _options(debt: Debt, wish: Wish, on: date, original: Schedule) -> Iterator[ReliefOption]:
    months = len(original.instalments)
    if wish.income_day is not None:
        first = _after_income(debt.next_due_on, wish.income_day)
        shifted = _level(debt, wish.term_months or max(debt.months, 1), on, first)
        yield _option(ReliefKind.DUE_DAY_SHIFT, shifted, original, (debt, wish))
    longer = _longer(debt, wish, on, months)
    if longer is not None:
        yield _option(ReliefKind.LONGER_TERM, longer, original, (debt, wish))
    eased = _interest_first(debt, wish, on)
    if eased is not None:
        yield _option(ReliefKind.INTEREST_FIRST, eased, original, (debt, wish))


def _option(
    kind: ReliefKind, schedule: Schedule, original: Schedule, asked: tuple[Debt, Wish]
) -> ReliefOption:
    debt, wish = asked
    charged = NONE if wish.run_up is RunUp.WAIVED else debt.run_up
    return ReliefOption(
        kind=kind,
        schedule=schedule,
        extra_cost=_cost(schedule) + charged - _goes_on(debt, original),
        extra_months=len(schedule.instalments) - len(original.instalments),
        fits=wish.fits(schedule),
        interest=debt.run_up,
        run_up=wish.run_up,
    )


def _goes_on(debt: Debt, original: Schedule) -> Decimal:
    """What going on costs: the coming instalments carry the interest to the day in them."""
    return _cost(original) + (NONE if debt.coming else debt.run_up)


def _cost(schedule: Schedule) -> Decimal:
    return schedule.total_interest + schedule.total_fees


def _after_income(due_on: date, income_day: int) -> date:
    """The first due date on or after the present one that follows pay day by two days."""
    wanted = min(income_day + 2, 28)
    here = add_months(due_on.replace(day=1), 0, wanted)
    return here if here >= due_on else add_months(here, 1, wanted)


def _longer(debt: Debt, wish: Wish, on: date, months: int) -> Schedule | None:
    """The term the officer gives, or the shortest level plan that fits; a given term is kept."""
    if wish.term_months is not None:
        return _level(debt, wish.term_months, on, debt.next_due_on)
    start = 1 if debt.minimum is not None else months + 1
    for term in range(start, wish.term_most + 1):
        schedule = _level(debt, term, on, debt.next_due_on)
        if wish.fits(schedule):
            return schedule
    return _level(debt, wish.term_most, on, debt.next_due_on) if months < wish.term_most else None


def _interest_first(debt: Debt, wish: Wish, on: date) -> Schedule | None:
    """Interest alone for as few months as will fit, then level payments over the term."""
    term = wish.term_months or max(debt.months, 12 if debt.minimum else 1)
    last = None
    for free in range(1, wish.interest_only_most + 1):
        whole = term if wish.term_months else term + free
        if free >= whole:
            break
        last = _level(debt, whole, on, debt.next_due_on, interest_only=free)
        if wish.fits(last):
            return last
    return last


def _consolidated(
    debt: Debt, others: Sequence[Debt], wish: Wish, on: date
) -> Iterator[ReliefOption]:
    """Everything owed here in one level plan at the lowest of the rates."""
    everything = (debt, *others)
    together = Debt(
        principal=sum((one.principal + one.charges for one in everything), NONE),
        annual_rate=min(one.annual_rate for one in everything),
        months=max(one.months for one in everything),
        next_due_on=debt.next_due_on,
        currency=debt.currency,
    )
    present = [present_schedule(one, on) for one in everything]
    months = max(len(one.instalments) for one in present)
    schedule = _longer(together, wish, on, 0 if wish.term_months is None else months)
    if schedule is None:
        return
    charged = sum((one.run_up + one.ending for one in everything), NONE)
    goes_on = (_goes_on(one, now) for one, now in zip(everything, present, strict=True))
    yield ReliefOption(
        kind=ReliefKind.CONSOLIDATION,
        schedule=schedule,
        extra_cost=_cost(schedule) + charged - sum(goes_on, NONE),
        extra_months=len(schedule.instalments) - months,
        fits=wish.fits(schedule),
    )


def _level(
    debt: Debt, months: int, on: date, first_due_on: date, *, interest_only: int = 0
) -> Schedule:
    return repayment_schedule(
        debt.principal,
        debt.annual_rate,
        months,
        method=Method.EQUAL_PAYMENT,
        disbursed_on=on,
        first_due_on=first_due_on,
        day_count=DayCount.ACTUAL_365,
        currency=debt.currency,
        interest_only_months=interest_only,
    )
