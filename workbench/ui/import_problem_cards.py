"""The problems of a sheet as cards: what is off, where, and a button that puts it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from workbench.credit.facts import dictionary
from workbench.credit.fix import JOINT, LEFT_OUT, RIGHT
from workbench.errors import Problem, Severity
from workbench.i18n import N_, _, number, plural
from workbench.spreadsheets.problem_texts import ANSWERED
from workbench.ui import theme
from workbench.ui.buttons import button, tool
from workbench.ui.chips import badge, key_cap
from workbench.ui.import_problems import ProblemBook, ProblemGroup, fixes_of
from workbench.ui.labels import Picture, label, repolish
from workbench.ui.layouts import clear, column, row, scrolled
from workbench.ui.words import again

_ICONS = {Severity.ERROR: ("decline", "decline"), Severity.WARNING: ("refer", "refer")}
ANSWERS: Mapping[str | None, str] = {
    LEFT_OUT: N_("Leave out"),
    JOINT: N_("Joint"),
    RIGHT: N_("Both are right"),
}
"""The answers to a row that doubles another, and the words on their buttons."""
_SHOWN = 60
_LOW = 30
_LONGEST = 20


class ProblemCard(QFrame):
    """One group of like problems, speaking of the one that is looked at."""

    def __init__(self, group: ProblemGroup, owner: ProblemCards) -> None:
        super().__init__()
        self.group, self._owner = group, owner
        self.at = 0
        icon, ink = _ICONS[group.severity]
        self.title = label(weight=theme.SEMIBOLD)
        self.count = label(ink="text3", scale=0.9, tabular=True)
        self.said = label(ink="text2", wrap=True, scale=0.96)
        self.answers = row(gap=6)
        self.buttons = row(gap=6)
        head = row(Picture(icon, 16, ink), self.title, None, self.count, gap=8)
        inside = (head, self.said, self.answers, self.buttons)
        self.setLayout(column(*inside, margins=(12, 9, 12, 10), gap=6))
        self.show_current(current=False)

    @property
    def problem(self) -> Problem:
        """The problem of the group that is looked at."""
        return self.group.problems[self.at]

    def show_current(self, *, current: bool) -> None:
        """Draw the card as the one that is worked on, or as one of the others."""
        self.setProperty("role", "card-current" if current else "card")
        repolish(self)
        self._say(current=current)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._owner.reach(self.group, self.at)

    def _say(self, *, current: bool) -> None:
        problems = self.group.problems
        self.title.setText(self.group.title(_label_of(self.group.first)))
        self.said.setText(self.problem.text())
        many = len(problems) > 1
        place = _(
            "row {row} · {at} of {n}",
            row=self.problem.place.row,
            at=number(self.at + 1),
            n=number(len(problems)),
        )
        self.count.setText(place if many and current else "")
        self.setAccessibleName(f"{self.title.text()}. {self.said.text()}")
        self._lay_buttons()

    def _lay_buttons(self) -> None:
        clear(self.buttons)
        self._lay_answers()
        problem = self.problem
        alike = 0
        if problem.fix is not None:
            self.buttons.addWidget(
                button(lambda: fix_words(problem), self._fix, role="primary", height=_LOW)
            )
            alike = len(self._owner.similar_to(problem))
        if alike > 1:
            words = plural("Apply to {n} similar", "Apply to {n} similar", alike - 1)
            self.buttons.addWidget(button(lambda: words, self._fix_all, height=_LOW))
        if problem.place.row is not None:
            self.buttons.addWidget(
                tool("arrow_right", N_("Go to cell"), self._go, size=_LOW)
                if alike > 1
                else button(N_("Go to cell"), self._go, height=_LOW)
            )
        self.buttons.addStretch(1)

    def _lay_answers(self) -> None:
        """What can be said of a whole row that doubles another."""
        clear(self.answers)
        if self.problem.code in ANSWERED:
            told = ANSWERS
        elif self.problem.code in (JOINT, LEFT_OUT):
            told = {None: N_("Take that back")}
        else:
            return
        for answer, words in told.items():
            self.answers.addWidget(button(words, partial(self._answer, answer), height=_LOW))
        self.answers.addStretch(1)

    def _answer(self, answer: str | None) -> None:
        place = self.problem.place
        self._owner.fixed.emit({(place.sheet, place.row, ""): answer})

    def _fix(self) -> None:
        self._owner.fixed.emit(fixes_of([self.problem]))

    def _fix_all(self) -> None:
        self._owner.fixed.emit(fixes_of(self._owner.similar_to(self.problem)))

    def _go(self) -> None:
        self._owner.reach(self.group, self.at)


def fix_words(problem: Problem) -> str:
    """What the button says that puts a value right: "Use 21,000"."""
    if not problem.fix:
        return _("Treat as missing")
    short = problem.fix if len(problem.fix) <= _LONGEST else problem.fix[: _LONGEST - 1] + "…"
    return _("Use {value}", value=short)


def _label_of(problem: Problem) -> str:
    known = dictionary()
    return known[problem.fact].text() if problem.fact in known else problem.place.header


class ProblemCards(QWidget):
    """All problems, like with like. F8 walks them; `reached` carries the one that is next.

    `fixed` carries cell -> text, for one cell or for all that are alike.
    """

    reached = Signal(object)
    fixed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._book = ProblemBook(())
        self._current: Problem | None = None
        self.cards: list[ProblemCard] = []
        self.total = badge()
        self._list = column(gap=8, margins=(12, 0, 12, 12))
        self._area: QScrollArea = scrolled(self._list)
        head = row(
            label(N_("Problems"), scale=1.1, weight=theme.SEMIBOLD),
            self.total,
            None,
            key_cap("F8"),
            tool("chevron_up", N_("Previous problem"), lambda: self.step(-1), keys="Shift+F8"),
            tool("chevron_down", N_("Next problem"), lambda: self.step(1), keys="F8"),
            margins=(14, 8, 10, 8),
            gap=6,
        )
        self.setLayout(column(head, self._area, gap=0))
        again(self, self._rebuild)

    def show_problems(self, book: ProblemBook) -> None:
        """Show these problems; the one looked at stays current if it is still there."""
        self._book = book
        if self._current is not None:
            self._current = book.same(self._current)
        self._rebuild()

    def similar_to(self, problem: Problem) -> Sequence[Problem]:
        """Problems of the same kind in the same column whose right value is known too."""
        return self._book.similar(problem)

    def step(self, by: int) -> None:
        """Go to the next problem (or with -1 the previous one), round and round."""
        found = self._book.after(self._current, by)
        if found is not None:
            self._reach(found)

    def reach(self, group: ProblemGroup, at: int) -> None:
        """Make a problem of a group the one that is worked on."""
        self._reach(group.problems[at])

    def show_current(self, problem: Problem) -> None:
        """The cell of this problem was entered in the grid."""
        self._current = problem
        for card in self.cards:
            mine = problem in card.group.problems
            if mine:
                card.at = card.group.problems.index(problem)
                self._area.ensureWidgetVisible(card, 0, 12)
            if mine or card.property("role") == "card-current":
                card.show_current(current=mine)

    def _reach(self, problem: Problem) -> None:
        self.show_current(problem)
        self.reached.emit(problem)

    def _rebuild(self) -> None:
        clear(self._list)
        self.total.setText(number(len(self._book)))
        self.cards = [ProblemCard(group, self) for group in self._book.groups[:_SHOWN]]
        for card in self.cards:
            self._list.addWidget(card)
        self._say_rest()
        self._list.addStretch(1)
        if self._current is not None:
            self.show_current(self._current)

    def _say_rest(self) -> None:
        rest = len(self._book.groups) - _SHOWN
        words = ""
        if not self._book.groups:
            words = _("Nothing to fix. Every row can be taken in.")
        elif rest > 0:
            words = plural(
                "{n} more kind of problem; it shows when some of these are fixed.",
                "{n} more kinds of problems; they show when some of these are fixed.",
                rest,
            )
        if words:
            said = label(lambda: words, ink="text2", wrap=True)
            said.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._list.addWidget(said)
