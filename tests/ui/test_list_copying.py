"""Any list in the window can be taken along, and no text in it becomes a formula."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from workbench.ui import file_boxes
from workbench.ui.layouts import column, pane
from workbench.ui.letters_list import LetterLine, LettersList
from workbench.ui.list_copying import block_of, block_text, harmless
from workbench.ui.notices import ProblemBar
from workbench.ui.table import Column, TableModel, TableView

ROWS = [("A-000001", "Amelia Hart"), ("A-000002", "=cmd"), ("A-000003", "-12.5%")]
COLUMNS = (
    Column("number", "Application", lambda row: row[0]),
    Column("name", "Applicant", lambda row: row[1]),
)


class _Window(QMainWindow):
    """A window that runs jobs, with one list in it."""

    def __init__(self, jobs, columns=COLUMNS):
        super().__init__()
        self.jobs, self.problems = jobs, ProblemBar()
        self.model = TableModel(columns)
        self.table = TableView(self.model, "Cases")
        self.setCentralWidget(pane(column(self.problems, self.table)))


@pytest.fixture
def table(qtbot, jobs):
    window = _Window(jobs)
    qtbot.addWidget(window)
    window.model.show_rows(ROWS)
    window.table.select_row(1)
    yield window.table


def actions(table):
    return {action.text(): action for action in table.actions()}


def test_ctrl_c_takes_the_chosen_rows_under_their_headings(table, qtbot):
    actions(table)["Copy"].trigger()
    assert QGuiApplication.clipboard().text() == "Application\tApplicant\nA-000002\t'=cmd"
    assert actions(table)["Copy"].shortcutContext() == Qt.ShortcutContext.WidgetShortcut


def test_the_whole_list_is_copied_without_columns_put_away(table):
    table.show_column("name", shown=False)
    actions(table)["Copy all rows shown"].trigger()
    said = QGuiApplication.clipboard().text()
    assert said == "Application\nA-000001\nA-000002\nA-000003"


def test_the_list_is_written_beside_the_work_as_it_was_when_asked(
    table, jobs, settled, tmp_path, monkeypatch
):
    out = tmp_path / "cases.xlsx"
    monkeypatch.setattr(file_boxes, "ask_list_to_write", lambda *_asked: str(out))
    actions(table)["Export the rows shown…"].trigger()
    assert [job.title for job in jobs.running()] == ["Exporting the rows shown"]
    table.window().model.show_rows([])
    settled()
    rows = list(load_workbook(out).active.iter_rows())
    assert [cell.value for cell in rows[0]] == ["Application", "Applicant"]
    assert (rows[2][1].value, rows[2][1].data_type) == ("=cmd", "s")
    assert table.window().problems.said.text() == "Saved as cases.xlsx."


def test_a_place_that_cannot_be_written_is_named(table, settled, tmp_path, monkeypatch):
    monkeypatch.setattr(file_boxes, "ask_list_to_write", lambda *_asked: str(tmp_path))
    actions(table)["Export the rows shown…"].trigger()
    settled()
    assert tmp_path.name in table.window().problems.said.text()


def test_an_export_that_is_stopped_leaves_no_file(qtbot, jobs, settled, tmp_path, monkeypatch):
    stops = Column("number", "Application", lambda _row: jobs.running()[0].cancel() or "A-1")
    window = _Window(jobs, [stops])
    qtbot.addWidget(window)
    window.model.show_rows(ROWS)
    out = tmp_path / "cases.xlsx"
    monkeypatch.setattr(file_boxes, "ask_list_to_write", lambda *_asked: str(out))
    actions(window.table)["Export the rows shown…"].trigger()
    settled()
    assert list(tmp_path.iterdir()) == []


def test_the_letters_are_taken_along_too(qtbot):
    letters = LettersList()
    qtbot.addWidget(letters)
    letters.show_lines(
        [
            LetterLine(1, "Amelia Hart", "L-1", "approval", 7, "en", mailed=True),
            LetterLine(2, "Ben Ode", "A-000002", "decline", due_on="2026-12-01"),
        ]
    )
    actions(letters)["Copy all rows shown"].trigger()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Applicant\tNumber\tLetter\tLanguage\tState",
        "Amelia Hart\tL-1\tApprove\tEnglish\tmailed",
        "Ben Ode\tA-000002\tDecline\t\tby 2026-12-01",
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-2+3", "'-2+3"),
        ("-12.5%", "-12.5%"),
        ("a\tb\r\nc", "a b  c"),
        ('"quoted" once', '"""quoted"" once"'),
    ],
)
def test_nothing_pasted_becomes_a_formula(text, safe):
    assert harmless(text) == safe


def test_a_block_comes_back_as_it_was_copied():
    block = [["12 High St\nLeeds", "=1+1", ""], ['5" pipe', "-12.5", "a\tb"]]
    assert "'=1+1" in block_text(block)
    assert block_of(block_text(block)) == block


def test_a_lone_quotation_mark_swallows_no_rows():
    assert block_of('"a\tb\nc\td\n') == [['"a', "b"], ["c", "d"]]
    assert block_of("x\r\n\r\ny\r\n") == [["x"], [""], ["y"]]
