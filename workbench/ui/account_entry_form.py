"""What moved, recorded in place: money, a loan by its terms, a plan, or an early end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.accounts.account import MOVES_MONEY
from workbench.i18n import N_, _
from workbench.money.typed_figures import typed_figure
from workbench.ui import theme
from workbench.ui.account_asks import Entry, Movement
from workbench.ui.account_entry_terms import MOVEMENT_WORDS, EntryTerms, movements, what_it_does
from workbench.ui.account_sides import Shown
from workbench.ui.buttons import KeyButton
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.labels import Picture, label, set_ink
from workbench.ui.layouts import column, row
from workbench.ui.words import say

NONE = Decimal(0)


class AccountEntryForm(QWidget):
    """`recorded` carries the Entry, `left` nothing. The workflow refuses what may not be."""

    recorded = Signal(object)
    left = Signal()

    def __init__(self, one: Shown) -> None:
        super().__init__()
        self._one = one
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self.check)
        self.kind = choice_field(N_("Kind of movement"), 170)
        for kind in movements(one.file):
            self.kind.addItem(_(MOVEMENT_WORDS[kind]), kind.value)
        self.kind.setCurrentIndex(max(0, self.kind.findData(Movement.PAYMENT.value)))
        self.kind.activated.connect(lambda _at: self.on_kind())
        self.amount = self._field(N_("Amount"), 120)
        self.terms = EntryTerms(one.file, self.check)
        self.on = self._field(N_("Day, such as 2026-11-22"), 112)
        self.on.setText(one.file.position.on.isoformat())
        self.note = self._field(N_("Note for the record"), 0)
        self._lay()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record_it)
        self.on_kind()

    def _field(self, name: str, width: int) -> QLineEdit:
        made = QLineEdit()
        made.setFixedHeight(HEIGHT)
        if width:
            made.setFixedWidth(theme.grown(width))
        made.setFont(theme.font(1.0, tabular=True))
        say(made, made.setAccessibleName, name)
        say(made, made.setPlaceholderText, name)
        made.textEdited.connect(lambda _text: self._later.start())
        return made

    def _lay(self) -> None:
        self.said = label(ink="text2", scale=0.94, wrap=True)
        cancel = KeyButton(N_("Cancel"), "Esc", "close")
        cancel.clicked.connect(lambda _checked=False: self.left.emit())
        self.record = KeyButton(N_("Record"), "Ctrl ⏎", "check", primary=True)
        self.record.clicked.connect(lambda _checked=False: self.record_it())
        fields = row(self.kind, self.amount, self.terms, self.on, self.note, gap=8)
        fields.setStretch(4, 1)
        foot = row(Picture("wallet", 16, "text2"), self.said, cancel, self.record, gap=8)
        foot.setStretch(1, 1)
        self.setLayout(column(fields, foot, gap=10, margins=(16, 12, 14, 12)))

    def chosen(self) -> Movement:
        """The kind of movement chosen now."""
        return Movement(str(self.kind.currentData()))

    def on_kind(self) -> None:
        """Show the fields that this kind of movement needs."""
        kind = self.chosen()
        self.amount.setVisible(kind not in (Movement.PLAN_END, Movement.SETTLE))
        self.note.setVisible(kind.value in {each.value for each in MOVES_MONEY})
        self.terms.show_for(kind)
        self.check()

    def entry(self) -> Entry | None:
        """What stands in the form; None while amount or day cannot be read."""
        kind = self.chosen()
        ends = kind in (Movement.PLAN_END, Movement.SETTLE)
        amount = NONE if ends else typed_figure(self.amount.text())
        try:
            on = date.fromisoformat(self.on.text().strip())
        except ValueError:
            return None
        if amount is None or (amount <= 0 and not ends):
            return None
        terms = self.terms
        return Entry(
            kind, amount, on, self.note.text().strip(), terms.months(), terms.method(),
            terms.series(),
        )  # fmt: skip

    def check(self) -> None:
        """Say what is missing, or what the entry does."""
        entry = self.entry()
        if entry is None:
            why = _("Enter an amount and a day such as {day}.", day=self._one.file.position.on)
            does = ""
        else:
            why, does = what_it_does(self._one.file, entry)
        self.record.setEnabled(not why)
        set_ink(self.said, "refer" if why else "text2")
        self.said.setText(why or does)

    def record_it(self) -> None:
        """Hand the entry over, if it is complete."""
        entry = self.entry()
        if entry is not None and self.record.isEnabled():
            self.recorded.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
