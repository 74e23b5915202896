"""One entry of a letter pack being edited: a text in both languages, a number, a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

from workbench.i18n import N_, _
from workbench.letters.pack_entries import Entry, Form, typed
from workbench.letters.pictures import PictureFaulty, encoded
from workbench.ui import file_boxes, theme
from workbench.ui.buttons import button
from workbench.ui.fields import choice_field
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.lender_entries import title
from workbench.ui.words import again, say

LANGUAGES = (("en", N_("English")), ("zh", N_("Chinese")))
_SHORT, _LONG = 92, 220
_PAUSE = 350  # milliseconds after the last key, so that the preview does not flicker


class EntryEditor(QWidget):
    """Shows an entry; `changed` carries its place and the new value."""

    changed = Signal(object, object)
    refused = Signal(str)
    """Why what was typed or chosen cannot be taken; empty once it can."""

    def __init__(self) -> None:
        super().__init__()
        self.entry: Entry | None = None
        self.name = label(scale=1.12, weight=theme.SEMIBOLD, wrap=True)
        self.hint = label(ink="text3", scale=0.9, wrap=True)
        self.texts = {language: QPlainTextEdit() for language, _name in LANGUAGES}
        self.line, self.choice = QLineEdit(), choice_field(N_("Value"))
        self.switch = QCheckBox()
        self.picture = label(ink="text2", wrap=True)
        self.shipped = button(N_("As shipped"), self._restore, icon="undo")
        self.stack = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._tell)
        self._lay()
        again(self, self._dress)

    def show_entry(self, entry: Entry) -> None:
        """Edit this entry from its present value."""
        self._pause.stop()
        self.entry = entry
        for widget in (*self.texts.values(), self.line, self.choice, self.switch):
            widget.blockSignals(True)
        self._fill(entry)
        for widget in (*self.texts.values(), self.line, self.choice, self.switch):
            widget.blockSignals(False)
        self.stack.setCurrentIndex(_PAGES[entry.form])
        self._dress()

    def take_picture(self, file: Path) -> None:
        """Take a picture from a file."""
        try:
            self._give(encoded(file.read_bytes()))
        except PictureFaulty:
            self.refused.emit(
                _("{file} is no PNG or JPEG picture of at most 200 kB.", file=file.name)
            )
        except OSError:
            self.refused.emit(_("{file} cannot be read.", file=file.name))

    def _lay(self) -> None:
        for name, field in self.texts.items():
            said = dict(LANGUAGES)[name]
            say(field, field.setAccessibleName, said)
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._pause.start)
        say(self.line, self.line.setAccessibleName, N_("Value"))
        self.line.textChanged.connect(self._pause.start)
        self.choice.currentIndexChanged.connect(self._pause.start)
        self.switch.toggled.connect(self._pause.start)
        say(self.switch, self.switch.setText, N_("On"))
        pages = (self._both(), self._single(self.line), self._single(self.choice))
        for page in (*pages, self._single(self.switch), self._pictures()):
            self.stack.addWidget(page)
        layout = column(
            self.name, self.hint, 4, self.stack, row(self.shipped, None), margins=(16, 14, 16, 12)
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _both(self) -> QWidget:
        parts: list[QWidget | None] = []
        for name, said in LANGUAGES:
            parts += [label(said, ink="text2", weight=theme.MEDIUM), self.texts[name]]
        made = QWidget()
        made.setLayout(column(*parts, None, gap=4))
        return made

    def _single(self, field: QWidget) -> QWidget:
        made = QWidget()
        made.setLayout(column(field, None))
        return made

    def _pictures(self) -> QWidget:
        made = QWidget()
        choose = button(N_("Choose a picture…"), self._choose, icon="folder")
        take_out = button(N_("Take it out"), lambda: self._give(""), icon="trash")
        made.setLayout(column(self.picture, row(choose, take_out, None), None))
        return made

    def _fill(self, entry: Entry) -> None:
        value = entry.value
        if entry.form in (Form.WORDS, Form.LINES):
            for language, field in self.texts.items():
                text = value[language]
                field.setPlainText(text if isinstance(text, str) else "\n".join(text))
        elif entry.form is Form.CHOICE:
            _fill_choice(self.choice, entry)
        elif entry.form is Form.SWITCH:
            self.switch.setChecked(bool(value))
        else:
            self.line.setText(str(value))

    def _dress(self) -> None:
        entry = self.entry
        if entry is None:
            return
        long = entry.section == "texts"
        for field in self.texts.values():
            field.setMaximumHeight(_LONG if long else _SHORT)
        keyed = entry.section in ("texts", "reasons")
        self.name.setText(str(entry.label) if keyed else title(entry))
        self.hint.setText(self._remark(entry))
        self.hint.setVisible(bool(self.hint.text()))
        self.shipped.setEnabled(entry.is_changed)
        self.picture.setText(
            _("A picture is set. It is printed on every letter.")
            if entry.form is Form.PICTURE and entry.value
            else _("No picture is set.")
        )

    def _remark(self, entry: Entry) -> str:
        parts = []
        if entry.fields():
            named = " ".join(f"{{{name}}}" for name in entry.fields())
            parts.append(_("Filled in: {fields}", fields=named))
        if entry.source:
            parts.append(_("Source: {source}", source=entry.source))
        return " · ".join(parts)

    def _tell(self) -> None:
        entry = self.entry
        if entry is None:
            return
        try:
            value = self._value(entry)
        except (ValueError, ArithmeticError):
            self.refused.emit(_("“{text}” is no value for this entry.", text=self.line.text()))
            return
        self.refused.emit("")
        if value != entry.value:
            self.changed.emit(entry.path, value)

    def _value(self, entry: Entry) -> Any:
        if entry.form is Form.WORDS:
            return {name: field.toPlainText().strip() for name, field in self.texts.items()}
        if entry.form is Form.LINES:
            return {
                name: [line.strip() for line in field.toPlainText().splitlines() if line.strip()]
                for name, field in self.texts.items()
            }
        if entry.form is Form.CHOICE:
            return str(self.choice.currentData())
        if entry.form is Form.SWITCH:
            return self.switch.isChecked()
        return typed(entry.form, self.line.text())

    def _give(self, value: Any) -> None:
        if self.entry is not None:
            self.refused.emit("")
            self.changed.emit(self.entry.path, value)

    def _restore(self) -> None:
        if self.entry is not None:
            self._give(self.entry.shipped)

    def _choose(self) -> None:
        name = file_boxes.ask_picture(self)
        if name:
            self.take_picture(Path(name))


_PAGES = {
    Form.WORDS: 0,
    Form.LINES: 0,
    Form.LINE: 1,
    Form.NUMBER: 1,
    Form.RATIO: 1,
    Form.DAY: 1,
    Form.CHOICE: 2,
    Form.SWITCH: 3,
    Form.PICTURE: 4,
}


def _fill_choice(field: QComboBox, entry: Entry) -> None:
    field.clear()
    for word in entry.choices:
        field.addItem(word, word)
    field.setCurrentIndex(max(0, field.findData(entry.value)))
