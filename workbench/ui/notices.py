"""What a page says besides its content: problems kept until read, undo for a while, blank pages.

problems.show_error(error)                        a WorkbenchError: sentence, copy, close
problems.show_text(_("..."), [(N_("Open the strategy"), self._open)])
problems.show_done(_("{n} rows written to {file}.", ...), file)    with the way to the file
undo.offer(_("Approved {name}.", name=name), 10, self._take_back)
Blank("inbox", N_("No applications yet"), N_("Import a spreadsheet ..."), [buttons])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6 import QtCore, QtGui  # QUrl and QAccessible are dear to load; nothing is told at first
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from workbench.errors import Cancelled, WorkbenchError
from workbench.i18n import N_, _
from workbench.ui import key_map, motion, theme
from workbench.ui.buttons import KeyButton, button, tool
from workbench.ui.labels import Picture, label, repolish, set_ink, shown
from workbench.ui.layouts import clear, column, has_keyboard, row
from workbench.ui.words import Text, say

Action = tuple[Text, Callable[[], object]]
SLOW_MS = 300
"""How long nothing is said of what is being read: what comes sooner would only flicker."""
_LOOKS = {"problem": ("decline", "decline", "decline"), "notice": ("check", "approve", "text")}
"""By role: the icon, its ink, and the ink of the words."""
_OPENED = {".pdf", ".xlsx", ".csv", ".txt"}  # the desktop has a program for these


class ProblemBar(QFrame):
    """Said over a page and kept until it is read: a problem, where and what, with a button that
    helps; or what was done, with the way to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "problem")  # from the first: a frame takes its margins only then
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.said = label(ink="decline", wrap=True, weight=theme.MEDIUM)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._icon = Picture("decline", 18, "decline")
        self._actions = row(gap=6)
        close = tool("close", N_("Close"), self.hide, size=28)
        layout = row(
            self._icon,
            self.said,
            self._actions,
            close,
            margins=(12, 8, 8, 8),
            gap=10,
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()

    def show_error(self, error: WorkbenchError, actions: Sequence[Action] = ()) -> None:
        """Say a WorkbenchError's sentence; "Copy details" also copies the kind of error. What was
        stopped on request is no problem."""
        if isinstance(error, Cancelled):
            self.show_done(error.text())
            return
        details = f"{type(error).__name__}: {error.text()}"
        copy: Action = (N_("Copy details"), lambda: QGuiApplication.clipboard().setText(details))
        self._show("problem", error.text(), (*actions, copy))

    def show_text(self, text: str, actions: Sequence[Action] = ()) -> None:
        """Say that this stands in the way (already in the reader's language)."""
        self._show("problem", text, actions)

    def show_done(self, text: str, out: Path | None = None) -> None:
        """Say what was done (already in the reader's language), and offer to open what was
        written."""
        actions: list[Action] = []
        if out is not None:
            folder = out if out.is_dir() else out.parent
            if out.suffix.casefold() in _OPENED:
                actions.append((N_("Open the file"), partial(_open, out)))
            actions.append((N_("Open the folder"), partial(_open, folder)))
        self._show("notice", text, actions)

    def show_saved(self, out: Path) -> None:
        """Say that a file was written, and offer to open it."""
        self.show_done(_("Saved as {file}.", file=out.name), out)

    def _show(self, role: str, text: str, actions: Sequence[Action]) -> None:
        icon, icon_ink, ink = _LOOKS[role]
        self.setProperty("role", role)
        repolish(self)
        self._icon.show_icon(icon, icon_ink)
        set_ink(self.said, ink)
        self.said.setText(text)
        clear(self._actions)
        for title, press in actions:
            self._actions.addWidget(button(title, press, height=28))
        self.show()
        alert = QtGui.QAccessibleEvent(self.said, QtGui.QAccessible.Event.Alert)
        QtGui.QAccessible.updateAccessibility(alert)
        QTimer.singleShot(0, self, self._come_into_sight)

    def _come_into_sight(self) -> None:
        """Who pressed a button far down would not see what is said at the top."""
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self, 0, 8)
            above = above.parentWidget()


