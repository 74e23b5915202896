"""The parts of a fee sentence as they were understood: shown with their words, and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QMenu, QWidget

from workbench.errors import CostUnclear
from workbench.i18n import N_, _
from workbench.money.fee_sentences import Value
from workbench.ui import theme
from workbench.ui.buttons import button, tool
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.labels import Elided, label, repolish
from workbench.ui.layouts import column, row
from workbench.ui.words import again, say
from workbench.workflow import fee_parts
from workbench.workflow import true_cost_lens as lens

_TYPING_MS = 250


class CostParts(QWidget):
    """One line a part. `corrected` tells that a person changed, added or took away one."""

    corrected = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.changes: dict[str, Value | None] = {}
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._origins: dict[str, Elided] = {}
        self._shown: tuple[tuple[str, Value | None, str], ...] = ()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.add = button(N_("Add a part"), self._open_menu, role="chip", icon="plus", height=26)
        self._wait = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._wait.timeout.connect(self.corrected)
        self.setLayout(column(self._grid, row(self.add, None), gap=10))
        again(self, self._fill)

    def start(self) -> None:
        """A new sentence: nothing is corrected yet."""
        self.changes = {}

    def show_parts(self, found: lens.Lens | None) -> None:
        """Show what was understood, in the order of the sentence; then what was taken for it."""
        shown: list[tuple[str, Value | None, str]] = []
        if found is not None:
            read = {part.name: part for part in reversed(found.sentence.parts)}
            for name in [*dict.fromkeys(p.name for p in found.sentence.parts), *self.changes]:
                words = "" if name in self.changes else read[name].words
                value = self.changes.get(name, read[name].value if name in read else None)
                shown.append((name, value, words))
            shown += [(name, getattr(found.terms, name), "assumed") for name in found.assumed]
        self._show(tuple({line[0]: line for line in shown}.values()))

    def _show(self, shown: tuple[tuple[str, Value | None, str], ...]) -> None:
        lines = [name for name, _value, _words in shown if self._is_shown(name)]
        if lines == list(self.fields):
            self._shown = shown
            self._put_values()
            return
        self._shown = shown
        self._fill()

    def _is_shown(self, name: str) -> bool:
        return not (name in self.changes and self.changes[name] is None)

    def _put_values(self) -> None:
        """New values into the fields that stand, but for the one that is being typed in."""
        for name, value, words in self._shown:
            if name not in self.fields:
                continue
            self._origins[name].show_text(_said_where(name, words, self.changes))
            field = self.fields[name]
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(str(value))))
            elif not field.hasFocus() and value is not None:
                field.setText(fee_parts.value_text(name, value))

    def _fill(self) -> None:
        focused = next((name for name, field in self.fields.items() if field.hasFocus()), "")
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.fields, self._origins = {}, {}
        lines = [line for line in self._shown if self._is_shown(line[0])]
        for at, (name, value, words) in enumerate(lines):
            self._add_line(at, name, value, words)
        if focused in self.fields:
            self.fields[focused].setFocus()

    def _add_line(self, at: int, name: str, value: Value | None, words: str) -> None:
        field = self._field(name, value)
        self.fields[name] = field
        origin = self._origins[name] = Elided("", ink="text3", scale=0.9)
        origin.show_text(_said_where(name, words, self.changes))
        gone = tool(
            "close", lambda: _("Take away: {part}", part=_(fee_parts.PART_WORDS[name])), size=24
        )
        gone.clicked.connect(lambda _checked=False: self._take_away(name))
        self._grid.addWidget(label(fee_parts.PART_WORDS[name], ink="text2", scale=0.96), at, 0)
        self._grid.addWidget(field, at, 1)
        self._grid.addWidget(origin, at, 2)
        self._grid.addWidget(gone, at, 3)

    def _field(self, name: str, value: Value | None) -> QLineEdit | QComboBox:
        if name in fee_parts.CHOICES:
            combo = choice_field(fee_parts.PART_WORDS[name], 150)
            for word in fee_parts.CHOICES[name]:
                combo.addItem(fee_parts.value_text(name, word), word)
            combo.setCurrentIndex(max(0, combo.findData(str(value))))
            combo.activated.connect(lambda _at: self._set(name, str(combo.currentData())))
            return combo
        line = QLineEdit(fee_parts.value_text(name, value) if value is not None else "")
        line.setFixedSize(theme.grown(150), HEIGHT)
        line.setFont(theme.font(1.0, tabular=True))
        say(line, line.setAccessibleName, fee_parts.PART_WORDS[name])
        line.textEdited.connect(lambda text: self._typed(line, name, text))
        return line

    def _typed(self, line: QLineEdit, name: str, text: str) -> None:
        try:
            value = fee_parts.typed_value(name, text)
        except CostUnclear as unclear:
            self._mark(line, unclear.text())
            return
        self._mark(line, "")
        if value is not None:
            self.changes[name] = value
            self._wait.start()

    def _mark(self, line: QLineEdit, why: str) -> None:
        line.setProperty("wrong", "true" if why else "false")
        line.setToolTip(why)
        repolish(line)

    def _set(self, name: str, value: Value) -> None:
        self.changes[name] = value
        self.corrected.emit()

    def _take_away(self, name: str) -> None:
        self.changes[name] = None
        self.corrected.emit()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {line[0] for line in self._shown if self._is_shown(line[0])}
        for name, words in fee_parts.PART_WORDS.items():
            if name not in shown:
                menu.addAction(_(words), partial(self.add_part, name))
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def add_part(self, name: str) -> None:
        """Bring a part in, with the value that changes least, and put the keyboard there."""
        self.changes[name] = _FIRST.get(name, "yes")
        self.corrected.emit()
        field = self.fields.get(name)
        if field is not None:
            field.setFocus()
            if isinstance(field, QLineEdit):
                field.selectAll()


_FIRST: Mapping[str, Value] = {
    **dict.fromkeys(fee_parts.RATES, fee_parts.FIRST_RATE),
    **dict.fromkeys(fee_parts.WHOLE, 1),
    **{name: words[0] for name, words in fee_parts.CHOICES.items()},
    "months": 12,
    "amount": Decimal(10_000),
    "fee_fixed": Decimal(100),
    "fee_each": Decimal(50),
    "repaid_in_all": Decimal(11_000),
    "paid_out": Decimal(9_500),
    "instalment": Decimal(1_000),
}


def _said_where(name: str, words: str, changes: Mapping[str, Value | None]) -> str:
    if name in changes:
        return _("set by you")
    if words == "assumed":
        return _("not said, taken as usual")
    return _("“{words}”", words=words)
