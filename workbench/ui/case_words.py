"""An assessment in words: what is advised, how far it is from the cut-offs, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.credit.assessment import Assessment, RuleClass, RuleFinding, Verdict
from workbench.credit.facts import Fact, Kind, PersonalData, Value, dictionary
from workbench.credit.status import Component, Outcome
from workbench.i18n import N_, _, day, money, number, percent, pick, plural
from workbench.workflow.consider_words import offered_less, price_words

if TYPE_CHECKING:
    from workbench.scoring.strategy import Derived

RULE_CLASS_WORDS = {
    RuleClass.HARD: N_("Hard rule"),
    RuleClass.SOFT: N_("Soft rule"),
    RuleClass.REFER: N_("Refers"),
    RuleClass.WARN: N_("Warns"),
}
VERDICT_WORDS = {
    Verdict.PASSED: N_("Passed"),
    Verdict.FAILED: N_("Not met"),
    Verdict.NOT_EVALUATED: N_("Not evaluated"),
}
_UNIT_WORDS = {
    "years": (N_("{n} year"), N_("{n} years")),
    "months": (N_("{n} month"), N_("{n} months")),
    "days": (N_("{n} day"), N_("{n} days")),
}


def whole_or_cents(amount: Decimal | None, currency: str = "") -> str:
    """1500 -> "$1,500"; 371.8 -> "$371.80"; None -> "not given"."""
    if amount is None:
        return _("not given")
    places = 0 if amount == amount.to_integral_value() else 2
    return money(amount, currency, places=places)


def headline(assessment: Assessment) -> str:
    """What the engine advises, as a sentence's beginning."""
    if assessment.advice is Outcome.APPROVE:
        return _("Approve")
    if assessment.advice is Outcome.DECLINE:
        return _("Decline")
    if assessment.advice is Outcome.COUNTER_OFFER:
        return offered_less(assessment)
    return _("Refer to officer")


def why(assessment: Assessment, currency: str) -> str:
    """What decided, and how far it is from the line: "28 points below the approve cut-off"."""
    decided = assessment.decided_by
    if decided is Component.RULE:
        return _rules_why(assessment)
    if decided is Component.DATA:
        return _data_why(assessment)
    if decided is Component.AFFORDABILITY:
        return _affordability_why(assessment)
    if decided is Component.CAP:
        return price_words(assessment) or _cap_why(assessment, currency)
    return distance(assessment)


def distance(assessment: Assessment) -> str:
    """How far the score is from the cut-off that matters."""
    score = assessment.score
    if score is None:
        return _("The score could not be computed.")
    approve, decline = assessment.cut_off_approve, assessment.cut_off_decline
    if score >= approve:
        return plural(
            "{n} point above the approve cut-off ({cut})",
            "{n} points above the approve cut-off ({cut})",
            score - approve,
            cut=approve,
        )
    cut, words = (approve, True) if score >= decline else (decline, False)
    if words:
        return plural(
            "{n} point below the approve cut-off ({cut})",
            "{n} points below the approve cut-off ({cut})",
            cut - score,
            cut=cut,
        )
    return plural(
        "{n} point below the decline cut-off ({cut})",
        "{n} points below the decline cut-off ({cut})",
        cut - score,
        cut=cut,
    )


def _rules_why(assessment: Assessment) -> str:
    failed = [rule for rule in assessment.rules if rule.verdict is Verdict.FAILED]
    if not failed:
        return _data_why(assessment)
    first = pick(dict(failed[0].label))
    if len(failed) == 1:
        return _("Policy rule not met: {rule}", rule=first)
    return _("Policy rules not met: {rule} and {n} more", rule=first, n=len(failed) - 1)


def _data_why(assessment: Assessment) -> str:
    missing = missing_facts(assessment)
    if missing:
        return _("Not given: {facts}", facts=_listed(missing))
    return _("A fact that the policy needs is missing.")


def missing_facts(assessment: Assessment) -> list[str]:
    """The labels of facts that rules wanted to read and did not find."""
    return [fact_label(name) for name in assessment.not_found()]


def _affordability_why(assessment: Assessment) -> str:
    found = assessment.affordability
    if found.debt_service_ratio is None:
        return _("The monthly burden could not be computed: income or debts are not given.")
    return _(
        "Instalments would take {ratio} of income; the cap is {cap}",
        ratio=percent(found.debt_service_ratio),
        cap=percent(found.cap, places=0),
    )


