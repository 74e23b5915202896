"""The window as a program: one application, one window over a desk, and its end.

`open_window_on` shows the window's outline at once and opens the store behind it: what a
person sees first does not wait for what the day's work needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from workbench import __version__, program_log
from workbench.i18n import N_
from workbench.settings import Settings
from workbench.ui import motion, starting, theme
from workbench.ui.desk_ahead import DeskAhead
from workbench.ui.first_sight import FirstSight
from workbench.ui.rubbish import Rubbish

if TYPE_CHECKING:
    from concurrent.futures import Future

    from workbench.errors import WorkbenchError
    from workbench.storage.first_look import FirstLook
    from workbench.ui.crash_page import Watch
    from workbench.ui.curtain import Curtain
    from workbench.ui.damage import DamageWatch
    from workbench.ui.jobs import Jobs, Step
    from workbench.ui.shell import MainWindow
    from workbench.workflow.desk import Desk

_LOOK_EVERY = 15  # milliseconds
_ANSWERED_IN = 40  # milliseconds left to the keys that were pressed while the window came
_AHEAD_IN = 1_500  # milliseconds after which the pages' part of the program is loaded
_LOADED_IN = 5_000  # milliseconds after which everything that the day needs is loaded
_LOOKED_AT_IN = 20_000  # milliseconds after which the store's pages are looked at
_SETTLED_IN = 60_000  # milliseconds after which the day's backup begins


def make_application(settings: Settings) -> QApplication:
    """The application, dressed in the theme and language of the settings."""
    from workbench.ui.words import speak

    app = _bare_application(settings)
    speak(app, settings.language())
    return app


def _bare_application(settings: Settings) -> QApplication:
    starting.leave_sources_unread()
    if settings.text("scale") != "100":
        os.environ.setdefault("QT_SCALE_FACTOR", str(int(settings.text("scale")) / 100))
    found = QApplication.instance()
    if isinstance(found, QApplication):
        app = found
    else:
        app = QApplication([*sys.argv[:1], *theme.words_for_qt()])
        theme.follow_type(app.font().pointSizeF())
    app.setApplicationName("credit-workbench")
    app.setDesktopFileName("credit-workbench")
    motion.use(settings.text("motion"))
    theme.apply(app, settings.text("theme"))
    return app


def open_window_on(
    open_desk: Callable[[], Desk],
    *,
    place: str = "review",
    settings: Settings | None = None,
    look: FirstLook | None = None,
) -> int:
    """Show something at once, open the desk behind it; returns the exit status.

    With a first look at the store that is the window itself, its first rows there to be
    clicked; without one its outline. Raises whatever `open_desk` raises, with the window gone.
    """
    chosen = settings or Settings()
    if look is not None:
        return _open_ahead(DeskAhead(chosen, open_desk), look, place)
    curtain = _draw_curtain(chosen)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening") as pool:
        desk = _wait_for(pool.submit(open_desk), curtain)
    with desk:
        return open_window(desk, place=place, curtain=curtain)


def open_window(desk: Desk, *, place: str = "review", curtain: Curtain | None = None) -> int:
    """Show the window on this desk until it is closed; returns the exit status."""
    app, jobs, window = _made(desk, None)
    window.show()
    if curtain is not None:
        curtain.close()
    QTimer.singleShot(0, lambda: window.begin(place))
    return _run(app, jobs, window)


def _open_ahead(desk: DeskAhead, look: FirstLook, place: str) -> int:
    """The window with its first rows; the store is opened once they can be seen and clicked."""
    app, jobs, window = _made(cast("Desk", desk), look)
    faults: list[WorkbenchError] = []

    def on_refused(fault: WorkbenchError) -> None:
        faults.append(fault)
        window.close()

    def on_painted() -> None:
        jobs.start(
            window,
            lambda _step: desk.opened(),
            lambda _desk: window.begin(place),
            on_refused,
            reads=True,
        )

    window.show()
    FirstSight(window, on_painted, wait=_ANSWERED_IN)
    try:
        status = _run(app, jobs, window)
    finally:
        desk.close()
    if faults:
        raise faults[0]
    return status


def _made(desk: Desk, look: FirstLook | None) -> tuple[QApplication, Jobs, MainWindow]:
    """The window with what it shows first."""
    from workbench.ui.jobs import Jobs
    from workbench.ui.shell import MainWindow
    from workbench.ui.words import speak

    app, jobs = _bare_application(desk.settings), Jobs()
    speak(app, desk.settings.language())
    window = MainWindow(desk, jobs)
    if look is not None:
        window.show_first(look)
    return app, jobs, window


def _run(app: QApplication, jobs: Jobs, window: MainWindow) -> int:
    beside = _Beside(app, jobs, window)
    FirstSight(window, beside.begin, wait=_ANSWERED_IN)
    status = app.exec()
    fault = beside.end()
    jobs.close()
    if fault is not None:
        raise fault
    return int(status)


class _Beside:
    """What goes on beside the work from the moment the window is seen: the watch for our own
    faults, the program's notes, the looks at the store, and the desktop's own theme."""

    def __init__(self, app: QApplication, jobs: Jobs, window: MainWindow) -> None:
        self._app, self._jobs, self._window = app, jobs, window
        self._watch: Watch | None = None
        self._damage: DamageWatch | None = None
        self._rubbish = Rubbish(app)
        self._later: list[QTimer] = []

    def begin(self) -> None:
        """Begin all of it."""
        from workbench.ui.crash_page import Watch
        from workbench.ui.damage import DamageWatch

        window, jobs = self._window, self._jobs
        self._watch = Watch(jobs.tell)
        self._damage = DamageWatch(window, jobs)
        self._watch.begin()
        self._later = [
            _later(window, _AHEAD_IN, lambda: load_ahead(jobs, window)),
            _later(window, _LOADED_IN, self._rubbish.begin),
            _later(window, _LOOKED_AT_IN, self._damage.look),
            _later(window, _SETTLED_IN, lambda: back_up_if_due(window.desk, jobs, window)),
        ]
        settings = window.desk.settings
        program_log.begin()
        program_log.note("began", version=__version__, language=settings.language())
        _follow_system_theme(self._app, settings)

    def end(self) -> WorkbenchError | None:
        """End all of it; returns the damage for which the person left the store."""
        for timer in self._later:
            timer.stop()  # what has not come by now has nobody to come to
        self._rubbish.end()
        program_log.note("closed")
        program_log.end()
        if self._watch is not None:
            self._watch.end()
        return self._damage.fault if self._damage is not None else None


def _later(window: QObject, wait: int, call: Callable[[], object]) -> QTimer:
    """Call once after `wait` milliseconds, unless the window is gone or the timer stopped."""
    timer = QTimer(window, singleShot=True, interval=wait)
    timer.timeout.connect(call)
    timer.start()
    return timer


def load_ahead(jobs: Jobs, window: QObject) -> None:
    """Load what the pages ask for beside the work: the first click on one waits for less."""
    from workbench.ui import pages_ahead

    jobs.start(window, pages_ahead.load, lambda _done: None, lambda _why: None, reads=True)


def back_up_if_due(desk: Desk, jobs: Jobs, window: QObject) -> None:
    """The day's backup, where the settings ask for one, beside whatever else is done."""

    def work(_step: Step) -> object:
        from workbench.workflow import keep

        return keep.backup_if_due(desk)

    jobs.start(window, work, lambda _made: None, title=N_("Backing up the store"), reads=True)


def _draw_curtain(settings: Settings) -> Curtain:
    from workbench.ui.curtain import Curtain

    app = _bare_application(settings)
    curtain = Curtain()
    curtain.show()
    app.processEvents()
    return curtain


def _wait_for(opening: Future[Desk], curtain: Curtain) -> Desk:
    from PySide6.QtCore import QEventLoop

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

    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: follow())
    hints.accessibility().contrastPreferenceChanged.connect(lambda _wish: follow())
