"""Which tests enter which functions of the program, seen by running a room's tests once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest

REPORT = "WORKBENCH_ENTERED_REPORT"


@dataclass(frozen=True, slots=True)
class Entered:
    """By file: the first line of a function and the tests that entered it; seconds by test."""

    tests: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    def tests_at(self, file: str, line: int) -> list[str]:
        """The tests that were in the function around a line, quick ones first.

        None around a line that is read once, on import.
        """
        ends = self.tests.get(file, {})
        found = {test for first in _function_around(file, line, ends) for test in ends[first]}
        return sorted(found, key=lambda test: (self.seconds[test], test))


def _function_around(file: str, line: int, firsts: dict[int, list[str]]) -> Iterator[int]:
    import ast

    tree = ast.parse(Path(__file__).parents[1].joinpath(file).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0):
            begin = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            yield from (one for one in firsts if begin <= one <= (node.end_lineno or 0))


def look_who_enters(copy: Path, rooms: list[str]) -> Entered:
    """Run the tests of these rooms in a copy of the program, looking who enters what."""
    report = copy / "entered.json"
    asked = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.entered_functions"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *asked, *rooms],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), REPORT: str(report)},
        capture_output=True,
        check=True,
    )
    raw = json.loads(report.read_text(encoding="utf-8"))
    tests = {
        file: {int(first): names for first, names in entered.items()}
        for file, entered in raw["tests"].items()
    }
    return Entered(tests, raw["seconds"])


@dataclass(slots=True)
class _Looking:
    root: str
    test: str = ""
    found: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def called(self, frame: FrameType, _event: str, _arg: object) -> None:
        code = frame.f_code
        if self.test and code.co_filename.startswith(self.root):
            self.found[code.co_filename, code.co_firstlineno].add(self.test)


_LOOKING = _Looking(str(Path(__file__).parents[1] / "workbench") + os.sep)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Look on while one test runs, fixtures included."""
    _LOOKING.test = item.nodeid.split("[")[0]
    began = time.perf_counter()
    threading.settrace(_LOOKING.called)
    sys.settrace(_LOOKING.called)
    yield
    sys.settrace(None)
    _LOOKING.seconds[_LOOKING.test] += time.perf_counter() - began


def pytest_sessionfinish() -> None:
    """Write what was seen."""
    root = Path(_LOOKING.root).parent
    tests: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for (file, first), names in _LOOKING.found.items():
        tests[str(Path(file).relative_to(root))][first] = sorted(names)
    seen = {"tests": tests, "seconds": _LOOKING.seconds}
    Path(os.environ[REPORT]).write_text(json.dumps(seen), encoding="utf-8")
