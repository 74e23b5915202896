"""What an offer may carry besides its terms: a compensating factor, a condition, its last day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from workbench.credit.decision import CompensatingFactor
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.ui.buttons import rest, tool, wake
from workbench.ui.fields import HEIGHT, number_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label, set_ink
from workbench.ui.layouts import column, row
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.storage.people_evidence import Evidence
    from workbench.workflow.desk import Desk


class OfferExtras(QWidget):
    """One factor, one condition a line, and for how many days the offer stands (0: as usual).

    `changed` after every change.
    """

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, application: int) -> None:
        super().__init__()
        self._desk, self._jobs, self._application = desk, jobs, application
        self._paper: int | None = None
        self.what, self.value = _line(N_("Compensating factor")), _line(N_("Its value"))
        self.condition = _line(N_("Condition before the money is paid out"))
        self.attach = tool("link", N_("Attach a paper"), self._attach)
        self.days = number_field(N_("Days the offer stands"), 0, 90, unit=N_(" days"))
        self.said = label(scale=0.9, wrap=True)
        self.said.hide()
        for field in (self.what, self.value, self.condition):
            field.textChanged.connect(lambda _text: self.changed.emit())
        self.days.valueChanged.connect(lambda _value: self.changed.emit())
        factor = row(self.what, self.value, self.attach, gap=6)
        factor.setStretch(0, 2)
        factor.setStretch(1, 1)
        below = row(self.condition, self.days, gap=6)
        below.setStretch(0, 1)
        self.setLayout(column(factor, self.said, below, gap=6))

    def factors(self) -> tuple[CompensatingFactor, ...]:
        """The factor, when one was named or a paper attached."""
        what, value = self.what.text().strip(), self.value.text().strip()
        if not (what or value or self._paper is not None):
            return ()
        return (CompensatingFactor(what, value, self._paper),)

    def conditions(self) -> tuple[str, ...]:
        """The condition, when one was written; several are parted by semicolons."""
        text = self.condition.text().replace("；", ";")
        return tuple(part.strip() for part in text.split(";") if part.strip())

    def valid_until(self) -> date | None:
        """The last day of the offer; None leaves it as the letter pack has it."""
        from workbench.workflow.desk import now

        days = self.days.value()
        return now().date() + timedelta(days=days) if days else None

    def _attach(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Attach a paper"))
        if chosen:
            self.keep(Path(chosen))

    def keep(self, file: Path) -> None:
        """Keep a file with the case as this factor's evidence, off the GUI thread."""

        def work(_step: Step) -> Evidence:
            from workbench.workflow import papers

            return papers.attach(self._desk, self._application, file)

        rest(self.attach)
        self._jobs.start(self, work, self._on_kept, self._on_refused, title=N_("Attaching a paper"))

    def _on_kept(self, kept: Evidence) -> None:
        self._paper = kept.id
        self._tell(_("Attached: {name}", name=kept.name), "text3")

    def _on_refused(self, refusal: WorkbenchError) -> None:
        self._tell(refusal.text(), "decline")

    def _tell(self, said: str, ink: str) -> None:
        wake(self.attach)
        set_ink(self.said, ink)
        self.said.setText(said)
        self.said.show()
        self.changed.emit()


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setFixedHeight(HEIGHT)
    say(made, made.setAccessibleName, name)
    say(made, made.setPlaceholderText, name)
    return made
