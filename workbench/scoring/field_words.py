"""What the entries of a strategy file are called when people read of them."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.i18n import N_

ENTRY_WORDS: Mapping[tuple[str, ...], str] = {
    ("rules",): N_("Rule “{name}”"),
    ("grades",): N_("Grade {name}"),
    ("examples",): N_("Example {name}"),
    ("authority",): N_("Authority of “{name}”"),
    ("limit", "terms"): N_("Limit term “{name}”"),
    ("scorecard", "characteristics"): N_("Characteristic “{name}”"),
    ("derived",): N_("Computed fact “{name}”"),
}
"""One entry of a list; keys are the lists of the format."""

FIELD_WORDS: Mapping[str, str] = {
    "id": N_("identity"),
    "product": N_("product"),
    "version": N_("version"),
    "currency": N_("currency"),
    "pack": N_("letter pack"),
    "effective_from": N_("in force from"),
    "effective_until": N_("in force until"),
    "validated_on": N_("validated on"),
    "revalidate_by": N_("to be validated again by"),
    "label": N_("name"),
    "text": N_("description"),
    "request.amount_least": N_("smallest amount"),
    "request.amount_most": N_("largest amount"),
    "request.term_least": N_("shortest term in months"),
    "request.term_most": N_("longest term in months"),
    "request.terms": N_("usual terms in months"),
    "request.repayment_method": N_("repayment method"),
    "cut_off.approve": N_("cut-off to approve"),
    "cut_off.decline": N_("cut-off to decline"),
    "affordability.income": N_("income counted"),
    "affordability.existing": N_("existing obligations counted"),
    "affordability.living_costs": N_("living costs counted"),
    "affordability.cap": N_("debt service cap"),
    "affordability.stress.rate_up": N_("rate increase under stress"),
    "affordability.stress.income_down": N_("income decrease under stress"),
    "affordability.stress.cap": N_("debt service cap under stress"),
    "affordability.residual_floor": N_("amount that must be left each month"),
    "affordability.source": N_("source of the affordability rule"),
    "affordability.reason": N_("reason of the debt service cap"),
    "affordability.residual_reason": N_("reason of the amount that must be left"),
    "price.method": N_("price method"),
    "price.funding": N_("funding rate"),
    "price.cost": N_("cost rate"),
    "price.loss_given_default": N_("loss given default"),
    "price.capital": N_("capital ratio"),
    "price.hurdle": N_("hurdle rate"),
    "price.rate_step": N_("step of the rate"),
    "price.rate_least": N_("lowest rate"),
    "price.legal_cap": N_("legal cap on the rate"),
    "price.legal_cap_basis": N_("basis of the legal cap"),
    "price.legal_cap_source": N_("source of the legal cap"),
    "price.cap_reason": N_("reason of a price above the legal cap"),
    "limit.step": N_("step of the limit"),
    "limit.terms": N_("limit terms"),
    "reasons.method": N_("method of the principal reasons"),
    "reasons.near_band": N_("width of the band of near-passers in points"),
    "reasons.most": N_("most reasons named"),
    "reasons.missing": N_("reason of missing facts"),
    "reasons.source": N_("source of the method of reasons"),
    "scorecard.base_points": N_("base points"),
    "scorecard.points_to_double_odds": N_("points to double the odds"),
    "scorecard.score_least": N_("lowest score"),
    "scorecard.score_most": N_("highest score"),
    "scorecard.characteristics": N_("characteristics"),
    "calibration.offset": N_("calibration offset"),
    "calibration.factor": N_("calibration factor"),
    "calibration.horizon_months": N_("horizon of the PD in months"),
    "calibration.sample": N_("sample of the calibration"),
    "rules": N_("rules"),
    "grades": N_("grades"),
    "examples": N_("examples"),
    "authority": N_("authority"),
}
"""Plain figures and lists, by their dotted place in the file."""

_OF_ENTRIES: Mapping[str, str] = {
    "label": N_("name"),
    "class": N_("class"),
    "passes_when": N_("passes when"),
    "fails_when": N_("fails when"),
    "threshold": N_("threshold"),
    "source": N_("source"),
    "reason": N_("reason"),
    "effective_from": N_("in force from"),
    "effective_until": N_("in force until"),
    "score": N_("from score"),
    "limit": N_("largest amount"),
    "annual_rate": N_("yearly rate"),
    "amount": N_("amount"),
    "by_grade": N_("by grade"),
    "is": N_("formula"),
    "loss_budget": N_("budget of expected loss"),
    "fact": N_("fact"),
    "family": N_("data family"),
    "direction": N_("direction of the points"),
    "mean_all": N_("mean points of all"),
    "mean_near": N_("mean points of near-passers"),
    "bins": N_("bins"),
    "kind": N_("kind"),
    "why": N_("why"),
    "expect": N_("expected outcome"),
    "facts": N_("facts"),
    "amount_most": N_("largest amount"),
    "points_below_cut_off": N_("points below the cut-off"),
    "may_override": N_("may override"),
}


def field_word(path: tuple[str, ...]) -> str:
    """The catalogue sentence for a figure by its path without entry names; the dotted path for
    what has none, as the figures of a model card."""
    dotted = ".".join(path)
    if dotted in FIELD_WORDS:
        return FIELD_WORDS[dotted]
    return next((_OF_ENTRIES[key] for key in path[1:] if key in _OF_ENTRIES), dotted)
