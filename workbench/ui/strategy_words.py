"""A strategy's conditions and values in the words of its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.credit.facts import Kind, dictionary
from workbench.i18n import MINUS, N_, Language, _, current, number, percent
from workbench.ui.case_words import FactWords

if TYPE_CHECKING:
    from workbench.scoring.strategy_format import Derived, Rule

_TOKENS = re.compile(r"'[^']*'|\d+(?:\.\d+)?|[A-Za-z_]\w*|<=|>=|<>|!=|[-+*/(),=<>]")
_WIDE_EDGE = re.compile(r" ?([（）、]) ?")
_MARKS = {
    ">=": "≥",
    "<=": "≤",
    "<>": "≠",
    "!=": "≠",
    "*": "×",
    "/": "÷",
    "-": MINUS,
}
_WORDS = {
    "AND": N_("and"),
    "OR": N_("or"),
    "NOT": N_("not"),
    "BETWEEN": N_("from"),
    "IN": N_("one of"),
    "IS": N_("is"),
    "NULL": N_("not given"),
    "TRUE": N_("yes"),
    "FALSE": N_("no"),
}


def condition_words(condition: str, derived: Mapping[str, Derived]) -> str:
    """ "income_yearly >= 12000" -> "Yearly income ≥ 12,000": labels for names, words for SQL."""
    said = " ".join(_each(condition, derived))
    for mark in (")", ","):
        said = said.replace(f" {mark}", mark)
    said = said.replace("( ", "(")
    if current() is not Language.ZH:
        return said
    for plain, wide in (("(", "（"), (")", "）"), (", ", "、")):
        said = said.replace(plain, wide)
    return _WIDE_EDGE.sub(r"\1", said)


def rule_words(rule: Rule, derived: Mapping[str, Derived]) -> str:
    """When a rule is passed, or when it is failed, as its file says it."""
    text = rule.passes_when or rule.fails_when or ""
    if rule.threshold is not None:
        text = re.sub(r"\bthreshold\b", str(rule.threshold), text)
    said = condition_words(text, derived)
    if rule.passes_when:
        return _("Passed when {condition}", condition=said)
    return _("Not passed when {condition}", condition=said)


def _each(condition: str, derived: Mapping[str, Derived]) -> Iterator[str]:
    names, last, spans = FactWords(derived), "", False
    for token in _TOKENS.findall(condition):
        if spans and token.upper() == "AND":
            spans = False
            yield _("to")
        elif token.upper() in _WORDS:
            spans = token.upper() == "BETWEEN"
            yield _(_WORDS[token.upper()])
        elif token[0] == "'":
            yield names.text(last, token[1:-1])
        elif token[0].isdigit():
            yield value_words(Decimal(token), kind_of(last, derived))
        elif token[0].isalpha() or token[0] == "_":
            last = token if _is_fact(token, derived) else last
            yield names.label(token) if _is_fact(token, derived) else token
        else:
            yield _MARKS.get(token, token)


def _is_fact(name: str, derived: Mapping[str, Derived]) -> bool:
    return name in derived or name in dictionary()


def kind_of(name: str, derived: Mapping[str, Derived]) -> Kind:
    """What sort of value a fact is, computed ones included."""
    if name in derived:
        return derived[name].kind
    known = dictionary()
    return known[name].kind if name in known else Kind.NUMBER


def value_words(value: Decimal, kind: Kind) -> str:
    """A threshold as its fact is written: 0.43 of a ratio is "43%"."""
    if kind is Kind.RATIO:
        places = 0 if value * 100 == (value * 100).to_integral_value() else 1
        return percent(value, places=places)
    digits = -int(value.normalize().as_tuple().exponent)
    return number(value, places=max(0, digits))
