"""The help's chapter of facts, made from the dictionary: what each is, its unit, its headers."""

from __future__ import annotations

from workbench.credit.facts import Fact, Family, dictionary
from workbench.i18n import N_, Language, _, number, pick, sentences
from workbench.ui.case_sides import FAMILY_WORDS

_MOST_HEADERS = 5
_TITLE = N_("Facts and their columns")
_ABOUT = N_(
    "Every fact an application can hold. A column is recognised by any of these headers, in "
    "either language; others can be matched by hand."
)
_RANGE = N_("{least} to {most}")
_FROM = N_("{least} or more")
_HEADERS = N_("Headers: {headers}")


def facts_chapter(language: Language) -> str:
    """The chapter in Markdown."""
    parts = [f"# {_(_TITLE, language=language)}", _(_ABOUT, language=language)]
    for family in Family:
        facts = [fact for fact in dictionary() if fact.family is family]
        parts.append(f"## {_(FAMILY_WORDS[family], language=language)}")
        parts += [_entry(fact, language) for fact in facts]
    return "\n\n".join(parts)


def _entry(fact: Fact, language: Language) -> str:
    lines = [f"**{fact.text(language)}**"]
    told = [pick(dict(fact.help), language) if fact.help else "", _extent(fact, language)]
    told.append(
        "、".join(_choices(fact, language))
        if language is Language.ZH
        else ", ".join(_choices(fact, language))
    )
    lines.append(sentences(*told))
    headers = " · ".join(fact.synonyms[:_MOST_HEADERS])
    if headers:
        lines.append(_(_HEADERS, language=language, headers=headers))
    return "  \n".join(line for line in lines if line)


def _choices(fact: Fact, language: Language) -> list[str]:
    return [pick(dict(choice.label), language) for choice in fact.choices]


def _extent(fact: Fact, language: Language) -> str:
    if fact.least is None:
        return ""
    least = number(fact.least, language=language)
    if fact.most is None:
        return _(_FROM, language=language, least=least)
    return _(_RANGE, language=language, least=least, most=number(fact.most, language=language))
