"""The program's own notes: what it did and when, and never a word about whom."""

from __future__ import annotations

import json

import pytest

from workbench import paths, program_log
from workbench.cli import main


@pytest.fixture
def noting():
    """The log, begun in this test's own home."""
    program_log.begin()
    yield
    program_log.end()


def _said():
    return program_log.text(program_log.files()[0])


def test_a_note_says_when_what_and_how_long(noting):
    program_log.note("task", place="import_course.ImportCourse.take_in", ms=1200, end="done")
    assert _said().endswith(" task place=import_course.ImportCourse.take_in ms=1200 end=done\n")


@pytest.mark.parametrize("secret", ["Amelia Hart", "刘子墨", "/home/lin/november.xlsx", "a" * 90])
def test_what_could_name_somebody_is_left_out(secret):
    assert secret not in program_log.line("task", place=secret, ms=3)
    assert program_log.line("task", place=secret, ms=3).endswith(" task ms=3")


def test_nothing_is_written_before_the_log_is_begun():
    program_log.note("task")
    assert program_log.files() == []


def test_only_its_user_can_read_it(noting):
    program_log.note("began")
    assert program_log.files()[0].stat().st_mode & 0o077 == 0


def test_a_long_log_begins_anew_and_keeps_what_was_before(noting, monkeypatch):
    monkeypatch.setattr(program_log, "_MOST_BYTES", 200)
    for at in range(9):
        program_log.note("task", at=at)
    kept = [line.rpartition("=")[2] for line in _said().splitlines()]
    assert kept == sorted(kept) and kept[-1] == "8"
    assert program_log.files()[0].stat().st_size < 300


def test_a_folder_that_cannot_be_written_is_no_harm(noting, monkeypatch):
    paths.log_folder().parent.mkdir(parents=True, exist_ok=True)
    paths.log_folder().write_text("in the way", encoding="utf-8")
    program_log.note("began")


def test_the_command_line_shows_it_too(noting, capsys):
    program_log.note("began", version="1.0")
    assert main(["log", "--json", "--lines", "1"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["lines"][0].endswith("began version=1.0")
    assert answer["folder"] == str(paths.log_folder())
