"""Puts the parts together: a desk over a store, and the window over the desk."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from workbench.errors import NoDisplay, WindowNotInstalled
from workbench.workflow.desk import Desk


def open_desk(place: str | None) -> int:
    """The window on a store; returns the exit status when it is closed.

    Raises NoDisplay or WindowNotInstalled before anything is touched, and what opening the
    store raises.
    """
    refuse_without_window()
    from workbench.ui.program import open_window_on

    return open_window_on(lambda: Desk.open(place))


def open_demo(place: str | None) -> int:
    """The window on a store that holds the sample batch, assessed and ready to review."""
    refuse_without_window()
    from workbench.ui.program import open_window_on
    from workbench.workflow.samples import sample_store

    return open_window_on(lambda: Desk.open(sample_store(Path(place) if place else None)))


def refuse_without_window() -> None:
    """Say in one sentence why no window can open here."""
    if importlib.util.find_spec("PySide6") is None:
        raise WindowNotInstalled
    wants = os.environ.get("QT_QPA_PLATFORM", "")
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not shown and not wants:
        raise NoDisplay
