"""The review queue: one case after another. Agreeing is one key; disagreeing asks why, in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from workbench.credit.status import Outcome
from workbench.errors import ChangedMeanwhile, DecisionRefused, WorkbenchError
from workbench.i18n import N_, _, plural
from workbench.ui import desk_asks, key_map, theme
from workbench.ui.jobs import Jobs, Work
from workbench.ui.layouts import column, pane
from workbench.ui.notices import ProblemBar, UndoBar
from workbench.ui.page import Page
from workbench.ui.queue_columns import DECIDED_WORDS
from workbench.ui.queue_list import VIEWS, QueueList
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.credit.decision import Choice, Decision
    from workbench.credit.second_person import Proposal
    from workbench.storage.first_look import FirstLook
    from workbench.storage.queue_rows import QueueRow
    from workbench.ui.case_pane import CasePane
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk


_CASE_LEAST, _CASE_IN_LARGE_TYPE = 500, 400


class ReviewPage(Page):
    """List and case side by side; the next case opens by itself."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._opening = 0
        self._wanted: int | str | None = None
        self._at = 0
        self._kept: Mapping[str, Any] | None = None
        self.undo, self.problems = UndoBar(), ProblemBar()
        self.queue = QueueList(desk, jobs, self.problems)
        self._case: CasePane | None = None
        self._connect()
        self._lay()
        self._bind_keys()
        again(self, self.described.emit)

    def _connect(self) -> None:
        self.undo.freed.connect(self.queue.take_focus)
        self.queue.picked.connect(self._on_picked)
        self.queue.many.connect(self._on_many_selected)
        self.queue.emptied.connect(self._on_emptied)
        self.queue.loaded.connect(self._on_loaded)
        self.queue.import_asked.connect(lambda: self.wants_page.emit("import"))
        self.queue.sample_asked.connect(self.sample_asked)

    @property
    def case(self) -> CasePane:
        """The case beside the list; built for the first one that is opened."""
        if self._case is None:
            from workbench.ui.case_pane import CasePane

            self._case = CasePane(self._desk, self._jobs)
            self._case.setMinimumWidth(_least_case())
            sizes = self.split.sizes()
            self.split.replaceWidget(1, self._case)
            self._empty.deleteLater()
            self.split.setSizes(sizes)
            self._connect_case(self._case)
        return self._case

    def _connect_case(self, case: CasePane) -> None:
        from workbench.ui.decision_bar import DEEDS

        for outcome, word in DEEDS.items():
            self._key(word, partial(self._letter_key, outcome))
        case.chosen.connect(self.choose)
        case.recorded.connect(self._record)
        case.reopened.connect(self._reopen_for)
        case.worked.connect(self._after_change)
        case.left.connect(self._look_again)
        case.freed.connect(self.queue.take_focus)
        case.stepped.connect(self.queue.table.step)
        case.many.asked.connect(self._record_many)

    def _lay(self) -> None:
        notices = column(self.problems, self.undo, margins=(10, 0, 10, 0), gap=0)
        listed = column(self.queue, notices, gap=0)
        listed.setStretch(0, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(pane(listed, "surface"))
        self._empty = pane(column(None), "page")
        self._empty.setMinimumWidth(_least_case())
        self.split.addWidget(self._empty)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setSizes([700, 560])
        self.setLayout(column(self.split, gap=0))

    def _bind_keys(self) -> None:
        table = self.queue.table
        self._key("next_case", partial(table.step, 1))
        self._key("previous_case", partial(table.step, -1))
        self._key("extend_down", partial(table.extend, 1))
        self._key("extend_up", partial(table.extend, -1))
        self._key("skip", self._skip)
        self._key("note", partial(self._show_side, "work"))
        self._key("letter", partial(self._show_side, "letter"))
        self._key("filter", self.queue.filter.setFocus)
        self._key("take_back", self._take_back)

    def _key(self, word: str, call: Callable[[], object]) -> None:
        key_map.bind(word, self, call, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _show_side(self, side: str) -> None:
        if self.case.file is not None and self.case.form is None:
            self.case.go_to_side(side)

    def _skip(self) -> None:
        """Put the case aside for a while and go to the next."""
        rows, at = self.queue.model.rows(), self.queue.table.current_row()
        if self.case.form is None and 0 <= at < len(rows):
            following = rows[at + 1] if at + 1 < len(rows) else rows[at - 1]
            self._wanted = following.application_id
            self._opening = 0
            self.queue.skip(rows[at])

    def title(self) -> str:
        return _("Review queue")

    def subtitle(self) -> str:
        total = self.queue.model.total()
        return plural("{n} case in this view", "{n} cases in this view", total)

    def refresh(self) -> None:
        if self._case is not None and self._case.changed_hands():
            self._opening = 0
        self.queue.load()

    def show_first(self, look: FirstLook) -> None:
        """Show the rows read before the store was opened."""
        self.queue.show_first(look)
        self.described.emit()

    def panes(self) -> Sequence[QWidget]:
        return (self.queue, self.case)

    def take_focus(self) -> None:
        self.queue.take_focus()

    def open_at(self, place: str) -> None:
        """A view's word ("approved"), an application's number, or "=" and a number: that case
        in the view shown, if it stands there."""
        if place in dict(VIEWS):
            self.queue.show_view(place)
        elif place.startswith("="):
            self._wanted = place[1:]
        else:
            self.queue.show_view("all")
            self.queue.filter.setText(place)
            self._wanted = place
        self.queue.load()

    def within(self) -> str:
        file = self._case.file if self._case is not None else None
        return f"={file.application.number}" if file is not None else ""

    def half_done(self) -> Mapping[str, Any] | None:
        if self._kept is not None:
            return self._kept  # its case is still being opened
        if self._case is None or self._case.form is None:
            return None
        from workbench.ui import form_drafts

        return form_drafts.typed(self._case)

    def half_done_words(self, kept: Mapping[str, Any]) -> str:
        return _("what was typed for {name}", name=kept["name"])

    def resume(self, kept: Mapping[str, Any]) -> None:
        self._kept = kept
        self.open_at(f"={kept['number']}")

    def let_go(self) -> None:
        self._kept = None
        self.case.close_form()

    def _on_loaded(self) -> None:
        if self._has_to_look_further():
            return
        shown = self.case.file.application.id if self.case.file else None
        if not self._is_written_away(shown):
            self.queue.table.select_row(self._place_of(self._wanted or shown))
        self._wanted = None
        self.described.emit()

    def _is_written_away(self, shown: int | None) -> bool:
        """Whether the case that is being written on has left the list: it stays as it is, and
        says who changed it."""
        listed = {row.application_id for row in self.queue.model.rows()}
        if self.case.form is None or self._wanted is not None or shown in listed:
            return False
        self.case.others.look()
        return True

    def _has_to_look_further(self) -> bool:
        """Whether a case taken up again stands in another view, or further down than was read."""
        number = str(self._kept["number"]) if self._kept else ""
        listed = [row.number for row in self.queue.model.rows()]
        if not number or self._wanted != number or number in listed or self.queue.filter.text():
            return False
        self.open_at(number)
        return True

    def _place_of(self, wanted: int | str | None) -> int:
        rows = self.queue.model.rows()
        for place, listed in enumerate(rows):
            if wanted in {listed.application_id, listed.number}:
                return place
        return min(max(0, self._at), len(rows) - 1)

    def _on_emptied(self) -> None:
        if self._case is None or not self._is_written_away(None):
            self.case.show_blank()
        self._wanted = None
        self.described.emit()

    def _on_picked(self, listed: QueueRow) -> None:
        number = listed.application_id
        self._at = self.queue.table.current_row()
        shown = self._case.file if self._case is not None else None
        if self._opening == number and shown is not None and shown.version == listed.version:
            self.case.show_place(self._at + 1, self.queue.model.total())
            self._resume_typing()
            return
        self._opening = number
        self._jobs.start(
            self,
            lambda _step: desk_asks.open_case(self._desk, number),
            lambda file: self._on_opened(file, number),
            self.problems.show_error,
            reads=True,
        )

    def _on_opened(self, file: CaseFile, application: int) -> None:
        if application == self._opening and not self.case.is_written_on(application):
            self.case.show_case(file, self._at + 1, self.queue.model.total())
            self._resume_typing()

    def _resume_typing(self) -> None:
        file = self.case.file
        if self._kept and file and file.application.number == self._kept["number"]:
            from workbench.ui import form_drafts

            kept, self._kept = self._kept, None
            form_drafts.put_back(self.case, kept)

    def _on_many_selected(self, rows: Sequence[QueueRow]) -> None:
        model = self.queue.model
        self._opening = 0
        left = model.total() - len(rows) if len(rows) == model.rowCount() else 0
        self.case.show_many(rows, left)

    def _letter_key(self, outcome: Outcome) -> None:
        if self.case.form is None:
            self.choose(outcome)

    def choose(self, outcome: Outcome) -> None:
        """Record the choice where nothing is missing, or open the form that asks for it."""
        file = self.case.file
        if file is None or file.decision is not None or file.proposal is not None:
            return
        if file.assessment is None:
            self.problems.show_text(
                _(
                    "{number} has not been assessed. Assess the batch on the Import page first.",
                    number=file.application.number,
                )
            )
            return
        from workbench.credit.decision import Choice

        choice = Choice(outcome)
        agrees = outcome is file.assessment.advice
        if agrees and not desk_asks.what_is_missing(self._desk, file, choice):
            self._record(choice)
        else:
            self.case.open_form(outcome)

    def _record(self, choice: Choice) -> None:
        file = self.case.file
        if file is None:
            return
        self._wanted = self._next_id()
        self._jobs.start(
            self,
            lambda _step: desk_asks.record(self._desk, file, choice),
            lambda made: self._on_recorded(made, file),
            self._on_refused,
        )

    def _next_id(self) -> int | None:
        rows, at = self.queue.model.rows(), self.queue.table.current_row()
        if not self._desk.settings.get("open_next_case"):
            at -= 1
        return rows[at + 1].application_id if 0 <= at + 1 < len(rows) else None

    def _on_recorded(self, decision: Decision | Proposal, file: CaseFile) -> None:
        from workbench.credit.second_person import Proposal

        self.problems.hide()
        if isinstance(decision, Proposal):
            self._on_proposed(file)
            return
        done = _(DECIDED_WORDS[decision.outcome])
        self._offer_undo(_("{done}: {name}", done=done, name=file.application.name()), [decision])
        self._after_change()

    def _on_proposed(self, file: CaseFile) -> None:
        said = _("Proposed to a second person: {name}", name=file.application.name())
        seconds, number = int(self._desk.settings.get("undo_seconds")), file.application.id
        self.undo.offer(said, seconds, partial(self._withdraw, number))
        self._after_change()

    def _withdraw(self, application: int) -> None:
        self._wanted = application
        self._change(lambda _step: desk_asks.withdraw(self._desk, application))

    def _reopen_for(self, reason: str) -> None:
        file = self.case.file
        if file is None:
            return
        self._wanted = number = file.application.id
        self._change(lambda _step: desk_asks.reopen(self._desk, number, reason))

    def _offer_undo(self, said: str, made: list[Decision]) -> None:
        seconds = int(self._desk.settings.get("undo_seconds"))
        self.undo.offer(said, seconds, partial(self._undo, made))

    def _on_refused(self, error: WorkbenchError) -> None:
        self._wanted = None
        self.problems.show_error(error)
        if isinstance(error, ChangedMeanwhile | DecisionRefused):
            self._look_again()

    def _look_again(self) -> None:
        """Show the case as it is now; what is being written on it stays."""
        self._opening = 0
        self.queue.load()

    def _record_many(self, outcome: Outcome, rows: Sequence[QueueRow]) -> None:
        self._jobs.start(
            self,
            lambda step: desk_asks.agree_on_all(self._desk, outcome, rows, step),
            self._on_many_recorded,
            title=N_("Recording decisions"),
        )

    def _on_many_recorded(self, ended: tuple[list[Decision], WorkbenchError | None]) -> None:
        made, refusal = ended
        if made:
            said = plural("{n} decision recorded", "{n} decisions recorded", len(made))
            self._offer_undo(said, made)
        if refusal is not None:
            self.problems.show_error(refusal)
        self._after_change()

    def _take_back(self) -> None:
        if self.undo.is_offered():
            self.undo.take_back()
        else:
            self.case.ask_reopening()

    def _undo(self, made: list[Decision]) -> None:
        self._wanted = made[0].application_id
        self._change(lambda step: desk_asks.take_back(self._desk, made, step))

    def _change(self, work: Work) -> None:
        self._jobs.start(self, work, lambda _none: self._after_change(), self._on_refused)

    def _after_change(self) -> None:
        self._opening = 0
        self.case.close_form()
        self.case.file = None
        self.changed.emit()
        self.queue.load()


def _least_case() -> int:
    """The width in which the four buttons of a decision stand side by side."""
    return max(_CASE_LEAST, theme.grown(_CASE_IN_LARGE_TYPE))
