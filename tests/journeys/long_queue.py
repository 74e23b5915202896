"""A hundred thousand cases by keyboard, with real key presses on a real window.

`xvfb-run python -m tests.journeys.long_queue FOLDER --count 100000` makes the store in FOLDER
(or takes the one that lies there), walks, sorts, filters, decides and takes back by keys that go
through the X server, and prints how long each step took until the window showed it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.keyboard_day import Keyboard, at_the_window
from tests.large_store import large_store
from workbench.workflow import decide
from workbench.workflow.desk import Desk


class Walk:
    """The steps of the journey, each timed from the key to what the window shows."""

    def __init__(self, hands: Keyboard, desk: Desk) -> None:
        self.hands, self.desk = hands, desk
        self.page: Any = hands.window.page("review")

    def step(self, what: str, act: Callable[[], object], seen: Callable[[], object]) -> None:
        """Do it, wait until it is seen, and say how long that took."""
        began = time.perf_counter()
        act()
        self.hands.until(what, seen)
        print(f"{what:<44} {(time.perf_counter() - began) * 1000:7.0f} ms", flush=True)

    def _case(self) -> int:
        return self.page.case.file.application.id if self.page.case.file else 0

    def walk(self) -> None:
        """Down a hundred cases by J, to the end of what is loaded, and on."""
        table, model, press = self.page.queue.table, self.page.queue.model, self.hands.press
        self.step("the queue", lambda: press("ctrl+2"), lambda: table.hasFocus() and self._case())
        self.step("the first", lambda: press("ctrl+Home"), lambda: self._is_open(0))
        self.step("a hundred cases on", lambda: press(*"j" * 100), lambda: self._is_open(100))
        loaded = model.rowCount()
        self.step("the end, and more", lambda: press("ctrl+End"), lambda: model.rowCount() > loaded)
        self.step("back to the first", lambda: press("ctrl+Home"), lambda: self._is_open(0))

    def _is_open(self, at: int) -> bool:
        table = self.page.queue.table
        if table.current_row() != at:
            return False
        return bool(self._case() == self.page.queue.model.row(at).application_id)

    def narrow(self) -> None:
        """Filter by a name typed, open what is found, and see the whole queue again."""
        queue, hands = self.page.queue, self.hands
        whole = queue.model.total()
        name = next(row.name for row in queue.model.rows() if row.name.isascii())

        def found() -> bool:
            rows = queue.model.rows()
            return bool(rows) and all(name in row.name for row in rows)

        hands.press("slash")
        hands.until("the filter", queue.filter.hasFocus)
        self.step("a name filtered", lambda: hands.type(name.lower()), found)

        def clear() -> None:
            hands.press("ctrl+a", "BackSpace")

        self.step("the whole queue again", clear, lambda: queue.model.total() == whole)
        hands.press("ctrl+2")
        hands.until("the list", queue.table.hasFocus)

    def decide(self) -> None:
        """Approve what is advised so, then take it back: the counts follow."""
        press, model = self.hands.press, self.page.queue.model
        before = decide.counts(self.desk)["approved"]
        at = [row.advice for row in model.rows()].index("approve")
        press(*"j" * (at - self.page.queue.table.current_row()))
        self.hands.until("a case to approve", lambda: self._is_open(at))

        def approved(more: int) -> Callable[[], bool]:
            return lambda: decide.counts(self.desk)["approved"] == before + more

        self.step("it approved", lambda: press("a"), approved(1))
        self.step("and taken back", lambda: press("ctrl+z"), approved(0))


def main() -> int:
    """Make or take the store, and walk; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    asked = parser.parse_args()
    file = asked.folder / "queue.db"
    if not file.exists():
        large_store(file, asked.count)
    with at_the_window(asked.folder, file.name) as (hands, desk):
        walk = Walk(hands, desk)
        walk.walk()
        walk.narrow()
        walk.decide()
    print("the long queue walked by keyboard")
    return 0


if __name__ == "__main__":
    sys.exit(main())
