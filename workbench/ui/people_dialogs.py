"""Dialogs about people: add one, change one, set a password. Plain values in, an answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from workbench.credit.roles import Person
from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.words import Text, say

Roles = Sequence[tuple[str, str]]
"""Roles one may choose: (stored word, as people read it)."""


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What was entered about a person; `password` is empty where none was asked for."""

    name: str
    shown_name: str
    title: str
    branch: str
    role: str
    public_key: str
    password: str


class _Form(QDialog):
    """Named fields one below the other, and two buttons."""

    def __init__(self, over: QWidget, title: Text, record: Text) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(9)
        self._hint = label(ink="text3", scale=0.92, wrap=True)
        self._hint.setFixedWidth(theme.grown(420))
        self._cancel = button(N_("Cancel"), self.reject)
        self.record = button(record, self.accept, role="primary")
        self.record.setDefault(True)
        head = label(title, scale=1.14, weight=theme.SEMIBOLD)
        layout = column(head, 4, gap=10, margins=(24, 20, 24, 18))
        layout.addLayout(self._grid)
        layout.addWidget(self._hint)
        layout.addLayout(row(None, self._cancel, self.record, gap=8))
        self.setLayout(layout)

    def _put(self, name: Text, field: QWidget) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(label(name, weight=theme.MEDIUM), at, 0)
        self._grid.addWidget(field, at, 1)
        if at == 1:
            field.setFocus()
        QWidget.setTabOrder(field, self._cancel)
        QWidget.setTabOrder(self._cancel, self.record)

    def _line(self, name: Text, text: str = "", *, secret: bool = False) -> QLineEdit:
        made = QLineEdit(text)
        made.setFixedSize(theme.grown(280), HEIGHT)
        say(made, made.setAccessibleName, name)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        self._put(name, made)
        return made

    def _choice(self, name: Text, choices: Roles, chosen: str) -> QComboBox:
        made = choice_field(name, 280)
        for word, text in choices:
            made.addItem(text, word)
        made.setCurrentIndex(max(0, made.findData(chosen)))
        self._put(name, made)
        return made


class PersonDialog(_Form):
    """Adds or changes a person: `PersonDialog.ask(self, roles) -> PersonAnswer | None`."""

    def __init__(
        self, over: QWidget, roles: Roles, person: Person | None, said: PersonAnswer | None = None
    ) -> None:
        title = N_("Change a person") if person else N_("Add a person")
        super().__init__(over, title, N_("Save") if person else N_("Add"))
        self._person = person
        first = said or person
        self.name = self._line(N_("Sign-in name"), first.name if first else "")
        self.name.setEnabled(person is None)
        self.shown_name = self._line(
            N_("Name on decisions and letters"), first.shown_name if first else ""
        )
        self.title = self._line(N_("Title on letters"), first.title if first else "")
        self.branch = self._line(N_("Branch"), first.branch if first else "")
        self.role = self._choice(N_("Role"), roles, first.role if first else "officer")
        self.password = self.key = None
        if person is None:
            self.password = self._line(N_("First password"), secret=True)
            self.key = self._line(N_("Or: key of another machine"), said.public_key if said else "")
            say(
                self._hint,
                self._hint.setText,
                N_(
                    "At least 15 characters; a sentence of several words is easy to remember. "
                    "Somebody who signs sealed case files on another machine gets no password "
                    "here: enter their public key."
                ),
            )
        self._hint.setVisible(person is None)

    @classmethod
    def ask(
        cls,
        over: QWidget,
        roles: Roles,
        person: Person | None = None,
        said: PersonAnswer | None = None,
    ) -> PersonAnswer | None:
        """What was entered; None when it was cancelled. `said` was entered before and refused:
        it stands there again, all but the password."""
        asked = cls(over, roles, person, said)
        return asked.answer() if asked.exec() else None

    def answer(self) -> PersonAnswer:
        """What stands in the fields now."""
        return PersonAnswer(
            name=self.name.text().strip(),
            shown_name=self.shown_name.text().strip() or self.name.text().strip(),
            title=self.title.text().strip(),
            branch=self.branch.text().strip(),
            role=str(self.role.currentData()),
            public_key=self.key.text().strip() if self.key else "",
            password=self.password.text() if self.password else "",
        )


class AgreeDialog(_Form):
    """Asks a second person to agree: `AgreeDialog.ask(self, people) -> (name, password) | None`."""

    def __init__(self, over: QWidget, could: Sequence[Person]) -> None:
        super().__init__(over, N_("A second person agrees"), N_("Agree"))
        names = [(one.name, one.shown_name) for one in could]
        self.person = self._choice(N_("Second person"), names, "")
        self.password = self._line(N_("Their password"), secret=True)
        say(
            self._hint,
            self._hint.setText,
            N_(
                "A restore takes back what was done since the backup. Somebody else who may "
                "restore agrees to it here with their own password."
            ),
        )
        self.password.textChanged.connect(lambda text: self.record.setEnabled(bool(text)))
        self.record.setEnabled(False)

    @classmethod
    def ask(cls, over: QWidget, could: Sequence[Person]) -> tuple[str, str] | None:
        """(name, password) of who agrees; None when it was cancelled."""
        asked = cls(over, could)
        if not asked.exec():
            return None
        return str(asked.person.currentData()), asked.password.text()


class PasswordDialog(_Form):
    """Asks for a new password: `PasswordDialog.ask(self, own=True) -> (old, new) | None`."""

    def __init__(self, over: QWidget, *, own: bool) -> None:
        super().__init__(over, N_("Set a password"), N_("Set"))
        self.old = self._line(N_("Password so far"), secret=True) if own else None
        self.new = self._line(N_("New password"), secret=True)
        self.again = self._line(N_("The same again"), secret=True)
        say(
            self._hint,
            self._hint.setText,
            N_("At least 15 characters; a sentence of several words is easy to remember."),
        )
        for field in (self.new, self.again):
            field.textChanged.connect(lambda _text: self._check())
        self._check()

    @classmethod
    def ask(cls, over: QWidget, *, own: bool) -> tuple[str, str] | None:
        """(password so far, new password); None when it was cancelled."""
        asked = cls(over, own=own)
        if not asked.exec():
            return None
        return (asked.old.text() if asked.old else "", asked.new.text())

    def _check(self) -> None:
        same = self.new.text() == self.again.text() != ""
        self.record.setEnabled(same)
