"""The window as a whole: spreadsheets dropped anywhere, its place remembered, a first welcome."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from workbench.ui.shell import MainWindow

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def _drop(window, file):
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(file))])
    enter = QDragEnterEvent(QPoint(300, 300), COPY, carried, LEFT, NONE)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), COPY, carried, LEFT, NONE))
    return enter.isAccepted()


def test_a_spreadsheet_dropped_on_any_page_is_opened(window, settled, tmp_path):
    file = tmp_path / "november.csv"
    file.write_text("Name,Amount\nRosa Diaz,5000\n", encoding="utf-8")
    window.go("audit")
    assert _drop(window, file)
    settled()
    assert window.current_page().course.draft.path == file
    assert [each.name for each in window.page("import")._recent.paths()] == ["november.csv"]


def test_what_is_no_spreadsheet_is_not_taken(window, tmp_path):
    assert not _drop(window, tmp_path / "photo.png")


def test_the_window_comes_back_in_its_size(window, day, jobs, qtbot):
    window.resize(1180, 741)
    window.close()
    again = MainWindow(day, jobs)
    qtbot.addWidget(again)
    assert again.height() == 741


def test_the_welcome_ends_with_the_sample_batch_open(window, settled):
    window.page("import").start_over()
    window.open_sample()
    settled()
    draft = window.page("import").course.draft
    assert Path(draft.path).name.startswith("applicants_")
    assert draft.workbook is not None
