"""Qt's own Python modules kept as Python keeps all others: compiled once, not at every start.

PySide carries a dozen modules as text inside its library and compiles them whenever a program
begins; the one that writes stub files for programmers compiles long patterns too. That is a
quarter of the time to a bare window. What the first start compiled is kept in the user's cache,
the writer of stubs stays empty here, and the pattern that takes signatures apart waits for the
first wrong call that has to be explained. A cache that is missing, damaged, made by another
Python or for other text is as if there were none.
"""

from __future__ import annotations

import builtins
import marshal
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path
from types import CodeType
from typing import Any

_CARRIED = "shibokensupport/"
_STUB_WRITER = "shibokensupport/signature/lib/pyi_generator.py"
_HASH = 8  # bytes

Kept = dict[str, tuple[bytes, CodeType]]
"""File name inside PySide's library -> the hash of its text, and its code."""


@contextmanager
def compiled_once(file: Path) -> Iterator[None]:
    """While this lasts, what PySide carries as text comes from `file`; what was not there is
    compiled, and kept there in the end."""
    kept = read(file)
    known = dict(kept)
    compile_anew, compile_pattern = builtins.compile, re.compile

    def from_kept(source: Any, filename: Any, *how: Any, **named: Any) -> Any:
        name = str(filename)
        if not name.startswith(_CARRIED):
            return compile_anew(source, filename, *how, **named)
        text = b"" if name == _STUB_WRITER else bytes(source)
        of = source_hash(text)
        if name not in kept or kept[name][0] != of:
            kept[name] = of, compile_anew(text, filename, *how, **named)
        return kept[name][1]

    def when_asked(pattern: str, flags: int = 0) -> Any:
        asker = sys._getframe(1).f_code.co_filename  # noqa: SLF001 -- as logging finds it
        if asker.startswith(_CARRIED):
            return _Later(pattern, flags)
        return compile_pattern(pattern, flags)

    vars(builtins)["compile"], vars(re)["compile"] = from_kept, when_asked
    try:
        yield
    finally:
        vars(builtins)["compile"], vars(re)["compile"] = compile_anew, compile_pattern
    if kept != known:
        with suppress(OSError):  # it is compiled again next time
            _write(file, kept)


class _Later:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._how = pattern, flags

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return re.compile(*self._how).finditer(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._how), name)


def read(file: Path) -> Kept:
    """What is kept in a file; nothing where it cannot be used."""
    try:
        data = file.read_bytes()
    except OSError:
        return {}
    start = len(MAGIC_NUMBER) + _HASH
    if data[:start] != MAGIC_NUMBER + source_hash(data[start:]):
        return {}
    found: Kept = marshal.loads(data[start:])  # noqa: S302 -- ours, whole and of this Python
    return found


def _write(file: Path, kept: Kept) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = marshal.dumps(kept)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    beside.write_bytes(MAGIC_NUMBER + source_hash(body) + body)
    beside.replace(file)
