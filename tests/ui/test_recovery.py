"""What was half done when the program died is there again at the next start, and only for whom
it belongs to."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from workbench.credit.status import Outcome
from workbench.ui import recovery
from workbench.ui.import_page import CHECK
from workbench.ui.shell import MainWindow
from workbench.workflow import last_work

TYPED = "Steady income since 2011; the old default was settled in full."


@pytest.fixture
def die(window, settled, monkeypatch):
    """Let the window's work be kept, and the program be gone as after a power cut."""

    def do():
        window.recovery.keep()
        settled()
        window.recovery._clock.stop()
        monkeypatch.setattr(last_work, "_ours", set())

    return do


@pytest.fixture
def start_again(qtbot, day, jobs, settled):
    """The next start of the program on the same store."""

    def do():
        made = MainWindow(day, jobs)
        qtbot.addWidget(made)
        made.show()
        made.begin("review")
        settled()
        settled()
        return made

    return do


def _type_an_override(window, settled):
    review = window.page("review")
    names = [row.name for row in review.queue.model.rows()]
    review.queue.table.select_row(names.index("Tom Becker"))
    settled()
    review.choose(Outcome.DECLINE)
    review.case.form.justification.setPlainText(TYPED)


def test_a_justification_half_typed_comes_back_with_its_case(window, settled, die, start_again):
    _type_an_override(window, settled)
    die()
    again = start_again()
    case = again.page("review").case
    assert case.file.application.name() == "Tom Becker"
    assert case.form.justification.toPlainText() == TYPED
    assert again.recovery.bar.isVisible()
    assert "Tom Becker" in again.recovery.bar.said.text()


def test_it_comes_back_where_its_case_stands_open_already(window, settled):
    _type_an_override(window, settled)
    review = window.page("review")
    kept = review.half_done()
    review.case.close_form()
    review.resume(kept)
    assert review.half_done() == kept
    settled()
    assert review.case.form.justification.toPlainText() == TYPED


def test_what_came_back_can_be_discarded(window, settled, die, start_again, day):
    _type_an_override(window, settled)
    die()
    again = start_again()
    again.recovery.bar.discard.click()
    settled()
    assert again.page("review").case.form is None
    assert not again.recovery.bar.isVisible()
    again.close()
    assert day.store.drafts().names() == []


def test_no_word_of_it_can_be_read_on_the_disk(window, settled, die, day):
    _type_an_override(window, settled)
    die()
    kept = list((day.settings.file.parent / "credit-workbench" / "drafts").iterdir())
    assert len(kept) == 1
    found = kept[0].read_bytes()
    assert TYPED.encode() not in found and b"Becker" not in found
    assert kept[0].stat().st_mode & 0o077 == 0


def test_nothing_comes_back_after_a_window_was_closed_in_peace(window, settled, start_again):
    window.recovery.keep()
    settled()
    window.close()
    again = start_again()
    assert not again.recovery.bar.isVisible()


def test_a_window_that_closes_waits_for_who_still_writes(window, settled, day, monkeypatch):
    keep, begun, goes_on = last_work.keep, threading.Event(), threading.Event()

    def keep_slowly(*asked):
        begun.set()
        assert goes_on.wait(20)
        keep(*asked)

    monkeypatch.setattr(last_work, "keep", keep_slowly)
    window.go("help")
    window.recovery.keep()
    assert begun.wait(20)
    threading.Timer(0.05, goes_on.set).start()
    window.close()
    settled()
    assert day.store.drafts().names() == []


def test_a_form_left_open_at_closing_comes_back_too(window, settled, start_again, monkeypatch):
    _type_an_override(window, settled)
    window.close()
    monkeypatch.setattr(last_work, "_ours", set())
    assert start_again().page("review").case.form.justification.toPlainText() == TYPED


def test_another_person_does_not_get_it(window, settled, die, start_again, day):
    _type_an_override(window, settled)
    die()
    day.settings.set("officer_name", "Zhang Wei")
    again = start_again()
    assert not again.recovery.bar.isVisible()
    assert again.page("review").case.form is None


def test_a_case_decided_meanwhile_stays_decided(window, settled, die, start_again, day):
    from workbench.credit.decision import Choice
    from workbench.ui import desk_asks
    from workbench.workflow import decide

    _type_an_override(window, settled)
    number = window.page("review").case.file.application.id
    die()
    desk_asks.record(day, decide.case(day, number), Choice(Outcome.APPROVE))
    again = start_again()
    assert again.page("review").case.form is None


def test_an_import_half_done_comes_back_with_its_fixes(window, settled, die, start_again, tmp_path):
    file = tmp_path / "november.csv"
    file.write_text("Name,Amount,Term\nRosa Diaz,5k,24\nIan Holt,9000,36\n", encoding="utf-8")
    window.open_spreadsheets([str(file)])
    settled()
    page = window.page("import")
    page.course.match("C", None)
    page.course.check()
    settled()
    page.course.fix({("", 2, "amount_requested"): "5000"})
    settled()
    assert page.steps.currentIndex() == CHECK
    fixes, matched = dict(page.course.draft.fixes.texts), page.course.draft.matching
    die()
    again = start_again().page("import")
    settled()
    assert again.steps.currentIndex() == CHECK
    assert dict(again.course.draft.fixes.texts) == fixes
    assert again.course.draft.matching == matched


def test_a_file_changed_since_is_read_as_it_is_now(window, settled, die, start_again, tmp_path):
    file = tmp_path / "november.csv"
    file.write_text("Name,Amount\nRosa Diaz,5k\n", encoding="utf-8")
    window.open_spreadsheets([str(file)])
    settled()
    die()
    file.write_text("Name,Amount\nRosa Diaz,5000\nIan Holt,9000\n", encoding="utf-8")
    again = start_again()
    assert "november.csv was changed since" in again.page("import").problems.said.text()


def test_a_file_that_is_gone_is_told_and_not_asked_for_again(
    window, settled, die, start_again, tmp_path
):
    file = tmp_path / "november.csv"
    file.write_text("Name,Amount\nRosa Diaz,5k\n", encoding="utf-8")
    window.open_spreadsheets([str(file)])
    settled()
    die()
    file.unlink()
    again = start_again().page("import")
    assert "november.csv" in again.problems.said.text()
    assert again.half_done() is None


def test_work_is_kept_only_when_it_changed(window, settled, jobs):
    window.recovery.keep()
    settled()
    window.recovery.keep()
    assert not jobs.running()
    window.go("help")
    window.recovery.keep()
    assert jobs.running()
    settled()


def test_the_keyboard_reaches_the_notice(window, settled, die, start_again, qtbot):
    _type_an_override(window, settled)
    die()
    bar = start_again().recovery.bar
    assert bar.discard.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert recovery.LOOK_EVERY <= 5_000
