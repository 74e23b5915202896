"""The notes of the program, where the user finds them: read, copied, with reports of faults."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from workbench import program_log
from workbench.errors import NotFound
from workbench.ui.crash_page import keep_report
from workbench.ui.log_sheet import LogSheet


@pytest.fixture
def noting():
    """The log, begun in this test's own home."""
    program_log.begin()
    yield
    program_log.end()


def test_it_shows_the_log_and_copies_it(noting, qtbot):
    program_log.note("began", version="1.0")
    sheet = LogSheet()
    qtbot.addWidget(sheet)
    sheet.copy.click()
    assert QGuiApplication.clipboard().text().strip().endswith("began version=1.0")


def test_reports_of_faults_stand_beside_it(noting, qtbot):
    program_log.note("began")
    keep_report("ValueError\n  workbench/ui/shell.py:12 in go")
    sheet = LogSheet()
    qtbot.addWidget(sheet)
    sheet.which.setCurrentIndex(1)
    assert "workbench/ui/shell.py:12" in sheet.text.toPlainText()


def test_an_empty_log_says_so(qtbot):
    sheet = LogSheet()
    qtbot.addWidget(sheet)
    assert sheet.text.toPlainText() == "The log is empty."
    assert not sheet.copy.isEnabled()


def test_a_task_that_was_refused_is_noted_by_kind_and_place(noting, qtbot, jobs, settled):
    sheet = LogSheet()
    qtbot.addWidget(sheet)

    def refuse(_step):
        raise NotFound(kind="application", name="Amelia Hart")

    jobs.start(sheet, refuse, lambda _done: None, lambda _error: None)
    settled()
    said = program_log.text(program_log.files()[0])
    assert "end=NotFound" in said and "test_log_sheet." in said
    assert "Amelia" not in said


def test_the_about_page_leads_to_it(window):
    window.go("about")
    assert window.page("about").log.text() == "Program log"
