"""Retention on the audit page: what is past its time, legal holds, and erasure for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from workbench.i18n import N_, _, moment, plural
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import filter_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label
from workbench.ui.layouts import card, column, row
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.reading import Reading
from workbench.ui.table import Column, TableModel, TableView

if TYPE_CHECKING:
    from workbench.storage.retention import Kept
    from workbench.workflow.desk import Desk


def retention_columns() -> tuple[Column[Kept], ...]:
    """The columns of what is past its time."""
    return (
        Column("number", N_("Application"), lambda k: k.number, 140, strong=True),
        Column("product", N_("Product"), lambda k: k.product, 180),
        Column("last", N_("Last event"), lambda k: moment(k.last_at), 180),
        Column("hold", N_("Legal hold"), lambda k: k.hold, 200, stretch=True, ink="text2"),
    )


class RetentionSide(QWidget):
    """What may go, what must stay. `erased`: personal data is gone, lists must be read again."""

    erased = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._past: tuple[Kept, ...] = ()
        self.number: QLineEdit = filter_field(
            N_("Application"), N_("Application, such as A-000123")
        )
        self.number.setFixedWidth(theme.grown(240))
        self.basis: QLineEdit = filter_field(N_("Basis"), N_("Order or file number"))
        self.hold = button(N_("Place a hold"), self._hold, icon="lock", height=32)
        self.lift = button(N_("Lift the hold"), self._lift, height=32)
        self.erase_one = button(N_("Erase on request"), self._erase_one, icon="trash", height=32)
        self.erase_all = button(
            N_("Erase all past their time"),
            self._erase_all,
            role="primary",
            icon="trash",
            height=32,
        )
        self.model: TableModel[Kept] = TableModel(retention_columns())
        self.table = TableView(self.model, N_("Past their time of retention"))
        self.table.picked.connect(self._on_picked)
        self.problems = ProblemBar()
        self._lay()
        self._reading = Reading(self, N_("Looking for what is past its time"), "clock")
        for field in (self.number, self.basis):
            field.textChanged.connect(lambda _text: self._allow())

    def _lay(self) -> None:
        said = label(
            N_(
                "Erasure takes away facts, letters, names and justifications for good. Numbers, "
                "codes, dates and the chain of the journal stay and still prove themselves. How "
                "long data is kept is in the letter pack; backups made earlier still hold it."
            ),
            ink="text2",
            wrap=True,
        )
        one = row(self.number, self.basis, self.hold, self.lift, self.erase_one)
        one.setStretch(1, 1)
        told = row(said, self.erase_all, gap=14)
        told.setStretch(0, 1)
        head = column(
            card(column(told, one, margins=(14, 10, 14, 12), gap=10)),
            self.problems,
            margins=(14, 0, 14, 10),
            gap=10,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(Blank("check", N_("Nothing is past its time of retention")))
        layout = column(head, self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._allow()

    def refresh(self) -> None:
        """Ask again what is past its time."""

        def read(_step: Step) -> tuple[Kept, ...]:
            from workbench.workflow import letting_go

            return letting_go.past_their_time(self._desk)

        self._reading.ask(self._jobs, read, self._show)

    def _show(self, past: tuple[Kept, ...]) -> None:
        self._past = past
        self.model.show_rows(past)
        self._stack.setCurrentIndex(0 if past else 1)
        self._allow()

    def _on_picked(self, kept: Kept | None) -> None:
        self.number.setText(kept.number if kept else "")

    def _allow(self) -> None:
        named = bool(self.number.text().strip())
        based = bool(self.basis.text().strip())
        self.erase_one.setEnabled(named)
        self.hold.setEnabled(named and based)
        self.lift.setEnabled(named and based)
        self.erase_all.setEnabled(any(not kept.hold for kept in self._past))

    def _hold(self) -> None:
        from workbench.workflow import letting_go

        self._act(letting_go.place_hold, _("{number} is kept until the hold is lifted."))

    def _lift(self) -> None:
        from workbench.workflow import letting_go

        self._act(letting_go.lift_hold, _("{number} may be erased when its time is over."))

    def _act(self, act: Any, said: str) -> None:
        number, basis = self.number.text().strip(), self.basis.text().strip()

        def on_done(_nothing: Any) -> None:
            self.problems.show_done(said.replace("{number}", number))
            self.basis.clear()
            self.refresh()

        self._jobs.start(
            self, lambda _step: act(self._desk, number, basis), on_done, self.problems.show_error
        )

    def _erase_one(self) -> None:
        self._erase([self.number.text().strip()], "request")

    def _erase_all(self) -> None:
        self._erase([kept.number for kept in self._past if not kept.hold], "retention_ended")

    def _erase(self, numbers: list[str], basis: str) -> None:
        """Ask once more in the page itself: what is erased cannot be brought back."""
        said = plural(
            "The personal data of {n} application will be gone for good.",
            "The personal data of {n} applications will be gone for good.",
            len(numbers),
        )
        sure = (N_("Erase for good"), lambda: self._erase_for_good(numbers, basis))
        self.problems.show_text(said, [sure])

    def _erase_for_good(self, numbers: list[str], basis: str) -> None:
        def work(_step: Step) -> int:
            from workbench.workflow import letting_go

            return letting_go.erase(self._desk, numbers, basis)

        self._jobs.start(self, work, self._on_erased, self.problems.show_error, title=N_("Erasing"))

    def _on_erased(self, gone: int) -> None:
        from workbench.workflow import letting_go

        self.problems.show_done(letting_go.erased_sentence(gone))
        self.number.clear()
        self.refresh()
        self.erased.emit()
