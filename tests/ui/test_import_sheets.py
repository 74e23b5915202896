"""Several sheets with the same columns are taken together, and one of them can be picked."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from workbench.settings import Settings
from workbench.ui.import_page import ImportPage
from workbench.workflow.desk import Desk

HEADER = ("Name", "Loan amount", "Term (months)", "Monthly income")


@pytest.fixture
def page(tmp_path, jobs, qtbot, settled):
    book = Workbook()
    for at, branch in enumerate(("North", "South")):
        sheet = book.active if at == 0 else book.create_sheet()
        sheet.title = branch
        for row in (HEADER, (f"{branch} one", 5000, 12, 3000), (f"{branch} two", 6000, 24, 2500)):
            sheet.append(row)
    book.create_sheet("Notes").append(["Nothing here"])
    book.save(tmp_path / "branches.xlsx")
    with Desk.open(tmp_path / "store.db", settings=Settings(tmp_path / "settings.toml")) as desk:
        made = ImportPage(desk, jobs)
        qtbot.addWidget(made)
        with qtbot.waitSignal(made.course.opened, timeout=20_000):
            made.open_file(str(tmp_path / "branches.xlsx"))
        yield made
        settled()


def marked(page):
    return [item.text().splitlines()[0] for item in page.file.sheets.selectedItems()]


def test_sheets_taken_together_are_both_marked(page):
    assert marked(page) == ["North", "South"]
    assert page.course.draft.sheet.cells["sheet"].to_list() == ["North"] * 2 + ["South"] * 2


def test_what_was_noticed_while_reading_is_said_below_the_first_rows(page):
    said = "Sheets with the same columns were taken together: North, South."
    assert page.file.skipped.said.text() == said
    assert not page.file.skipped.isHidden()
    page.file.skipped.show_notes(())
    assert page.file.skipped.isHidden()


def test_another_header_row_keeps_them_together(page, qtbot):
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.file.header_chosen.emit(2)
    assert page.course.draft.sheet.header_row == 2
    assert marked(page)[0] == "North"


def test_one_of_them_can_be_picked_alone(page, qtbot):
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.file.sheets.itemClicked.emit(page.file.sheets.item(1))
    assert marked(page) == ["South"]
    assert page.course.draft.sheet.cells.height == 2
