"""Two windows on one store: what is done in one is seen in the other, and done once."""

from __future__ import annotations

import gc
import weakref

import pytest
import shiboken6

from tests.ui.conftest import bury
from workbench.credit.status import Outcome
from workbench.errors import NotKnown
from workbench.ui.shell import MainWindow, windows_beside
from workbench.ui.table import TableModel
from workbench.workflow import decide


@pytest.fixture
def second(window, settled):
    """Another window beside the first."""
    made = window.open_another()
    settled()
    yield made
    settled()
    if shiboken6.isValid(made):
        made.close()


def _open(window, name, settled):
    page = window.page("review")
    names = [row.name for row in page.queue.model.rows()]
    page.queue.table.select_row(names.index(name))
    settled()
    return page


def test_a_further_window_opens_where_one_is(window, second):
    assert windows_beside(window) == [second]
    assert second.current_page().title() == window.current_page().title()
    assert second.recovery.number != window.recovery.number


@pytest.mark.parametrize("page", ["settings", "people", "help", "strategy"])
def test_a_further_window_opens_on_any_page(window, settled, qtbot, page):
    window.go(page)
    settled()
    further = window.open_another()
    settled()
    assert further.place() == window.place()
    further.close()


def test_a_further_window_opens_the_case_shown(window, settled):
    _open(window, "Tom Becker", settled)
    further = window.open_another()
    settled()
    assert window.place().startswith("review:=")
    assert further.place() == window.place()
    further.close()


def test_a_page_gone_to_before_the_store_was_open_stays(window, settled):
    window.go("letters")
    window.begin("review")
    settled()
    assert window.place().startswith("letters")


def test_what_one_window_decides_the_other_shows(window, second, settled):
    _open(window, "Amelia Hart", settled).choose(Outcome.APPROVE)
    settled()
    settled()
    names = [row.name for row in second.page("review").queue.model.rows()]
    assert "Amelia Hart" not in names
    assert "4 need review" in second.status._facts.text()


def test_nothing_is_decided_twice(window, second, settled, day):
    first, other = (_open(one, "Tom Becker", settled) for one in (window, second))
    first.choose(Outcome.APPROVE)
    other.choose(Outcome.APPROVE)
    settled()
    settled()
    made = [row for row in decide.queue(day, "all").rows if row.name == "Tom Becker"]
    assert [row.outcome for row in made] == ["approve"]
    case = decide.case(day, made[0].application_id)
    assert len([one for one in case.history if one.event == "decided"]) == 1
    assert other.problems.isVisible()


def test_what_is_being_typed_stays_when_the_other_window_decides(window, second, settled):
    page = _open(second, "Tom Becker", settled)
    page.choose(Outcome.DECLINE)
    page.case.form.justification.setPlainText("The employer has closed")
    _open(window, "Amelia Hart", settled).choose(Outcome.APPROVE)
    settled()
    settled()
    assert page.case.form.justification.toPlainText() == "The employer has closed"


def test_closing_one_leaves_the_other(window, second, settled):
    second.close()
    settled()
    assert windows_beside(window) == []
    _open(window, "Amelia Hart", settled).choose(Outcome.APPROVE)
    settled()
    assert window.isVisible()


def test_a_window_that_was_closed_leaves_nothing_behind(window, settled, qapp):
    def alive():
        gc.collect()
        return [each for each in gc.get_objects() if type(each) in (TableModel, MainWindow)]

    before = {id(each) for each in alive()}
    second = window.open_another()
    settled()
    for word in ("audit", "people", "letters"):
        second.go(word)
    settled()
    its_own = [weakref.ref(each) for each in alive() if id(each) not in before]
    assert len(its_own) > 3
    second.close()
    del second
    settled()
    bury()
    qapp.processEvents()
    gc.collect()
    assert [each() for each in its_own if each() is not None] == []


def test_what_is_typed_on_a_case_that_the_other_window_decides_stays_and_says_so(
    window, second, settled
):
    page = _open(second, "Tom Becker", settled)
    page.choose(Outcome.DECLINE)
    page.case.form.justification.setPlainText("The employer has closed")
    _open(window, "Tom Becker", settled).choose(Outcome.APPROVE)
    settled()
    settled()
    assert page.case.form.justification.toPlainText() == "The employer has closed"
    assert "changed this case meanwhile" in page.case.others.said.text()
    assert page.case.others.isVisible()
    page.case.form.left.emit()
    settled()
    settled()
    assert page.case.file.application.name() != "Tom Becker"


def test_a_refusal_is_told_in_the_window_that_asked(window, second, settled):
    page = second.page("review")
    second.jobs.start(page, _refused, lambda _found: None)
    settled()
    assert second.problems.isVisibleTo(second)
    assert not window.problems.isVisibleTo(window)
    window.jobs.tell(NotKnown(kind="product", name="x", known=["y"]))
    assert window.problems.isVisibleTo(window)


def _refused(_step):
    raise NotKnown(kind="product", name="x", known=["y"])
