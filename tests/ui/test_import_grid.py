"""The check-and-fix grid: what it shows, and how blocks are put right by keyboard."""

from __future__ import annotations

import polars as pl
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from workbench.errors import Place, Problem, Severity
from workbench.ui.import_cells import Mark, SheetCells, SheetColumn, findings, lines_of
from workbench.ui.import_grid import Grid
from workbench.ui.import_grid_model import HEADER, MARK

ROWS = 100_000


@pytest.fixture(scope="module")
def cells():
    rows = range(4, 4 + ROWS)
    return SheetCells(
        columns=(
            SheetColumn("applicant_name", "A", "Name"),
            SheetColumn("income_monthly", "B", "Income (month)", numeric=True, money=True),
            SheetColumn("employment_years", "C", "Job yrs", numeric=True),
        ),
        sheets=pl.Series(["Nov"] * ROWS),
        rows=pl.Series(rows),
        texts=(
            pl.Series([f"Person {row}" for row in rows]),
            pl.Series(["21k" if row == 7 else "34200" for row in rows]),
            pl.Series(["n/a" if row % 9 == 0 else "6" for row in rows]),
        ),
        lines={("Nov", row): at for at, row in enumerate(rows)},
    )


@pytest.fixture
def found():
    place = Place("a.xlsx", "Nov", 7, "B", "Income (month)")
    return findings(
        [
            Problem(
                "not_a_number",
                Severity.ERROR,
                place,
                "“{value}” is not a number.",
                fact="income_monthly",
                value="21k",
                fix="21,000",
            ),
            Problem("duplicate_row", Severity.WARNING, Place(sheet="Nov", row=9), "Same as row 4."),
        ]
    )


@pytest.fixture
def grid(qtbot, cells, found):
    grid = Grid()
    qtbot.addWidget(grid)
    grid.cells.show_rows(cells, range(len(cells)), found, {("Nov", 8, "income_monthly"): "18,500"})
    grid.fit_columns()
    return grid


def choose(grid, first, last):
    model = grid.cells
    block = QItemSelection(model.index(*first), model.index(*last))
    grid.setCurrentIndex(model.index(*first))
    flags = QItemSelectionModel.SelectionFlag
    grid.selectionModel().select(block, flags.ClearAndSelect)


def edits(grid, qtbot, act):
    with qtbot.waitSignal(grid.cells.edited) as edited:
        act()
    return edited.args[0]


def test_a_row_has_the_number_the_spreadsheet_gives_it(grid):
    header = grid.cells.headerData(0, Qt.Orientation.Vertical)
    assert (header, grid.cells.rowCount()) == ("4", ROWS)


def test_a_column_has_our_name_over_the_files(grid):
    assert grid.cells.headerData(1, Qt.Orientation.Horizontal) == "Monthly income"
    assert grid.cells.headerData(1, Qt.Orientation.Horizontal, HEADER) == "Income (month)"


def test_cells_are_marked_by_what_is_wrong_or_was_put_right(grid):
    marks = [grid.cells.index(row, 1).data(MARK) for row in (3, 4, 6)]
    assert marks == [Mark.ERROR, Mark.FIXED, None]
    assert grid.cells.index(5, 0).data(MARK) == Mark.DUPLICATE


def test_amounts_are_shown_with_marks_and_edited_without(grid):
    index = grid.cells.index(0, 1)
    assert index.data() == "34,200"
    assert index.data(Qt.ItemDataRole.EditRole) == "34200"


def test_a_cell_says_why_it_is_marked_and_what_the_file_says(grid):
    tips = [grid.cells.index(row, 1).data(Qt.ItemDataRole.ToolTipRole) for row in (3, 4)]
    assert tips == ["“21k” is not a number.", "The file says “34200”."]


def test_a_cell_is_found_wherever_it_stands(grid, cells):
    assert grid.go_to(("Nov", ROWS + 3, "income_monthly"))
    assert grid.currentIndex().row() == ROWS - 1
    grid.cells.show_rows(cells, lines_of(cells, [("Nov", 7)]), findings([]), {})
    assert grid.go_to(("Nov", 7, "income_monthly"))
    assert not grid.go_to(("Nov", 8, "income_monthly"))


def test_f2_edits_and_enter_hands_the_text_on(grid, qtbot):
    grid.show()
    grid.setCurrentIndex(grid.cells.index(3, 1))
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid.findChild(QLineEdit)
    editor.setText("21,000")
    changed = edits(grid, qtbot, lambda: qtbot.keyClick(editor, Qt.Key.Key_Return))
    assert changed == {("Nov", 7, "income_monthly"): "21,000"}


def test_a_block_is_copied_as_spreadsheets_take_it(grid):
    choose(grid, (3, 1), (4, 2))
    grid.copy_block()
    assert QGuiApplication.clipboard().text() == "21k\t6\n18,500\t6"


def test_a_block_is_pasted_from_the_current_cell_on(grid, qtbot):
    QGuiApplication.clipboard().setText("30000\t7\n31000\t8\n")
    choose(grid, (0, 1), (0, 1))
    assert edits(grid, qtbot, grid.paste_block) == {
        ("Nov", 4, "income_monthly"): "30000",
        ("Nov", 4, "employment_years"): "7",
        ("Nov", 5, "income_monthly"): "31000",
        ("Nov", 5, "employment_years"): "8",
    }


def test_one_value_fills_the_whole_choice(grid, qtbot):
    QGuiApplication.clipboard().setText("5")
    choose(grid, (0, 2), (2, 2))
    assert set(edits(grid, qtbot, grid.paste_block).values()) == {"5"}


def test_the_top_value_is_filled_down(grid, qtbot):
    choose(grid, (3, 1), (6, 1))
    changed = edits(
        grid,
        qtbot,
        lambda: qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    )
    assert {cell[1] for cell in changed} == {8, 9, 10}
    assert set(changed.values()) == {"21k"}


def test_what_is_pasted_beyond_the_last_row_is_left_out(grid, qtbot):
    QGuiApplication.clipboard().setText("1\n2\n3")
    choose(grid, (ROWS - 1, 2), (ROWS - 1, 2))
    assert list(edits(grid, qtbot, grid.paste_block).values()) == ["1"]


def test_the_grid_paints_a_hundred_thousand_rows_without_reading_them(grid, cells, monkeypatch):
    read = []
    monkeypatch.setattr(SheetCells, "text", lambda self, line, column: read.append(line) or "x")
    grid.resize(700, 400)
    grid.grab()
    assert 0 < len(set(read)) < 40
