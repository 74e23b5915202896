"""The personal credit plan: up to three offers, each of which passes everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from workbench.credit.facts import Value
from workbench.scoring.engine import Engine
from workbench.scoring.what_if import Result, try_all

MOST_OFFERS = 3
CENTS = Decimal(100)
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a plan. `kind` is a stored word: as_asked, longer_term, shorter_term,
    smaller_amount.

    Amounts in currency units, `annual_rate` nominal with monthly rest, ratios after the loan.
    `total_cost` is the interest to be paid. `needs` names what must change: amount, term.
    """

    kind: str
    amount: Decimal
    term_months: int
    annual_rate: Decimal
    instalment: Decimal
    total_cost: Decimal
    debt_service_ratio: Decimal
    expected_loss: Decimal
    raroc: Decimal
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The offers, the best first, and why the request itself is not among them (if so).

    `bound_by` is the limit's binding term, a reason code, or empty when the request stands.
    """

    offers: tuple[Offer, ...]
    bound_by: str


def credit_plan(engine: Engine, facts: Mapping[str, Value]) -> Plan:
    """Up to three distinct offers: as asked, at a longer term, and for a smaller amount.

    Every offer is a request of its own that the engine approves, so it passes every rule,
    affordability and cap by construction. A score or rule that declines leaves no offer.
    """
    amount, term = facts.get("amount_requested"), facts.get("term_months")
    if not isinstance(amount, Decimal | int) or not isinstance(term, int):
        return Plan((), "")
    wanted = Decimal(amount)
    asked, *longer = try_all(engine, facts, [{}, *_longer(engine, term)], explain=False)
    found = [
        _offer(row, "as_asked" if n == 0 else "longer_term")
        for n, row in enumerate([asked, *longer])
        if row["advice"] == "approve"
    ]
    found += _smaller(engine, facts, [asked, *longer], wanted)
    return Plan(_distinct(found, wanted, term), _bound_by(asked))


def _longer(engine: Engine, term: int) -> list[dict[str, Value]]:
    request = engine.strategy.request
    terms = request.terms or tuple(range(12, request.term_most + 1, 12))
    return [{"term_months": months} for months in terms if months > term]


def _smaller(
    engine: Engine, facts: Mapping[str, Value], rows: list[Result], wanted: Decimal
) -> Iterator[Offer]:
    """The largest amounts that the limit leaves at each term, asked for anew; where the legal
    cap bound, at the term whose price keeps to it."""
    changes: list[dict[str, Value]] = []
    for row in rows:
        limit, months = row["limit"], row["offered_term_months"]
        if row["advice"] == "counter_offer" and limit is not None and months is not None:
            less = Decimal(int(limit)) / CENTS
            if less < wanted or months != row["requested_term_months"]:
                changes.append({"amount_requested": less, "term_months": int(months)})
    for change, row in zip(changes, try_all(engine, facts, changes, explain=False), strict=True):
        if row["advice"] == "approve":
            same = change["amount_requested"] == wanted
            yield _offer(row, "shorter_term" if same else "smaller_amount")


def _offer(row: Result, kind: str) -> Offer:
    amount, instalment = _money(row["offered_amount"]), _money(row["instalment"])
    term = int(row["offered_term_months"] or 0)
    return Offer(
        kind=kind,
        amount=amount,
        term_months=term,
        annual_rate=_ratio(row["annual_rate_ppm"]),
        instalment=instalment,
        total_cost=instalment * term - amount,
        debt_service_ratio=_ratio(row["dsr_ppm"]),
        expected_loss=(amount * _ratio(row["expected_loss_ppm"])).quantize(Decimal("0.01")),
        raroc=_ratio(row["raroc_ppm"]),
        needs=(),
    )


def _distinct(found: list[Offer], wanted: Decimal, term: int) -> tuple[Offer, ...]:
    """Offers of which none is worse than another in amount, instalment and cost; three at most."""
    kept: list[Offer] = []
    for offer in found:
        if not any(_as_good(other, offer) for other in found if other is not offer):
            differs = (
                ("amount_requested", offer.amount != wanted),
                ("term_months", offer.term_months != term),
            )
            kept.append(replace(offer, needs=tuple(name for name, does in differs if does)))
    kinds: dict[str, Offer] = {}
    for offer in kept:
        kinds.setdefault(offer.kind, offer)
    return tuple(kinds.values())[:MOST_OFFERS]


def _as_good(other: Offer, offer: Offer) -> bool:
    """Whether `other` gives as much for as small an instalment and cost, and differs."""
    better = (
        other.amount >= offer.amount,
        other.instalment <= offer.instalment,
        other.total_cost <= offer.total_cost,
    )
    same = (other.amount, other.instalment, other.total_cost) == (
        offer.amount,
        offer.instalment,
        offer.total_cost,
    )
    return all(better) and not same


def _bound_by(asked: Result) -> str:
    if asked["advice"] == "approve":
        return ""
    if asked["advice"] == "counter_offer":
        return str(asked["limit_bound_by"])
    return str(asked["reason_1"] or "")


def _money(value: int | str | bool | None) -> Decimal:
    return Decimal(int(value or 0)) / CENTS


def _ratio(value: int | str | bool | None) -> Decimal:
    return Decimal(int(value or 0)) / MILLION
