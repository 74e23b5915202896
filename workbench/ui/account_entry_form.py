"""Money that moved, recorded in place: drawing, payment, refund or fee, with its day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.accounts.account import EVENT_WORDS, MOVES_MONEY, EventKind
from workbench.accounts.product import ProductKind
from workbench.i18n import N_, _, money
from workbench.ui import theme
from workbench.ui.account_asks import Entry
from workbench.ui.account_sides import Shown
from workbench.ui.buttons import KeyButton
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.labels import Picture, label, set_ink
from workbench.ui.layouts import column, row
from workbench.ui.words import say


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
        loan = one.file.product.kind is ProductKind.LOAN
        self.kind = choice_field(N_("Kind of movement"), 150)
        for kind in MOVES_MONEY:
            if not (loan and kind is EventKind.DRAWING):  # a loan is drawn by its terms
                self.kind.addItem(_(EVENT_WORDS[kind]), kind.value)
        self.kind.setCurrentIndex(max(0, self.kind.findData(EventKind.PAYMENT.value)))
        self.kind.activated.connect(lambda _at: self.check())
        self.amount = self._field(N_("Amount"), 120)
        self.on = self._field(N_("Day, such as 2026-11-22"), 112)
        self.on.setText(one.file.position.on.isoformat())
        self.note = self._field(N_("Note for the record"), 0)
        self._lay()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record_it)
        self.check()

    def _field(self, name: str, width: int) -> QLineEdit:
        made = QLineEdit()
        made.setFixedHeight(HEIGHT)
        if width:
            made.setFixedWidth(width)
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
        fields = row(self.kind, self.amount, self.on, self.note, gap=8)
        fields.setStretch(3, 1)
        foot = row(Picture("wallet", 16, "text2"), self.said, cancel, self.record, gap=8)
        foot.setStretch(1, 1)
        self.setLayout(column(fields, foot, gap=10, margins=(16, 12, 14, 12)))

    def entry(self) -> Entry | None:
        """What stands in the form; None while amount or day cannot be read."""
        try:
            amount = Decimal(self.amount.text().strip().replace(",", ""))
            on = date.fromisoformat(self.on.text().strip())
        except (InvalidOperation, ValueError):
            return None
        kind = EventKind(str(self.kind.currentData()))
        return Entry(kind, amount, on, self.note.text().strip()) if amount > 0 else None

    def check(self) -> None:
        """Say what is missing, or what the entry does."""
        from workbench.workflow.account_entries import may_draw

        entry, account = self.entry(), self._one.file.account
        why = ""
        if entry is None:
            why = _("Enter an amount and a day such as {day}.", day=self._one.file.position.on)
        elif entry.kind is EventKind.DRAWING:
            why = may_draw(self._one.file, entry.amount)
        self.record.setEnabled(not why)
        set_ink(self.said, "refer" if why else "text2")
        if why or entry is None:
            self.said.setText(why)
            return
        more = entry.kind in (EventKind.DRAWING, EventKind.FEE)
        balance = self._one.file.position.balance + (entry.amount if more else -entry.amount)
        self.said.setText(
            _("The balance becomes {balance}.", balance=money(balance, account.currency))
        )

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
