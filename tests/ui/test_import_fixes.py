"""Fixes in a sheet can be taken back and done again, stroke by stroke."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.ui.import_fixes import FixHistory

INCOME = ("Nov", 18, "income_monthly")
JOB = ("Nov", 21, "employment_years")


@pytest.fixture
def fixes():
    return FixHistory()


def test_a_fix_is_in_force_until_it_is_taken_back(fixes):
    fixes.put({INCOME: "21,000"})
    assert fixes.texts == {INCOME: "21,000"}
    assert fixes.undo() == (INCOME,)
    assert fixes.texts == {}


def test_one_stroke_over_many_cells_is_one_undo(fixes):
    fixes.put({INCOME: "21,000", JOB: ""})
    fixes.undo()
    assert not fixes.can_undo()
    assert fixes.texts == {}


def test_what_was_taken_back_can_be_done_again(fixes):
    fixes.put({INCOME: "21,000"})
    fixes.put({INCOME: "22,000"})
    fixes.undo()
    assert fixes.texts[INCOME] == "21,000"
    fixes.redo()
    assert fixes.texts[INCOME] == "22,000"
    assert not fixes.can_redo()


def test_a_new_fix_ends_the_way_forward(fixes):
    fixes.put({INCOME: "21,000"})
    fixes.undo()
    fixes.put({JOB: "3"})
    assert not fixes.can_redo()


def test_a_fix_that_changes_nothing_is_no_stroke(fixes):
    fixes.put({INCOME: "21,000"})
    assert not fixes.put({INCOME: "21,000"})
    assert not fixes.put({JOB: None})
    fixes.undo()
    assert not fixes.can_undo()


def test_a_fix_can_be_given_up_for_what_the_file_says(fixes):
    fixes.put({INCOME: "21,000"})
    fixes.put({INCOME: None})
    assert fixes.texts == {}
    fixes.undo()
    assert fixes.texts == {INCOME: "21,000"}


strokes = st.lists(
    st.dictionaries(
        st.tuples(st.just("Nov"), st.integers(2, 4), st.just("income_monthly")),
        st.none() | st.sampled_from(["1", "2", ""]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(strokes)
def test_undoing_everything_leaves_the_file_as_it_was_and_redoing_brings_all_back(texts):
    fixes = FixHistory()
    for stroke in texts:
        fixes.put(stroke)
    full = dict(fixes.texts)
    while fixes.can_undo():
        fixes.undo()
    assert fixes.texts == {}
    while fixes.can_redo():
        fixes.redo()
    assert fixes.texts == full
