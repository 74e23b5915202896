"""The first side of a case: what the engine advises, and everything that led to it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from workbench.credit.assessment import Assessment, RuleFinding, Verdict
from workbench.credit.status import Outcome
from workbench.i18n import MINUS, N_, _, percent, pick, plural
from workbench.ui import case_words as said
from workbench.ui import theme
from workbench.ui.charts import Meter
from workbench.ui.chips import OUTCOME_STATUS, STATUS_INKS, code
from workbench.ui.cost_link import cost_link, offer_sentence
from workbench.ui.labels import Elided, NamedValue, heading, label, set_ink
from workbench.ui.layouts import Card, card, column, row
from workbench.ui.rule_lines import RuleLine, RuleLines
from workbench.ui.score_charts import Gauge, PointStep, Waterfall
from workbench.ui.score_marks import Scale
from workbench.ui.source_words import source_words
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.workflow.decide import CaseFile

_VERDICT_ICONS = {
    Verdict.PASSED: ("check", "approve"),
    Verdict.FAILED: ("decline", "decline"),
    Verdict.NOT_EVALUATED: ("pending", "refer"),
}


def scale_of(assessment: Assessment) -> Scale:
    """The assessment's score on its scale."""
    least, most = assessment.score_range
    return Scale(
        assessment.score, least, most, assessment.cut_off_decline, assessment.cut_off_approve
    )


_BESIDE_FROM, _NARROW = 500, 178  # pixels, for type of the usual size


class AdviceSide(QWidget):
    """Advice, affordability, points, reasons and rules of one case.

    The cards are made once and filled anew for each case: the next one opens at a key.
    """

    def __init__(self) -> None:
        super().__init__()
        self._advice, self._affordability = _AdviceCard(), _AffordabilityCard()
        self._points, self._reasons = _PointsCard(), _ReasonsCard()
        self._rules, self._offer = _RulesCard(), _OfferCard()
        both = _SideBySide(self._advice, self._affordability)
        self._cards = (both, self._points, self._reasons, self._rules, self._offer)
        self._missing = card(
            column(
                label(N_("Not assessed yet. Assess the batch on the Import page."), ink="text2"),
                margins=(14, 12, 14, 12),
            )
        )
        self._all = column(self._missing, *self._cards, None, margins=(12, 0, 12, 10), gap=8)
        self.setLayout(self._all)

    def show_case(self, file: CaseFile) -> None:
        """Show this case's assessment."""
        self._all.setEnabled(False)  # else each line shown or hidden lays all of them out
        try:
            self._fill(file)
        finally:
            self._all.setEnabled(True)
            self._all.invalidate()

    def _fill(self, file: CaseFile) -> None:
        made = file.assessment
        told = made is not None and bool(made.reasons) and made.advice is not Outcome.APPROVE
        for part in self._cards:
            part.setVisible(told if part is self._reasons else made is not None)
        self._missing.setVisible(made is None)
        if made is None:
            return
        currency = file.application.currency
        words = said.FactWords(file.strategy.derived if file.strategy else {})
        self._advice.show_advice(made, currency)
        self._affordability.show_affordability(made)
        self._points.show_points(made, words)
        self._reasons.show_reasons(made)
        self._rules.show_rules(made, words)
        named = pick(file.strategy.label.both()) if file.strategy else made.strategy
        self._offer.show_offer(made, currency, f"{named} {made.strategy_version}")


