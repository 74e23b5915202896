"""What offers and paths to yes are called, in the window and on the command line."""

from __future__ import annotations

from workbench.credit.assessment import LEGAL_CAP, Assessment
from workbench.credit.status import Component, Outcome
from workbench.i18n import N_, _, percent

OFFER_WORDS = {
    "as_asked": N_("As asked"),
    "longer_term": N_("Longer term"),
    "shorter_term": N_("Shorter term"),
    "smaller_amount": N_("Smaller amount"),
}
PATH_WORDS = {
    "already": N_("It is approved as it stands."),
    "terms": N_("Other terms would be approved:"),
    "facts": N_("These changes would be approved:"),
    "none": N_("No realistic change leads to an approval."),
}


def offered_less(assessment: Assessment) -> str:
    """What a counter-offer takes back: the amount, the term or both."""
    less = assessment.offered_amount != assessment.requested_amount
    shorter = assessment.offered_term_months != assessment.requested_term_months
    if less and shorter:
        return _("Offer a smaller amount over a shorter term")
    return _("Offer a shorter term") if shorter else _("Offer a smaller amount")


def price_words(assessment: Assessment) -> str:
    """What a price above the legal cap led to; empty when it decided nothing."""
    price = assessment.price
    if assessment.decided_by is not Component.CAP or not price.capped or price.legal_cap is None:
        return ""
    cap = percent(price.legal_cap, places=2)
    if assessment.advice is Outcome.REFER:
        return _("The rate is cut to the legal cap of {cap}; the risk needs a higher one.", cap=cap)
    if assessment.limit.bound_by == LEGAL_CAP:
        return _(
            "The rate this request needs exceeds the legal cap of {cap}; the offer keeps to it.",
            cap=cap,
        )
    if any(reason.source == LEGAL_CAP for reason in assessment.reasons):
        return _(
            "The rate this request needs exceeds the legal cap of {cap}; no smaller amount or "
            "shorter term passes.",
            cap=cap,
        )
    return ""
