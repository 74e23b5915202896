"""Which key does what, to be changed: press the new keys, and what they did already is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from workbench.i18n import N_, _
from workbench.ui import key_map, theme
from workbench.ui.buttons import button, tool
from workbench.ui.fields import filter_field
from workbench.ui.key_map import EVERYWHERE, Deed
from workbench.ui.labels import heading, label
from workbench.ui.layouts import column, row
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.settings import Settings

_MODIFIERS = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}
_LEAVING = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_WIDTH = 150


class KeyField(QPushButton):
    """Shows the keys of a deed. Pressed, it waits for others: Esc keeps, Delete leaves none.

    `given` carries the keys pressed ("" for none).
    """

    given = Signal(str)

    def __init__(self, deed: Deed) -> None:
        super().__init__()
        self._deed, self._waiting = deed, False
        self.setFixedSize(theme.grown(_WIDTH), 30)
        self.clicked.connect(lambda _checked=False: self._wait(waiting=True))
        again(self, self.show_keys)
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys as they are now."""
        keys = ",  ".join(" ".join(key_map.caps(k)) for k in key_map.keys_of(self._deed.word))
        self.setText(_("Press keys…") if self._waiting else keys or _("none"))
        self.setAccessibleName(
            _("Keys of “{deed}”: {keys}", deed=_(self._deed.title), keys=keys or _("none"))
        )

    def _wait(self, *, waiting: bool) -> None:
        self._waiting = waiting
        self.show_keys()

    def event(self, event: QEvent) -> bool:
        """While it waits, every key is its own, also those that do something elsewhere."""
        if self._waiting and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self._waiting or key in _LEAVING:
            super().keyPressEvent(event)
            return
        if key in _MODIFIERS:
            return
        self._wait(waiting=False)
        if key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.given.emit("")
        elif key is not Qt.Key.Key_Escape:
            self.given.emit(pressed(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._wait(waiting=False)
        super().focusOutEvent(event)


def pressed(event: QKeyEvent) -> str:
    """The keys of an event as they are kept: "Ctrl+Shift+N", "?", "Shift+J"."""
    sign, key = event.text(), Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    typed = sign.isprintable() and len(sign) == 1 and not sign.isalnum() and not sign.isspace()
    if typed and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return sign
    return QKeySequence(modifiers.value | key.value).toString(
        QKeySequence.SequenceFormat.PortableText
    )


class KeyEditor(QFrame):
    """Every deed with its keys, a filter, and the way back to the keys it came with."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.fields: dict[str, KeyField] = {}
        self._lines: dict[str, list[QWidget]] = {}
        self.said = label(ink="refer", wrap=True)
        self.said.hide()
        self.filter = filter_field(N_("Filter the keys"), N_("Filter by name or key"))
        self.filter.textChanged.connect(self._narrow)
        self.all_back = button(N_("Reset all keys"), self._reset, icon="undo")
        hint = N_("Select one, then press the new keys. Delete removes them, Esc keeps them.")
        layout = column(heading(N_("Keyboard"), hint), gap=10, margins=(18, 14, 18, 16))
        layout.addLayout(row(self.filter, self.all_back, gap=8))
        layout.addWidget(self.said)
        layout.addLayout(self._grid())
        self.setProperty("role", "card")
        self.setLayout(layout)
        key_map.on_change(self, self._show)
        self._show()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        at = 0
        for where, title in key_map.WHERE.items():
            grid.addWidget(label(title, ink="text3", scale=0.9, weight=theme.SEMIBOLD), at, 0)
            for deed in (each for each in key_map.DEEDS if each.where == where):
                at += 1
                for place, widget in enumerate(self._line(deed)):
                    grid.addWidget(widget, at, place)
            at += 1
        return grid

    def _line(self, deed: Deed) -> list[QWidget]:
        field = KeyField(deed)
        field.given.connect(partial(self._give, deed))
        back = tool("undo", _name_back(deed), lambda: self._change(deed, None), size=28)
        kept = back.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        back.setSizePolicy(kept)
        self.fields[deed.word] = field
        name = label(deed.title)
        self._lines[deed.word] = [name, field, back]
        return self._lines[deed.word]

    def _give(self, deed: Deed, keys: str) -> None:
        other = key_map.taken_by(deed.word, keys) if keys else None
        if keys and deed.where == EVERYWHERE and key_map.is_bare(keys) and keys.isalnum():
            self._say(_("A single letter would act while you type. Combine it with Ctrl or Alt."))
        elif other is not None:
            self._say(
                _(
                    "{keys} does “{other}” already. Give that other keys first.",
                    keys=" ".join(key_map.caps(keys)),
                    other=_(other.title),
                )
            )
        else:
            self._change(deed, (keys,) if keys else ())

    def _change(self, deed: Deed, keys: tuple[str, ...] | None) -> None:
        self._say("")
        key_map.change(self._settings, deed.word, keys)

    def _reset(self) -> None:
        self._say("")
        key_map.reset(self._settings)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _show(self) -> None:
        for word, (_label, field, back) in self._lines.items():
            assert isinstance(field, KeyField)
            field.show_keys()
            back.setVisible(key_map.is_changed(word))
        self.all_back.setEnabled(any(map(key_map.is_changed, self._lines)))

    def _narrow(self, wanted: str) -> None:
        for word, (name, field, back) in self._lines.items():
            assert isinstance(name, QLabel) and isinstance(field, KeyField)
            fits = wanted.casefold() in f"{name.text()} {field.text()}".casefold()
            name.setVisible(fits)
            field.setVisible(fits)
            back.setVisible(fits and key_map.is_changed(word))


def _name_back(deed: Deed) -> Callable[[], str]:
    return lambda: _("Reset “{deed}”", deed=_(deed.title))