def bar_of(widget: QWidget) -> ProblemBar:
    """The bar nearest above a widget: its page's, or the window's. Raises LookupError outside."""
    above: QWidget | None = widget
    while above is not None:
        found = getattr(above, "problems", None)
        if isinstance(found, ProblemBar):
            return found
        above = above.parentWidget()
    raise LookupError(widget)


def _open(file: Path) -> None:
    QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(file)))


class UndoBar(QFrame):
    """What was just recorded, and a way back for some seconds. Nothing is asked beforehand.
    `freed` when the keyboard was on it as it went."""

    freed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.said = label(weight=theme.MEDIUM)
        self._back: Callable[[], object] | None = None
        self.undo = KeyButton(N_("Undo"), partial(key_map.caption, "take_back"), "undo")
        self.undo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.undo.clicked.connect(lambda _checked=False: self.take_back())
        self._left = QProgressBar()
        self._left.setTextVisible(False)
        self._left.setFixedWidth(72)
        say(self._left, self._left.setAccessibleName, N_("Time left to undo"))
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._on_tick)
        tick = Picture("check", 16, "approve")
        self.setLayout(
            row(tick, self.said, None, self._left, self.undo, margins=(12, 6, 6, 6), gap=10)
        )
        self.hide()

    def offer(self, text: str, seconds: int, back: Callable[[], object]) -> None:
        """Show the bar for `seconds`; `back` is called when the user wants it undone."""
        self.said.setText(text)
        self._back = back
        step = 1_000 if motion.is_reduced() else 100  # milliseconds
        self._left.setRange(0, seconds * 1_000 // step)
        self._left.setValue(self._left.maximum())
        self._clock.start(step)
        self.show()
        self.raise_()

    def is_offered(self) -> bool:
        """Whether something can still be undone here."""
        return self._back is not None

    def take_back(self) -> None:
        """Undo, if there is still something to undo."""
        back, self._back = self._back, None
        self._end()
        if back is not None:
            back()

    def _on_tick(self) -> None:
        self._left.setValue(self._left.value() - 1)
        if self._left.value() <= 0:
            self._back = None
            self._end()

    def _end(self) -> None:
        held = has_keyboard(self)
        self._clock.stop()
        self.hide()
        if held:
            self.freed.emit()


class Blank(QWidget):
    """A page or pane with nothing to show: what it is for, and the first step."""

    def __init__(
        self,
        icon: str,
        title: Text,
        text: Text = "",
        buttons: Sequence[QPushButton] = (),
        *,
        ink: str = "text3",
    ) -> None:
        super().__init__()
        self._picture = Picture(icon, 36, ink)
        self.title = label(title, scale=1.15, weight=theme.SEMIBOLD, wrap=True)
        self.text = label(text, ink="text2", wrap=True)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setFixedWidth(theme.grown(340))
        for made in buttons:
            made.setMinimumWidth(200)
        centred = [row(None, part, None) for part in (self._picture, self.title, self.text)]
        pressed = row(None, column(*buttons), None)  # all as wide as the widest
        self.setLayout(column(None, *centred, 8, pressed, None, gap=8, margins=(16, 16, 16, 16)))

    def show_words(self, title: str, text: str = "") -> None:
        """Say something else (already in the reader's language)."""
        self.title.setText(title)
        self.text.setText(text)


def percent_done(at: int, total: int) -> str:
    """ "41 of 171", for a running task."""
    return _("{at} of {total}", at=f"{at:,}", total=f"{total:,}") if total else ""


def remark(icon: str, ink: str, text: str) -> QWidget:
    """A line of advice with its icon: "7 rows with problems will be left out."."""
    made = QWidget()
    said = shown(text, ink=ink, scale=0.96, wrap=True)
    layout = row(Picture(icon, 16, ink), said, gap=8)
    layout.setStretch(1, 1)
    made.setLayout(layout)
    return made
