"""The true-cost lens: what a fee sentence really costs a year, by every basis, beside others.

Nothing of it needs a store; the same answers stand on the page, in the case and on the
command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workbench.errors import CostUnclear
from workbench.i18n import _, current, plural
from workbench.letters.pack import load_pack
from workbench.money.advertised_plans import (
    Basis,
    FeeTerms,
    Line,
    MinimumTerms,
    OtherPlan,
    cost_file,
)
from workbench.money.amounts import exact, round_money
from workbench.money.fee_sentences import Sentence, Value, read_sentence
from workbench.money.revolving import MinimumPaid, minimum_course
from workbench.money.schedules import level_payment
from workbench.money.settlement import FeesOnSettling
from workbench.money.solving import NoRate
from workbench.money.true_cost import FeePlan, TrueCost, true_cost

NONE = Decimal(0)
_PACKS = {"CNY": "cn", "USD": "us"}
_ON_BASIS = {
    "irr_simple": "irr_simple",
    "irr_compound": "irr_compound",
    "regulation_z": "irr_simple",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yearly cost held against a ceiling (or a line of orientation) by one basis.

    `is_law` is whether this is the basis the ceiling itself names; `binds` is False for lines.
    """

    name: str
    most: Decimal
    basis: str
    rate: Decimal
    within: bool
    is_law: bool
    binds: bool
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Another lender's plan for the same amount and months; without a cost it says why not."""

    id: str
    name: str
    cost: TrueCost | None
    first_payment: Decimal | None
    interest_free_days: int | None
    as_of: date | None
    source: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling early makes of the cost, by what becomes of the remaining fees."""

    after: int
    regime: FeesOnSettling
    paid_then: Decimal
    cost: TrueCost | None


@dataclass(frozen=True, slots=True)
class Lens:
    """Everything the lens shows. `flows`: received in month 0 (positive), then paid (negative).

    `assumed` names the parts that the sentence leaves open and the data file filled.
    """

    sentence: Sentence
    terms: FeeTerms
    assumed: tuple[str, ...]
    currency: str
    plan: FeePlan
    flows: tuple[Decimal, ...]
    cost: TrueCost
    verdicts: tuple[Verdict, ...]
    settled: tuple[Settled, ...]
    compared: tuple[Compared, ...]


@exact
def look(
    sentence: str,
    *,
    amount: Decimal | None = None,
    months: int | None = None,
    corrected: Mapping[str, Value | None] | None = None,
    currency: str = "CNY",
    on: date | None = None,
) -> Lens:
    """The true cost of a sentence; `corrected` are parts as a person set them, over what was read.

    A part corrected to None was taken away.
    Raises CostUnclear when nothing of a cost is understood, or no rate explains the payments.
    """
    read = read_sentence(sentence)
    values: dict[str, Value | None] = {**read.values(), **(corrected or {})}
    if amount is not None:
        values["amount"] = amount
    if months is not None:
        values["months"] = months
    said = {name: value for name, value in values.items() if value is not None}
    return look_at(FeeTerms.of(said), read, currency=currency, on=on)


@exact
def look_at(
    terms: FeeTerms, read: Sentence, *, currency: str = "CNY", on: date | None = None
) -> Lens:
    """The true cost of terms, however they were put together. Raises CostUnclear."""
    if not terms.names_a_cost():
        raise CostUnclear(sentence=read.text, why=_("No rate, fee or payment was found in it."))
    terms, assumed = _filled(terms, currency)
    plan = _plan(terms, read, currency)
    flows = tuple(plan.flows())
    cost = _cost(flows, read)
    return Lens(
        sentence=read,
        terms=terms,
        assumed=assumed,
        currency=currency,
        plan=plan,
        flows=flows,
        cost=cost,
        verdicts=verdicts(cost, currency, on or date.today()),  # noqa: DTZ011 -- a legal day
        settled=_settled(terms, plan),
        compared=_compared(plan),
    )


def _filled(terms: FeeTerms, currency: str) -> tuple[FeeTerms, tuple[str, ...]]:
    usual, assumed = cost_file(), []
    if terms.amount is None and terms.paid_out is not None:
        terms = replace(terms, amount=terms.paid_out)
    if terms.amount is None:
        terms, assumed = replace(terms, amount=usual.amount), ["amount"]
    if terms.months is None:
        terms = replace(terms, months=usual.months)
        assumed.append("months")
    assert terms.amount is not None and terms.months is not None
    if terms.settling_charge is not None and terms.settled_after is None and terms.months > 1:
        terms = replace(terms, settled_after=terms.months // 2)
        assumed.append("settled_after")
    assert terms.amount is not None
    return replace(terms, amount=round_money(terms.amount, currency)), tuple(assumed)


def _plan(terms: FeeTerms, read: Sentence, currency: str) -> FeePlan:
    assert terms.amount is not None and terms.months is not None
    try:
        return terms.plan(terms.amount, terms.months, currency)
    except ValueError as fault:
        raise CostUnclear(
            sentence=read.text, why=_("The amount must be more than nothing.")
        ) from fault


def _cost(flows: tuple[Decimal, ...], read: Sentence) -> TrueCost:
    if flows[0] <= 0:
        raise CostUnclear(sentence=read.text, why=_("The fees take all that is paid out."))
    if sum(flows, NONE) <= 0:
        with suppress(NoRate):
            return true_cost(flows)
    raise CostUnclear(
        sentence=read.text,
        why=_("The payments do not repay the amount: check amount, months and payment."),
    )


def bases() -> tuple[Basis, ...]:
    """The bases of a yearly cost with their names, in the order they are shown."""
    return cost_file().bases


@exact
def verdicts(cost: TrueCost, currency: str, on: date) -> tuple[Verdict, ...]:
    """A cost held against every ceiling in force and every line, first by the basis it names."""
    rates = cost.by_basis()
    found: list[Verdict] = []
    pack = load_pack(_PACKS[currency]) if currency in _PACKS else None
    for cap in pack.caps if pack else ():
        if cap.what == "annual_cost" and cap.holds_on(on):
            law = _ON_BASIS[cap.basis]
            name = cap.name[current()]
            name = name[:1].upper() + name[1:]
            for basis in (law, *(b for b in ("irr_simple", "irr_compound") if b != law)):
                rate = rates[basis]
                found.append(
                    Verdict(
                        name, cap.most, basis, rate, rate <= cap.most, basis == law, True,
                        cap.effective_from, cap.source,
                    )
                )  # fmt: skip
    return (*found, *(_line_verdict(line, rates) for line in _lines(currency)))


def _lines(currency: str) -> tuple[Line, ...]:
    return tuple(line for line in cost_file().lines if line.currency == currency)


def _line_verdict(line: Line, rates: Mapping[str, Decimal]) -> Verdict:
    rate = rates[line.basis]
    return Verdict(
        line.name[current()], line.most, line.basis, rate, rate <= line.most, True, False,
        line.as_of, line.source[current()],
    )  # fmt: skip


def _settled(terms: FeeTerms, plan: FeePlan) -> tuple[Settled, ...]:
    """By every regime, or by the one named, where the sentence says after which month."""
    after = terms.settled_after
    if after is None or not 0 < after <= plan.months or plan.instalment is not None:
        return ()
    regimes = tuple(FeesOnSettling) if terms.settling is None else (terms.settling,)
    charge = terms.settling_charge or NONE
    return tuple(_settled_by(plan, after, regime, charge) for regime in regimes)


def _settled_by(plan: FeePlan, after: int, regime: FeesOnSettling, charge: Decimal) -> Settled:
    flows = plan.flows_settled(after, regime)
    left = sum(plan.principal_parts()[after:], NONE)
    flows[after] -= round_money(left * charge, plan.currency)
    try:
        cost = true_cost(flows)
    except NoRate:
        cost = None
    return Settled(after, regime, -flows[after], cost)


def _compared(plan: FeePlan) -> tuple[Compared, ...]:
    return tuple(
        _beside(other, plan) for other in cost_file().plans if other.currency == plan.currency
    )


def _beside(other: OtherPlan, plan: FeePlan) -> Compared:
    terms = other.terms_over(plan.months)
    known = (other.interest_free_days, other.as_of, other.source[current()])
    name = other.name[current()]
    if terms is None:
        return Compared(other.id, name, None, None, *known, why_not=_why_not(other))
    flows = terms.plan(plan.amount, plan.months, plan.currency).flows()
    return Compared(other.id, name, true_cost(flows), -flows[1], *known)


def _why_not(other: OtherPlan) -> str:
    if other.by_months:
        listed = " · ".join(str(n) for n in other.offered_over())
        return _("offered over {months} months only", months=listed)
    return plural(
        "offered over {n} month at most", "offered over {n} months at most", other.months_most or 0
    )


@dataclass(frozen=True, slots=True)
class FixedPayment:
    """Paying the same debt off in so many equal payments."""

    months: int
    payment: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class MinimumOnly:
    """What paying only the minimum of a balance costs, month by month, and other ways out.

    `course` is None when the debt is never paid off that way.
    """

    balance: Decimal
    currency: str
    terms: MinimumTerms
    monthly_rate: Decimal
    course: tuple[MinimumPaid, ...] | None
    interest: Decimal | None
    instead: tuple[FixedPayment, ...]


@exact
def minimum_only(
    balance: Decimal,
    *,
    currency: str = "CNY",
    daily_rate: Decimal | None = None,
    share: Decimal | None = None,
    floor: Decimal | None = None,
) -> MinimumOnly:
    """What paying only the minimum costs, by the data file's terms or those named.

    10,000 at 0.05 % a day, 10 % and interest, at least 100: 33 months, 1,438.76 of interest.
    Raises CostUnclear for a balance that is not positive.
    """
    if balance <= 0:
        raise CostUnclear(sentence=str(balance), why=_("The balance must be more than nothing."))
    terms = cost_file().minimum
    rule = replace(
        terms.rule,
        share=terms.rule.share if share is None else share,
        floor=terms.rule.floor if floor is None else floor,
    )
    daily = terms.interest_daily if daily_rate is None else daily_rate
    terms = replace(terms, rule=rule, interest_daily=daily)
    monthly = daily * terms.days_a_month
    balance = round_money(balance, currency)
    course = minimum_course(balance, monthly, rule, currency=currency)
    return MinimumOnly(
        balance=balance,
        currency=currency,
        terms=terms,
        monthly_rate=monthly,
        course=course,
        interest=None if course is None else sum((month.interest for month in course), NONE),
        instead=tuple(_fixed(balance, monthly, months, currency) for months in (6, 12, 24)),
    )


def _fixed(balance: Decimal, monthly: Decimal, months: int, currency: str) -> FixedPayment:
    payment = round_money(level_payment(balance, monthly, months), currency)
    left, paid = balance, NONE
    for _month in range(months):
        interest = round_money(left * monthly, currency)
        paid += interest
        left -= payment - interest
    return FixedPayment(months, payment, paid)
