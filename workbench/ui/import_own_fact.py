"""Asking what an own fact is called, in both languages, and what sort of value it holds."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from workbench.credit.facts import Kind
from workbench.i18n import N_, _
from workbench.ui.buttons import button
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.words import say
from workbench.workflow.own_columns import KINDS

KIND_WORDS = {
    Kind.TEXT: N_("Text"),
    Kind.NUMBER: N_("Number"),
    Kind.MONEY: N_("Amount of money"),
    Kind.COUNT: N_("Whole number"),
    Kind.RATIO: N_("Share in percent"),
    Kind.DATE: N_("Date"),
    Kind.YES_NO: N_("Yes or no"),
}
WIDTH = 460


@dataclass(frozen=True, slots=True)
class OwnFactAnswer:
    """What the officer calls an own fact, and its type."""

    label_en: str
    label_zh: str
    kind: Kind


class OwnFactBox(QDialog):
    """A column's header above its two names and its type."""

    def __init__(self, header: str, over: QWidget | None = None) -> None:
        super().__init__(over)
        say(self, self.setWindowTitle, N_("Make an own fact"))
        self.setMinimumWidth(WIDTH)
        self.english = _field(N_("Name in English"), header)
        self.chinese = _field(N_("Name in Chinese"), header)
        self.kind = choice_field(N_("Type of its values"))
        for kind in KINDS:
            self.kind.addItem(_(KIND_WORDS[kind]), kind)
        form = QFormLayout()
        form.setSpacing(10)
        for field in (self.english, self.chinese, self.kind):
            form.addRow(label(field.accessibleName(), ink="text2"), field)
        note = label(
            N_(
                "From the next file on, a column of this name is matched to it. The type stays as "
                "it is once it is made."
            ),
            ink="text2",
            wrap=True,
        )
        self.make = button(N_("Make it"), self.accept, role="primary", height=34)
        self.make.setDefault(True)
        buttons = row(None, button(N_("Cancel"), self.reject, height=34), self.make)
        inside = column(note, gap=14, margins=(20, 18, 20, 16))
        inside.addLayout(form)
        inside.addLayout(buttons)
        self.setLayout(inside)
        self.english.textChanged.connect(lambda text: self.make.setEnabled(bool(text.strip())))

    def answer(self) -> OwnFactAnswer:
        """What stands in the fields."""
        kind = Kind(self.kind.currentData())
        return OwnFactAnswer(self.english.text(), self.chinese.text(), kind)


def ask_own_fact(over: QWidget, header: str) -> OwnFactAnswer | None:
    """What the column is to be called as an own fact; None when it stays as it is."""
    box = OwnFactBox(header, over)
    return box.answer() if box.exec() == QDialog.DialogCode.Accepted else None


def _field(name: str, text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setFixedHeight(HEIGHT)
    say(made, made.setAccessibleName, name)
    return made
