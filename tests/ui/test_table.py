"""Any list as a table: paged, sorted by whoever holds the rows, walked by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from workbench.ui import theme
from workbench.ui.table import Column, TableModel, TableView

COLUMNS = (
    Column("name", "Applicant", lambda row: row[0], stretch=True),
    Column("amount", "Amount", lambda row: f"{row[1]:,}", right=True, sort="amount"),
    Column("waiting", "Waiting", lambda row: "", width=120, spare=1),
)


@pytest.fixture
def model():
    return TableModel(COLUMNS)


@pytest.fixture
def view(qtbot, model):
    view = TableView(model, "Applications")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


def test_more_rows_are_asked_for_once_and_added(model, qtbot):
    model.show_rows([("Ada", 1)], total=3)
    with qtbot.waitSignal(model.wanted):
        model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())
    model.add_rows([("Ben", 2), ("Cy", 3)])
    assert model.rowCount() == 3
    assert not model.canFetchMore(QModelIndex())


def test_more_rows_are_asked_for_before_a_step_has_nowhere_to_go(view, model, qtbot):
    model.show_rows([(f"Name {at}", at) for at in range(100)], total=300)
    model.wanted.connect(lambda: model.add_rows([(f"Name {at}", at) for at in range(100, 200)]))
    for _row in range(70):
        view.step(1)
    assert (view.current_row(), model.rowCount()) == (69, 200)


def test_a_page_that_came_back_empty_is_the_end(model):
    model.show_rows([("Ada", 1)], total=9)
    model.add_rows([])
    assert not model.canFetchMore(QModelIndex())


def _as_on_screen(view):
    return view.screen().grabWindow(view.winId()).toImage()


def test_what_is_moved_by_scrolling_looks_as_if_it_were_painted_anew(view, model, qtbot):
    qtbot.waitExposed(view)
    model.show_rows([(f"Name {at}", at) for at in range(40)])
    view.select_row(3)
    for by in (17, 200, -90, 34):
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + by)
        QApplication.processEvents()
        assert _as_on_screen(view) == view.grab().toImage(), by


def test_the_whole_row_under_the_mouse_is_lit_until_the_mouse_leaves(view, model, qtbot):
    qtbot.waitExposed(view)
    model.show_rows([(f"Name {at}", at) for at in range(40)])

    def grounds():
        QApplication.processEvents()
        shown = _as_on_screen(view)
        places = [view.visualRect(model.index(at, 1)).center() for at in (0, 2)]
        at = [view.viewport().mapTo(view, place) for place in places]
        return [shown.pixelColor(5, one.y()) for one in at]

    plain, lit = theme.colour("surface"), theme.colour("hover")
    for row, seen in ((2, [plain, lit]), (0, [lit, plain])):
        place = view.visualRect(model.index(row, 1)).center()
        view.mouseMoveEvent(_moved(place))
        assert grounds() == seen
    bar, high = view.verticalScrollBar(), view.rowHeight(0)
    view.mouseMoveEvent(_moved(view.visualRect(model.index(1, 1)).center()))
    bar.setValue(bar.value() + high)  # row 2 comes under the mouse
    assert grounds()[1] == lit
    bar.setValue(bar.value() - high)
    assert grounds() == [plain, plain]
    view.mouseMoveEvent(_moved(view.visualRect(model.index(0, 1)).center()))
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert grounds() == [plain, plain]


def _moved(place):
    none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(place), QPointF(place), none, none, no_key)


def test_below_the_last_row_is_bare_ground(view, model, qtbot):
    qtbot.waitExposed(view)
    model.show_rows([(f"Name {at}", at) for at in range(40)])
    QApplication.processEvents()
    model.show_rows([("Ada", 1)])
    QApplication.processEvents()
    shown = _as_on_screen(view)
    assert shown == view.grab().toImage()
    assert shown.pixelColor(200, 280) == theme.colour("surface")


def test_cells_and_headings_speak(model):
    model.show_rows([("Ada", 12000)])
    heard = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(0, 1), heard) == "12,000"
    assert model.headerData(1, Qt.Orientation.Horizontal, heard) == "Amount"


def test_a_name_stays_near_its_figures_on_a_wide_screen(qtbot):
    figures = [Column(f"figure_{n}", "Figure", str, width=100, right=True) for n in range(3)]
    view = TableView(TableModel([COLUMNS[0], *figures]), "Applications")
    qtbot.addWidget(view)
    for wide, least, most in ((500, 100, 100), (2400, 300, 800), (500, 100, 100)):
        view.resize(wide, 300)
        view.show()
        assert least <= view.columnWidth(1) <= most
        assert view.columnWidth(0) < 900
        assert view.horizontalHeader().length() <= view.viewport().width()


def test_few_columns_leave_the_room_to_the_one_that_takes_it(view):
    view.resize(2400, 300)
    assert view.columnWidth(1) == COLUMNS[1].width


def test_a_click_on_a_heading_asks_for_the_order_and_turns_it(view, qtbot):
    asked = []
    view.sorted_by.connect(lambda sort, falls: asked.append((sort, falls)))
    view._on_heading(1)
    view._on_heading(1)
    view._on_heading(0)
    assert asked == [("amount", False), ("amount", True)]


def test_a_narrow_table_gives_up_what_it_can_spare(view):
    view.resize(500, 300)
    assert not view.isColumnHidden(2)
    view.resize(230, 300)
    assert view.isColumnHidden(2)
    assert not view.isColumnHidden(1)


def test_a_column_can_be_put_away_and_brought_back(view):
    view.show_column("amount", shown=False)
    assert view.isColumnHidden(1)
    view.show_column("amount", shown=True)
    assert not view.isColumnHidden(1)


def test_stepping_stops_at_the_ends(view, model):
    model.show_rows([("Ada", 1), ("Ben", 2)])
    picked = []
    view.picked.connect(picked.append)
    view.select_row(0)
    view.step(1)
    view.step(1)
    assert picked[-1] == ("Ben", 2)
    assert view.current_row() == 1
