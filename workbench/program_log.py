"""What the program notes of itself: when it began, which tasks ran and how they ended.

Never what it works on: a note is one word and facts that are numbers, words of the program's
own making, or places in its code. Anything else - a name, a path, a sentence - is left out.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from workbench import paths

_NAME, _BEFORE = "program.log", "program.1.log"
_MOST_BYTES = 512 * 1024
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-")
_LONGEST = 80
_lock = threading.Lock()
_begun: list[Path] = []


def begin() -> None:
    """Note from now on, in the user's own folder of logs. Until then nothing is written."""
    with _lock:
        _begun[:] = [paths.log_folder()]


def end() -> None:
    """Note nothing any more."""
    with _lock:
        _begun.clear()


def note(event: str, **facts: str | float) -> None:
    """One line: the time in UTC, the event, and `name=value` for each fact that may be kept.

    A log that cannot be written is no harm.
    """
    with _lock, suppress(OSError):
        if _begun:
            _write(_begun[0], line(event, **facts))


def line(event: str, **facts: str | float) -> str:
    """The line of a note; facts that could say something of a person are left out."""
    kept = [f"{name}={value}" for name, value in facts.items() if _may_be_kept(str(value))]
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return " ".join((at, event, *kept))


def _may_be_kept(said: str) -> bool:
    return 0 < len(said) <= _LONGEST and _SIGNS.issuperset(said)


def place_of(work: object) -> str:
    """Where in the code a piece of work stands: "import_course.ImportCourse.take_in"."""
    room = str(getattr(work, "__module__", "")).rpartition(".")[2]
    name = str(getattr(work, "__qualname__", "")).partition(".<locals>")[0]
    return f"{room}.{name}" if name else room


def files() -> list[Path]:
    """The log and the reports of faults there are, the log first, then the newest."""
    folder = paths.log_folder()
    reports = sorted(folder.glob("crash-*.txt"), reverse=True)
    return [file for file in (folder / _NAME, *reports) if file.is_file()]


def text(file: Path) -> str:
    """What a log or report holds, of the log also what it held before it grew too long."""
    parts = [file.with_name(_BEFORE), file] if file.name == _NAME else [file]
    kept = []
    for part in parts:
        with suppress(OSError):
            kept.append(part.read_text(encoding="utf-8", errors="replace"))
    return "".join(kept)


def _write(folder: Path, said: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / _NAME
    if file.exists() and file.stat().st_size > _MOST_BYTES:
        file.replace(folder / _BEFORE)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{said}\n".encode())
    finally:
        os.close(handle)
