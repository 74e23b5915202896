"""A strategy as a document: what it asks for, how it scores, rules, prices and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.credit.assessment import RuleClass
from workbench.credit.reasons import reason_list
from workbench.credit.status import Outcome, outcome_word
from workbench.i18n import MINUS, N_, _, day, number, percent, pick, plural
from workbench.ui import theme
from workbench.ui.backlog import Backlog
from workbench.ui.buttons import button
from workbench.ui.case_words import RULE_CLASS_WORDS
from workbench.ui.chips import OUTCOME_STATUS, Chip, code
from workbench.ui.labels import Elided, Picture, heading, label, shown
from workbench.ui.layouts import Item, card, clear, column, pane, row, scrolled
from workbench.ui.source_words import source_words
from workbench.ui.strategy_charts import GradeBand, PointsTable, ScoreScale
from workbench.ui.strategy_terms import amount_words, named_line, part_card, room_and_price
from workbench.ui.strategy_words import rule_words
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.scoring.score_tables import ScoreRow
    from workbench.scoring.strategy import Strategy
    from workbench.scoring.strategy_format import Characteristic, Rule

_CLASS_LOOKS = {
    RuleClass.HARD: ("decline", "decline", N_("Declines; cannot be overridden")),
    RuleClass.SOFT: ("override", "override", N_("Declines; may be overridden with authority")),
    RuleClass.REFER: ("refer", "refer", N_("Refers to a person")),
    RuleClass.WARN: ("info", "text2", N_("Tells, and changes nothing")),
}
_CLASS_ORDER = tuple(_CLASS_LOOKS)
SECTIONS = (
    ("summary", N_("Overview")),
    ("points", N_("Points")),
    ("rules", N_("Policy rules")),
    ("money", N_("Affordability and price")),
    ("examples", N_("Examples")),
)
"""The parts of the document, in the order in which they stand."""

_WIDEST, _CODE = 1000, 46
_DASH = re.compile(r"(?<![\w.])-(?=\d)")
_MILLION = Decimal(1_000_000)


class StrategyDocument(QWidget):
    """One strategy to be read from top to bottom, with a line of places to jump to."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(18, 4, 18, 18)
        self._layout.setSpacing(10)
        self._starts: dict[str, QWidget] = {}
        self._waiting = Backlog(self, "parts")
        self._body = pane(self._layout)
        self._body.setMaximumWidth(theme.grown(_WIDEST))
        self.area: QScrollArea = scrolled(row(self._body))
        jumps = [
            button(title, partial(self.jump, word), role="chip", height=26)
            for word, title in SECTIONS
        ]
        for jump, (_word, title) in zip(jumps, SECTIONS, strict=True):
            say(jump, jump.setAccessibleName, partial(_jump_words, title))
        places = row(*jumps, None, margins=(18, 0, 18, 8), gap=6)
        layout = column(places, self.area, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_strategy(self, strategy: Strategy, scores: tuple[ScoreRow, ...]) -> None:
        """Show this strategy; `scores` says what each score of its card means.

        It is built part by part, so that the window stays awake, in the place of the one before.
        """
        self._body.setMinimumHeight(self._body.height())
        clear(self._layout)
        self._starts.clear()
        makers: tuple[Callable[[], Iterable[QWidget]], ...] = (
            lambda: _summary(strategy, scores),
            lambda: _points(strategy),
            lambda: _rules(strategy),
            lambda: room_and_price(strategy),
            lambda: _examples(strategy),
        )
        parts = [
            (self, partial(self._add, word, make))
            for (word, _title), make in zip(SECTIONS, makers, strict=True)
        ]
        self._waiting.begin([*parts, (self, self._end)])

    def _add(self, word: str, make: Callable[[], Iterable[QWidget]]) -> None:
        for part in make():
            self._starts.setdefault(word, part)
            self._layout.addWidget(part)

    def _end(self) -> None:
        self._layout.addStretch(1)
        self._body.setMinimumHeight(0)

    def jump(self, word: str) -> None:
        """Bring a part of the document to the top."""
        self._waiting.finish()
        if word in self._starts:
            self.area.verticalScrollBar().setValue(max(0, self._starts[word].y() - 4))


def _jump_words(title: str) -> str:
    return _("Go to {part}", part=_(title))


def _summary(strategy: Strategy, scores: tuple[ScoreRow, ...]) -> Iterable[QWidget]:
    request = strategy.request
    least = amount_words(request.amount_least, strategy)
    span = f"{least} – {amount_words(request.amount_most, strategy)}"
    terms = f"{request.term_least}–{request.term_most}"
    yield card(
        column(
            shown(pick(strategy.label.both()), scale=1.36, weight=theme.SEMIBOLD),
            shown(pick(strategy.text.both()), ink="text2", wrap=True),
            8,
            named_line(N_("Strategy and version"), f"{strategy.id} {strategy.version}"),
            named_line(N_("In force from"), day(strategy.effective_from)),
            named_line(N_("Validated on"), day(strategy.validated_on)),
            named_line(N_("To be validated again by"), day(strategy.revalidate_by)),
            named_line(N_("Amounts"), span),
            named_line(N_("Terms in months"), terms),
            named_line(N_("Fingerprint of the file"), strategy.sha256),
            gap=4,
            margins=(18, 14, 18, 14),
        )
    )
    yield _scale_card(strategy, scores)


def _scale_card(strategy: Strategy, scores: tuple[ScoreRow, ...]) -> QFrame:
    by_score = {each.score: each for each in scores}
    card_, cut = strategy.scorecard, strategy.cut_off
    rows = [
        (grade.name, by_score[max(grade.score, card_.score_least)])
        for grade in strategy.grades
        if max(grade.score, card_.score_least) in by_score
    ]
    scale = ScoreScale(N_("Cut-offs and grades"))
    bands = [GradeBand(n, r.score, _grade_words(r, strategy)) for n, r in rows]
    scale.show_scale((card_.score_least, card_.score_most), (cut.decline, cut.approve), bands)
    return part_card(
        N_("Cut-offs and grades"),
        scale,
        _grade_table(strategy, rows),
        hint=N_("between the cut-offs a person looks"),
    )


def _grade_words(row_: ScoreRow, strategy: Strategy) -> str:
    return _(
        "from {score}: default risk {pd}, yearly rate {rate}, at most {limit}",
        score=row_.score,
        pd=percent(row_.pd_ppm / _MILLION, places=2),
        rate=percent(row_.annual_rate_ppm / _MILLION, places=2),
        limit=amount_words(row_.limit, strategy),
    )


def _grade_table(strategy: Strategy, rows: list[tuple[str, ScoreRow]]) -> QGridLayout:
    names = (
        N_("Grade"),
        N_("From score"),
        N_("PD at that score"),
        N_("Yearly rate"),
        N_("Maximum"),
    )
    heads = [label(name, ink="text2", scale=0.92, weight=theme.SEMIBOLD) for name in names]
    cells: list[list[QLabel]] = [heads]
    for name, found in rows:
        texts = (
            name,
            number(found.score),
            percent(found.pd_ppm / _MILLION, places=2),
            percent(found.annual_rate_ppm / _MILLION, places=2),
            amount_words(found.limit, strategy),
        )
        weights = (theme.SEMIBOLD, *[theme.REGULAR] * 4)
        cells.append(
            [shown(t, weight=w, tabular=True) for t, w in zip(texts, weights, strict=True)]
        )
    return _grid(cells)


def _grid(cells: list[list[QLabel]]) -> QGridLayout:
    """A small table: the first column to the left, numbers to the right."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(5)
    for at, line in enumerate(cells):
        for place, cell in enumerate(line):
            side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
            grid.addWidget(cell, at, place, side)
    grid.setColumnStretch(len(cells[0]), 1)
    return grid


def _points(strategy: Strategy) -> Iterable[QWidget]:
    scorecard = strategy.scorecard
    said = _(
        "Score = {base} + the points of every characteristic; from {least} to {most}.",
        base=scorecard.base_points,
        least=scorecard.score_least,
        most=scorecard.score_most,
    )
    every = [abs(b.points) for c in scorecard.characteristics for b in c.bins]
    grid = QGridLayout()
    grid.setHorizontalSpacing(36)
    grid.setVerticalSpacing(18)
    halves: tuple[list[Characteristic], list[Characteristic]] = ([], [])
    heights = [0, 0]
    for each in scorecard.characteristics:
        shorter = heights.index(min(heights))
        halves[shorter].append(each)
        heights[shorter] += len(each.bins) + 3
    for place, half in enumerate(halves):
        blocks = [_characteristic(each, max(every)) for each in half]
        grid.addLayout(column(*blocks, None, gap=18), 0, place)
        grid.setColumnStretch(place, 1)
    inner = column(heading(N_("Points")), shown(said, ink="text2", wrap=True), 8, gap=4)
    inner.setContentsMargins(18, 12, 18, 16)
    inner.addLayout(grid)
    yield card(inner)


def _characteristic(one: Characteristic, most: int) -> Item:
    from workbench.scoring.explain import bin_text

    name = pick(one.label.both())
    table = PointsTable(lambda: name)
    said = [_DASH.sub(MINUS, pick(bin_text(each, one))) for each in one.bins]
    points = [each.points for each in one.bins]
    table.show_points(list(zip(said, points, strict=True)), most)
    title = Elided(name)
    title.setFont(theme.font(1.0, theme.SEMIBOLD))
    mean = shown(_("mean {points}", points=_mean(one.mean_all)), ink="text3", scale=0.9)
    mean.setToolTip(_("Mean points of all applicants; the reason beside it is told when lost"))
    reason = code(one.reason)
    reason.setToolTip(_reason(one.reason))
    head = row(title, mean, reason, gap=8)
    head.setStretch(0, 1)
    return column(head, table, gap=4)


def _mean(points: Decimal) -> str:
    rounded = round(points, 1)
    return number(rounded or Decimal(0), places=1)


def _reason(word: str) -> str:
    known = reason_list()
    return known.text(word) if word in known else word


def _rules(strategy: Strategy) -> Iterable[QWidget]:
    rules = sorted(strategy.rules, key=lambda rule: _CLASS_ORDER.index(rule.rule_class))
    lines = [_rule_line(rule, strategy) for rule in rules]
    count = plural("{n} rule", "{n} rules", len(rules))
    yield part_card(N_("Policy rules"), *lines, hint=lambda: count)


def _rule_line(rule: Rule, strategy: Strategy) -> QWidget:
    icon, ink, meaning = _CLASS_LOOKS[rule.rule_class]
    picture = Picture(icon, 17, ink)
    picture.setToolTip(_(meaning))
    picture.setAccessibleName(_(meaning))
    name = shown(pick(rule.label.both()), weight=theme.MEDIUM, wrap=True)
    kind = label(RULE_CLASS_WORDS[rule.rule_class], ink=ink, scale=0.92, weight=theme.MEDIUM)
    kind.setToolTip(_(meaning))
    when = shown(rule_words(rule, strategy.derived), ink="text2", scale=0.96, wrap=True)
    when.setToolTip(rule.condition)
    source = source_words(rule.source)
    source = _("{source}, from {day}", source=source, day=day(rule.effective_from))
    told = shown(source, ink="text3", scale=0.92)
    reason = code(rule.reason)
    reason.setMinimumWidth(_CODE)
    reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
    reason.setToolTip(_reason(rule.reason))
    left = column(name, when, gap=1)
    right = column(row(None, kind, reason, gap=10), row(None, told), gap=2)
    layout = row(picture, left, right, gap=12, margins=(0, 5, 0, 5))
    layout.setStretch(1, 1)
    layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
    return pane(layout)


def _examples(strategy: Strategy) -> Iterable[QWidget]:
    listed = QGridLayout()
    listed.setHorizontalSpacing(12)
    listed.setVerticalSpacing(9)
    listed.setColumnStretch(1, 1)
    for at, example in enumerate(strategy.examples):
        outcome = Outcome(example.expect.advice)
        chip = Chip(OUTCOME_STATUS[outcome], partial(outcome_word, outcome))
        listed.addWidget(chip, at, 0, Qt.AlignmentFlag.AlignTop)
        listed.addWidget(shown(pick(example.why.both()), wrap=True), at, 1)
    hint = N_("made-up applicants that the strategy must answer so")
    yield part_card(N_("Examples"), listed, hint=hint)
