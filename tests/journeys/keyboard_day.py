"""A day by keyboard alone, with real key presses: run on a screen of its own by the test.

`python -m tests.journeys.keyboard_day FOLDER` needs an X screen and xdotool. Every key goes
through the X server to whatever has the keyboard; between keys the script waits for what the
officer would wait for, on the window itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from workbench.settings import Settings
from workbench.ui.import_page import CHECK, FILE, MATCH, SCORE
from workbench.ui.jobs import Jobs
from workbench.ui.program import make_application
from workbench.ui.shell import MainWindow
from workbench.workflow import decide, notify
from workbench.workflow.desk import Desk

PATIENCE = 90


class Keyboard:
    """The officer's hands, and the eyes that wait for the window."""

    def __init__(self, app: QApplication, window: MainWindow, jobs: Jobs) -> None:
        self.app, self.window, self.jobs = app, window, jobs

    def until(self, what: str, seen: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while self.jobs.running() or not seen():
            self.app.processEvents()
            if time.monotonic() > end:
                raise SystemExit(f"waited in vain for: {what}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self._run("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        self._run("type", text)

    def _run(self, *words: str) -> None:
        hand = subprocess.Popen(["xdotool", *words])
        while hand.poll() is None:
            self.app.processEvents()
        self.app.processEvents()
        if hand.returncode:
            raise SystemExit(f"xdotool {' '.join(words)}")


def import_sample(hands: Keyboard) -> None:
    hands.press("ctrl+1")
    page = hands.window.page("import")
    hands.until("the choice of a file", page.file.choose.hasFocus)
    hands.press("Tab", "space")
    hands.until("the sample read", page.footer.next.hasFocus)
    assert page.steps.currentIndex() == FILE
    hands.press("ctrl+Return")
    hands.until("columns matched", lambda: page.steps.currentIndex() == MATCH)
    hands.press("ctrl+Return")
    hands.until("rows checked", lambda: page.steps.currentIndex() == CHECK)
    waiting = page.course.draft.intake.waiting_count
    hands.press("F8")
    grid = page.check.grid
    hands.until("the first problem", lambda: grid.currentIndex().data() == "21k")
    hands.press("F2")
    hands.until("the cell open", lambda: hands.app.focusWidget() is not grid)
    hands.press("ctrl+a")
    hands.type("21000")
    hands.press("Return")
    hands.until("one row less waits", lambda: _waiting(page) == waiting - 1)
    hands.press("ctrl+z")
    hands.until("it waits again", lambda: _waiting(page) == waiting)
    hands.press("ctrl+shift+z")
    hands.until("and is put right again", lambda: _waiting(page) == waiting - 1)
    hands.press("ctrl+Return")
    hands.until("rows scored", lambda: page.score.result is not None)
    assert page.steps.currentIndex() == SCORE


def _waiting(page: object) -> int:
    found = page.course.draft.intake  # type: ignore[attr-defined]
    return -1 if found is None else found.waiting_count


def agree_with_an_approval(hands: Keyboard, desk: Desk) -> None:
    hands.press("ctrl+2")
    page = hands.window.page("review")
    table = page.queue.table
    hands.until("the queue", lambda: table.hasFocus() and page.queue.model.rowCount())
    rows = page.queue.model.rows()
    steps = next(at for at, row in enumerate(rows) if row.advice == "approve")
    for _step in range(steps - max(0, table.current_row())):
        hands.press("j")
    hands.until("the case", lambda: page.case.file and table.current_row() == steps)
    hands.press("a")
    hands.until("it decided", lambda: decide.counts(desk)["approved"] == 1)


def write_the_letter(hands: Keyboard, desk: Desk) -> None:
    hands.press("ctrl+3")
    page = hands.window.page("letters")
    hands.until("the letter", lambda: page.viewer.view.pages is not None and page.list.hasFocus())
    while not page.write_all.hasFocus():
        before = hands.app.focusWidget()
        hands.press("Tab")
        hands.until("the next control", lambda was=before: hands.app.focusWidget() is not was)
    hands.press("space")
    hands.until("it written", lambda: len(notify.letters_written(desk)) == 1)


@contextmanager
def at_the_window(folder: Path, store: str) -> Iterator[tuple[Keyboard, Desk]]:
    """The window on a store of this folder, keys ready; closed by its own key at the end."""
    settings = Settings(folder / "settings.toml")
    app = make_application(settings)
    jobs = Jobs()
    with Desk.open(folder / store, settings=settings, person="Lin Mei") as desk:
        window = MainWindow(desk, jobs)
        window.show()
        window.begin("import")
        window.activateWindow()
        hands = Keyboard(app, window, jobs)
        hands.until("the window", window.isActiveWindow)
        yield hands, desk
        hands.press("ctrl+q")
        hands.until("the window closed", lambda: not window.isVisible())
        jobs.close()


def main(folder: Path) -> int:
    with at_the_window(folder, "store.db") as (hands, desk):
        import_sample(hands)
        agree_with_an_approval(hands, desk)
        write_the_letter(hands, desk)
    print("done by keyboard")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
