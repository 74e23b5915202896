"""Letters in the window: looked at as they print, written, held back, saved and printed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from tests.ui.test_letters_pages import words_of
from tests.ui.test_shell import _nameless as nameless
from workbench.ui import words
from workbench.ui.letters_page import HELD, WRITTEN
from workbench.ui.letters_pages import LetterPages
from workbench.ui.letters_print import a_printer
from workbench.workflow import decide, notify, posting
from workbench.workflow.letter_writing import HeldBack


@pytest.fixture
def page(window, day, settled):
    """Letters due, of people with whose advice nobody disagreed."""
    decide.accept_advice(day)
    window.go("letters")
    settled()
    return window.page("letters")


@pytest.fixture
def written(page, settled):
    page.write_all.click()
    settled()
    page.tabs.button(WRITTEN).click()
    settled()
    return page


def test_letters_that_are_due_are_listed_and_the_first_is_shown(page):
    names = [line.name for line in page.list.lines()]
    assert "Amelia Hart" in names
    assert page.subtitle() == f"0 written · {len(names)} due"
    assert page.list.current().name in words_of(page.viewer.view.pages)


def test_a_letter_that_is_due_can_be_looked_at_in_the_other_language(page, settled):
    page.viewer.language.activated.emit(page.viewer.language.findData("zh"))
    settled()
    assert "您" in words_of(page.viewer.view.pages)
    assert page.title() == "Letters"


def test_all_that_is_due_is_written_and_kept(written, day):
    kept = notify.letters_written(day)
    assert len(kept) == len(written.list.lines()) >= 2
    assert written.told.text() == f"{len(kept)} letters written."
    assert not written.write_all.isVisible()


def test_a_written_letter_is_shown_from_its_kept_bytes(written, day):
    line = written.list.current()
    assert written.viewer.view.pages.data == notify.letter_file(day, line.letter_id)
    assert not written.viewer.language.isEnabled()


def test_a_kept_letters_language_is_shown_but_never_asked_of_the_next(written):
    assert written.viewer.language.currentText() == "English"
    assert written.viewer.chosen_language() is None


def test_words_are_found_in_the_letter_shown(written, settled, qtbot):
    written.list.setFocus()
    qtbot.waitUntil(written.list.hasFocus)
    qtbot.keyClick(written.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert written.viewer.search.isVisible()
    written.viewer.search.setText(written.list.current().name.upper())
    settled()
    assert int(written.viewer.found.text()) >= 1
    written.viewer.search.setText("no such words")
    settled()
    assert written.viewer.found.text() == "0"


def test_a_menu_stays_awake_when_its_button_is_switched_off_under_it(written, qtbot):
    menu = written.viewer.save.menu()
    menu.popup(written.mapToGlobal(written.rect().center()))
    written.viewer.save.setEnabled(False)
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


def test_one_letter_is_saved_byte_by_byte(written, day, tmp_path, qtbot):
    line = written.list.current()
    with qtbot.waitSignal(written.course.saved):
        written.course.save_one(line, tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes() == notify.letter_file(day, line.letter_id)
    assert written.problems.said.text() == "1 letter saved in letter.pdf."


def test_chosen_letters_are_saved_in_one_file(written, tmp_path, qtbot):
    written.list.selectAll()
    lines = written.list.chosen()
    with qtbot.waitSignal(written.course.saved):
        written.course.save_merged(lines, tmp_path / "all.pdf")
    merged = words_of(LetterPages.read((tmp_path / "all.pdf").read_bytes()))
    assert all(line.name in merged for line in lines)


def test_what_is_printed_is_the_letter_itself(written, day, tmp_path, qtbot):
    printer = a_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    lines = list(written.list.lines())
    with qtbot.waitSignal(written.course.printed, timeout=30_000) as printed:
        written.course.print(lines, printer)
    assert printed.args == [len(lines)]
    on_paper = LetterPages.read((tmp_path / "printed.pdf").read_bytes())
    assert len(on_paper) == sum(line.pages for line in lines)
    first = posting.in_postal_order(day, notify.letters_written(day))[0]
    shown = LetterPages.read(notify.letter_file(day, first.id))
    assert on_paper.sizes[0] == pytest.approx(shown.sizes[0], abs=1)
    paper, screen = on_paper.picture(0, 1.0), shown.picture(0, 1.0)
    assert _ink(paper) == pytest.approx(_ink(screen), rel=0.1)


def test_letters_handed_to_the_post_are_noted(written, day, settled):
    written.list.go_to(0)
    assert written.mailed.text() == "Mark 1 letter as mailed"
    written.mailed.click()
    settled()
    settled()
    assert written.list.current().detail().endswith("mailed")
    assert sum(one.mailed_at is not None for one in notify.letters_written(day)) == 1
    assert not written.mailed.isVisible()


def test_all_letters_are_saved_in_a_folder_with_a_list(written, day, tmp_path, qtbot):
    with qtbot.waitSignal(written.course.saved):
        written.course.save_all(tmp_path / "post")
    names = {one.number for one in notify.letters_written(day)}
    assert {file.stem for file in (tmp_path / "post").glob("*.pdf")} == names
    assert (tmp_path / "post" / "manifest.csv").is_file()


def test_a_letter_that_may_not_be_sent_waits_with_its_reason(page, day, settled, monkeypatch):
    finding = HeldBack("A-000001", page.list.lines()[0].application_id, (_Finding(),))
    result = notify.NotifyResult(1, (finding,))
    monkeypatch.setattr(notify, "write_letters", lambda *_a, **_k: result)
    page.write_all.click()
    settled()
    page.tabs.button(HELD).click()
    settled()
    assert page.tabs.button(HELD).text().split() == ["Needs", "attention", "1"]
    assert page.viewer.stack.currentWidget().isVisible()
    assert page.viewer.retry.isVisible()
    assert page.viewer.late.isVisible()
    assert not page.viewer.more_reasons.isVisible()
    assert "held back" in page.list.current().detail()


def test_letters_are_walked_by_j_and_k(page, qtbot):
    first = page.list.current()
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    assert page.list.current() != first
    qtbot.keyClick(page.list, Qt.Key.Key_K)
    assert page.list.current() == first


def test_without_letters_the_page_says_what_comes_here(page):
    page.tabs.button(WRITTEN).click()
    assert page.viewer.blank.title.text() == "No letters written yet"


def test_the_page_is_said_in_chinese_at_once(page, qapp, settled):
    words.speak(qapp, "zh")
    settled()
    assert page.title() == "信函"
    assert page.viewer.print.text() == "打印…"


def test_every_control_has_a_spoken_name(written):
    assert nameless(written) == []


class _Finding:
    code = "late"

    def text(self, language=None):
        return "The rate is missing."


def _ink(picture):
    return sum(
        255 - picture.pixelColor(x, y).lightness()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )


def test_a_run_that_was_stopped_can_be_begun_again(page, settled):
    page.write_all.click()
    page.course._job.cancel()
    settled()
    settled()
    assert page.problems.isVisible() and page.problems.property("role") == "notice"
    assert page.write_all.isEnabled() and page.write_all.isVisible()


@pytest.mark.qt_log_ignore("QPainter")  # Qt says too that the printer is not there
def test_a_printer_that_takes_nothing_is_named_and_nothing_is_said_to_be_printed(
    written, settled, tmp_path
):
    printer = a_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "printed.pdf"))
    written.course.print(written.list.chosen(), printer)
    settled()
    assert "“printed.pdf” took 0 of " in written.problems.said.text()
    assert written.problems.isVisible()
    assert "printer" not in written.told.text()


def test_where_nothing_is_held_back_all_that_is_due_is_written(page, settled):
    page.tabs.button(HELD).click()
    settled()
    assert page.write_all.text().startswith("Write all ")
    page.write_all.click()
    settled()
    assert page.course.lists.written


def test_what_was_done_is_seen_also_where_nothing_else_stands_below_the_list(written, settled):
    written.list.selectAll()
    written.mailed.click()
    settled()
    written._tell("")
    written._refit()
    assert not written._foot.isVisible()
    written.more.done.emit("Known.", None)
    assert written.told.isVisible()
