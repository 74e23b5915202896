import pytest

from workbench.credit.status import (
    COMPONENT_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    CaseState,
    Component,
    Outcome,
    outcome_word,
    strictest,
)
from workbench.i18n import Language, _

MILDEST_FIRST = [Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.REFER, Outcome.DECLINE]


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("second", range(4))
def test_the_strictest_advice_wins(first, second):
    advices = [MILDEST_FIRST[first], MILDEST_FIRST[second]]
    assert strictest(advices) is MILDEST_FIRST[max(first, second)]


def test_every_stored_word_has_its_words_in_both_languages():
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(STATE_WORDS) == set(CaseState)
    assert set(COMPONENT_WORDS) == set(Component)
    words = [*OUTCOME_WORDS.values(), *STATE_WORDS.values(), *COMPONENT_WORDS.values()]
    assert all(not _(word, language=Language.ZH).isascii() for word in words)


def test_an_outcome_is_said_in_the_readers_language():
    assert outcome_word(Outcome.COUNTER_OFFER) == "Counter-offer"
    assert outcome_word(Outcome.COUNTER_OFFER, Language.ZH) == "变更方案"
