"""The window as a program: one application, one window over a desk, and its end.

`open_window_on` shows the window's outline at once and opens the store behind it: what a
person sees first does not wait for what the day's work needs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from workbench.i18n import N_
from workbench.settings import Settings
from workbench.ui import theme

if TYPE_CHECKING:
    from workbench.ui.curtain import Curtain
    from workbench.ui.jobs import Jobs, Step
    from workbench.workflow.desk import Desk

_LOOK_EVERY = 15  # milliseconds
_SETTLED_IN = 60_000  # milliseconds after which the day's backup begins


def make_application(settings: Settings) -> QApplication:
    """The application, dressed in the theme and language of the settings."""
    from workbench.ui.brand import window_icon
    from workbench.ui.words import speak

    app = _bare_application(settings)
    speak(app, settings.text("language"))
    app.setWindowIcon(window_icon())
    return app


def _bare_application(settings: Settings) -> QApplication:
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("credit-workbench")
    app.setDesktopFileName("credit-workbench")
    theme.apply(app, settings.text("theme"))
    return app


def open_window_on(open_desk: Callable[[], Desk], *, place: str = "review") -> int:
    """Show the outline, open the desk behind it, then the window; returns the exit status.

    Raises whatever `open_desk` raises, with the outline taken away again.
    """
    curtain = _draw_curtain(Settings())
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening") as pool:
        desk = _wait_for(pool.submit(open_desk), curtain)
    with desk:
        return open_window(desk, place=place, curtain=curtain)


def open_window(desk: Desk, *, place: str = "review", curtain: Curtain | None = None) -> int:
    """Show the window on this desk until it is closed; returns the exit status."""
    from workbench.ui.crash_page import Watch
    from workbench.ui.jobs import Jobs
    from workbench.ui.shell import MainWindow

    app = make_application(desk.settings)
    jobs = Jobs()
    window = MainWindow(desk, jobs)
    watch = Watch(window)
    watch.begin()
    _follow_system_theme(app, desk.settings)
    window.show()
    if curtain is not None:
        curtain.close()
    QTimer.singleShot(0, lambda: window.begin(place))
    QTimer.singleShot(_SETTLED_IN, window, lambda: back_up_if_due(desk, jobs, window))
    status = app.exec()
    watch.end()
    jobs.close()
    return int(status)


def back_up_if_due(desk: Desk, jobs: Jobs, window: QObject) -> None:
    """The day's backup, where the settings ask for one, beside whatever else is done."""

    def work(_step: Step) -> object:
        from workbench.workflow import keep

        return keep.backup_if_due(desk)

    jobs.start(window, work, lambda _made: None, title=N_("Backing up the store"), reads=True)


def first_window_then_quit(desk: Desk | None = None) -> None:
    """Open the window, wait until it has been painted once, and leave: for measuring.

    Without a desk, the outline that `open_window_on` shows first.
    """
    if desk is None:
        curtain = _draw_curtain(Settings())
        curtain.close()
        return
    from workbench.ui.jobs import Jobs
    from workbench.ui.shell import MainWindow

    app = make_application(desk.settings)
    jobs = Jobs()
    window = MainWindow(desk, jobs)
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()
    jobs.close()


def _draw_curtain(settings: Settings) -> Curtain:
    from workbench.ui.curtain import Curtain

    app = _bare_application(settings)
    curtain = Curtain()
    curtain.show()
    app.processEvents()
    return curtain


def _wait_for(opening: Future[Desk], curtain: Curtain) -> Desk:
    loop = QEventLoop()
    look = QTimer(interval=_LOOK_EVERY)
    look.timeout.connect(lambda: loop.quit() if opening.done() else None)
    look.start()
    loop.exec()
    look.stop()
    if opening.exception() is not None:
        curtain.close()
    return opening.result()


def _follow_system_theme(app: QApplication, settings: Settings) -> None:
    def follow() -> None:
        if settings.text("theme") == "system":
            theme.apply(app, "system")

    app.styleHints().colorSchemeChanged.connect(lambda _scheme: follow())
