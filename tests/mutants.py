"""`python -m tests.mutants [PATHS] [--quick] [--seed N] [--count N] [--jobs N]`: break lines on
purpose, see tests fail.

Takes a seeded sample of small changes (a comparison, a sign, a number, a condition) in copies of
the program, one at a time, and runs tests of that room until one fails: first those that enter
the changed function, the quick ones first, then the whole room. A change that no test notices
survives; nine of ten must not.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.entered_functions import Entered, look_who_enters

ROOT = Path(__file__).parents[1]
ROOMS = ("workbench/scoring", "workbench/credit")
WHOLE, QUICK = 120, 12
PATIENCE = 600

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}


Change = Callable[[Any], None]
Place = tuple[Path, int, Change]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file, the line, what was there and what stands there now, and the text."""

    file: Path
    line: int
    was: str
    now: str
    source: str


def places_of(file: Path) -> Iterator[Place]:
    """Where a file can be changed and how: its expression by number, and the change."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for number, node in enumerate(_told(tree)):
        for change in _changes(node):
            yield file, number, change


def mutant_at(place: Place) -> Mutant:
    """The file with one expression changed."""
    file, number, change = place
    tree = ast.parse(file.read_text(encoding="utf-8"))
    node = list(_told(tree))[number]
    was = ast.unparse(node)
    change(node)
    return Mutant(file, node.lineno, was, ast.unparse(node), ast.unparse(tree))


def _told(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions that decide something: no types, defaults of fields or decorators."""
    left_out = {
        id(inner) for node in ast.walk(tree) for part in _silent(node) for inner in ast.walk(part)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and id(node) not in left_out:
            yield node


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.ClassDef):
        yield from node.decorator_list
    if isinstance(node, ast.FunctionDef):
        yield from (*node.decorator_list, *([node.returns] if node.returns else []))
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cache":
        yield node
    if isinstance(node, ast.keyword) and node.arg == "strict":
        yield node.value


def _changes(node: ast.expr) -> Iterator[Change]:
    """What can be changed in one expression, as functions that do it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        yield _swap_compared
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED and not _of_types(node):
        yield _swap_counted
    elif isinstance(node, ast.BoolOp):
        yield _swap_joined
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _drop_not
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield _one_more
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield _other_truth
    elif isinstance(node, ast.IfExp):
        yield _other_branch


def _of_types(node: ast.BinOp) -> bool:
    """A sum of texts reads as a sum of numbers does; only those with a number count."""
    parts = (node.left, node.right)
    return any(isinstance(p, ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp) for p in parts)


def _swap_compared(node: ast.Compare) -> None:
    node.ops[0] = _COMPARED[type(node.ops[0])]()


def _swap_counted(node: ast.BinOp) -> None:
    node.op = _COUNTED[type(node.op)]()


def _swap_joined(node: ast.BoolOp) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _drop_not(node: ast.UnaryOp) -> None:
    node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)


def _one_more(node: ast.Constant) -> None:
    node.value = int(str(node.value)) + 1


def _other_truth(node: ast.Constant) -> None:
    node.value = not node.value


def _other_branch(node: ast.IfExp) -> None:
    node.body, node.orelse = node.orelse, node.body


def sample(paths: list[str], count: int, seed: int) -> list[Mutant]:
    """So many changes in the files of these paths, drawn by the seed."""
    files = [
        file
        for path in paths
        for file in ([ROOT / path] if path.endswith(".py") else sorted((ROOT / path).rglob("*.py")))
    ]
    found = [place for file in files for place in places_of(file)]
    drawn = random.Random(seed).sample(found, min(count, len(found)))
    return sorted(map(mutant_at, drawn), key=lambda one: (one.file, one.line))


def room_of(file: Path) -> str:
    """The folder that holds the tests of a file's room: `tests/scoring`."""
    return f"tests/{file.relative_to(ROOT).parts[1]}"


def _copied(folder: Path) -> Path:
    """A copy of program, tests and data in which lines may be broken."""
    skipped = shutil.ignore_patterns("__pycache__")
    for name in ("workbench", "tests", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped)
    shutil.copy2(ROOT / "pyproject.toml", folder)
    return folder


def is_killed(mutant: Mutant, copy: Path, entered: Entered) -> bool:
    """Whether a test fails when the change stands in the copy."""
    name = mutant.file.relative_to(ROOT)
    place = copy / name
    whole = place.read_text(encoding="utf-8")
    place.write_text(mutant.source, encoding="utf-8")
    try:
        near = entered.tests_at(str(name), mutant.line)
        return bool(near and not _passes(near, copy)) or not _passes([room_of(mutant.file)], copy)
    finally:
        place.write_text(whole, encoding="utf-8")


def _passes(tests: list[str], copy: Path) -> bool:
    asked = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *asked],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _tried(drawn: list[Mutant], entered: Entered, copies: list[Path]) -> Iterator[bool]:
    """Whether each change was noticed, in their order; each copy holds one change at a time."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def tried(mutant: Mutant) -> bool:
        copy = free.get()
        try:
            return is_killed(mutant, copy, entered)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as runner:
        yield from runner.map(tried, drawn)


def _told_how_many(killed: Counter[str], drawn: Counter[str]) -> None:
    for room, count in drawn.items():
        print(f"{killed[room]} of {count} changes in {room} were noticed")
    whole = drawn.total()
    print(f"{killed.total()} of {whole} changes were noticed ({killed.total() / whole:.1%})")


def main() -> int:
    """Break, test and count; 1 when fewer than nine of ten were noticed."""
    asked = argparse.ArgumentParser(prog="python -m tests.mutants")
    asked.add_argument("paths", nargs="*", default=list(ROOMS))
    asked.add_argument("--quick", action="store_true", help=f"{QUICK} changes instead of {WHOLE}")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=WHOLE)
    asked.add_argument("--jobs", type=int, default=1, help="how many changes are tried at once")
    chosen = asked.parse_args()
    drawn = sample(chosen.paths, QUICK if chosen.quick else chosen.count, chosen.seed)
    began, killed = time.perf_counter(), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [_copied(Path(folder, str(number))) for number in range(chosen.jobs)]
        entered = look_who_enters(copies[0], sorted({room_of(mutant.file) for mutant in drawn}))
        print(f"{time.perf_counter() - began:5.0f} s to see which tests enter which functions")
        for mutant, noticed in zip(drawn, _tried(drawn, entered, copies), strict=True):
            killed[room_of(mutant.file)] += noticed
            place = f"{mutant.file.relative_to(ROOT)}:{mutant.line}"
            word = "killed  " if noticed else "SURVIVED"
            print(f"{word} {place}  {mutant.was[:60]} -> {mutant.now[:60]}", flush=True)
    _told_how_many(killed, Counter(room_of(mutant.file) for mutant in drawn))
    return 0 if killed.total() * 10 >= len(drawn) * 9 else 1


if __name__ == "__main__":
    sys.exit(main())
