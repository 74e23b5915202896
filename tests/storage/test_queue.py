from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.conftest import Day
from workbench.storage import lanes, queue
from workbench.storage.store import Store


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """24 cases: 12 assessed, of which 1 and 2 are decided, 3 referred and 4 overridden."""
    folder = tmp_path_factory.mktemp("queue")
    with Store.open(folder / "store.db", key_folder=folder) as store:
        made = Day(store, folder)
        made.add(24)
        made.assess(count=12)
        for application in (1, 2, 3):
            made.decide(application)
        made.decide(4, "decline")
        yield made


def numbers(day: Day, view: str = "all", **asked: Any) -> list[int]:
    page = queue.queue(day.store, view, **asked)
    return [row.application_id for row in page.rows]


def test_every_view_counts_what_it_shows(day: Day) -> None:
    counted = queue.counts(day.store)
    for view in lanes.VIEWS:
        page = queue.queue(day.store, view)
        assert counted[view] == page.total == len(page.rows)


def test_views_show_where_cases_stand(day: Day) -> None:
    assert queue.counts(day.store) == {
        "not_assessed": 12,
        "needs_review": 8,
        "referred": 1,
        "second_signature": 0,
        "letters_due": 3,
        "letters_written": 0,
        "decided": 3,
        "approved": 1,
        "declined": 2,
        "overridden": 1,
        "all": 24,
    }


@pytest.mark.parametrize("sort", queue.SORTS)
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("view", ["all", "needs_review", "overridden", "decided"])
def test_pages_put_together_are_the_whole_view_in_order(
    day: Day, sort: str, descending: bool, view: str
) -> None:
    whole = numbers(day, view, sort=sort, descending=descending)
    paged: list[int] = []
    after = None
    while True:
        page = queue.queue(day.store, view, sort=sort, descending=descending, size=5, after=after)
        paged += [row.application_id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert paged == whole
    assert len(set(whole)) == queue.counts(day.store)[view]


def test_a_page_further_on_counts_the_whole_view_unless_it_is_known(day: Day) -> None:
    first = queue.queue(day.store, "all", size=5)
    further = [
        queue.queue(day.store, "all", size=5, after=first.after, counted=counted)
        for counted in (True, False)
    ]
    assert further[0].rows == further[1].rows
    assert [page.total for page in further] == [24, 6]


def test_what_is_not_known_sorts_below_everything_known(day: Day) -> None:
    scores = [row.score for row in queue.queue(day.store, "all", sort="score").rows]
    known = [score for score in scores if score is not None]
    assert scores == [*sorted(known, reverse=True), *[None] * 12]


@settings(max_examples=15, deadline=None)
@given(lowest=st.integers(495, 600), most=st.integers(1000, 2300))
def test_filters_keep_exactly_what_they_say(day: Day, lowest: int, most: int) -> None:
    rows = queue.queue(day.store, "all").rows
    wanted = {
        row.application_id
        for row in rows
        if row.score is not None and row.score >= lowest and row.amount and row.amount <= most
    }
    assert set(numbers(day, filters=[("score_from", lowest), ("amount_to", most)])) == wanted


def test_filters_by_word(day: Day) -> None:
    assert numbers(day, filters=[("outcome", "decline")]) == [2, 4]
    assert numbers(day, "needs_review", filters=[("advice", "refer")]) == [6, 9, 12]
    assert numbers(day, filters=[("product", "car-loan")]) == []
    assert numbers(day, filters=[("dsr_to", Decimal("0.100002"))]) == [1, 2]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ana example 24", [24]),
        ("REF-00007", [7]),
        ("a-000011", [11]),
        ("Example 2", [2, 20, 21, 22, 23, 24]),
        ("100%", []),
        ("_", []),
        ("'; DROP TABLE cases", []),
    ],
)
def test_search_looks_into_names_references_and_numbers(
    day: Day, search: str, found: list[int]
) -> None:
    page = queue.queue(day.store, "all", search=search)
    assert [row.application_id for row in page.rows] == found
    assert page.total == len(found)


def test_what_does_not_exist_is_a_key_error(day: Day) -> None:
    for asked in ({"view": "mine"}, {"sort": "colour"}, {"filters": [("colour", "red")]}):
        with pytest.raises(KeyError):
            queue.queue(day.store, **{"view": "all", **asked})  # type: ignore[arg-type]
