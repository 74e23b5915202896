"""Offers: the terms that go with a choice, from the assessment, the strategy and the pack."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from workbench.credit.assessment import Assessment
from workbench.credit.decision import Choice
from workbench.credit.offer import make_terms
from workbench.credit.status import Outcome
from workbench.credit.terms import Terms
from workbench.letters.pack import PackStyle, load_pack
from workbench.money.schedules import Method
from workbench.money.typed_figures import typed_figure
from workbench.scoring.strategy import Strategy

_OFFERS = (Outcome.APPROVE, Outcome.COUNTER_OFFER)
_APR_BASIS = {PackStyle.US: "regulation_z", PackStyle.CN: "irr_simple"}


def terms_of_choice(
    assessment: Assessment,
    strategy: Strategy,
    choice: Choice,
    on: date,
    *,
    days_open: int | None = None,
) -> Terms | None:
    """The terms a choice offers; None for a decline, or where no rate or amount is known.

    An approval offers what was asked for; a counter-offer what the choice names, or else what
    the engine found possible. `days_open` is how long the lender keeps an offer open (the
    shipped letter pack's days without it).
    """
    if choice.outcome not in _OFFERS:
        return None
    amount, months = _wanted(assessment, choice)
    rate = assessment.price.annual_rate
    if amount is None or months is None or rate is None:
        return None
    pack = load_pack(strategy.pack)
    return _terms(
        amount,
        rate,
        months,
        currency=strategy.currency,
        method=assessment.repayment_method,
        on=on,
        valid_days=pack.timing.reply_days if days_open is None else days_open,
        apr_basis=_APR_BASIS[pack.id],
    )


def _wanted(assessment: Assessment, choice: Choice) -> tuple[Decimal | None, int | None]:
    if choice.outcome is Outcome.APPROVE:
        return assessment.requested_amount, assessment.requested_term_months
    amount = as_amount(choice.amount) if choice.amount else assessment.offered_amount
    return amount, choice.term_months or assessment.offered_term_months


def as_amount(text: str) -> Decimal | None:
    """The amount a person typed, or None when it is not a positive one."""
    amount = typed_figure(text)
    return amount if amount is not None and amount > 0 else None


@lru_cache(maxsize=50_000)
def _terms(
    amount: Decimal,
    rate: Decimal,
    months: int,
    *,
    currency: str,
    method: str,
    on: date,
    valid_days: int,
    apr_basis: str,
) -> Terms:
    return make_terms(
        amount,
        rate,
        months,
        currency=currency,
        method=Method(method),
        fee=Decimal(0),
        disbursed_on=on,
        valid_days=valid_days,
        apr_basis=apr_basis,
    )
