"""What is said over a page is seen: problems, what was done, and the way to what was written."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.errors import Cancelled, StoreLocked
from workbench.ui import file_boxes
from workbench.ui.buttons import rest, wake
from workbench.ui.layouts import column, scrolled
from workbench.ui.notices import ProblemBar, bar_of


@pytest.fixture
def bar(qtbot):
    """A bar at the top of a pane that is far longer than what is seen of it."""
    window, low = QWidget(), QPushButton("Save")
    window.problems = ProblemBar()
    filler = QWidget()
    filler.setFixedHeight(2000)
    area = scrolled(column(window.problems, filler, low))
    window.setLayout(column(area))
    window.resize(480, 300)
    qtbot.addWidget(window)
    window.show()
    area.ensureWidgetVisible(low)
    yield window.problems


def actions(bar):
    return {press.text(): press for press in bar.findChildren(QPushButton)}


def test_a_problem_of_a_pane_that_was_scrolled_away_comes_into_sight(bar, qtbot):
    bar.show_error(StoreLocked(file="store.db"))
    qtbot.waitUntil(lambda: bar.visibleRegion().contains(bar.rect().center()), timeout=20_000)
    assert "Copy details" in actions(bar)


def test_what_was_done_is_no_problem_and_leads_to_what_was_written(bar, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    out = tmp_path / "list.xlsx"
    out.write_bytes(b"rows")
    bar.show_saved(out)
    assert (bar.property("role"), bar.said.text()) == ("notice", "Saved as list.xlsx.")
    actions(bar)["Open the file"].click()
    actions(bar)["Open the folder"].click()
    assert opened == [str(out), str(tmp_path)]


def test_a_problem_after_what_was_done_looks_like_one_again(bar, tmp_path):
    bar.show_done("Done.", tmp_path)
    bar.show_text("The disk is full.")
    assert (bar.property("role"), bar.said.property("ink")) == ("problem", "decline")


def test_what_was_stopped_on_request_is_no_problem(bar):
    bar.show_error(Cancelled())
    assert (bar.property("role"), bar.isVisible()) == ("notice", True)


def test_what_is_sealed_is_not_offered_to_be_opened(bar, tmp_path):
    bar.show_saved(tmp_path / "store.db")
    assert "Open the folder" in actions(bar) and "Open the file" not in actions(bar)


def test_what_the_bar_offers_stands_within_its_frame(window, qtbot):
    bar = window.page("review").problems
    bar.show_error(StoreLocked(file="store.db"))
    press = actions(bar)["Copy details"]
    below = 8  # the frame's own margin, as the style sheet has it
    qtbot.waitUntil(lambda: 0 < press.geometry().bottom() < bar.height() - below, timeout=20_000)
    assert press.isVisible()


def test_the_bar_of_a_widget_is_its_pages(window):
    assert bar_of(window.page("review").queue.table) is window.page("review").problems
    assert bar_of(window.rail) is window.problems


def test_whoever_pressed_a_button_by_keyboard_is_on_it_again_when_its_work_ended(bar):
    window = bar.window()
    low = actions(window)["Save"]
    low.setFocus()
    rest(low)
    assert not low.isEnabled() and window.focusWidget() is not low
    wake(low)
    assert low.isEnabled() and window.focusWidget() is low


def test_a_setting_that_cannot_be_kept_says_so_and_stays_as_it_was(
    window, settled, monkeypatch, tmp_path
):
    window.go("settings")
    settled()
    page, kept = window.page("settings"), window.desk.settings.get("skip_minutes")
    (tmp_path / "file").touch()
    monkeypatch.setattr(window.desk.settings, "file", tmp_path / "file" / "settings.toml")
    page.fields["skip_minutes"].setValue(kept + 1)
    assert window.desk.settings.get("skip_minutes") == page.fields["skip_minutes"].value() == kept
    assert window.problems.isVisible()


def test_an_export_from_the_window_says_where_it_is(window, settled, monkeypatch, tmp_path):
    out = tmp_path / "decisions.xlsx"
    monkeypatch.setattr(file_boxes, "ask_workbook_to_write", lambda _over: str(out))
    window.ask_export()
    settled()
    assert window.problems.isVisible()
    assert window.problems.said.text() == "Saved as decisions.xlsx."
