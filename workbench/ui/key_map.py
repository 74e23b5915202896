"""What is done by which key: declared once, changed by the user, bound wherever it works.

    key_map.bind("approve", self, press)        follows every change of the keys
    key_map.caption("approve")                  "A", for a key cap or a tooltip

A single letter acts only where a list or a case has the keyboard; all of them can be switched
off. Keys that belong to a form or a cell (Ctrl+Enter, Esc, F2) stand in `FIXED`, for the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from workbench.i18n import N_
from workbench.settings import Settings
from workbench.ui.listeners import Listeners
from workbench.ui.places import PLACES

EVERYWHERE, QUEUE = "everywhere", "queue"
WHERE = {EVERYWHERE: N_("Everywhere"), QUEUE: N_("Review queue")}


class Deed(NamedTuple):
    """One thing that is done by key: its stored word, what it is, where it works, its keys."""

    word: str
    title: str
    where: str
    keys: tuple[str, ...]


DEEDS = (
    Deed("search", N_("Search applicants, letters, pages and commands"), EVERYWHERE, ("Ctrl+K",)),
    *(
        Deed(f"page:{place.word}", place.title, EVERYWHERE, tuple(filter(None, (place.keys,))))
        for place in PLACES
    ),
    Deed("import", N_("Import a spreadsheet"), EVERYWHERE, ("Ctrl+I",)),
    Deed("export", N_("Export decisions"), EVERYWHERE, ("Ctrl+E",)),
    Deed("next_pane", N_("Next part of the window"), EVERYWHERE, ("F6",)),
    Deed("previous_pane", N_("Previous part of the window"), EVERYWHERE, ("Shift+F6",)),
    Deed("rail", N_("Collapse or expand the navigation"), EVERYWHERE, ("Ctrl+B",)),
    Deed("window", N_("New window"), EVERYWHERE, ("Ctrl+Shift+N",)),
    Deed("lock", N_("Lock the window, or switch the user"), EVERYWHERE, ("Ctrl+L",)),
    Deed("keys", N_("Keyboard shortcuts"), EVERYWHERE, ("?", "Ctrl+/")),
    Deed("close", N_("Close the program"), EVERYWHERE, ("Ctrl+Q",)),
    Deed("next_case", N_("Next case"), QUEUE, ("J",)),
    Deed("previous_case", N_("Previous case"), QUEUE, ("K",)),
    Deed("approve", N_("Approve"), QUEUE, ("A",)),
    Deed("refer", N_("Refer"), QUEUE, ("R",)),
    Deed("decline", N_("Decline"), QUEUE, ("D",)),
    Deed("counter", N_("Counter-offer"), QUEUE, ("C",)),
    Deed("skip", N_("Skip the case; it comes back after a while"), QUEUE, ("S",)),
    Deed("note", N_("Write a note on the case"), QUEUE, ("N",)),
    Deed("letter", N_("Look at the case's letter"), QUEUE, ("L",)),
    Deed("filter", N_("Filter this list"), QUEUE, ("/", "Ctrl+F")),
    Deed("extend_down", N_("Select the next case too"), QUEUE, ("Shift+J",)),
    Deed("extend_up", N_("Select the previous case too"), QUEUE, ("Shift+K",)),
    Deed("take_back", N_("Take the last decision back"), QUEUE, ("Ctrl+Z",)),
)
_BY_WORD = {deed.word: deed for deed in DEEDS}

FIXED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Ctrl", "⏎"), N_("Record, or go on")),
    (("Esc",), N_("Cancel, or close")),
    (("Shift", "↓"), N_("Select several cases")),
    (("Ctrl", "A"), N_("Select all cases of the view")),
    (("F2",), N_("Edit the cell")),
    (("F8",), N_("Next problem")),
    (("Shift", "F8"), N_("Previous problem")),
    (("Ctrl", "P"), N_("Print letters")),
    (("Ctrl", "C"), N_("Copy; on a chart, its figures")),
)
"""Keys of forms, cells and lists that every program shares; they stay as they are."""


@dataclass(frozen=True, slots=True)
class _Bound:
    owner: QWidget
    word: str
    call: Callable[[], object]
    context: Qt.ShortcutContext
    made: list[QShortcut]


_bound = Listeners()
_listeners = Listeners()
_changed: dict[str, tuple[str, ...]] = {}
_settings: list[Settings] = []


def use(settings: Settings) -> None:
    """Take the keys as the settings have them, in every window at once."""
    _changed.clear()
    _changed.update(_kept(settings.text("keys")))
    _settings[:] = [settings]
    _bound.tell()
    _listeners.tell()


def _kept(text: str) -> dict[str, tuple[str, ...]]:
    if not text:
        return {}
    import json  # few change a key

    try:
        said: Mapping[str, Sequence[str]] = json.loads(text)
        return {word: tuple(map(str, keys)) for word, keys in said.items() if word in _BY_WORD}
    except (ValueError, TypeError, AttributeError):
        return {}


def keys_of(word: str) -> tuple[str, ...]:
    """The keys of a deed as they are now, such as ("Ctrl+K",)."""
    return _changed.get(word, _BY_WORD[word].keys)


def caption(word: str) -> str:
    """The first key of a deed, for people: "Ctrl K"; "" where it has none."""
    keys = keys_of(word)
    return " ".join(caps(keys[0])) if keys else ""


def caps(keys: str) -> tuple[str, ...]:
    """The caps of a key: "Ctrl+Shift+N" is three, "Ctrl++" is two."""
    held, plus, key = keys[:-1].rpartition("+") if keys.endswith("+") else keys.rpartition("+")
    return (*held.split("+"), key or "+") if plus else (keys,)


def is_bare(keys: str) -> bool:
    """Whether a key is one that types a sign: those act only where nobody types."""
    return len(keys.removeprefix("Shift+")) == 1


def change(settings: Settings, word: str, keys: tuple[str, ...] | None) -> None:
    """Give a deed other keys (None: its own again), kept in the settings."""
    now = dict(_changed)
    now.pop(word, None)
    if keys is not None and keys != _BY_WORD[word].keys:
        now[word] = keys
    import json

    settings.set("keys", json.dumps(now) if now else "")
    use(settings)


def reset(settings: Settings) -> None:
    """Every deed has its own keys again."""
    settings.set("keys", "")
    use(settings)


def is_changed(word: str) -> bool:
    """Whether a deed has other keys than its own."""
    return word in _changed


def taken_by(word: str, keys: str) -> Deed | None:
    """Another deed that these keys do already, where both could be meant."""
    mine = _BY_WORD[word].where
    wanted = QKeySequence(keys)
    for other in DEEDS:
        if other.word == word or (EVERYWHERE not in (mine, other.where) and mine != other.where):
            continue
        if any(QKeySequence(each) == wanted for each in keys_of(other.word)):
            return other
    return None


def bind(
    word: str,
    owner: QWidget,
    call: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> None:
    """Call when the keys of a deed are pressed, whatever they are, as long as `owner` lives."""
    bound = _Bound(owner, word, call, context, [])
    _bound.add(owner, partial(_make, bound))
    _make(bound)


def on_change(owner: QObject, call: Callable[[], object]) -> None:
    """Call again after every change of the keys, as long as `owner` lives."""
    _listeners.add(owner, call)


def _make(bound: _Bound) -> None:
    for old in bound.made:
        if shiboken6.isValid(old):
            old.setEnabled(False)
            old.deleteLater()
    bound.made.clear()
    for keys in keys_of(bound.word):
        shortcut = QShortcut(QKeySequence(keys), bound.owner)
        shortcut.setContext(bound.context)
        shortcut.activated.connect(partial(_on_pressed, bound, keys))
        bound.made.append(shortcut)


def _on_pressed(bound: _Bound, keys: str) -> None:
    """A letter typed into a drop-down list looks for an entry there: it decides nothing."""
    held = QApplication.focusWidget()
    if is_bare(keys) and keys not in _SIGNS and not _settings[0].get("letter_keys"):
        return
    if is_bare(keys) and isinstance(held, QComboBox):
        _look_for(keys[-1].lower(), held)
    else:
        bound.call()


def _look_for(sign: str, listed: QComboBox) -> None:
    """Go to the next entry that begins so. Sent as a key, a letter without one would come back
    as the shortcut it is, again and again."""
    for step in range(1, listed.count() + 1):
        at = (listed.currentIndex() + step) % listed.count()
        if listed.itemText(at).lower().startswith(sign):
            listed.setCurrentIndex(at)
            return


_SIGNS = ("?", "/")
"""Signs that decide nothing: they stay when letter keys are switched off."""
