"""A loan officer's day in the real window, from the spreadsheet to the printed letter."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from tests.workflow.conftest import GOOD
from workbench.credit.status import Outcome
from workbench.settings import Settings
from workbench.ui import theme, words
from workbench.ui.import_page import CHECK, MATCH, SCORE
from workbench.ui.jobs import Jobs
from workbench.ui.letters_print import a_printer
from workbench.ui.shell import MainWindow
from workbench.workflow import decide, notify, prove
from workbench.workflow.desk import Desk

PEOPLE = (
    {"Name": "Amelia Hart"},
    {"Name": "Tom Becker", "Annual income": "68k"},
    {"Name": "Sofia Marin", "Amount": "8,000"},
)


class Day:
    """One sitting at the desk: the window is opened, worked in, and closed again."""

    def __init__(self, qtbot, folder: Path) -> None:
        self.bot, self.folder = qtbot, folder
        self.begin()

    def begin(self) -> None:
        settings = Settings(self.folder / "settings.toml")
        self.desk = Desk.open(self.folder / "store.db", settings=settings, person="Lin Mei")
        self.jobs = Jobs()
        self.window = MainWindow(self.desk, self.jobs)
        self.window.show()
        self.window.begin("import")
        self.settle()

    def end(self) -> None:
        self.settle()
        self.window.close()
        self.window.deleteLater()
        self.jobs.close()
        self.desk.close()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.jobs.running(), timeout=60_000)

    def go(self, word: str):
        self.window.go(word)
        self.settle()
        return self.window.page(word)


@pytest.fixture
def applicants(tmp_path: Path) -> Path:
    """Three applicants below a title row; one income is "68k"."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Nov"
    sheet.append(["Riverside branch: applications of November"])
    sheet.append([])
    sheet.append(list(GOOD))
    for person in PEOPLE:
        sheet.append(list((GOOD | person).values()))
    file = tmp_path / "applicants.xlsx"
    book.save(file)
    return file


@pytest.fixture
def day(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    theme.apply(qapp, "light")
    day = Day(qtbot, tmp_path)
    yield day
    day.end()
    words.speak(qapp, "en")


def import_and_fix(day: Day, applicants: Path) -> None:
    page = day.go("import")
    page.file.choose_product("personal-loan")
    page.open_file(str(applicants))
    day.settle()
    page.go_on()
    assert page.steps.currentIndex() == MATCH
    page.footer.next.click()
    day.settle()
    assert page.steps.currentIndex() == CHECK
    assert page.footer.next.text() == "Score 2 rows"
    card = page.check.cards.cards[0]
    use = card.findChildren(QPushButton)[0]
    assert use.text() == "Use 68,000"
    use.click()
    day.settle()
    assert page.footer.next.text() == "Score 3 rows"
    day.bot.keyClick(page.check.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    day.settle()
    assert page.steps.currentIndex() == SCORE
    assert page.score.headline.text() == "3 applications scored"


def review(day: Day) -> None:
    page = day.go("review")
    open_case(day, page, "Amelia Hart")
    day.bot.keyClick(page.queue.table, Qt.Key.Key_A)
    day.settle()
    open_case(day, page, "Tom Becker")
    page.choose(Outcome.DECLINE)
    form = page.case.form
    form.reason.setCurrentIndex(1)
    form.justification.setPlainText(
        "The employer's letter names another start date than the sheet does."
    )
    next(iter(form.letter_reasons.values())).setChecked(True)
    day.bot.waitUntil(form.record.isEnabled)
    form.record.click()
    day.settle()


def open_case(day: Day, page, name: str) -> None:
    day.settle()
    page.queue.table.select_row([row.name for row in page.queue.model.rows()].index(name))
    day.settle()
    page.queue.table.setFocus()


def write_and_print(day: Day) -> Path:
    page = day.go("letters")
    assert len(page.list.lines()) == 2
    page.write_all.click()
    day.settle()
    page.open_at("written")
    day.settle()
    printer = a_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printed = day.folder / "printed.pdf"
    printer.setOutputFileName(str(printed))
    page.course.print(page.list.lines(), printer)
    day.settle()
    assert page.told.text() == "2 letters were sent to the printer."
    return printed


def test_a_day_from_the_spreadsheet_to_the_printed_letters(day, applicants):
    import_and_fix(day, applicants)
    review(day)
    printed = write_and_print(day)

    with pdfium.PdfDocument(printed) as paper:
        assert len(paper) == sum(letter.pages for letter in notify.letters_written(day.desk))
    assert decide.counts(day.desk)["overridden"] == 1

    kept = [notify.letter_file(day.desk, one.id) for one in notify.letters_written(day.desk)]
    day.end()
    day.begin()

    page = day.go("letters")
    page.open_at("written")
    day.settle()
    assert sorted(line.name for line in page.list.lines()) == ["Amelia Hart", "Tom Becker"]
    letters = notify.letters_written(day.desk)
    assert [notify.letter_file(day.desk, one.id) for one in letters] == kept
    waiting = day.go("review").queue.model.rows()
    assert [row.name for row in waiting] == ["Sofia Marin"]
    assert prove.verify(day.desk).ok
    assert prove.replay(day.desk).different == 0


def test_the_fixed_income_is_what_was_scored_and_the_file_is_as_it_was(day, applicants):
    before = applicants.read_bytes()
    import_and_fix(day, applicants)
    page = day.go("review")
    open_case(day, page, "Tom Becker")
    assert page.case.file.application.facts["income_annual"] == 68_000
    assert applicants.read_bytes() == before
