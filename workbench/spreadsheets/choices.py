"""The stored words of a choice fact, and everything people write for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from workbench.credit.facts import Fact
from workbench.i18n import pick
from workbench.spreadsheets.sheet import normal
from workbench.spreadsheets.values import MISSING, Reading, is_missing_word, plain

_CLOSE = 80


def choice_words(fact: Fact) -> Mapping[str, str]:
    """Every normalised spelling of a fact's choices, and its stored word."""
    return _words(fact.name, tuple((c.word, *c.label.values(), *c.synonyms) for c in fact.choices))


@lru_cache(maxsize=256)
def _words(name: str, spellings: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    del name
    found: dict[str, str] = {}
    for word, *others in spellings:
        for text in (word, *others):
            found.setdefault(normal(text), word)
    return found


def choice(text: str, fact: Fact) -> Reading:
    """The stored word for what a person wrote; a near miss offers the choice it is near to."""
    words = choice_words(fact)
    found = words.get(normal(text))
    if found is not None:
        return Reading(found)
    said = plain(text)
    if is_missing_word(said):
        return MISSING
    near = process.extractOne(normal(said), words.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if near is None:
        return Reading(problem="not_a_choice")
    meant = fact.choice(words[near[0]])
    return Reading(problem="not_a_choice", fix=pick(dict(meant.label)) if meant else None)
