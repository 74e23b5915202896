"""Everything that follows from the score alone, worked out once per strategy: PD, grade, rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

from workbench.credit.status import Outcome
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Grade, Price

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What one score means. Ratios are whole millionths; `limit` is in currency units."""

    score: int
    pd_ppm: int
    grade: str
    advice: Outcome
    annual_rate_ppm: int
    expected_loss_ppm: int
    capital_charge_ppm: int
    raroc_ppm: int
    capped: bool
    limit: Decimal | None


def score_rows(strategy: Strategy) -> tuple[ScoreRow, ...]:
    """One row for every whole score of the card's range, in order.

    Decimal arithmetic throughout, so that every machine makes the same table.
    """
    card = strategy.scorecard
    with localcontext(Context(prec=28)):
        return tuple(
            _score_row(strategy, score) for score in range(card.score_least, card.score_most + 1)
        )


def pd_of_score(score: int, offset: Decimal, factor: Decimal) -> Decimal:
    """PD = 1 / (1 + e^((score - offset) / factor)).

    With 600 at 50:1 and 20 points to double the odds (offset 487.1229, factor 28.8539) a score
    of 600 is 1.9608 %.
    """
    return 1 / (1 + ((score - offset) / factor).exp())


def yearly_pd(pd: Decimal, months: int) -> Decimal:
    """The PD of one year, when `pd` is over `months` and defaults come evenly."""
    return pd if months == 12 else 1 - (1 - pd) ** (Decimal(12) / months)


def formula_rate(price: Price, expected_loss: Decimal) -> Decimal:
    """Funding + expected loss + cost + capital x (hurdle - funding), before rounding and caps.

    Funding 3 %, loss 2.4 %, cost 2 %, capital 8 %, hurdle 15 % make 8.36 %.
    """
    return price.funding + expected_loss + price.cost + capital_charge(price)


def capital_charge(price: Price) -> Decimal:
    """What the capital behind the loan must earn above its funding."""
    return price.capital * (price.hurdle - price.funding)


def raroc(price: Price, rate: Decimal, expected_loss: Decimal) -> Decimal:
    """(Revenue - funding - cost - expected loss + return on capital) / capital.

    At a rate of 8.36 % in the example of `formula_rate` it is 15 % exactly.
    """
    earned = rate - price.funding - price.cost - expected_loss + price.capital * price.funding
    return earned / price.capital


def highest_rate(price: Price) -> Decimal:
    """The highest nominal yearly rate the legal cap allows, rounded down to the rate's step."""
    cap = price.legal_cap
    if price.legal_cap_basis == "compound":
        cap = 12 * ((1 + cap) ** (Decimal(1) / 12) - 1)
    return _stepped(cap, price.rate_step, ROUND_FLOOR)


def annuity_factors(rates_ppm: Sequence[int], term_most: int) -> list[float]:
    """Present value of 1 a month for 0..`term_most` months, one run per rate, laid end to end.

    Only + - * / on doubles, in one order: the same on every machine. 1.2 % a month for 12
    months is 11.1141.
    """
    factors: list[float] = []
    for rate in rates_ppm:
        discount = 1.0 / (1.0 + rate / MILLION / 12.0)
        power, total = 1.0, 0.0
        factors.append(total)
        for _month in range(term_most):
            power *= discount
            total += power
            factors.append(total)
    return factors


def _score_row(strategy: Strategy, score: int) -> ScoreRow:
    calibration, price = strategy.calibration, strategy.price
    pd = pd_of_score(score, calibration.offset, calibration.factor)
    grade = grade_of(strategy.grades, score)
    loss = yearly_pd(pd, calibration.horizon_months) * price.loss_given_default
    wanted = _wanted_rate(price, grade, loss)
    most = highest_rate(price)
    rate = min(wanted, most)
    return ScoreRow(
        score=score,
        pd_ppm=_ppm(pd),
        grade=grade.name,
        advice=score_advice(strategy, score),
        annual_rate_ppm=_ppm(rate),
        expected_loss_ppm=_ppm(loss),
        capital_charge_ppm=_ppm(capital_charge(price)),
        raroc_ppm=_ppm(raroc(price, rate, loss)),
        capped=wanted > most,
        limit=grade.limit,
    )


def _wanted_rate(price: Price, grade: Grade, loss: Decimal) -> Decimal:
    if price.method == "grade" and grade.annual_rate is not None:
        return grade.annual_rate
    wanted = max(formula_rate(price, loss), price.rate_least)
    return _stepped(wanted, price.rate_step, ROUND_CEILING)


def grade_of(grades: Sequence[Grade], score: int) -> Grade:
    """The highest grade whose score is reached; the lowest grade takes all the rest."""
    ordered = sorted(grades, key=lambda grade: grade.score, reverse=True)
    return next((grade for grade in ordered if score >= grade.score), ordered[-1])


def score_advice(strategy: Strategy, score: int) -> Outcome:
    """What the score alone advises: at or above a cut-off counts as above."""
    if score >= strategy.cut_off.approve:
        return Outcome.APPROVE
    return Outcome.REFER if score >= strategy.cut_off.decline else Outcome.DECLINE


def _stepped(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=rounding) * step


def _ppm(ratio: Decimal) -> int:
    return int((ratio * MILLION).quantize(Decimal(1), rounding=ROUND_HALF_UP))
