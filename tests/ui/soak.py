"""`python -m tests.ui.soak --seconds 600 --seed 1`: random keys and clicks on the real window.

A seeded monkey works on the sample store, on every page of the window. Exit status 1 when anything
was raised, when Qt warned, when memory or the number of living objects kept growing, or when a
thread is left at the end; what happened is printed with the seed that repeats it.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.screens import Stage, stage

KEYS = "ARDCJKSNLX/5"
SIDES: tuple[str, ...] = (
    *("audit:journal", "audit:backups", "audit:retention"),
    *("strategy:read", "strategy:try", "strategy:compare", "strategy:change"),
    *("accounts:campaign", "accounts:calendar", "accounts:past_due"),
)
OFTEN = ("review:needs_review", "review:all")
GROWTH = 60.0
"""MiB that may come on top once every page was there: caches, and the journal that grows."""


class Monkey:
    """Random actions by a seed, and everything that went wrong."""

    def __init__(self, stage_: Stage, seed: int) -> None:
        from workbench.ui.places import PLACES

        self._stage, self._window = stage_, stage_.window
        self._choose = random.Random(seed)
        self._pages = (*(place.word for place in PLACES), *SIDES, *OFTEN * 4)
        self._keys = 0
        self.wrong: list[str] = []
        self.told: list[str] = []
        self.done = 0

    def watch(self) -> None:
        """Collect what is raised and what Qt warns of; answer every dialog with nothing."""
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtWidgets import QDialog, QFileDialog, QMenu

        sys.excepthook = self._on_fault
        qInstallMessageHandler(self._on_message)
        for kind in (QDialog, QMenu):
            kind.exec = lambda *_arguments: 0
        for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
            setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))
        QFileDialog.getExistingDirectory = staticmethod(lambda *_a, **_k: "")

    def _on_fault(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        told = "".join(traceback.format_exception(kind, fault, trace))
        self.wrong.append(f"{told}after {self.told[-6:]}")

    def _on_message(self, _mode: object, _context: object, message: str) -> None:
        if "This plugin does not support" not in message and "OpenType support" not in message:
            self.wrong.append(f"{message} after {self.told[-6:]}")

    def see_all(self) -> None:
        """Go to every page once, so that what is made once is made before anything is measured."""
        for page in self._pages:
            self._window.go(page)
            self._stage.settle(0.0, 5)

    def act(self) -> None:
        """One action, and now and then time for the answers."""
        acts: list[Callable[[], object]] = [self._key] * 10 + [self._click] * 6
        acts += [self._page, self._page, self._dress, self._filter, self._undo]
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
        key = self._choose.choice([*KEYS, *others, Qt.Key.Key_Return, Qt.Key.Key_F6])
        self.told.append(f"key {key} on {type(at).__name__}")
        QTest.keyClick(at, key)

    def _click(self) -> None:
        from PySide6.QtWidgets import QAbstractButton

        shown = [
            b
            for b in self._window.findChildren(QAbstractButton)
            if b.isVisible() and b.isEnabled() and not getattr(b, "menu", lambda: None)()
        ]
        if shown:
            pressed = self._choose.choice(shown)
            self.told.append(f"click {pressed.text() or pressed.accessibleName()}")
            pressed.click()

    def _page(self) -> None:
        page = self._choose.choice(self._pages)
        self.told.append(f"page {page}")
        self._window.go(page)

    def _dress(self) -> None:
        self.told.append("another dress")
        self._choose.choice([self._window.switch_theme, self._window.switch_language])()
        self._window.resize(*self._choose.choice([(1180, 720), (1440, 900)]))

    def _filter(self) -> None:
        page: Any = self._window.page("review")
        text = self._choose.choice(["", "", "a", "王", "zz"])
        self.told.append(f"filter {text}")
        page.queue.filter.setText(text)
        if self._choose.random() < 0.3:
            page.queue.table.selectAll()

    def _undo(self) -> None:
        self.told.append("undo")
        page: Any = self._window.page("review")
        page.undo.take_back()


def held() -> tuple[float, int]:
    """MiB this process holds, and how many widgets and actions live in it."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in told if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024, len(QApplication.allWidgets())


def main() -> int:
    """Let the monkey work for a while; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    marks: list[tuple[float, int]] = []
    with stage() as stage_:
        monkey = Monkey(stage_, asked.seed)
        monkey.watch()
        monkey.see_all()
        begun = time.monotonic()
        while time.monotonic() - begun < asked.seconds and not monkey.wrong:
            monkey.act()
            if (time.monotonic() - begun) / asked.seconds > (len(marks) + 1) / 8:
                marks.append(held())
                print(f"  {monkey.done} actions: {marks[-1][0]:.0f} MiB, {marks[-1][1]} widgets")
                sys.stdout.flush()
        stage_.settle()
    if marks and marks[-1][0] - marks[len(marks) // 2][0] > GROWTH:
        monkey.wrong.append(f"memory grew: {[round(mib) for mib, _n in marks]} MiB")
    left = [t.name for t in threading.enumerate() if t.name.startswith(("writer", "reader"))]
    print(f"seed {asked.seed}: {monkey.done} actions, {len(monkey.wrong)} faults, {left} left")
    print("\n".join(monkey.wrong[:3]))
    return 1 if monkey.wrong or left else 0


if __name__ == "__main__":
    sys.exit(main())
