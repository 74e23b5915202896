"""Where the letters of an account go that is kept elsewhere, told in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.account_asks import Place
from workbench.ui.buttons import KeyButton
from workbench.ui.fields import HEIGHT
from workbench.ui.labels import Picture, label, set_ink
from workbench.ui.layouts import column, row
from workbench.ui.words import say


class AccountAddressForm(QWidget):
    """`recorded` carries the Place, `left` nothing. What is known already stands in the fields."""

    recorded = Signal(object)
    left = Signal()

    def __init__(self, known: Place) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.street = self._field(N_("Street and number"), known.street)
        self.city = self._field(N_("City"), known.city, 96)
        self.region = self._field(N_("State or region"), known.region, 128)
        self.postcode = self._field(N_("Postcode"), known.postcode, 84)
        self.said = label(ink="text2", scale=0.94, wrap=True)
        cancel = KeyButton(N_("Cancel"), "Esc", "close")
        cancel.clicked.connect(lambda _checked=False: self.left.emit())
        self.record = KeyButton(N_("Record"), "Ctrl ⏎", "check", primary=True)
        self.record.clicked.connect(lambda _checked=False: self.record_it())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.record_it)
        fields = row(self.street, self.city, self.region, self.postcode, gap=8)
        fields.setStretch(0, 1)
        foot = row(Picture("letter", 16, "text2"), self.said, cancel, self.record, gap=8)
        foot.setStretch(1, 1)
        self.setLayout(column(fields, foot, gap=10, margins=(16, 12, 14, 12)))
        self.kind = self.street
        self.check()

    def _field(self, name: str, known: str, width: int = 0) -> QLineEdit:
        made = QLineEdit(known)
        made.setFixedHeight(HEIGHT)
        if width:
            made.setFixedWidth(theme.grown(width))
        say(made, made.setAccessibleName, name)
        say(made, made.setPlaceholderText, name)
        made.textEdited.connect(lambda _text: self.check())
        return made

    def place(self) -> Place:
        """What stands in the form."""
        fields = (self.street, self.city, self.region, self.postcode)
        return Place(*(field.text().strip() for field in fields))

    def check(self) -> None:
        """Say what is missing, or what becomes of it."""
        told = self.place()
        whole = bool(told.street and told.city)
        self.record.setEnabled(whole)
        set_ink(self.said, "text2" if whole else "refer")
        self.said.setText(
            _("Letters about this account go there from now on.")
            if whole
            else _("Street and city are both needed for a letter to arrive.")
        )

    def record_it(self) -> None:
        """Hand the address over, if it is complete."""
        if self.record.isEnabled():
            self.recorded.emit(self.place())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
