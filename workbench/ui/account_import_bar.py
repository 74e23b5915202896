"""Bringing accounts in: booked from approvals, or monthly performance from a spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QVBoxLayout

from workbench.accounts.product import products
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, number, plural
from workbench.ui import account_asks, theme
from workbench.ui.account_words import product_word
from workbench.ui.buttons import button, tool
from workbench.ui.fields import choice_field
from workbench.ui.file_boxes import ask_spreadsheet
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label, shown
from workbench.ui.layouts import clear, column, row
from workbench.ui.notices import ProblemBar, percent_done
from workbench.ui.words import again, say

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

_MOST_PROBLEMS = 6


class ImportBar(QFrame):
    """A bar over the list: product and file, progress, then what became of the rows with every
    problem named. `changed` tells that accounts were opened or their months told."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.setProperty("role", "card")
        self.problems = ProblemBar()
        self.product = choice_field(N_("Product of the accounts"), 190)
        self.choose = button(N_("Choose a file…"), self._ask_file, role="primary", icon="sheet")
        self.book = button(N_("Book approved applications"), self.book_approved, icon="approve")
        self.on = QLineEdit(date.today().isoformat())  # noqa: DTZ011 -- the desk's own day
        self.on.setFixedSize(theme.grown(104), 30)
        self.on.setFont(theme.font(1.0, tabular=True))
        for name in (self.on.setAccessibleName, self.on.setToolTip):
            say(self.on, name, N_("Day on which the accounts are opened and the loans paid out"))
        self.close_ = button(N_("Close last month"), self.close_month, icon="calendar")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        say(self._progress, self._progress.setAccessibleName, N_("Progress of the import"))
        self._at = label("", ink="text2", scale=0.92, tabular=True)
        self.said = label("", weight=theme.MEDIUM, wrap=True)
        self.listed = QVBoxLayout()
        self.listed.setSpacing(3)
        close = tool("close", N_("Close"), self.hide, size=28)
        head = row(
            label(N_("Monthly performance of"), ink="text2"), self.product, self.choose, self.book,
            self.on, self.close_, self._progress, self._at, None, close, gap=8,
        )  # fmt: skip
        self.setLayout(
            column(head, self.problems, self.said, self.listed, gap=6, margins=(14, 8, 8, 9))
        )
        self._busy(on=False)
        self.said.hide()
        self.hide()
        again(self, self._name_products)

    def _name_products(self) -> None:
        kept = self.product.currentData()
        self.product.clear()
        for word in sorted(products()):
            self.product.addItem(product_word(word), word)
        self.product.setCurrentIndex(max(0, self.product.findData(kept)))

    def open_bar(self) -> None:
        """Show the bar, ready for a file."""
        self._name_products()
        self.show()
        self.choose.setFocus()

    def _ask_file(self) -> None:
        file = ask_spreadsheet(self)
        if file:
            self.take(file)

    def take(self, file: str) -> None:
        """Take in a performance file."""
        product = str(self.product.currentData())
        self._busy(on=True)

        def work(step: Step) -> Any:
            return account_asks.import_performance(self._desk, file, product, step)

        self._jobs.start(
            self, work, self._on_imported, self._on_error, self._on_step,
            title=N_("Importing performance"),
        )  # fmt: skip

    def book_approved(self) -> None:
        """Open accounts for the approved applications, as of the day beside the button."""
        try:
            day = date.fromisoformat(self.on.text().strip())
        except ValueError:
            self.problems.show_text(
                _("Enter the day of opening as year-month-day, such as 2026-05-01.")
            )
            self.on.setFocus()
            return
        self._busy(on=True)
        self._jobs.start(
            self,
            lambda _step: account_asks.book_approved(self._desk, day),
            self._on_booked,
            self._on_error,
            title=N_("Booking accounts"),
        )

    def close_month(self) -> None:
        """Close the month before this one for every account kept here."""
        self._busy(on=True)
        self._jobs.start(
            self,
            lambda step: account_asks.close_last_month(self._desk, step),
            self._on_closed,
            self._on_error,
            self._on_step,
            title=N_("Closing the month"),
        )

    def _on_closed(self, found: Any) -> None:
        self._busy(on=False)
        clear(self.listed)
        self.said.setText(
            _(
                "{month}: {accounts} accounts closed, {already} were closed already.",
                month=f"{found.month:%Y-%m}",
                accounts=number(found.accounts),
                already=number(found.already),
            )
        )
        self.said.show()
        self.changed.emit()

    def _on_step(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._at.setText(percent_done(done, total))

    def _busy(self, *, on: bool) -> None:
        self._progress.setVisible(on)
        self._progress.setRange(0, 0)
        self._at.setVisible(on)
        self._at.setText("")
        self.choose.setEnabled(not on)
        self.book.setEnabled(not on)
        self.close_.setEnabled(not on)

    def _on_error(self, error: WorkbenchError) -> None:
        self._busy(on=False)
        self.problems.show_error(error)

    def _on_booked(self, found: Any) -> None:
        self._busy(on=False)
        clear(self.listed)
        self.said.setText(
            _(
                "{booked} booked, {already} had an account already.",
                booked=number(found.booked),
                already=number(found.already),
            )
        )
        self.said.show()
        self.changed.emit()

    def _on_imported(self, found: Any) -> None:
        self._busy(on=False)
        result, intake = found
        self.problems.hide()
        self.said.setText(
            _(
                "{rows} rows: {ready} ready, {waiting} waiting, {repeated} told before. "
                "{opened} accounts opened, {months} months and {entries} entries added.",
                rows=number(result.rows),
                ready=number(result.ready),
                waiting=number(result.waiting),
                repeated=number(result.repeated),
                opened=number(result.opened),
                months=number(result.months),
                entries=number(result.entries),
            )
        )
        self.said.show()
        clear(self.listed)
        sentences = [problem.text() for problem in intake.problems]
        sentences += result.stopped
        sentences += [
            _("No account goes by “{reference}”, and the row has no balance to open one by.",
              reference=reference)
            for reference in result.unknown
        ]  # fmt: skip
        for sentence in sentences[:_MOST_PROBLEMS]:
            self.listed.addWidget(shown(sentence, ink="refer", scale=0.94, wrap=True))
        more = len(sentences) - _MOST_PROBLEMS
        if more > 0:
            words = plural("… and {n} more.", "… and {n} more.", more)
            self.listed.addWidget(shown(words, ink="text2", scale=0.94))
        self.changed.emit()
