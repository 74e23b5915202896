"""The work on a case: who holds it, its clocks, notes and missing papers, and who is connected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, day, moment, money
from workbench.ui.buttons import button, rest, wake
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.jobs import Jobs
from workbench.ui.labels import heading, named_value, shown
from workbench.ui.layouts import Item, card, clear, column, row
from workbench.ui.notices import ProblemBar
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.credit.clocks import Clock
    from workbench.storage.people_casework import CaseNote
    from workbench.workflow.casework import CaseWork
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk
    from workbench.workflow.exposure import Owed

KINDS = {"note": N_("Note"), "paper": N_("Missing paper"), "condition": N_("Condition")}
_INKS = {"": "text2", "amber": "refer", "red": "decline"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the side shows of one case."""

    work: CaseWork
    notes: tuple[CaseNote, ...]
    owed: tuple[Owed, ...]
    colleagues: tuple[str, ...]


class WorkSide(QWidget):
    """Everything beside the advice that is done on a case. `changed` after each change."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._file: CaseFile | None = None
        self._of = ("", 0)  # who writes here, and on which application
        self._typed: dict[tuple[str, int], str] = {}  # notes half written
        self.problems = ProblemBar()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self.kind = choice_field(N_("Kind of note"), 116)
        for word, title in KINDS.items():
            self.kind.addItem(_(title), word)
        self.text = QLineEdit()
        self.text.setFixedHeight(HEIGHT)
        say(self.text, self.text.setAccessibleName, N_("Note"))
        say(self.text, self.text.setPlaceholderText, N_("A note, or a missing paper"))
        self.text.returnPressed.connect(self._add)
        self.add = button(N_("Note"), self._add, icon="note")
        writing = row(self.kind, self.text, self.add, gap=6)
        writing.setStretch(1, 1)
        layout = column(self.problems, self._cards, card(column(writing, margins=(12, 9, 12, 9))),
                        None, gap=8, margins=(12, 0, 12, 10))  # fmt: skip
        self.setLayout(layout)

    def show_case(self, file: CaseFile) -> None:
        """Ask for the work on this case and show it; a note half written waits for who wrote it
        on its case."""
        before, self._of = self._of, (self._desk.officer(), file.application.id)
        if before != self._of:
            self._typed[before] = self.text.text()
            self.text.setText(self._typed.pop(self._of, ""))
            self.problems.hide()
        self._file = file
        self._jobs.start(
            self, lambda _step: known(self._desk, file), self._on_known, self._on_refused,
            reads=True,
        )  # fmt: skip

    def _on_known(self, found: Known) -> None:
        for at, title in enumerate(KINDS.values()):
            self.kind.setItemText(at, _(title))
        clear(self._cards)
        self._cards.addWidget(self._holder(found))
        if found.work.clocks:
            self._cards.addWidget(_clocks(found.work))
        self._cards.addWidget(self._notes(found.notes))
        if found.owed:
            self._cards.addWidget(_exposure(found.owed, self._file))

    def _holder(self, found: Known) -> QWidget:
        work = found.work
        if work.held_by and work.held_since:
            said = _("{name} works on it since {when}.", name=work.held_by,
                     when=moment(work.held_since))  # fmt: skip
        else:
            said = _("Nobody works on it.")
        take = button(N_("Take"), lambda: self._do("take"), icon="user")
        release = button(N_("Release"), lambda: self._do("release"))
        take.setVisible(not work.held_by)
        release.setVisible(bool(work.held_by))
        parts: list[Item] = [shown(said, wrap=True), take, release]
        if found.colleagues:
            give = choice_field(N_("Assign to"), 150)
            give.addItem(_("Assign to…"), "")
            for name in found.colleagues:
                give.addItem(name, name)
            give.activated.connect(lambda _at: self._assign(str(give.currentData())))
            parts.append(give)
        line = row(*parts, gap=6)
        line.setStretch(0, 1)
        return card(column(line, margins=(14, 9, 14, 10)))

    def _notes(self, notes: tuple[CaseNote, ...]) -> QWidget:
        lines: list[Item] = [heading(N_("Notes, missing papers and conditions"))]
        if not notes:
            lines.append(shown(_("Nothing was noted yet."), ink="text3"))
        lines += [self._note(one) for one in notes]
        return card(column(*lines, gap=6, margins=(14, 9, 14, 10)))

    def _note(self, one: CaseNote) -> Item:
        done = {"paper": _("came in"), "condition": _("met")}.get(one.kind, "")
        open_ = one.kind != "note" and not one.settled
        kind = _(KINDS[one.kind])
        if one.settled and done:
            kind = _("{kind} ({done})", kind=kind, done=done)
        ink = "refer" if open_ else "text2"
        words = column(
            shown(one.text, wrap=True),
            shown(f"{kind} · {one.by} · {moment(one.at)}", ink=ink, scale=0.9),
            gap=1,
        )
        if not open_:
            return words
        title = N_("Came in") if one.kind == "paper" else N_("Met")
        line = row(words, button(title, lambda: self._settle(one.id), icon="check"), gap=8)
        line.setStretch(0, 1)
        return line

    def _add(self) -> None:
        file, text, kind = self._file, self.text.text(), str(self.kind.currentData())
        if file is None or not text.strip() or not self.add.isEnabled():
            return
        number = file.application.id

        def work() -> None:
            from workbench.workflow import casework

            casework.add_note(self._desk, number, text, kind=kind)

        rest(self.add)
        of = self._of
        self._start(work, lambda: self._on_added(of))

    def _on_added(self, of: tuple[str, int]) -> None:
        self._typed.pop(of, None)
        if self._of == of:
            self.text.clear()

    def _do(self, what: str) -> None:
        file = self._file

        def work() -> None:
            from workbench.workflow import casework

            call = casework.take if what == "take" else casework.release
            if file is not None:
                call(self._desk, file.application.id)

        self._start(work)

    def _assign(self, person: str) -> None:
        file = self._file

        def work() -> None:
            from workbench.workflow import casework

            if file is not None and person:
                casework.assign(self._desk, file.application.id, person)

        self._start(work)

    def _settle(self, note: int) -> None:
        def work() -> None:
            from workbench.workflow import casework

            casework.settle(self._desk, note)

        self._start(work)

    def _start(self, work: Callable[[], None], done: Callable[[], None] = lambda: None) -> None:
        def ended(_nothing: object) -> None:
            done()
            self._on_done()

        self._jobs.start(self, lambda _step: work(), ended, self._on_refused)

    def _on_done(self) -> None:
        wake(self.add)
        self.problems.hide()
        self.changed.emit()
        if self._file is not None:
            self.show_case(self._file)

    def _on_refused(self, error: WorkbenchError) -> None:
        wake(self.add)
        self.problems.show_error(error)


def known(desk: Desk, file: CaseFile) -> Known:
    """Everything the side shows, asked off the GUI thread."""
    from workbench.workflow import casework, exposure

    number = file.application.id
    return Known(
        casework.standing(desk, number),
        casework.notes(desk, number),
        exposure.parts(desk, file.application),
        casework.colleagues(desk),
    )


def _clocks(work: CaseWork) -> QWidget:
    lines: list[Item] = [heading(N_("Clocks")), *(_clock(one) for one in work.clocks)]
    return card(column(*lines, gap=5, margins=(14, 9, 14, 10)))


def _clock(clock: Clock) -> QHBoxLayout:
    ink = _INKS[clock.colour]
    return row(shown(clock.text(), ink=ink), None, shown(day(clock.due_on), ink=ink, tabular=True))


def _exposure(owed: tuple[Owed, ...], file: CaseFile | None) -> QWidget:
    currency = file.application.currency if file else "USD"
    hint = N_("before the new loan")
    lines: list[Item] = [heading(N_("Total exposure, connected people included"), hint)]
    lines += [_owed(part, currency) for part in owed]
    return card(column(*lines, gap=5, margins=(14, 9, 14, 10)))


def _owed(part: Owed, currency: str) -> QHBoxLayout:
    return named_value(lambda: f"{part.number} {part.name}", money(part.amount, currency))
