"""A strategy in words: a document a risk manager reads, in either language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from workbench import i18n
from workbench.credit.assessment import RuleClass
from workbench.credit.facts import dictionary
from workbench.credit.reasons import reason_list
from workbench.i18n import N_, Language, _, pick
from workbench.scoring.explain import bin_text
from workbench.scoring.score_tables import score_rows
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Characteristic, LimitTerm, Rule

_CLASSES = {
    RuleClass.HARD: N_("Declines; cannot be overridden"),
    RuleClass.SOFT: N_("Declines; may be overridden with authority"),
    RuleClass.REFER: N_("Refers to a person"),
    RuleClass.WARN: N_("Tells, and changes nothing"),
}
_BASES = {"nominal": N_("nominal, monthly rest"), "compound": N_("compounded")}
REASON_METHODS = {
    "below_near": N_("points below the mean of applicants at or slightly above the cut-off"),
    "below_all": N_("points below the mean of all applicants"),
}


def readable(strategy: Strategy, language: Language | None = None) -> str:
    """The whole strategy as plain text with headings, lists and aligned tables (Markdown)."""
    spoken = language or i18n.current()
    return "\n".join(_Document(strategy, spoken).lines()) + "\n"


class _Document:
    """One strategy being put into words of one language."""

    def __init__(self, strategy: Strategy, language: Language) -> None:
        self.strategy = strategy
        self.language = language

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._derived()
        yield from self._card()
        yield from self._grades()
        yield from self._rules()
        yield from self._room()
        yield from self._price()
        yield from self._limit()
        yield from self._reasons()
        yield from self._examples()

    def say(self, sentence: str, **values: object) -> str:
        return _(sentence, language=self.language, **values)

    def pick(self, texts: Mapping[str, str]) -> str:
        return pick(dict(texts), self.language)

    def fact(self, name: str) -> str:
        if name in self.strategy.derived:
            return self.pick(self.strategy.derived[name].label.both())
        return self.pick(dictionary()[name].label)

    def reason(self, code: str) -> str:
        return f"{code} — {reason_list().text(code, self.language)}"

    def money(self, amount: Decimal) -> str:
        places = 0 if amount == amount.to_integral_value() else 2
        return i18n.money(amount, self.strategy.currency, language=self.language, places=places)

    def percent(self, ratio: Decimal) -> str:
        return i18n.percent(ratio, language=self.language, places=2)

    def _head(self) -> Iterator[str]:
        strategy = self.strategy
        yield f"# {self.pick(strategy.label.both())} {strategy.version}"
        yield ""
        yield self.pick(strategy.text.both())
        yield ""
        facts = [
            (N_("Identity"), f"{strategy.id} {strategy.version}"),
            (N_("Product"), strategy.product),
            (N_("Currency"), strategy.currency),
            (N_("In force from"), i18n.day(strategy.effective_from)),
            (N_("Validated on"), i18n.day(strategy.validated_on)),
            (N_("To be validated again by"), i18n.day(strategy.revalidate_by)),
            (N_("Amounts"), self._span()),
            (N_("Terms in months"), f"{strategy.request.term_least}-{strategy.request.term_most}"),
            (N_("Sha256 of the file"), strategy.sha256),
        ]
        yield from (f"- {self.say(name)}: {value}" for name, value in facts)

    def _span(self) -> str:
        request = self.strategy.request
        return f"{self.money(request.amount_least)} - {self.money(request.amount_most)}"

    def _title(self, sentence: str) -> Iterator[str]:
        yield from ("", f"## {self.say(sentence)}", "")

    def _derived(self) -> Iterator[str]:
        yield from self._title(N_("Facts computed from other facts"))
        for name, derived in self.strategy.derived.items():
            yield f"- {self.pick(derived.label.both())} (`{name}`): `{derived.formula}`"

    def _card(self) -> Iterator[str]:
        card = self.strategy.scorecard
        yield from self._title(N_("Scorecard"))
        yield self.say(
            N_("Score = {base} + the points of every characteristic; from {least} to {most}."),
            base=card.base_points,
            least=card.score_least,
            most=card.score_most,
        )
        for characteristic in card.characteristics:
            yield from self._characteristic(characteristic)

    def _characteristic(self, characteristic: Characteristic) -> Iterator[str]:
        yield ""
        yield f"### {self.pick(characteristic.label.both())}"
        yield ""
        yield self.say(
            N_("Reason: {reason}. Mean points of all: {all}; of near-passers: {near}."),
            reason=self.reason(characteristic.reason),
            all=characteristic.mean_all,
            near=characteristic.mean_near,
        )
        yield ""
        yield f"| {self.say(N_('Value'))} | {self.say(N_('Points'))} |"
        yield "|---|---:|"
        for bin_ in characteristic.bins:
            points = i18n.number(bin_.points, language=self.language)
            yield f"| {self.pick(bin_text(bin_, characteristic))} | {points} |"

    def _grades(self) -> Iterator[str]:
        yield from self._title(N_("Grades and cut-offs"))
        cut = self.strategy.cut_off
        yield self.say(
            N_("Approve from {approve}; decline below {decline}; between them a person looks."),
            approve=cut.approve,
            decline=cut.decline,
        )
        yield ""
        names = (N_("Grade"), N_("From score"), N_("PD at that score"), N_("Yearly rate"))
        yield "| " + " | ".join(self.say(name) for name in names) + " |"
        yield "|---|---:|---:|---:|"
        by_score = {row.score: row for row in score_rows(self.strategy)}
        for grade in self.strategy.grades:
            row = by_score[max(grade.score, self.strategy.scorecard.score_least)]
            pd, rate = (Decimal(ppm) / 1_000_000 for ppm in (row.pd_ppm, row.annual_rate_ppm))
            yield f"| {grade.name} | {row.score} | {self.percent(pd)} | {self.percent(rate)} |"

    def _rules(self) -> Iterator[str]:
        yield from self._title(N_("Policy rules"))
        for rule in self.strategy.rules:
            yield from self._rule(rule)

    def _rule(self, rule: Rule) -> Iterator[str]:
        yield f"- **{self.pick(rule.label.both())}** (`{rule.id}`)"
        yield f"  - {self.say(_CLASSES[rule.rule_class])}"
        yield "  - " + self.say(N_("Passed when: {condition}"), condition=f"`{rule.condition}`")
        yield "  - " + self.say(
            N_("Source: {source}; in force from {day}"),
            source=rule.source,
            day=i18n.day(rule.effective_from),
        )
        yield "  - " + self.say(N_("Reason: {reason}"), reason=self.reason(rule.reason))

    def _room(self) -> Iterator[str]:
        room = self.strategy.affordability
        yield from self._title(N_("Affordability"))
        yield self.say(
            N_("Debt service at most {cap} of {income}, existing obligations: {existing}."),
            cap=self.percent(room.cap),
            income=self.fact(room.income),
            existing=self.fact(room.existing),
        )
        yield self.say(
            N_("Under stress (rate up {up}, income down {down}) at most {cap}."),
            up=self.percent(room.stress.rate_up),
            down=self.percent(room.stress.income_down),
            cap=self.percent(room.stress.cap),
        )
        yield self.say(
            N_("At least {floor} must be left each month. Source: {source}."),
            floor=self.money(room.residual_floor),
            source=room.source,
        )

    def _price(self) -> Iterator[str]:
        price = self.strategy.price
        yield from self._title(N_("Price"))
        yield self.say(
            N_(
                "Funding {funding} + expected loss (loss given default {lgd}) + cost {cost} + "
                "capital {capital} at a hurdle of {hurdle}."
            ),
            funding=self.percent(price.funding),
            lgd=self.percent(price.loss_given_default),
            cost=self.percent(price.cost),
            capital=self.percent(price.capital),
            hurdle=self.percent(price.hurdle),
        )
        yield self.say(
            N_("Legal cap {cap} ({basis}). Source: {source}."),
            cap=self.percent(price.legal_cap),
            basis=self.say(_BASES[price.legal_cap_basis]),
            source=price.legal_cap_source,
        )
        if price.cap_reason:
            yield self.say(
                N_(
                    "Above the cap a smaller amount or a shorter term is offered; where none "
                    "passes, the case is declined for {reason}."
                ),
                reason=self.reason(price.cap_reason),
            )
        else:
            yield self.say(N_("Above the cap the rate is cut to it and the case is referred."))

    def _limit(self) -> Iterator[str]:
        yield from self._title(N_("Limit"))
        yield self.say(
            N_("The least of these, rounded down to {step}:"),
            step=self.money(self.strategy.limit.step),
        )
        yield ""
        for term in self.strategy.limit.terms:
            yield f"- {self.pick(term.label.both())}: {self._term(term)}"
        yield f"- {self.say(N_('What the applicant can carry each month'))}"
        yield f"- {self.say(N_('The amount requested'))}"

    def _term(self, term: LimitTerm) -> str:
        if term.amount is not None:
            return self.money(term.amount)
        if term.formula is not None:
            return f"`{term.formula}`"
        if term.loss_budget is not None:
            return self.say(N_("expected loss of {amount}"), amount=self.money(term.loss_budget))
        rows = [(g.name, g.limit) for g in self.strategy.grades if g.limit is not None]
        return ", ".join(f"{name} {self.money(limit)}" for name, limit in rows)

    def _reasons(self) -> Iterator[str]:
        method = self.strategy.reasons
        yield from self._title(N_("Principal reasons"))
        yield self.say(
            N_("At most {most}, by {method}. Source: {source}."),
            most=method.most,
            method=self.say(REASON_METHODS[method.method]),
            source=method.source,
        )

    def _examples(self) -> Iterator[str]:
        yield from self._title(N_("Examples"))
        for example in self.strategy.examples:
            yield f"- `{example.name}`: {example.expect.advice}. {self.pick(example.why.both())}"
