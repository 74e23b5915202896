"""The locked window: nothing of it can be seen or clicked until somebody signs in.

The keeper locks it when the store knows its people and nobody is signed in, on Ctrl+L, and after
minutes in which no key and no mouse moved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QVBoxLayout, QWidget

from workbench.i18n import N_
from workbench.ui import key_map, theme
from workbench.ui.jobs import Jobs
from workbench.ui.labels import label
from workbench.ui.layouts import clear, column, row
from workbench.ui.sign_in_form import SignInForm

if TYPE_CHECKING:
    from workbench.ui.shell import MainWindow
    from workbench.workflow.desk import Desk

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_MOVES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}


class LockScreen(QWidget):
    """Covers the whole window; what is under it takes no key, no shortcut and no file.
    `unlocked` when who sat here is back, or somebody else."""

    unlocked = Signal()

    def __init__(self, window: QMainWindow, desk: Desk, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._desk, self._jobs = window, desk, jobs
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.form: SignInForm | None = None
        self._held: QWidget | None = None
        self.setAcceptDrops(True)  # and takes none: otherwise the window below would
        window.installEventFilter(self)
        self.hide()

    def lock(self, names: list[str], name: str) -> None:
        """Cover the window and ask for a password; `name` is who sat here."""
        self._held = self._window.focusWidget()
        self._allow_below(allowed=False)
        clear(self._layout)
        title = N_("Locked") if name else N_("Who is signing in?")
        self.form = SignInForm(title, names)
        self.form.entered.connect(self._on_entered)
        hint = label(N_("Choose another name to switch the user."), ink="text3", scale=0.92)
        middle = column(None, row(None, self.form, None), row(None, hint, None), None, gap=14)
        holder = QWidget()
        holder.setLayout(middle)
        self._layout.addWidget(holder)
        self._fit()
        theme.dress(self)
        self.show()
        self.raise_()
        self.form.begin(name)

    def is_locked(self) -> bool:
        """Whether the window is covered now."""
        return not self.isHidden()

    def _on_entered(self, name: str, password: str) -> None:
        def work(_step: object) -> None:
            from workbench.workflow import people

            signed = self._desk.seat.signed
            if signed is not None and signed.person.shown_name == name:
                people.is_still_me(self._desk, password)
            else:
                people.sign_in(self._desk, name, password)

        assert self.form is not None
        self._jobs.start(self, work, self._on_open, self.form.show_error)

    def _on_open(self, _nothing: object) -> None:
        self.hide()
        self._allow_below(allowed=True)
        if self._held is not None and shiboken6.isValid(self._held):
            self._held.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unlocked.emit()

    def _allow_below(self, *, allowed: bool) -> None:
        for below in self._window.findChildren(QWidget, options=_DIRECT):
            if below is not self and not below.isWindow():
                below.setEnabled(allowed)

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        elif event.type() is QEvent.Type.ShortcutOverride and self.is_locked():
            event.accept()  # a key is typed into the form, and is nobody's shortcut
            return True
        return False


class LockKeeper(QObject):
    """Locks the window in time. `seated` when somebody (else) sits here now."""

    seated = Signal()

    def __init__(self, window: MainWindow, desk: Desk, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._desk, self._jobs = window, desk, jobs
        self.screen = LockScreen(window, desk, jobs)
        self.screen.unlocked.connect(self._on_unlocked)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock_alone)
        key_map.bind("lock", window, self.lock)
        window.installEventFilter(self)

    def begin(self, tell: Callable[[], object]) -> None:
        """Ask who sits here when the store knows its people; otherwise call `tell` at once."""
        from workbench.workflow import people

        if people.nobody_sits_here(self._desk):
            self.lock_alone()
        else:
            tell()
        self._restart()

    def lock(self) -> None:
        """Cover every window of the program on this store."""
        from workbench.ui.shell import windows_beside

        self.lock_alone()
        for other in windows_beside(self._window):
            other.keeper.lock_alone()

    def lock_alone(self) -> None:
        """Cover the window; while nobody was added there is nobody to lock it for."""
        from workbench.workflow import people

        known = [one for one in people.everybody(self._desk) if one.is_active and not one.elsewhere]
        if known and not self.screen.is_locked():
            for box in filter(QDialog.isVisible, self._window.findChildren(QDialog)):
                box.reject()  # nothing stays open above what is locked
            while (menu := QApplication.activePopupWidget()) is not None:
                menu.close()
            signed = self._desk.seat.signed
            names = [one.shown_name for one in known]
            self.screen.lock(names, signed.person.shown_name if signed else "")

    def _on_unlocked(self) -> None:
        self._restart()
        self.seated.emit()

    def _restart(self) -> None:
        minutes = int(self._desk.settings.get("lock_minutes"))
        if minutes:
            self._idle.start(minutes * 60_000)
        else:
            self._idle.stop()

    def watch(self, application: QGuiApplication) -> None:
        """Count keys and mouse in any window of the program as somebody being here.

        Windows are watched, not the application: through that every single event would pass.
        """
        application.focusWindowChanged.connect(self._watch_window)
        self._watch_window(application.focusWindow())

    def _watch_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self._idle.isActive():
            self._restart()
        return False
