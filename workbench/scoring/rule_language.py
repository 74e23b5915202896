"""Conditions and formulas in a strategy: a small, safe part of SQL over facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

FUNCTIONS = frozenset({"abs", "ceil", "coalesce", "floor", "nullif", "round"})
"""What a strategy may call. `least`, `greatest` and `case` are left out: they skip what is not
known, and not knowing must stay visible."""

_KEYWORDS = frozenset({"and", "or", "not", "in", "is", "null", "between", "true", "false"})
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*')|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<mark><=|>=|<>|!=|[-+*/(),<>=]))"
)
THRESHOLD = "threshold"


class ConditionFault(ValueError):
    """A condition that cannot be read; `part` is the first piece that is not allowed."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition or formula that was read: what it names, and the SQL that is run.

    Divisions are run as `a / nullif(b, 0)`, so that 0/0 and 1/0 are "not known".
    """

    text: str
    names: tuple[str, ...]
    functions: tuple[str, ...]
    literals: tuple[str, ...]
    sql: str

    def expression(self) -> pl.Expr:
        """The Polars expression over columns named as the facts."""
        return pl.sql_expr(self.sql)


def read_condition(text: str, threshold: Decimal | None = None) -> Condition:
    """Read a condition; `threshold` stands for the number of that name.

    Raises ConditionFault at the first piece that is not part of the small language.
    """
    tokens = _put_threshold(list(_tokens(text)), threshold)
    if not tokens:
        raise ConditionFault(text)
    called = _called(tokens)
    names = _in_order(
        word
        for place, (kind, word) in enumerate(tokens)
        if kind == "name" and place not in called and word.lower() not in _KEYWORDS
    )
    return Condition(
        text=text,
        names=names,
        functions=_in_order(tokens[place][1].lower() for place in called),
        literals=_in_order(word[1:-1] for kind, word in tokens if kind == "text"),
        sql=" ".join(_guarded(tokens)),
    )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None or text[place:].lstrip().startswith("--"):
            raise ConditionFault(text[place:].strip()[:20])
        kind = str(found.lastgroup)
        yield kind, found.group(kind)
        place = found.end()


def _put_threshold(
    tokens: list[tuple[str, str]], threshold: Decimal | None
) -> list[tuple[str, str]]:
    if threshold is None:
        return tokens
    number = ("number", format(threshold, "f"))
    return [number if token == ("name", THRESHOLD) else token for token in tokens]


def _called(tokens: Sequence[tuple[str, str]]) -> set[int]:
    return {
        place
        for place, (kind, word) in enumerate(tokens[:-1])
        if kind == "name" and word.lower() not in _KEYWORDS and tokens[place + 1][1] == "("
    }


def _guarded(tokens: Sequence[tuple[str, str]]) -> list[str]:
    """The words of the SQL, with the divisor of every division wrapped in `nullif(..., 0)`."""
    words: list[str] = []
    place = 0
    while place < len(tokens):
        words.append(tokens[place][1])
        place += 1
        if words[-1] == "/" and place < len(tokens):
            end = _end_of_operand(tokens, place)
            words += ["nullif", "(", *_guarded(tokens[place:end]), ",", "0", ")"]
            place = end
    return words


def _end_of_operand(tokens: Sequence[tuple[str, str]], start: int) -> int:
    place = start
    while place < len(tokens) and tokens[place][1] in {"-", "+"}:
        place += 1
    if place in _called(tokens):
        place += 1
    if place < len(tokens) and tokens[place][1] == "(":
        return _closing(tokens, place) + 1
    return place + 1


def _closing(tokens: Sequence[tuple[str, str]], opening: int) -> int:
    depth = 0
    for place in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[place][1], 0)
        if depth == 0:
            return place
    raise ConditionFault("(")


def _in_order(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
