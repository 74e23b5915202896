"""The form that asks who sits here: name and password, or the recovery code from the safe."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.brand import Mark
from workbench.ui.buttons import button
from workbench.ui.fields import HEIGHT
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.words import Text, again, say, spoken

_WIDTH = 380


class SignInForm(QFrame):
    """Name, password, one button. `entered` carries (name, password); `recovering` carries
    (code, name, new password) where a recovery code is asked for."""

    entered = Signal(str, str)
    recovering = Signal(str, str, str)

    def __init__(self, title: Text, names: Sequence[str] = (), *, recovers: bool = False) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFixedWidth(theme.grown(_WIDTH))
        self._title = title
        self.name = QComboBox()
        self.name.setEditable(not names)
        self.name.addItems(list(names))
        self.name.setFixedHeight(HEIGHT + 2)
        self.code = _field(N_("Recovery code"))
        self.password = _field(N_("Password"), secret=True)
        say(self.name, self.name.setAccessibleName, N_("Name"))
        edit = self.name.lineEdit()
        if edit is not None:
            say(edit, edit.setAccessibleName, N_("Name"))
        say(self.name.view(), self.name.view().setAccessibleName, N_("Name"))
        self.said = label(ink="decline", scale=0.94, wrap=True)
        self.said.hide()
        self.press = button(N_("Sign in"), self._submit, role="primary", height=36)
        self.other = button(self._other_words, self._turn, role="link")
        self.other.setVisible(recovers)
        self._recovers = False
        self.password.returnPressed.connect(self._submit)
        self._lay()
        again(self, self._tell)

    def _lay(self) -> None:
        self._head = label(self._title, scale=1.2, weight=theme.SEMIBOLD)
        self._code_name = label(N_("Recovery code"), weight=theme.MEDIUM, scale=0.96)
        self._password_name = label(N_("Password"), weight=theme.MEDIUM, scale=0.96)
        layout = column(
            row(Mark(36), self._head, None, gap=12),
            8,
            self._code_name,
            self.code,
            label(N_("Name"), weight=theme.MEDIUM, scale=0.96),
            self.name,
            4,
            self._password_name,
            self.password,
            self.said,
            6,
            self.press,
            row(None, self.other, None),
            gap=6,
            margins=(26, 24, 26, 18),
        )
        self.setLayout(layout)
        self._tell()

    def first_field(self) -> QWidget:
        """Where typing begins."""
        return self.password if self.name.currentText() else self.name

    def begin(self, name: str = "") -> None:
        """Empty the password and put the keyboard there; `name` is offered."""
        if name:
            at = self.name.findText(name)
            if at >= 0:
                self.name.setCurrentIndex(at)
            elif self.name.isEditable():
                self.name.setEditText(name)
        self.password.clear()
        self.said.hide()
        self.set_busy(busy=False)
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: WorkbenchError) -> None:
        """Say why nobody got in."""
        self.set_busy(busy=False)
        self.said.setText(error.text())
        self.said.show()
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, *, busy: bool) -> None:
        """While the password is being checked nothing else is taken."""
        self.press.setEnabled(not busy)

    def _submit(self) -> None:
        if not self.press.isEnabled():
            return
        self.said.hide()
        self.set_busy(busy=True)
        name, password = self.name.currentText().strip(), self.password.text()
        if self._recovers:
            self.recovering.emit(self.code.text(), name, password)
        else:
            self.entered.emit(name, password)

    def _turn(self) -> None:
        self._recovers = not self._recovers
        self.said.hide()
        self._tell()

    def _tell(self) -> None:
        self.code.setVisible(self._recovers)
        self._code_name.setVisible(self._recovers)
        self._password_name.setText(_("New password") if self._recovers else _("Password"))
        self.press.setText(_("Open and set the password") if self._recovers else _("Sign in"))
        self.other.setText(self._other_words())
        self._head.setText(spoken(self._title))

    def _other_words(self) -> str:
        if getattr(self, "_recovers", False):
            return _("Sign in with a password")
        return _("Use the recovery code")


def _field(name: Text, *, secret: bool = False) -> QLineEdit:
    made = QLineEdit()
    made.setFixedHeight(HEIGHT + 2)
    say(made, made.setAccessibleName, name)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
