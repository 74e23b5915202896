"""The desk while its store is still being opened: settings at once, the rest when it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.settings import Settings
    from workbench.workflow.desk import Desk


class DeskAhead:
    """Stands for a desk before it is open. What pages ask of it in their jobs waits until it
    is; everything else is the desk itself. Raises what opening raised, to whoever asks."""

    def __init__(self, settings: Settings, open_desk: Callable[[], Desk]) -> None:
        self.settings = settings
        self._open, self._lock = open_desk, threading.Lock()
        self._desk: Desk | None = None

    def opened(self) -> Desk:
        """The desk; opened by the first who asks, off the GUI thread."""
        with self._lock:
            if self._desk is None:
                self._desk = self._open()
            return self._desk

    def officer(self) -> str:
        """Who sits here: until the store is open, who is named in the settings."""
        return self._desk.officer() if self._desk else self.settings.officer()

    def officer_title(self) -> str:
        """The officer's title, likewise."""
        return self._desk.officer_title() if self._desk else self.settings.text("officer_title")

    def close(self) -> None:
        """Close the store, if it was opened."""
        if self._desk is not None:
            self._desk.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.opened(), name)
