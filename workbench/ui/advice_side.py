"""The first side of a case: what the engine advises, and everything that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QVBoxLayout, QWidget

from workbench.credit.assessment import Assessment, RuleFinding, Verdict
from workbench.credit.status import Outcome
from workbench.i18n import MINUS, N_, _, percent, pick, plural
from workbench.ui import case_words as said
from workbench.ui import theme
from workbench.ui.charts import Meter
from workbench.ui.chips import OUTCOME_STATUS, STATUS_INKS, code
from workbench.ui.cost_link import cost_link
from workbench.ui.labels import Elided, heading, label, named_value, shown
from workbench.ui.layouts import card, column, row
from workbench.ui.rule_lines import RuleLine, RuleLines
from workbench.ui.score_charts import Gauge, PointStep, Waterfall
from workbench.ui.score_marks import Scale
from workbench.ui.source_words import source_words

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
    """Advice, affordability, points, reasons and rules of one case."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 10)
        self._layout.setSpacing(8)

    def show_case(self, file: CaseFile) -> None:
        """Show this case's assessment."""
        from workbench.ui.layouts import clear

        clear(self._layout)
        if file.assessment is None:
            self._layout.addWidget(_not_assessed())
        else:
            words = said.FactWords(file.strategy.derived if file.strategy else {})
            named = pick(file.strategy.label.both()) if file.strategy else file.assessment.strategy
            for part in _cards(file.assessment, file.application.currency, words, named):
                self._layout.addWidget(part)
        self._layout.addStretch(1)


