"""Puts the parts together: a desk over a store, and the window over the desk."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import i18n, paths
from workbench.errors import NoDisplay, StoreUnreadable, WindowNotInstalled, WorkbenchError
from workbench.files import refuse_unreadable
from workbench.settings import Settings

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk


CANNOT = 3


def start_window(place: str | None) -> int:
    """`workbench` without a command: the window, and the sentence of what kept it from opening."""
    i18n.use(Settings().language())
    try:
        refuse_unreadable([place] if place else [])
        return open_desk(place)
    except WorkbenchError as stop:
        sys.stderr.write(stop.text() + "\n")
        return CANNOT


def open_desk(place: str | None) -> int:
    """The window on a store; returns the exit status when it is closed.

    Raises NoDisplay or WindowNotInstalled before anything is touched, and what opening the
    store raises.
    """
    refuse_without_window()
    while True:
        try:
            return _open(place)
        except StoreUnreadable as fault:
            place = _another(place, fault)


def _another(place: str | None, fault: StoreUnreadable) -> str | None:
    """The store to open instead of one that does not open. Raises `fault` when there is none."""
    from workbench.ui.way_out import ask_way_out, place_beside

    what, file = ask_way_out(fault)
    if not what:
        raise fault
    if what == "recover":
        return _recovered(place, file)
    if what == "restore":
        from workbench.workflow import keep

        beside = place_beside(Path(place) if place else paths.default_store())
        return str(keep.restore(Path(file), beside))
    return file if what == "open" else place


def _recovered(place: str | None, code: str) -> str | None:
    """The store itself, its key brought back by the recovery code; asked again with another."""
    from workbench.workflow import key_keeping

    try:
        key_keeping.recover(place, code)
    except StoreUnreadable as fault:
        return _another(place, fault)
    return place


def _open(place: str | None) -> int:
    from workbench.ui import starting

    settings = Settings()
    locked = is_locked_store(place)
    if locked:
        starting.load_qt()
    else:
        starting.begin()
    try:
        return (_open_signed_in if locked else _open_ahead)(place, settings)
    finally:
        starting.end()


def _open_ahead(place: str | None, settings: Settings) -> int:
    """The window with its first rows, read before the store is opened."""
    from workbench.storage.first_look import first_look
    from workbench.ui.program import open_window_on
    from workbench.ui.window_memory import last_page

    def opened() -> Desk:
        from workbench.workflow.desk import Desk

        return Desk.open(place, settings=settings)

    look, page = first_look(place), last_page()  # the look needs no Qt, which still loads
    if page != "review":
        look = None
    return open_window_on(opened, place=page, settings=settings, look=look)


def is_locked_store(place: str | None) -> bool:
    """Whether the key of the store at this place lies under passwords."""
    from workbench.storage import keys

    if place and place.startswith("postgresql"):
        return False
    file, folder = Path(place) if place else paths.default_store(), paths.settings_folder() / "keys"
    if keys.is_from_elsewhere(file, folder):
        from workbench.storage.store import opens_signed_in

        return opens_signed_in(file, folder)
    return keys.is_locked(file, folder)


def _open_signed_in(place: str | None, settings: Settings) -> int:
    """Ask who is there first; without an answer nothing is opened."""
    from workbench.ui.program import open_window
    from workbench.ui.sign_in_window import ask_who
    from workbench.ui.window_memory import last_page

    desk = ask_who(place, settings)
    if desk is None:
        return 0
    with desk:
        return open_window(desk, place=last_page())


def open_demo(place: str | None) -> int:
    """The window on a store that holds the sample batch, assessed and ready to review."""
    refuse_without_window()
    from workbench.ui import starting

    starting.load_qt()
    from workbench.ui.program import open_window_on

    def opened() -> Desk:
        from workbench.workflow.desk import Desk
        from workbench.workflow.samples import sample_store

        return Desk.open(sample_store(Path(place) if place else None))

    return open_window_on(opened)


def refuse_without_window() -> None:
    """Say in one sentence why no window can open here."""
    if importlib.util.find_spec("PySide6") is None:
        raise WindowNotInstalled
    wants = os.environ.get("QT_QPA_PLATFORM", "")
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not shown and not wants:
        raise NoDisplay
