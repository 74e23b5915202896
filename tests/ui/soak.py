"""`python -m tests.ui.soak --seconds 600 --seed 1`: random keys and clicks on the real window.

A seeded monkey works on the sample store. Exit status 1 when anything was raised, when Qt warned,
or when a thread is left at the end; what happened is printed with the seed that repeats it.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from tests.screens import Stage, stage

KEYS = "ARDCJK/5"
PAGES = ("review", "review", "letters", "audit", "settings", "help", "about", "import")


class Monkey:
    """Random actions by a seed, and everything that went wrong."""

    def __init__(self, stage_: Stage, seed: int) -> None:
        self._stage, self._window = stage_, stage_.window
        self._choose = random.Random(seed)
        self.wrong: list[str] = []
        self.done = 0

    def watch(self) -> None:
        """Collect what is raised and what Qt warns of; answer every dialog with nothing."""
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtWidgets import QDialog, QFileDialog, QMenu

        sys.excepthook = self._on_fault
        qInstallMessageHandler(self._on_message)
        for kind in (QDialog, QMenu):
            kind.exec = lambda *_arguments: 0
        for name in ("getOpenFileName", "getSaveFileName"):
            setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))

    def _on_fault(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        self.wrong.append("".join(traceback.format_exception(kind, fault, trace)))

    def _on_message(self, _mode: object, _context: object, message: str) -> None:
        if "This plugin does not support" not in message:
            self.wrong.append(message)

    def act(self) -> None:
        """One action, and now and then time for the answers."""
        acts: list[Callable[[], object]] = [self._key] * 10 + [self._click] * 5
        acts += [self._page, self._dress, self._filter, self._undo]
        self._choose.choice(acts)()
        self.done += 1
        self._stage.app.processEvents()
        if self._choose.random() < 0.3:
            self._stage.settle(0.0, 3)

    def _key(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        at = self._stage.app.focusWidget() or self._window
        if getattr(at, "menu", lambda: None)():
            return
        others = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Tab)
        key = self._choose.choice([*KEYS, *others, Qt.Key.Key_Return])
        QTest.keyClick(at, key)

    def _click(self) -> None:
        from PySide6.QtWidgets import QAbstractButton

        shown = [
            b
            for b in self._window.findChildren(QAbstractButton)
            if b.isVisible() and b.isEnabled() and not getattr(b, "menu", lambda: None)()
        ]
        if shown:
            self._choose.choice(shown).click()

    def _page(self) -> None:
        self._window.go(self._choose.choice(PAGES))

    def _dress(self) -> None:
        self._choose.choice([self._window.switch_theme, self._window.switch_language])()
        self._window.resize(*self._choose.choice([(1180, 720), (1440, 900)]))

    def _filter(self) -> None:
        page = self._window.page("review")
        page.queue.filter.setText(self._choose.choice(["", "", "a", "王", "zz"]))
        if self._choose.random() < 0.3:
            page.queue.table.selectAll()

    def _undo(self) -> None:
        self._window.page("review").undo.take_back()


def main() -> int:
    """Let the monkey work for a while; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with stage() as stage_:
        monkey = Monkey(stage_, asked.seed)
        monkey.watch()
        end = time.monotonic() + asked.seconds
        while time.monotonic() < end and not monkey.wrong:
            monkey.act()
        stage_.settle()
    left = [t.name for t in threading.enumerate() if t.name.startswith(("writer", "reader"))]
    print(f"seed {asked.seed}: {monkey.done} actions, {len(monkey.wrong)} faults, {left} left")
    print("\n".join(monkey.wrong[:3]))
    return 1 if monkey.wrong or left else 0


if __name__ == "__main__":
    sys.exit(main())