class _SideBySide(QWidget):
    """Two cards beside each other, or one below the other where the pane is narrow."""

    def __init__(self, wide: QWidget, narrow: QWidget) -> None:
        super().__init__()
        self._narrow = narrow
        self._both = row(wide, narrow)
        self._both.setStretch(0, 1)
        self.setLayout(self._both)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self.width() < theme.grown(_BESIDE_FROM)
        direction = QBoxLayout.Direction
        self._both.setDirection(direction.TopToBottom if below else direction.LeftToRight)
        self._narrow.setMinimumWidth(0 if below else theme.grown(_NARROW))
        self._narrow.setMaximumWidth(16_777_215 if below else theme.grown(_NARROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, super().minimumSizeHint().height())


def _not_assessed() -> QFrame:
    text = label(N_("Not assessed yet. Assess the batch on the Import page."), ink="text2")
    return card(column(text, margins=(14, 12, 14, 12)))


def _cards(
    assessment: Assessment, currency: str, words: said.FactWords, strategy: str
) -> list[QWidget]:
    first = _SideBySide(_advice_card(assessment, currency), _affordability_card(assessment))
    parts: list[QWidget] = [first, _points_card(assessment, words)]
    if assessment.reasons and assessment.advice is not Outcome.APPROVE:
        parts.append(_reasons_card(assessment))
    parts.append(_rules_card(assessment, words))
    parts.append(_offer_card(assessment, currency, strategy))
    return parts


def _advice_card(assessment: Assessment, currency: str) -> QFrame:
    gauge = Gauge()
    gauge.show_score(scale_of(assessment))
    ink = STATUS_INKS[OUTCOME_STATUS[assessment.advice]]
    words = column(
        label(N_("The engine advises"), ink="text2", scale=0.92),
        shown(said.headline(assessment), ink=ink, scale=1.15, weight=theme.SEMIBOLD, wrap=True),
        shown(said.why(assessment, currency), ink="text2", scale=0.92, wrap=True),
        None,
        named_value(N_("Default risk"), percent(assessment.pd, places=2)),
        named_value(N_("Good : bad odds"), said.odds(assessment.pd)),
        gap=2,
        margins=(0, 3, 0, 3),
    )
    layout = row(gauge, words, margins=(4, 6, 14, 6), gap=6)
    layout.setStretch(1, 1)
    return card(layout)


def _affordability_card(assessment: Assessment) -> QFrame:
    found = assessment.affordability
    meter = Meter(N_("Debt service"))
    ratio = found.debt_service_ratio
    meter.show_value(
        float(ratio) if ratio is not None else None,
        float(found.cap),
        words=percent(ratio) if ratio is not None else _("not computed"),
        limit_words=percent(found.cap, places=0),
    )
    over = ratio is not None and ratio > found.cap
    shown_ratio = percent(ratio) if ratio is not None else _("not computed")
    existing = None if found.existing is None else -found.existing
    instalment = None if found.instalment is None else -found.instalment
    return card(
        column(
            heading(N_("Affordability"), N_("a month")),
            named_value(N_("Income"), said.whole_or_cents(found.income)),
            named_value(N_("Current debts"), said.whole_or_cents(existing)),
            named_value(N_("Instalment"), said.whole_or_cents(instalment)),
            None,
            named_value(
                N_("Debt service"), shown_ratio, strong=True, ink="decline" if over else "text"
            ),
            meter,
            gap=2,
            margins=(14, 9, 14, 8),
        )
    )


def _points_card(assessment: Assessment, words: said.FactWords) -> QFrame:
    chart = Waterfall()
    steps = [
        PointStep(pick(dict(p.label)), p.points, words.text(p.fact, p.value))
        for p in assessment.points
    ]
    start = PointStep(_("Starting points"), assessment.base_points)
    chart.show_points(start, steps, scale_of(assessment))
    title = heading(N_("How the score was built"), N_("points, largest effect first"))
    return card(column(title, chart, gap=2, margins=(14, 9, 14, 5)))


def _reasons_card(assessment: Assessment) -> QFrame:
    lost = {p.characteristic: p.maximum - p.points for p in assessment.points}
    rows = [_reason_row(r.rank, r.code, lost.get(r.source)) for r in assessment.reasons]
    title = heading(N_("Reasons for the letter"), N_("most important first"))
    return card(column(title, *rows, gap=4, margins=(14, 9, 14, 9)))


def _reason_row(rank: int, reason: str, lost: int | None) -> QLayout:
    from workbench.credit.reasons import reason_list

    known = reason_list()
    text = Elided(known.text(reason) if reason in known else reason, scale=0.96)
    place = shown(str(rank), ink="text3", scale=0.96, tabular=True)
    place.setFixedWidth(theme.grown(10))
    points = shown(f"{MINUS}{lost}" if lost else "", ink="decline", scale=0.96, tabular=True)
    points.setMinimumWidth(34)
    points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    points.setToolTip(_("Points below the best possible answer"))
    layout = row(place, code(reason), text, points)
    layout.setStretch(2, 1)
    return layout


def _rules_card(assessment: Assessment, words: said.FactWords) -> QFrame:
    order = {Verdict.FAILED: 0, Verdict.NOT_EVALUATED: 1, Verdict.PASSED: 2}
    rules = sorted(assessment.rules, key=lambda rule: order[rule.verdict])
    failed = sum(rule.verdict is not Verdict.PASSED for rule in rules)
    hint = (
        plural(
            "{n} of {all} needs attention", "{n} of {all} need attention", failed, all=len(rules)
        )
        if failed
        else plural("{n} rule, passed", "{n} rules, all passed", len(rules))
    )
    lines = RuleLines()
    lines.show_rules([_rule_line(rule, words) for rule in rules])
    title = heading(N_("Policy rules"), lambda: hint)
    return card(column(title, lines, gap=4, margins=(14, 9, 14, 9)))


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


def _offer_card(assessment: Assessment, currency: str, strategy: str) -> QFrame:
    price, limit = assessment.price, assessment.limit
    lines = [
        named_value(N_("Grade"), assessment.grade or _("none")),
        named_value(
            N_("Yearly rate"),
            percent(price.annual_rate, places=2) if price.annual_rate else _("not computed"),
        ),
        named_value(N_("Limit"), said.whole_or_cents(limit.amount, currency)),
        named_value(N_("Possible offer"), _possible(assessment, currency)),
        named_value(N_("Strategy"), f"{strategy} {assessment.strategy_version}"),
    ]
    layout = column(heading(N_("Price and limit")), *lines, gap=3, margins=(14, 9, 14, 10))
    link = cost_link(assessment, currency)
    if link is not None:
        layout.addLayout(row(link, None))
    return card(layout)


def _possible(assessment: Assessment, currency: str) -> str:
    if assessment.offered_amount is None or assessment.offered_term_months is None:
        return _("none")
    return plural(
        "{amount} over {n} month",
        "{amount} over {n} months",
        assessment.offered_term_months,
        amount=said.whole_or_cents(assessment.offered_amount, currency),
    )
