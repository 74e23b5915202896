"""Where an entry of a TOML text stands, so that a fault can be named by its line."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*'
    r"|[\[\]{}=,.\n]|[A-Za-z0-9_+:-]+",
    re.DOTALL,
)


class _Walk:
    """One pass over the tokens of a TOML text that `tomllib` has already read without complaint."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self.table: Path = ()
        self.counts: dict[Path, int] = {}
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.tokens = [
            (found.group(), bisect.bisect_right(starts, found.start()))
            for found in _TOKEN.finditer(text)
            if not found.group().startswith("#")
        ]
        self.place = 0

    def run(self) -> None:
        while self.place < len(self.tokens):
            word, line = self.tokens[self.place]
            if word == "\n":
                self.place += 1
            elif word == "[":
                self._header(line)
            else:
                self._entry(self.table)

    def _word(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _keys(self) -> list[str]:
        keys = []
        while self._word() not in {"=", "]", ""}:
            if self._word() not in {".", "\n"}:
                keys.append(self._word().strip("\"'"))
            self.place += 1
        return keys

    def _header(self, line: int) -> None:
        self.place += 1
        many = self._word() == "["
        self.place += many
        path = self._resolved(self._keys())
        while self._word() == "]":
            self.place += 1
        if many:
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        self.table = path
        self.lines.setdefault(path, line)

    def _resolved(self, keys: Sequence[str]) -> Path:
        """The path of a header, with the number of the latest entry of every array it passes."""
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            if number < len(keys) - 1 and path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _entry(self, table: Path) -> None:
        line = self.tokens[self.place][1]
        path: Path = (*table, *self._keys())
        self.lines.setdefault(path, line)
        self.place += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        word = self._word()
        self.lines.setdefault(path, self.tokens[self.place][1])
        if word == "[":
            self._list(path)
        elif word == "{":
            self._inline(path)
        else:
            while self._word() not in {",", "\n", "]", "}", ""}:
                self.place += 1

    def _list(self, path: Path) -> None:
        self.place += 1
        number = 0
        while self._word() not in {"]", ""}:
            if self._word() in {",", "\n"}:
                self.place += 1
                continue
            self._value((*path, number))
            number += 1
        self.place += 1

    def _inline(self, path: Path) -> None:
        self.place += 1
        while self._word() not in {"}", ""}:
            if self._word() in {",", "\n"}:
                self.place += 1
                continue
            self._entry(path)
        self.place += 1


def lines_of(text: str) -> Mapping[Path, int]:
    """The line of every table, key and list entry, by its path.

    `("rules", 2, "threshold")` is the threshold of the third `[[rules]]`.
    """
    walk = _Walk(text)
    walk.run()
    return walk.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of an entry, or of the nearest table around it; 1 when there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
