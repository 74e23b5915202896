"""Our own fault is said plainly, kept without personal data, and the program goes on."""

from __future__ import annotations

import sys

import pytest

from workbench import paths
from workbench.errors import FileNotWritable
from workbench.ui.crash_page import CrashPage, Watch, keep_report, report_text


def _fault():
    try:
        raise ValueError("Amelia Hart, 4111 1111 1111 1111")
    except ValueError as fault:
        return type(fault), fault, fault.__traceback__


def test_a_report_names_places_and_never_values():
    text = report_text(*_fault())
    assert "ValueError" in text
    assert "tests/ui/test_crash_page.py" in text
    assert "Amelia" not in text
    assert "4111" not in text


def test_a_report_names_no_folder_of_this_computer():
    assert str(paths.resources().parent) not in report_text(*_fault())


def test_a_report_is_kept_beside_the_logs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "log_folder", lambda: tmp_path / "logs")
    kept = keep_report("what happened")
    assert kept.read_text("utf-8") == "what happened"


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen plugin, on every dialog
def test_the_page_shows_the_report_and_offers_a_way_on(qtbot):
    page = CrashPage("what happened", None)
    qtbot.addWidget(page)
    page.show()
    assert page.report.toPlainText() == "what happened"
    page.go_on.click()
    assert page.result() == CrashPage.DialogCode.Accepted


def test_the_watch_gives_back_what_it_took(qtbot, qapp):
    before = sys.excepthook
    watch = Watch(print)
    watch.begin()
    assert sys.excepthook == watch.on_fault
    watch.end()
    assert sys.excepthook is before


def test_what_the_user_can_act_on_is_said_as_such_and_not_as_a_fault(window):
    watch = Watch(window.jobs.tell)
    refusal = FileNotWritable(file="settings.toml", why="the disk can only be read.")
    watch.on_fault(type(refusal), refusal, None)
    assert window.problems.isVisible()
    assert "settings.toml cannot be written" in window.problems.said.text()
