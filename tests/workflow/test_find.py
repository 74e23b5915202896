"""One search for cases, letters and accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.account_builders import open_one
from tests.workflow.test_notify import Sheet
from workbench.errors import SearchTooLong
from workbench.storage import account_pages, history, queue
from workbench.storage.typed_text import LONGEST, MOST_WORDS
from workbench.workflow import assess, audit, decide, find, intake, notify
from workbench.workflow.desk import Desk


@pytest.fixture
def busy(desk: Desk, sheet: Sheet, tmp_path: Path) -> Desk:
    file = sheet({}, {"Name": "Ruth Ellis"}, {"Name": "Omar Reyes", "Bankruptcies": "2"})
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    decide.accept_advice(desk)
    notify.write_letters(desk, out=tmp_path)
    return desk


def test_a_name_finds_the_case_and_its_letter(busy: Desk) -> None:
    found = find.find(busy, "reyes")
    assert [case.name for case in found.cases] == ["Omar Reyes"]
    assert [letter.application for letter in found.letters] == [found.cases[0].number]
    assert found.accounts == ()


def test_a_letters_number_finds_it_without_its_case(busy: Desk) -> None:
    last = notify.letters_written(busy)[-1]
    found = find.find(busy, f" {last.number.lower()} ")
    assert (found.cases, found.letters) == ((), (last,))


def test_an_account_is_found_by_number_and_by_name(busy: Desk) -> None:
    open_one(busy, name="Ida Moss 100%")
    assert [one.number for one in find.find(busy, "C-000001").accounts] == ["C-000001"]
    assert [one.name for one in find.find(busy, "100%").accounts] == ["Ida Moss 100%"]
    assert find.find(busy, "Ida%Moss").accounts == ()


def test_nothing_typed_finds_nothing(busy: Desk) -> None:
    assert find.find(busy, "  ") == find.Finding()


def test_the_longest_search_is_answered_and_a_longer_one_refused_in_words(busy: Desk) -> None:
    longest, longer = "1" * LONGEST, "1" * (LONGEST + 1)
    assert find.find(busy, longest) == find.Finding()
    with pytest.raises(SearchTooLong, match="too much to look for at once"):
        queue.queue(busy.store, "all", search=longer)
    with pytest.raises(SearchTooLong):
        account_pages.list_accounts(busy.store, search=longer)
    with pytest.raises(SearchTooLong):
        audit.sought((longer,))


def test_a_page_of_words_is_looked_for_in_the_journal_or_refused(busy: Desk) -> None:
    words = [str(each) for each in range(MOST_WORDS)]
    assert history.events(busy.store, audit.sought(words)) == ()
    assert history.count(busy.store, audit.sought(["imported"] * 5_000)) == 0
    with pytest.raises(SearchTooLong):
        audit.sought([*words, "more"])
