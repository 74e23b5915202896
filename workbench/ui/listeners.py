"""What is to be done again as long as somebody lives: after a change of language, theme or keys."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject

Call = Callable[[], object]

_FEW = 64


class Listeners:
    """Calls with their owners. A day of cases makes thousands of labels and charts: what is gone
    is let go of whenever the calls have doubled, and when a window is gone for good."""

    def __init__(self) -> None:
        self._kept: list[tuple[QObject, Call]] = []
        self._enough = _FEW
        _all.append(self)

    def __len__(self) -> int:
        """How many calls are kept, those of owners not yet let go of among them."""
        return len(self._kept)

    def add(self, owner: QObject, call: Call) -> None:
        """Call this as long as `owner` lives."""
        if len(self._kept) > 2 * self._enough:
            self.forget_gone()
        self._kept.append((owner, call))

    def living(self) -> tuple[tuple[QObject, Call], ...]:
        """The calls of those who live, in the order in which they were added."""
        self.forget_gone()
        return tuple(self._kept)

    def tell(self) -> None:
        """Call all who live; who ends because of a call before is not called."""
        for owner, call in self.living():
            if shiboken6.isValid(owner):
                call()

    def forget_gone(self) -> None:
        """Let go of the calls of those who are gone."""
        self._kept[:] = [(owner, call) for owner, call in self._kept if shiboken6.isValid(owner)]
        self._enough = max(_FEW, len(self._kept))


_all: list[Listeners] = []


def forget_gone() -> None:
    """Let go of what a window that is gone was to be told, of whatever kind."""
    for each in _all:
        each.forget_gone()
