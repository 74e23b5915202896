"""What Qt carries as text is compiled once, and only where it stayed the same."""

from __future__ import annotations

import builtins
import subprocess
import sys

import pytest

from workbench.ui.kept_code import compiled_once, read

NAME = "shibokensupport/signature/some.py"


def ran(file, text, name=NAME):
    """What the text's code leaves in `answer`, compiled as PySide compiles."""
    found = {}
    with compiled_once(file):
        exec(compile(text, name, "exec"), found)
    return found.get("answer")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "qt.code"


def test_code_is_kept_and_taken_from_the_cache(file, monkeypatch):
    assert ran(file, b"answer = 42") == 42
    monkeypatch.setattr(builtins, "compile", None)
    assert ran(file, b"answer = 42") == 42


def test_other_text_under_the_same_name_is_compiled(file):
    ran(file, b"answer = 42")
    assert ran(file, b"answer = 43") == 43
    assert ran(file, b"answer = 43") == 43


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"", lambda data: data[1:]])
def test_a_damaged_cache_is_as_if_there_were_none(file, harm):
    ran(file, b"answer = 42")
    file.write_bytes(harm(file.read_bytes()))
    assert read(file) == {}
    assert ran(file, b"answer = 42") == 42
    assert NAME in read(file)


def test_where_nothing_can_be_kept_it_is_compiled_each_time(tmp_path):
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert ran(tmp_path / "cache" / "qt.code", b"answer = 42") == 42


def test_the_writer_of_stub_files_stays_empty(file):
    assert ran(file, b"answer = 42", "shibokensupport/signature/lib/pyi_generator.py") is None


def test_nothing_but_what_qt_carries_is_kept_and_the_compiler_is_given_back(file):
    before = builtins.compile
    assert ran(file, b"answer = 42", "ours.py") == 42
    assert builtins.compile is before
    assert not file.exists()


def test_the_second_start_compiles_nothing_of_qt():
    """In processes of their own: what is loaded here is loaded already."""
    code = (
        "import sys; seen = [];"
        "sys.addaudithook(lambda event, told: event == 'compile' and seen.append(str(told[1])));"
        "from workbench.ui import starting; starting.load_qt();"
        "print(sum('shibokensupport' in name for name in seen))"
    )
    counts = [
        int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
        for _n in range(2)
    ]
    assert counts[0] > 5
    assert counts[1] == 0


def test_a_wrong_call_is_still_explained_by_its_signatures():
    """PySide takes them apart with a pattern that is compiled only then."""
    code = (
        "from workbench.ui import starting; starting.load_qt();"
        "from PySide6.QtCore import QPoint; import re; assert re.compile('a').match('a');"
        "QPoint('here')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "PySide6.QtCore.QPoint.__init__(xpos: int, ypos: int" in ran.stderr
