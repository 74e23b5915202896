"""The house keeps its own rules: arrows, sizes, names, words, docstrings."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "workbench").rglob("*.py"))
PARSED = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
FUNCTIONS = [
    (file, node)
    for file, tree in PARSED.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_arrows_between_rooms_point_down_and_libraries_stay_in_their_room() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_no_file_has_two_subjects() -> None:
    long = {_name(f): n for f in FILES if (n := len(f.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{_name(file)}:{node.name}"
        for file, node in FUNCTIONS
        if (node.end_lineno or 0) - node.lineno + 1 > 50
    ]
    assert not long


def test_every_module_says_in_its_first_line_what_it_is_about() -> None:
    assert not [_name(file) for file, tree in PARSED.items() if not ast.get_docstring(tree)]


def test_no_two_files_share_a_name() -> None:
    names = Counter(file.name for file in FILES if file.name != "__init__.py")
    assert not {name for name, times in names.items() if times > 1} - {"env.py"}


def test_no_file_is_named_after_nothing() -> None:
    empty = re.compile(r"(utils?|helpers?|common|misc|base|managers?)\.py$")
    assert not [_name(file) for file in FILES if empty.search(file.name)]


def test_nothing_prints_but_the_command_line() -> None:
    printing = [
        _name(file)
        for file, tree in PARSED.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing


def test_broad_excepts_stand_in_few_places() -> None:
    broad = [
        _name(file)
        for file, tree in PARSED.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and isinstance(node.type, ast.Name)
        and node.type.id in ("Exception", "BaseException")
    ]
    assert len(broad) <= 5, broad


def test_the_window_is_tested_too() -> None:
    from tests.conftest import NO_QT

    if NO_QT:
        pytest.skip(
            f"the window's tests are left out: {NO_QT}. Debian: apt-get install libegl1 libgl1 "
            "libxkbcommon0 libfontconfig1 libdbus-1-3"
        )


@pytest.mark.parametrize("module", ["workbench.cli", "workbench.workflow.day"])
def test_the_day_runs_without_qt(module: str) -> None:
    code = f"import {module}, sys; assert not any(m.startswith('PySide6') for m in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_every_sentence_has_its_chinese_and_no_chinese_is_left_over() -> None:
    from tests.catalogue import missing, unused

    assert missing() == []
    assert unused() == []


def test_the_compiled_translations_match_their_sources() -> None:
    from tests.catalogue import catalogues, compiled

    stale = [
        file.name
        for file, catalogue in catalogues().items()
        if not file.with_suffix(".mo").is_file()
        or file.with_suffix(".mo").read_bytes() != compiled(catalogue)
    ]
    assert stale == []


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    joined = [
        f"{_name(file)}:{node.lineno}"
        for file, tree in PARSED.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_", "plural")
        and node.args
        and isinstance(node.args[0], ast.JoinedStr)
    ]
    assert joined == []


def test_sentences_in_both_languages_name_the_same_values() -> None:
    from tests.catalogue import catalogues

    field = re.compile(r"{(\w+)[^}]*}")
    off = []
    for catalogue in catalogues().values():
        for entry in catalogue:
            ids = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
            said = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
            english = set(field.findall(ids[-1]))
            if entry.id and set(field.findall(said[-1])) != english:
                off.append(ids[0])
    assert off == []
