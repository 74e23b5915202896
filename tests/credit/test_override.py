import pytest

from tests.credit.conftest import an_assessment, declined, referred
from workbench.credit.decision import OverrideDirection
from workbench.credit.override import (
    justification_is_long_enough,
    needs_justification,
    override_direction,
)
from workbench.credit.status import Component, Outcome

UP, DOWN = OverrideDirection.APPROVE_OVER_DECLINE, OverrideDirection.DECLINE_OVER_APPROVE
TABLE = [
    ("approve", "approve", None),
    ("approve", "counter_offer", DOWN),
    ("approve", "decline", DOWN),
    ("approve", "refer", None),
    ("counter_offer", "approve", UP),
    ("counter_offer", "counter_offer", None),
    ("counter_offer", "decline", DOWN),
    ("counter_offer", "refer", None),
    ("decline", "approve", UP),
    ("decline", "counter_offer", UP),
    ("decline", "decline", None),
    ("decline", "refer", None),
    ("refer", "approve", None),
    ("refer", "counter_offer", None),
    ("refer", "decline", None),
    ("approve", "withdrawn", None),
    ("decline", "incomplete", None),
]


@pytest.mark.parametrize(("advice", "outcome", "direction"), TABLE)
def test_every_pair_of_advice_and_outcome_has_its_direction(advice, outcome, direction):
    advised = an_assessment(advice=Outcome(advice))
    assert override_direction(advised, Outcome(outcome)) is direction


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("a" * 40, True),
        ("a" * 39, False),
        ("a b " * 20, True),
        ("-" * 200, False),
        ("理" * 15, True),
        ("理" * 14, False),
        ("𠅤" * 15, True),
        ("理" * 9 + "a" * 16, True),
        ("理" * 9 + "a" * 15, False),
        ("", False),
    ],
)
def test_a_justification_is_forty_letters_or_fifteen_hanzi(text, enough):
    assert justification_is_long_enough(text) is enough


def test_words_are_needed_against_advice_and_where_the_score_is_not_alone():
    assert needs_justification(declined(), Outcome.APPROVE)
    assert needs_justification(an_assessment(), Outcome.DECLINE)
    assert needs_justification(referred(Component.DATA), Outcome.DECLINE)
    assert not needs_justification(referred(), Outcome.APPROVE)
    assert not needs_justification(referred(Component.DATA), Outcome.REFER)
    assert not needs_justification(referred(Component.DATA), Outcome.WITHDRAWN)
    assert not needs_justification(declined(), Outcome.DECLINE)
