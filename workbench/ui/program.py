"""The window as a program: one application, one window over a desk, and its end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from workbench.settings import Settings
from workbench.ui import theme
from workbench.ui.brand import window_icon
from workbench.ui.crash_page import Watch
from workbench.ui.jobs import Jobs
from workbench.ui.shell import MainWindow
from workbench.ui.words import speak

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk


def make_application(settings: Settings) -> QApplication:
    """The application, dressed in the theme and language of the settings."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("credit-workbench")
    app.setDesktopFileName("credit-workbench")
    theme.apply(app, settings.text("theme"))
    speak(app, settings.text("language"))
    app.setWindowIcon(window_icon())
    return app


def open_window(desk: Desk, *, place: str = "review") -> int:
    """Show the window on this desk until it is closed; returns the exit status."""
    app = make_application(desk.settings)
    jobs = Jobs()
    window = MainWindow(desk, jobs)
    watch = Watch(window)
    watch.begin()
    _follow_system_theme(app, desk.settings)
    window.show()
    QTimer.singleShot(0, lambda: window.begin(place))
    status = app.exec()
    watch.end()
    jobs.close()
    return int(status)


def first_window_then_quit(desk: Desk) -> None:
    """Open the window, wait until it has been painted once, and leave: for measuring."""
    app = make_application(desk.settings)
    jobs = Jobs()
    window = MainWindow(desk, jobs)
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()
    jobs.close()


def _follow_system_theme(app: QApplication, settings: Settings) -> None:
    def follow() -> None:
        if settings.text("theme") == "system":
            theme.apply(app, "system")

    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: follow())
