"""Settings, made from their declarations: adding one there is all it takes to see it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench import settings
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.settings import Setting
from workbench.ui import theme
from workbench.ui.fields import choice_field, number_field
from workbench.ui.jobs import Jobs
from workbench.ui.key_editor import KeyEditor
from workbench.ui.labels import heading, label, shown
from workbench.ui.layouts import card, column, pane, row, scrolled
from workbench.ui.notices import bar_of
from workbench.ui.page import Page
from workbench.ui.section_list import SectionList
from workbench.ui.words import again, say

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

_NAME_WIDTH, _FIELD_WIDTH, _MOST_WIDTH = 306, 280, 960
_PLACES = N_("Where files are kept")
_WITH_FIELD = tuple(setting for setting in settings.DECLARED if setting.has_field)


class SettingsPage(Page):
    """Every declared setting by section; a change is kept at once."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        del jobs
        self._settings = desk.settings
        self._desk = desk
        self.fields: dict[str, QWidget] = {}
        sections: dict[str, list[Setting]] = {}
        for setting in _WITH_FIELD:
            sections.setdefault(setting.section, []).append(setting)
        cards = {name: self._section(name, declared) for name, declared in sections.items()}
        self.keys = KeyEditor(self._settings)
        cards |= {N_("Keyboard"): self.keys, _PLACES: self._places()}
        for part in cards.values():
            part.setMaximumWidth(theme.grown(_MOST_WIDTH))
        area = scrolled(column(*cards.values(), None, gap=12, margins=(18, 16, 18, 16)))
        self.sections = SectionList(tuple(cards), tuple(cards.values()), area)
        side = pane(column(self.sections, margins=(10, 12, 10, 12)), "side-start")
        layout = row(side, area, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        again(self, self.described.emit)

    def title(self) -> str:
        return _("Settings")

    def subtitle(self) -> str:
        return _("Changes are saved at once")

    def refresh(self) -> None:
        for setting in _WITH_FIELD:
            self._show_value(setting)

    def _section(self, name: str, declared: list[Setting]) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, theme.grown(_NAME_WIDTH))
        grid.setColumnStretch(2, 1)
        for at, setting in enumerate(declared):
            field = self._field(setting)
            self.fields[setting.name] = field
            grid.addLayout(_named(setting), at, 0)
            grid.addWidget(field, at, 1)
        layout = column(heading(name), gap=10, margins=(18, 14, 18, 16))
        layout.addLayout(grid)
        return card(layout)

    def _field(self, setting: Setting) -> QWidget:
        if setting.choices is not None:
            field: QWidget = self._combo(setting)
        elif isinstance(setting.default, bool):
            field = self._switch(setting)
        elif isinstance(setting.default, int):
            field = self._number(setting)
        else:
            field = self._text(setting)
        say(field, field.setAccessibleName, setting.label)
        return field

    def _combo(self, setting: Setting) -> QComboBox:
        made = choice_field(setting.label, _FIELD_WIDTH)
        for word in setting.choices or {}:
            made.addItem("", word)
        say(made, lambda _said: self._name_choices(made, setting), setting.label)
        made.setCurrentIndex(max(0, made.findData(self._settings.get(setting.name))))
        made.currentIndexChanged.connect(
            lambda _at: self._keep(setting.name, str(made.currentData()))
        )
        return made

    def _name_choices(self, field: QComboBox, setting: Setting) -> None:
        for at, title in enumerate((setting.choices or {}).values()):
            field.setItemText(at, _(title))

    def _switch(self, setting: Setting) -> QCheckBox:
        made = QCheckBox()
        made.setChecked(bool(self._settings.get(setting.name)))
        say(made, made.setText, N_("On"))
        made.toggled.connect(lambda on: self._keep(setting.name, bool(on)))
        return made

    def _number(self, setting: Setting) -> QSpinBox:
        made = number_field(setting.label, setting.least, setting.most)
        made.setValue(int(self._settings.get(setting.name)))
        made.valueChanged.connect(lambda value: self._keep(setting.name, int(value)))
        return made

    def _text(self, setting: Setting) -> QLineEdit:
        made = QLineEdit(str(self._settings.get(setting.name)))
        made.setFixedWidth(theme.grown(_FIELD_WIDTH))
        made.setMaxLength(setting.longest)
        made.editingFinished.connect(lambda: self._keep(setting.name, made.text().strip()))
        return made

    def _keep(self, name: str, value: str | int | bool) -> None:
        if self._settings.get(name) == value:
            return
        try:
            self._settings.set(name, value)
        except WorkbenchError as refusal:
            self.refresh()
            bar_of(self).show_error(refusal)
            return
        self.set_.emit(name)

    def _show_value(self, setting: Setting) -> None:
        field, value = self.fields[setting.name], self._settings.get(setting.name)
        field.blockSignals(True)
        if isinstance(field, QComboBox):
            field.setCurrentIndex(max(0, field.findData(value)))
        elif isinstance(field, QCheckBox):
            field.setChecked(bool(value))
        elif isinstance(field, QSpinBox):
            field.setValue(int(value))
        elif isinstance(field, QLineEdit):
            field.setText(str(value))
        field.blockSignals(False)

    def _places(self) -> QFrame:
        places = (
            (N_("Store"), self._desk.store.label),
            (N_("Settings file"), str(self._settings.file)),
        )
        layout = column(heading(_PLACES), gap=8, margins=(18, 14, 18, 16))
        for name, place in places:
            text = shown(place, ink="text2", wrap=True)
            text.setTextInteractionFlags(text.textInteractionFlags().TextSelectableByMouse)
            title = label(name)
            title.setFixedWidth(theme.grown(_NAME_WIDTH))
            layout.addLayout(row(title, text, gap=20))
            layout.itemAt(layout.count() - 1).layout().setStretch(1, 1)  # type: ignore[union-attr]
        return card(layout)


def _named(setting: Setting) -> QVBoxLayout:
    words = [label(setting.label, weight=theme.MEDIUM)]
    if setting.help:
        words.append(label(setting.help, ink="text3", scale=0.9, wrap=True))
        words[-1].setFixedWidth(theme.grown(_NAME_WIDTH))
    return column(*words, gap=1)
