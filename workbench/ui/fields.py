"""Fields to type and choose in, dressed and named alike."""

from __future__ import annotations

from PySide6 import QtWidgets  # QDateEdit and QSpinBox are dear to load, and no first page has one
from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QToolButton,
)

from workbench.i18n import N_
from workbench.ui import icons, theme
from workbench.ui.words import Text, say, spoken

HEIGHT = 32
_AROUND = 14  # pixels
_INSIDE = 10  # pixels before what is typed, so that all fields begin on one line


def number_field(name: Text, least: int, most: int, *, unit: Text = "") -> QtWidgets.QSpinBox:
    """A field for a whole number; `unit` is written behind it, such as " months"."""
    made = QtWidgets.QSpinBox()
    made.setRange(least, most)
    made.setFixedSize(theme.grown(112), HEIGHT)
    made.lineEdit().setTextMargins(_INSIDE, 0, 8, 0)
    say(made, made.setAccessibleName, name)
    if unit:
        say(made, made.setSuffix, unit)
    return made


def day_field(name: Text) -> QtWidgets.QDateEdit:
    """A field for a day, today at first."""
    made = QtWidgets.QDateEdit(QDate.currentDate())
    made.setDisplayFormat("yyyy-MM-dd")
    made.setFixedSize(theme.grown(124), HEIGHT)
    for typed in made.findChildren(QLineEdit):
        typed.setTextMargins(_INSIDE, 0, 8, 0)
    say(made, made.setAccessibleName, name)
    return made


class _Choice(QComboBox):
    """Qt reckons its width without the room that the style sheet leaves around the words."""

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(_AROUND, 0)


def choice_field(name: Text, width: int = 0) -> QComboBox:
    """A drop-down list; its list is named as well. With a width it is that wide, and wider where
    one of its words needs it, up to half as much again."""
    made = _Choice()
    made.setFixedHeight(HEIGHT)
    if width:
        made.setMinimumWidth(theme.grown(width))
        made.setMaximumWidth(theme.grown(width + width // 2))
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    say(made, made.setAccessibleName, name)
    say(made.view(), made.view().setAccessibleName, lambda: spoken(name))
    return made


LONGEST_SEARCH = 200
"""Characters of what is looked for; a page of text pasted by mistake is no search."""


class FilterField(QLineEdit):
    """Esc clears it; where it is clear, `left` for the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text():
            self.clear()
        else:
            self.left.emit()


def filter_field(name: Text, hint: Text) -> FilterField:
    """A field that narrows a list as one types, with a button that clears it."""
    made = FilterField()
    made.setFixedHeight(HEIGHT)
    made.setMaxLength(LONGEST_SEARCH)
    say(made, made.setPlaceholderText, hint)
    say(made, made.setAccessibleName, name)
    can_be_cleared(made, N_("Clear the filter"))
    return made


def can_be_cleared(field: QLineEdit, name: Text) -> None:
    """A button of our own icons in the field that empties it, named."""
    field.setClearButtonEnabled(True)
    for action in field.findChildren(QAction):
        action.setIcon(icons.icon("close", "text3"))
    for button in field.findChildren(QToolButton):
        say(button, button.setAccessibleName, name)
