"""One case beside the list: who, what is advised and why, all facts, history, letter, decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.credit.status import Outcome
from workbench.i18n import N_, _, moment, number, pick, plural
from workbench.ui import case_words as said
from workbench.ui import file_boxes, form_drafts, key_map, theme
from workbench.ui.advice_side import AdviceSide
from workbench.ui.buttons import tool
from workbench.ui.case_sides import FactsSide, HistorySide
from workbench.ui.chips import Chip, live_cap
from workbench.ui.decision_bar import DecisionBar, StandingBar
from workbench.ui.decision_form import DecisionForm
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import Elided, label
from workbench.ui.layouts import column, has_keyboard, lay_out, read_after, row, scrolled
from workbench.ui.letter_side import LetterSide
from workbench.ui.many_cases import ManyCases
from workbench.ui.notices import Blank, bar_of
from workbench.ui.others import Others
from workbench.ui.proposal_bar import ProposalBar
from workbench.ui.queue_columns import standing_of
from workbench.ui.reopen_form import ReopenForm
from workbench.ui.tabs import Tabs
from workbench.ui.what_if_side import WhatIfSide
from workbench.ui.words import again
from workbench.ui.work_side import WorkSide

if TYPE_CHECKING:
    from workbench.storage.queue import QueueRow
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk

SIDES = (
    ("decision", N_("Decision")),
    ("application", N_("Application")),
    ("what_if", N_("What if")),
    ("work", N_("Casework")),
    ("history", N_("History")),
    ("letter", N_("Letter")),
)


_PARTED = "  ·  "


class CasePane(QWidget):
    """The detail pane. `chosen` carries an Outcome key pressed, `recorded` a Choice from the
    form, `reopened` the reason why a case is decided anew, `stepped` -1 or 1; `worked` when a
    second person signed, returned or withdrew; `left` when a form was given up, `freed` when the
    keyboard was in a form that closed."""

    chosen = Signal(object)
    recorded = Signal(object)
    reopened = Signal(str)
    worked = Signal()
    left = Signal()
    freed = Signal()
    stepped = Signal(int)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._jobs = desk, jobs
        self.file: CaseFile | None = None
        self._stale: set[str] = set()
        self.form: DecisionForm | ReopenForm | None = None
        self._untouched: dict[str, Any] | None = None
        self._shown_to, self._writer = "", ""  # whom the case was shown to, who opened the form
        self._drafts: dict[tuple[str, str], dict[str, Any]] = {}  # by who wrote, and number
        self._make_parts(jobs)
        self._lay()
        again(self, self._on_language)

    def _make_parts(self, jobs: Jobs) -> None:
        self._name = Elided("", scale=1.36)
        self._name.setFont(theme.font(1.36, theme.SEMIBOLD))
        self._chip = Chip()
        self._place = label(ink="text3", scale=0.92, tabular=True)
        self._line = Elided("", ink="text2", scale=0.94)
        self.tabs = Tabs(SIDES, N_("Sides of the case"))
        self.tabs.chosen.connect(self._show_side)
        self.advice, self.facts = AdviceSide(), FactsSide()
        self.facts.revealed.connect(lambda number: self._on_revealed(jobs, number))
        self.history, self.letter = HistorySide(), LetterSide(self._desk, jobs)
        self.history.proof_wanted.connect(self._save_proof)
        self.what_if = WhatIfSide(jobs)
        self.work = WorkSide(self._desk, jobs)
        self.others = Others(self._desk, jobs)
        self._sides = QStackedWidget()
        self._sides.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._areas: dict[str, QWidget] = {
            "decision": scrolled(column(self.advice)),
            "application": scrolled(column(self.facts)),
            "what_if": self.what_if,
            "work": scrolled(column(self.work)),
            "history": scrolled(column(self.history)),
            "letter": self.letter,
        }
        for area in self._areas.values():
            self._sides.addWidget(area)
        self.bar, self.standing = DecisionBar(), StandingBar()
        self.bar.chosen.connect(self.chosen)
        self.standing.reopened.connect(self.ask_reopening)
        self.proposal = ProposalBar(self._desk, jobs)
        self.proposal.settled.connect(self.worked)
        self.proposal.sealing.connect(self._seal)

    def _save_proof(self) -> None:
        assert self.file is not None
        shown = self.file.application.number
        chosen = file_boxes.ask_proof_to_write(self, f"{shown}.json")
        if not chosen:
            return

        def write(_step: Step) -> None:
            from workbench.workflow import capsules

            capsules.write_capsule(self._desk, shown, Path(chosen))

        bar = bar_of(self)
        self._jobs.start(
            self, write, lambda _none: bar.show_saved(Path(chosen)), bar.show_error, reads=True
        )

    def _on_revealed(self, jobs: Jobs, number: str) -> None:
        def record(_step: Step) -> None:
            from workbench.workflow import audit

            audit.identifiers_shown(self._desk, number)

        jobs.start(self, record, lambda _nothing: None)

    def _lay(self) -> None:
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._foot.addWidget(self.bar)
        self._foot.addWidget(self.standing)
        self._foot.addWidget(self.proposal)
        case = QWidget()
        layout = column(self._head(), self.others, self._tab_row(), self._sides, gap=0)
        layout.setStretch(3, 1)
        layout.addLayout(self._foot)
        case.setLayout(layout)
        self._blank = Blank(
            "queue", N_("Select an application"), N_("Press J and K to move through the list.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._stack.addWidget(case)
        self.many = ManyCases()
        self._stack.addWidget(self.many)
        self.setLayout(column(self._stack, gap=0))

    def _head(self) -> QVBoxLayout:
        up, down = (partial(key_map.caption, word) for word in ("previous_case", "next_case"))
        back = tool("chevron_up", N_("Previous case"), lambda: self.stepped.emit(-1), keys=up)
        ahead = tool("chevron_down", N_("Next case"), lambda: self.stepped.emit(1), keys=down)
        first = row(
            self._name, self._chip, None, self._place, live_cap(up), live_cap(down), back, ahead
        )
        return column(first, self._line, gap=1, margins=(16, 8, 10, 5))

    def _tab_row(self) -> QVBoxLayout:
        return column(row(self.tabs, None), margins=(10, 0, 10, 6))

    def show_blank(self, title: str = "", text: str = "") -> None:
        """Nothing is selected."""
        self._put_aside()
        self.file = None
        self.close_form()
        self._blank.show_words(
            title or _("Select an application"),
            text or _("Press J and K to move through the list."),
        )
        self._stack.setCurrentIndex(0)

    def show_many(self, rows: Sequence[QueueRow], left: int = 0) -> None:
        """Several cases are selected: offer what can be done with all of them; `left` says how
        many of the view are not among them though all were wanted."""
        self._put_aside()
        self.file = None
        self.close_form()
        self.many.show_rows(rows, left)
        self._stack.setCurrentIndex(2)

    def show_case(self, file: CaseFile, at: int, total: int) -> None:
        """Show this case, the `at`-th of `total` in the list (from 1), with the form that was
        half filled in on it."""
        self._put_aside()
        self.file, self._shown_to = file, self._desk.officer()
        self.close_form()
        self._tell_head(at, total)
        self._tell_foot()
        self.others.watch_case(file)
        self._stale = set(self._areas)
        self._show_side(self.tabs.current())
        self._stack.setCurrentIndex(1)
        lay_out()
        draft = self._drafts.pop((self._desk.officer(), file.application.number), None)
        if draft is not None:
            form_drafts.put_back(self, draft)

    def _put_aside(self) -> None:
        """Keep what is half written on the case that is left for another."""
        kept = form_drafts.typed(self)
        if kept is not None and kept != self._untouched:
            self._drafts[self._writer, kept["number"]] = kept

    def _tell_head(self, at: int, total: int) -> None:
        file = self.file
        assert file is not None
        self.show_place(at, total)
        application = file.application
        self._name.show_text(application.name())
        self._name.setFixedWidth(min(280, self._name.wanted_width()))
        self._chip.show_status(*standing_of(file))
        named = application.name() != application.number
        parts = [application.number if named else "", self._product(file), self._request(file)]
        parts = [part for part in parts if part]
        when = moment(application.received_at)
        full = [*parts, _("received {when}", when=when)]
        dated = [*parts, _("received {when}", when=when[:10])]
        self._line.show_text(*map(_PARTED.join, (full, dated, parts, parts[-2:])))

    def show_place(self, at: int, total: int) -> None:
        """Say where the case stands in the list: the `at`-th of `total` (from 1)."""
        self._at = (at, total)
        self._place.setText(_("{at} of {total}", at=number(at), total=number(total)))

    def _product(self, file: CaseFile) -> str:
        return pick(file.strategy.label.both()) if file.strategy else file.application.product

    def _request(self, file: CaseFile) -> str:
        facts = file.application.facts
        amount, term = facts.get("amount_requested"), facts.get("term_months")
        if amount is None:
            return ""
        wanted = said.whole_or_cents(amount, file.application.currency)  # type: ignore[arg-type]
        if not isinstance(term, int):
            return wanted
        return plural("{amount} over {n} month", "{amount} over {n} months", term, amount=wanted)

    def _tell_foot(self) -> None:
        file = self.file
        assert file is not None
        decision = file.decision
        self.bar.setVisible(decision is None and file.proposal is None)
        self.proposal.setVisible(file.proposal is not None)
        if file.proposal is not None:
            self.proposal.show_case(file)
        self.standing.setVisible(decision is not None)
        if decision is not None:
            self.standing.show_decision(decision, can_reopen=True)

    def _show_side(self, word: str) -> None:
        self._sides.setCurrentWidget(self._areas[word])
        if self.file is None or word not in self._stale:
            return
        self._stale.discard(word)
        shows: dict[str, Callable[[CaseFile], None]] = {
            "decision": self.advice.show_case,
            "application": self.facts.show_case,
            "what_if": self.what_if.show_case,
            "work": self.work.show_case,
            "history": self.history.show_case,
            "letter": self.letter.show_case,
        }
        shows[word](self.file)
        read_after(self._areas[word], self.bar, self.standing, self.proposal)

    def go_to_side(self, word: str) -> None:
        """Show a side of the case; where one writes on it, put the keyboard there."""
        self.tabs.show_tab(word)
        self._show_side(word)
        if word == "work":
            self.work.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_form(self, outcome: Outcome) -> None:
        """Ask in place for what this outcome needs."""
        assert self.file is not None
        self.close_form()
        self.form = DecisionForm(self._desk, self._jobs, self.file, outcome)
        self.form.recorded.connect(self.recorded)
        self.form.left.connect(self._leave_form)
        self._foot.addWidget(self.form)
        self.bar.hide()
        self._begin_writing()
        self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_reopening(self) -> None:
        """Ask in place why the case is decided anew."""
        if self.file is None or self.file.decision is None or self.form is not None:
            return
        form = self.form = ReopenForm()
        form.reopened.connect(self.reopened)
        form.left.connect(self._leave_form)
        self._foot.addWidget(form)
        self.standing.hide()
        self._begin_writing()
        form.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _seal(self) -> None:
        from workbench.ui.case_file_dialogs import seal_case

        if self.file is not None:
            seal_case(self, self._desk, self._jobs, self.file)

    def _begin_writing(self) -> None:
        self._untouched = form_drafts.typed(self)
        self._writer = self._desk.officer()

    def is_written_on(self, application: int) -> bool:
        """Whether who sits here is filling in a form on this case: it stays as it is."""
        file, mine = self.file, self.form is not None and self._writer == self._desk.officer()
        return mine and file is not None and file.application.id == application

    def changed_hands(self) -> bool:
        """Whether another person sits here than whom the case was shown to."""
        return self.file is not None and self._shown_to != self._desk.officer()

    def _leave_form(self) -> None:
        self.close_form()
        self.left.emit()

    def close_form(self) -> None:
        """Put the buttons back."""
        if self.form is None:
            return
        held = has_keyboard(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = None
        if held:
            self.freed.emit()
        file = self.file
        open_ = file is not None and file.decision is None and file.proposal is None
        self.bar.setVisible(open_)
        self.standing.setVisible(file is not None and file.decision is not None)

    def _on_language(self) -> None:
        if self.file is None:
            self.show_blank()
        else:
            self.show_case(self.file, *self._at)
