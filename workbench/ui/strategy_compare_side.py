"""Two strategies on the same applicants: the swap set, both distributions, and who moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QStackedWidget, QWidget

from workbench.credit.status import Outcome, outcome_word
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, number, percent, pick
from workbench.ui import theme
from workbench.ui.buttons import button, rest, wake
from workbench.ui.chart_card import ChartCard
from workbench.ui.chips import OUTCOME_STATUS, paint_chip
from workbench.ui.fields import choice_field
from workbench.ui.histogram import Histogram
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import heading, label, shown
from workbench.ui.layouts import card, clear, column, row, scrolled
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.strategy_source import ApplicantsChoice
from workbench.ui.strategy_trial_side import change_words, show_scores
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.tiles import Tile
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy
    from workbench.workflow.desk import Desk
    from workbench.workflow.strategy_trials import Moved, Swap

_ORDER = (Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.REFER, Outcome.DECLINE)


class CompareSide(QWidget):
    """Choose the other strategy and applicants, run, read. `opened` carries an application."""

    opened = Signal(int)

    def __init__(self, desk: Desk, jobs: Jobs, source: ApplicantsChoice) -> None:
        super().__init__()
        self._desk, self._jobs, self._source = desk, jobs, source
        self._strategy: Strategy | None = None
        self._others: tuple[Strategy, ...] = ()
        self._swap: Swap | None = None
        self.other = choice_field(N_("Strategy to compare with"), 260)
        self.run = button(N_("Compare"), self.start, role="primary", icon="compare")
        self.problems = ProblemBar()
        self.tiles = [Tile(name) for name in _TILES]
        self.scores = Histogram(N_("Scores"))
        self.model: TableModel[Moved] = TableModel(moved_columns())
        self.table = TableView(self.model, N_("Applicants who move"), density="compact")
        self.table.setMinimumHeight(260)
        self.table.opened.connect(self._on_opened)
        self._blank = Blank("compare", "")
        self._matrix = QGridLayout()
        self._lay()
        again(self, self._name_others)
        again(self, self._show)

    def _lay(self) -> None:
        with_ = label(N_("With"), ink="text2")
        self.place = row(with_, self.other, self.run, margins=(18, 0, 18, 8), gap=10)
        self.place.addStretch(1)
        middle = row(self._matrix_card(), ChartCard(N_("Scores"), self.scores), gap=10)
        middle.setStretch(1, 1)
        hint = N_("Enter opens the case")
        listed = column(
            heading(N_("Applicants who move"), hint), self.table, gap=6, margins=(14, 10, 14, 12)
        )
        shown_ = column(
            row(*self.tiles, gap=10), middle, card(listed), margins=(18, 2, 18, 18), gap=10
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._stack.addWidget(scrolled(shown_))
        notices = column(self.problems, margins=(18, 0, 18, 0))
        layout = column(self.place, notices, self._stack, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _matrix_card(self) -> QFrame:
        self._matrix.setHorizontalSpacing(18)
        self._matrix.setVerticalSpacing(8)
        inner = column(heading(N_("From which advice to which")), gap=10, margins=(16, 12, 16, 14))
        inner.addLayout(self._matrix)
        inner.addStretch(1)
        made = card(inner)
        made.setMinimumWidth(400)
        return made

    def show_strategy(self, strategy: Strategy, others: Sequence[Strategy]) -> None:
        """Compare this strategy with one of these from now on."""
        if self._strategy is None or strategy.sha256 != self._strategy.sha256:
            self._swap = None
        self._strategy = strategy
        self._others = tuple(
            one
            for one in others
            if one.sha256 != strategy.sha256 and one.product == strategy.product
        )
        self._name_others()
        self._show()

    def choose_other(self, sha256: str) -> None:
        """Compare with the strategy of this digest."""
        self.other.setCurrentIndex(max(0, self.other.findData(sha256)))

    def start(self) -> None:
        """Assess the applicants by both strategies."""
        old, applicants = self._strategy, self._source.applicants()
        chosen = self.other.currentData()
        new = next((one for one in self._others if one.sha256 == chosen), None)
        if old is None or new is None:
            return
        pair = (old, new)

        def work(_step: Step) -> Swap:
            from workbench.workflow import strategy_trials

            facts = applicants.facts(self._desk, pair[0])
            return strategy_trials.swapped(*pair, facts)

        rest(self.run)
        self._jobs.start(
            self,
            work,
            self._on_compared,
            self._on_refused,
            title=N_("Comparing strategies"),
            reads=True,
        )

    def _on_compared(self, swap: Swap) -> None:
        wake(self.run)
        self.problems.hide()
        if self._strategy is not None and swap.before.strategy.sha256 == self._strategy.sha256:
            self._swap = swap
            self._show()

    def _on_refused(self, error: WorkbenchError) -> None:
        wake(self.run)
        self.problems.show_error(error)

    def _on_opened(self, moved: Moved) -> None:
        if moved.application_id is not None:
            self.opened.emit(moved.application_id)

    def _name_others(self) -> None:
        kept = self.other.currentData()
        self.other.clear()
        for one in self._others:
            self.other.addItem(f"{pick(one.label.both())} {one.version}", one.sha256)
        self.other.setCurrentIndex(max(0, self.other.findData(kept)))
        for press in (self.run, self.other):
            press.setEnabled(bool(self._others))

    def _show(self) -> None:
        swap = self._swap
        self._stack.setCurrentIndex(0 if swap is None else 1)
        if swap is None:
            self._say_nothing()
            return
        self._show_tiles(swap)
        self._show_matrix(swap)
        show_scores(self.scores, swap.after, swap.before)
        self.model.show_rows(swap.moved)

    def _say_nothing(self) -> None:
        if self._others:
            text = _("Choose another strategy and applicants. Nothing is recorded.")
            self._blank.show_words(_("Not compared yet"), text)
        else:
            text = _("Make a draft or bring in another version; then both can be compared.")
            self._blank.show_words(_("There is no other strategy"), text)

    def _show_tiles(self, swap: Swap) -> None:
        found = swap.comparison
        share = percent(found.flipped / max(1, found.rows))
        self.tiles[0].show_figure(number(found.flipped), _("{share} of all", share=share))
        accepted = change_words(found.accepted_before, found.accepted_after)
        self.tiles[1].show_figure(number(found.accepted_after), accepted)
        sides = ((found.swapped_in, found.mean_pd_in), (found.swapped_out, found.mean_pd_out))
        for tile, (rows, risk) in zip(self.tiles[2:], sides, strict=True):
            said = _("default risk {risk}", risk=percent(risk, places=2)) if rows else ""
            tile.show_figure(number(len(rows)), said)

    def _show_matrix(self, swap: Swap) -> None:
        clear(self._matrix)
        moved = swap.comparison.moved
        old, new = swap.before.strategy.version, swap.after.strategy.version
        self._matrix.addWidget(shown(f"{old} → {new}", ink="text3", scale=0.92), 0, 0)
        for at, outcome in enumerate(_ORDER):
            self._matrix.addWidget(_head(outcome), 0, at + 1, Qt.AlignmentFlag.AlignRight)
            self._matrix.addWidget(_head(outcome), at + 1, 0)
            for place, now in enumerate(_ORDER):
                cell = _count(moved.get((outcome, now), 0), stays=outcome is now)
                self._matrix.addWidget(cell, at + 1, place + 1, Qt.AlignmentFlag.AlignRight)


_TILES = (N_("Other advice"), N_("Accepted"), N_("Newly accepted"), N_("No longer accepted"))


def _head(outcome: Outcome) -> QLabel:
    return shown(outcome_word(outcome), ink="text2", scale=0.94, weight=theme.MEDIUM)


def _count(n: int, *, stays: bool) -> QLabel:
    ink = "text3" if stays or not n else "text"
    weight = theme.REGULAR if stays or not n else theme.SEMIBOLD
    return shown(number(n) if n else "–", ink=ink, weight=weight, tabular=True)


def moved_columns() -> tuple[Column[Moved], ...]:
    """The columns of those who would be treated otherwise."""
    from workbench.storage.lanes import number as case_number

    def who(moved: Moved) -> str:
        if moved.application_id is None:
            return _("Row {row}", row=moved.row)
        return case_number(moved.application_id)

    return (
        Column("who", N_("Number"), who, 120, strong=True, stretch=True),
        Column(
            "was",
            N_("So far"),
            lambda m: outcome_word(Outcome(m.was)),
            150,
            paint=lambda p, box, m: _paint_outcome(p, box, m.was),
        ),
        Column(
            "now",
            N_("Then"),
            lambda m: outcome_word(Outcome(m.now)),
            150,
            paint=lambda p, box, m: _paint_outcome(p, box, m.now),
        ),
        Column("score_was", N_("Score so far"), lambda m: _score(m.score_was), 110, right=True),
        Column("score_now", N_("Score then"), lambda m: _score(m.score_now), 110, right=True),
    )


def _score(score: int | None) -> str:
    return "–" if score is None else str(score)


def _paint_outcome(painter: QPainter, box: QRectF, word: str) -> None:
    outcome = Outcome(word)
    paint_chip(painter, box, OUTCOME_STATUS[outcome], outcome_word(outcome))