class _SideBySide(QWidget):
    """Two cards beside each other, or one below the other where the pane is narrow."""

    def __init__(self, wide: QWidget, narrow: QWidget) -> None:
        super().__init__()
        self._narrow = narrow
        self._both = row(wide, narrow)
        self._both.setStretch(0, 1)
        self.setLayout(self._both)
        self._place(below=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(below=self.width() < theme.grown(_BESIDE_FROM))

    def _place(self, *, below: bool) -> None:
        direction = QBoxLayout.Direction
        self._both.setDirection(direction.TopToBottom if below else direction.LeftToRight)
        self._narrow.setMinimumWidth(0 if below else theme.grown(_NARROW))
        self._narrow.setMaximumWidth(16_777_215 if below else theme.grown(_NARROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, super().minimumSizeHint().height())


class _AdviceCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._gauge = Gauge()
        self._headline = label(scale=1.15, weight=theme.SEMIBOLD, wrap=True)
        self._why = label(ink="text2", scale=0.92, wrap=True)
        self._risk = NamedValue(N_("Default risk"))
        self._odds = NamedValue(N_("Good : bad odds"))
        words = column(
            label(N_("The engine advises"), ink="text2", scale=0.92),
            *(self._headline, self._why, None, self._risk, self._odds),
            gap=2,
            margins=(0, 3, 0, 3),
        )
        layout = row(self._gauge, words, gap=6)
        layout.setStretch(1, 1)
        self.lay(layout, gap=0, margins=(4, 6, 14, 6))

    def show_advice(self, made: Assessment, currency: str) -> None:
        """What the engine advises, why, and how likely a loss is."""
        self._gauge.show_score(scale_of(made))
        self._headline.setText(said.headline(made))
        set_ink(self._headline, STATUS_INKS[OUTCOME_STATUS[made.advice]])
        self._why.setText(said.why(made, currency))
        self._risk.show_value(percent(made.pd, places=2))
        self._odds.show_value(said.odds(made.pd))


class _AffordabilityCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._income, self._debts = NamedValue(N_("Income")), NamedValue(N_("Current debts"))
        self._instalment = NamedValue(N_("Instalment"))
        self._ratio = NamedValue(N_("Debt service"), strong=True)
        self._meter = Meter(N_("Debt service"))
        self.lay(
            heading(N_("Affordability"), N_("a month")),
            *(self._income, self._debts, self._instalment, None, self._ratio, self._meter),
            gap=2,
            margins=(14, 9, 14, 8),
        )

    def show_affordability(self, made: Assessment) -> None:
        """What comes in and goes out a month, and the share that debts take."""
        found = made.affordability
        ratio = found.debt_service_ratio
        shown_ratio = percent(ratio) if ratio is not None else _("not computed")
        over = ratio is not None and ratio > found.cap
        self._income.show_value(said.whole_or_cents(found.income))
        self._debts.show_value(_taken_off(found.existing))
        self._instalment.show_value(_taken_off(found.instalment))
        self._ratio.show_value(shown_ratio, "decline" if over else "text")
        self._meter.show_value(
            float(ratio) if ratio is not None else None,
            float(found.cap),
            words=shown_ratio,
            limit_words=percent(found.cap, places=0),
        )


def _taken_off(amount: Decimal | None) -> str:
    return said.whole_or_cents(None if amount is None else -amount)


class _PointsCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._chart = Waterfall()
        title = heading(N_("How the score was built"), N_("points, largest effect first"))
        self.lay(title, self._chart, gap=2, margins=(14, 9, 14, 5))

    def show_points(self, made: Assessment, words: said.FactWords) -> None:
        """How the points add up to the score."""
        steps = [
            PointStep(pick(dict(p.label)), p.points, words.text(p.fact, p.value))
            for p in made.points
        ]
        start = PointStep(_("Starting points"), made.base_points)
        self._chart.show_points(start, steps, scale_of(made))


class _ReasonsCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_ReasonLine] = []
        self._place = column(gap=4)
        title = heading(N_("Reasons for the letter"), N_("most important first"))
        self.lay(title, self._place, gap=4, margins=(14, 9, 14, 9))

    def show_reasons(self, made: Assessment) -> None:
        """What the letter will give as reasons."""
        lost = {p.characteristic: p.maximum - p.points for p in made.points}
        while len(self._lines) < len(made.reasons):
            self._lines.append(_ReasonLine())
            self._place.addWidget(self._lines[-1])
        for at, line in enumerate(self._lines):
            line.setVisible(at < len(made.reasons))
        for line, reason in zip(self._lines, made.reasons, strict=False):
            line.show_reason(reason.rank, reason.code, lost.get(reason.source))


class _ReasonLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._rank = label(ink="text3", scale=0.96, tabular=True)
        self._rank.setFixedWidth(theme.grown(10))
        self._code, self._text = code(""), Elided(scale=0.96)
        self._points = label(ink="decline", scale=0.96, tabular=True)
        self._points.setMinimumWidth(34)
        self._points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        say(self, self._points.setToolTip, N_("Points below the best possible answer"))
        layout = row(self._rank, self._code, self._text, self._points)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def show_reason(self, rank: int, reason: str, lost: int | None) -> None:
        """The reason's place, its code, its words and the points it cost."""
        from workbench.credit.reasons import reason_list

        known = reason_list()
        self._rank.setText(str(rank))
        self._code.setText(reason)
        self._text.show_text(known.text(reason) if reason in known else reason)
        self._points.setText(f"{MINUS}{lost}" if lost else "")


class _RulesCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._lines = RuleLines()
        self._hint = label(ink="text3", scale=0.9)
        title = row(label(N_("Policy rules"), weight=theme.SEMIBOLD), self._hint, None)
        self.lay(title, self._lines, gap=4, margins=(14, 9, 14, 9))

    def show_rules(self, made: Assessment, words: said.FactWords) -> None:
        """Every rule with what it read; first those that need attention."""
        order = {Verdict.FAILED: 0, Verdict.NOT_EVALUATED: 1, Verdict.PASSED: 2}
        rules = sorted(made.rules, key=lambda rule: order[rule.verdict])
        failed = sum(rule.verdict is not Verdict.PASSED for rule in rules)
        self._hint.setText(
            plural(
                "{n} of {all} needs attention",
                "{n} of {all} need attention",
                failed,
                all=len(rules),
            )
            if failed
            else plural("{n} rule, passed", "{n} rules, all passed", len(rules))
        )
        self._lines.show_rules([_rule_line(rule, words) for rule in rules])


def _rule_line(rule: RuleFinding, words: said.FactWords) -> RuleLine:
    icon, ink = _VERDICT_ICONS[rule.verdict]
    verdict = _(said.VERDICT_WORDS[rule.verdict])
    tip = (
        f"{verdict} · {_(said.RULE_CLASS_WORDS[rule.rule_class])}",
        words.reading(rule),
        rule.condition,
        source_words(rule.source),
    )
    name, read = pick(dict(rule.label)), words.values(rule)
    return RuleLine(verdict, icon, ink, name, read, "\n".join(tip))


class _OfferCard(Card):
    def __init__(self) -> None:
        super().__init__()
        self._grade, self._rate = NamedValue(N_("Grade")), NamedValue(N_("Yearly rate"))
        self._limit, self._possible = NamedValue(N_("Limit")), NamedValue(N_("Possible offer"))
        self._strategy = NamedValue(N_("Strategy"))
        self._sentence = ""
        self._link = cost_link(lambda: self._sentence)
        self.lay(
            heading(N_("Price and limit")),
            *(self._grade, self._rate, self._limit, self._possible, self._strategy),
            row(self._link, None),
            gap=3,
            margins=(14, 9, 14, 10),
        )

    def show_offer(self, made: Assessment, currency: str, strategy: str) -> None:
        """The price, the limit and what could be offered."""
        rate = made.price.annual_rate
        self._grade.show_value(made.grade or _("none"))
        self._rate.show_value(percent(rate, places=2) if rate else _("not computed"))
        self._limit.show_value(said.whole_or_cents(made.limit.amount, currency))
        self._possible.show_value(_possible(made, currency))
        self._strategy.show_value(strategy)
        self._sentence = offer_sentence(made, currency)
        self._link.setVisible(bool(self._sentence))


def _possible(assessment: Assessment, currency: str) -> str:
    if assessment.offered_amount is None or assessment.offered_term_months is None:
        return _("none")
    return plural(
        "{amount} over {n} month",
        "{amount} over {n} months",
        assessment.offered_term_months,
        amount=said.whole_or_cents(assessment.offered_amount, currency),
    )
