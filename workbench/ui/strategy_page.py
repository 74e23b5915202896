"""Strategies: read one, try it on applicants, compare it with another, change it as a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from workbench.i18n import N_, _, plural
from workbench.ui import file_boxes, strategy_asks, theme
from workbench.ui.buttons import button
from workbench.ui.jobs import Jobs
from workbench.ui.layouts import column, pane, read_after, row
from workbench.ui.notices import ProblemBar
from workbench.ui.page import Page
from workbench.ui.reading import Reading
from workbench.ui.strategy_compare_side import CompareSide
from workbench.ui.strategy_document import StrategyDocument
from workbench.ui.strategy_draft_side import DraftSide
from workbench.ui.strategy_shelf import Shelf, Shelved
from workbench.ui.strategy_source import ApplicantsChoice
from workbench.ui.strategy_standing import ProposalBar
from workbench.ui.strategy_trial_side import TrialSide
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.scoring.score_tables import ScoreRow
    from workbench.workflow.desk import Desk
    from workbench.workflow.strategies import Difference

SIDES = (
    ("read", N_("Read")),
    ("try", N_("Try")),
    ("compare", N_("Compare")),
    ("change", N_("Change")),
)


class StrategyPage(Page):
    """The shelf at the left; the sides of the strategy chosen at the right."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._standing = strategy_asks.Standing((), ())
        self._shown = ""
        self.shelf, self.problems = Shelf(), ProblemBar()
        self.tabs = Tabs(SIDES, N_("Sides of the strategy"))
        self.document = StrategyDocument()
        self.trial_source, self.swap_source = ApplicantsChoice(), ApplicantsChoice()
        self.trial = TrialSide(desk, jobs, self.trial_source)
        self.compare = CompareSide(desk, jobs, self.swap_source)
        self.trial.place.insertWidget(0, self.trial_source)
        self.compare.place.insertWidget(2, self.swap_source)
        self.draft, self.proposal = DraftSide(desk, jobs), ProposalBar()
        self.take_out = button(N_("Export…"), self._write_out, icon="export")
        self.bring_in = button(N_("Bring in…"), self._ask_file, icon="import")
        self._lay()
        self._connect()
        self._reading = Reading(self, N_("Reading the strategies"), "strategy")

    def _connect(self) -> None:
        self.shelf.chosen.connect(self._show)
        self.tabs.chosen.connect(self._show_side)
        self.compare.opened.connect(lambda number: self.wants_page.emit(f"review:{number}"))
        self.draft.proposed.connect(self._on_proposed)
        self.proposal.published.connect(self._publish)
        again(self, self._on_language)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.draft.hand_in)

    def _lay(self) -> None:
        self._sides = QStackedWidget()
        for side in (self.document, self.trial, self.compare, self.draft):
            self._sides.addWidget(side)
        self.shelf.setFixedWidth(max(232, theme.grown(190)))
        listed = pane(column(self.shelf), "side-start")
        listed.setFixedWidth(max(232, theme.grown(190)))
        head = row(self.tabs, None, self.bring_in, self.take_out, margins=(14, 10, 18, 6), gap=8)
        notices = column(self.problems, self.proposal, margins=(18, 0, 18, 4), gap=6)
        right = column(head, notices, self._sides, gap=2)
        right.setStretch(2, 1)
        self._right = pane(right)
        whole = row(listed, self._right, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def title(self) -> str:
        return _("Strategy")

    def subtitle(self) -> str:
        found = len(self._standing.shelved)
        return plural("{n} strategy", "{n} strategies", found) if found else ""

    def refresh(self) -> None:
        self._reading.ask(
            self._jobs, lambda _step: strategy_asks.standing(self._desk), self._on_standing
        )

    def take_focus(self) -> None:
        chosen = self.shelf.current()
        (self.shelf.entry(chosen.sha256) if chosen else self.tabs.button("read")).setFocus()

    def open_at(self, place: str) -> None:
        """A side's word ("try"), or the digest of a strategy."""
        if place in dict(SIDES):
            self.tabs.show_tab(place)
            self._show_side(place)
        else:
            self._shown = place

    def _on_standing(self, standing: strategy_asks.Standing) -> None:
        before, self._standing = self._standing, standing
        if before.shelved != standing.shelved:
            self.shelf.show_strategies(standing.shelved, self._shown)
            if self.isVisible():
                self.take_focus()
        for source in (self.trial_source, self.swap_source):
            source.show_batches(standing.batches)
        chosen = self.shelf.current()
        if chosen is not None and (before.shelved != standing.shelved):
            self._show(chosen)
            read_after(self.shelf, self._right)
        self.described.emit()

    def _show(self, chosen: Shelved) -> None:
        self._shown = chosen.sha256
        self.trial.show_strategy(chosen.strategy)
        self.draft.show_strategy(chosen.strategy)
        self.proposal.show_strategy(chosen)
        if chosen.state == "proposed":
            self._look_at_proposal(chosen)
        others = [one.strategy for one in self._standing.shelved]
        self.compare.show_strategy(chosen.strategy, others)
        self._jobs.start(
            self,
            lambda _step: strategy_asks.scores(chosen.strategy),
            lambda scores: self._on_scores(chosen, scores),
            self.problems.show_error,
            reads=True,
        )

    def _on_scores(self, chosen: Shelved, scores: tuple[ScoreRow, ...]) -> None:
        if chosen.sha256 == self._shown:
            self.document.show_strategy(chosen.strategy, scores)

    def _look_at_proposal(self, chosen: Shelved) -> None:
        def told(found: Difference) -> None:
            if chosen.sha256 == self._shown:
                self.draft.changes.show_difference(found)

        self._jobs.start(
            self,
            lambda _step: strategy_asks.difference_to_force(self._desk, chosen.strategy),
            told,
            self.problems.show_error,
            reads=True,
        )

    def _on_proposed(self, sha256: str) -> None:
        self._shown = sha256
        self.changed.emit()
        self.refresh()

    def _publish(self) -> None:
        chosen = self.shelf.current()
        if chosen is not None:
            self._jobs.start(
                self,
                lambda _step: strategy_asks.publish(self._desk, chosen.sha256),
                lambda listed: self._on_proposed(listed.strategy.sha256),
                self.problems.show_error,
            )

    def _write_out(self) -> None:
        chosen = self.shelf.current()
        name = f"{chosen.strategy.id}-{chosen.strategy.version}.xlsx" if chosen else ""
        file = file_boxes.ask_strategy_to_write(self, name) if chosen else ""
        if chosen and file:
            self._jobs.start(
                self,
                lambda _step: strategy_asks.write_out(chosen.strategy, Path(file)),
                lambda _none: self.problems.show_saved(Path(file)),
                self.problems.show_error,
            )

    def _ask_file(self) -> None:
        file = file_boxes.ask_strategy(self)
        if file:
            self._jobs.start(
                self,
                lambda _step: strategy_asks.bring_in(self._desk, Path(file)),
                lambda listed: self._on_proposed(listed.strategy.sha256),
                self.problems.show_error,
                title=N_("Proposing a strategy"),
            )

    def _show_side(self, word: str) -> None:
        self._sides.setCurrentIndex([side for side, _title in SIDES].index(word))

    def _on_language(self) -> None:
        self.described.emit()
        self.shelf.show_strategies(self._standing.shelved, self._shown)
        chosen = self.shelf.current()
        if chosen is not None:
            self._show(chosen)
