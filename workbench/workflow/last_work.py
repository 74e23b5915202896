"""The work that was under way when the program ended by itself: kept sealed, brought back once.

Every window keeps where it is and what is half done - a justification being typed, a file being
matched and put right. A window that is closed in peace lets go of it; what a dead program left
is found at the next start by the person it belongs to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.files import is_running
from workbench.workflow.desk import Desk, now

FORMAT = 1
_ours: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class LastWork:
    """What one window was doing: `place` as the window names it ("review:A-000123"), and by
    page what was half done there, as that page wrote it down."""

    name: str
    place: str
    pages: Mapping[str, Any]
    at: datetime


def keep(desk: Desk, window: int, place: str, pages: Mapping[str, Any]) -> None:
    """Keep what the `window`-th window of this program is doing now. Raises FileNotWritable."""
    name = _name(window)
    _ours.add((desk.store.uuid, name))
    said = {
        "format": FORMAT,
        "place": place,
        "pages": dict(pages),
        "who": desk.officer(),
        "at": now().isoformat(),
    }
    desk.store.drafts().keep(name, json.dumps(said, ensure_ascii=False))


def let_go(desk: Desk, window: int) -> None:
    """That window was closed in peace."""
    desk.store.drafts().forget(_name(window))
    _ours.discard((desk.store.uuid, _name(window)))


def left_over(desk: Desk) -> LastWork | None:
    """What a program that ended by itself was doing, the newest of it, for who sits here now."""
    drafts = desk.store.drafts()
    for name in drafts.names():
        if not _is_left(desk.store.uuid, name):
            continue
        found = _read(drafts.read(name), name, desk.officer())
        if found is not None:
            return found
    return None


def forget(desk: Desk, work: LastWork) -> None:
    """It was brought back, or nobody wants it."""
    desk.store.drafts().forget(work.name)


def _read(text: str | None, name: str, officer: str) -> LastWork | None:
    try:
        said = json.loads(text or "")
        if said["format"] != FORMAT or said["who"] != officer:
            return None
        return LastWork(name, said["place"], said["pages"], datetime.fromisoformat(said["at"]))
    except (ValueError, KeyError, TypeError):
        return None


def _name(window: int) -> str:
    return f"{os.getpid()}-{window}"


def _is_left(store: str, name: str) -> bool:
    program = name.partition("-")[0]
    if program == str(os.getpid()):
        return (store, name) not in _ours
    return program.isdigit() and not is_running(int(program))