def _cap_why(assessment: Assessment, currency: str) -> str:
    if assessment.limit.amount is None:
        return _("The limit could not be computed.")
    return _("The limit is {amount}", amount=whole_or_cents(assessment.limit.amount, currency))


def _listed(names: list[str], most: int = 3) -> str:
    joined = _(", ").join(names[:most])
    if len(names) > most:
        return _("{names} and {n} more", names=joined, n=len(names) - most)
    return joined


def odds(pd: Decimal | None) -> str:
    """PD 0.0264 -> "37 : 1"; PD 0.75 -> "1 : 3"."""
    if pd is None or not 0 < pd < 1:
        return _("not computed")
    return f"{round((1 - pd) / pd)} : 1" if pd <= Decimal("0.5") else f"1 : {round(pd / (1 - pd))}"


def fact_label(name: str) -> str:
    """A fact's label; a derived fact's own name with spaces where the dictionary has none."""
    known = dictionary()
    return known[name].text() if name in known else name.replace("_", " ")


def fact_text(fact: Fact, value: Value, currency: str) -> str:
    """A fact's value as people read it; "not given" for None."""
    if value is None:
        return _("not given")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal | int):
        return _amount_text(fact, Decimal(value), currency)
    choice = fact.choice(value) if fact.kind is Kind.CHOICE else None
    return pick(dict(choice.label)) if choice else value


def _amount_text(fact: Fact, value: Decimal, currency: str) -> str:
    if fact.kind is Kind.MONEY:
        return whole_or_cents(value, currency)
    return percent(value) if fact.kind is Kind.RATIO else _with_unit(fact, value)


def _with_unit(fact: Fact, value: Decimal) -> str:
    places = 0 if value == value.to_integral_value() else 1
    if fact.unit not in _UNIT_WORDS:
        return number(value, places=places)
    one, many = _UNIT_WORDS[fact.unit]
    return _(one if value == 1 else many, n=number(value, places=places))


def is_masked(fact: Fact) -> bool:
    """Whether a fact stays masked until it is asked for."""
    return fact.personal is PersonalData.IDENTIFIER


@dataclass(frozen=True, slots=True)
class FactWords:
    """Names and values of facts as an assessment read them, derived facts included."""

    derived: Mapping[str, Derived] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """The fact's label: the dictionary's, or the strategy's for a derived one."""
        if name in self.derived:
            return pick(self.derived[name].label.both())
        return fact_label(name)

    def text(self, name: str, value: str | None) -> str:
        """A value as it was read: "41.3%", "54,000", "Debt consolidation", "not given"."""
        if value is None:
            return _("not given")
        try:
            amount = Decimal(value)
        except ArithmeticError:
            return _word_text(name, value)
        kind = self._kind(name)
        if kind is Kind.RATIO:
            return percent(amount)
        places = 0 if amount == amount.to_integral_value() else 2 if kind is Kind.MONEY else 1
        return number(amount, places=places)

    def reading(self, rule: RuleFinding) -> str:
        """What a rule read: "Debt to income: 41.3%"."""
        said = [f"{self.label(name)}: {self.text(name, v)}" for name, v in rule.read.items()]
        return " · ".join(said)

    def values(self, rule: RuleFinding) -> str:
        """The values alone, where the rule's name says what they are of."""
        return " · ".join(self.text(name, value) for name, value in rule.read.items())

    def _kind(self, name: str) -> Kind:
        if name in self.derived:
            return self.derived[name].kind
        known = dictionary()
        return known[name].kind if name in known else Kind.NUMBER


def _word_text(name: str, value: str) -> str:
    if value in {"true", "false"}:
        return _("Yes") if value == "true" else _("No")
    known = dictionary()
    choice = known[name].choice(value) if name in known else None
    return pick(dict(choice.label)) if choice else value


def by_family(facts: Mapping[str, Value]) -> dict[str, list[tuple[Fact, Value]]]:
    """The facts given, grouped by family in the dictionary's order."""
    grouped: dict[str, list[tuple[Fact, Value]]] = {}
    for fact in dictionary():
        if fact.name in facts and facts[fact.name] is not None:
            grouped.setdefault(fact.family, []).append((fact, facts[fact.name]))
    return grouped
