"""Whose column is whose: the officer's headers matched to the facts of the dictionary."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process

from workbench.credit.facts import Dictionary, Fact, Kind
from workbench.spreadsheets.column_units import in_ten_thousands, unit_of
from workbench.spreadsheets.known_headers import names_of, spellings
from workbench.spreadsheets.looks import fits, looks_like
from workbench.spreadsheets.sheet import CellKind, Sheet, SourceColumn, normal

_CLOSE = 88
_SHORTEST = 4


class Confidence(StrEnum):
    """How sure a match is, in a word that a person reads."""

    EXACT = "exact"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column and the fact it holds (None: ignored); `unit` says how its numbers are meant:
    "", "percent_points", a word of `column_units.MONEY_SCALES`, "months" or "years"."""

    letter: str
    header: str
    fact: str | None = None
    confidence: Confidence = Confidence.NONE
    unit: str = ""
    unit_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """A matching that is kept: what each header (normalised) holds, for sheets of one source."""

    name: str
    entries: Mapping[str, tuple[str | None, str]]

    def to_json(self) -> str:
        """The profile as it is stored."""
        return json.dumps({"name": self.name, "entries": dict(self.entries)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Profile:
        """The profile back from its stored text. Raises ValueError when it is none."""
        found = json.loads(text)
        entries = {header: (entry[0], entry[1]) for header, entry in found["entries"].items()}
        return cls(found["name"], entries)


@dataclass(frozen=True, slots=True)
class Matching:
    """What every column of a sheet holds; no fact is held by two columns."""

    columns: tuple[ColumnMatch, ...]
    required: tuple[str, ...] = ()

    def with_fact(self, letter: str, fact: str | None, unit: str = "") -> Matching:
        """The same with this column holding that fact (None: ignored); another column that
        held it until now is ignored from then on."""
        return replace(self, columns=tuple(_given(c, letter, fact, unit) for c in self.columns))

    def fact_of(self, letter: str) -> str | None:
        """The fact this column holds. Raises KeyError for a letter that is not there."""
        return self[letter].fact

    def __getitem__(self, letter: str) -> ColumnMatch:
        for column in self.columns:
            if column.letter == letter:
                return column
        raise KeyError(letter)

    def column_of(self, fact: str) -> ColumnMatch | None:
        """The column that holds this fact, if any does."""
        return next((column for column in self.columns if column.fact == fact), None)

    def matched(self) -> tuple[ColumnMatch, ...]:
        """The columns that hold a fact."""
        return tuple(column for column in self.columns if column.fact)

    def ignored(self) -> tuple[ColumnMatch, ...]:
        """The columns that hold none."""
        return tuple(column for column in self.columns if not column.fact)

    def required_open(self) -> tuple[str, ...]:
        """The facts every application needs and no column holds."""
        held = {column.fact for column in self.columns}
        return tuple(name for name in self.required if name not in held)

    def profile(self, name: str) -> Profile:
        """This matching as a profile of that name."""
        return Profile(name, {normal(c.header): (c.fact, c.unit) for c in self.columns})

    def to_json(self) -> str:
        """The matching as it is stored with a batch: header, fact and unit per column."""
        return json.dumps(
            [
                {
                    "column": c.letter,
                    "header": c.header,
                    "fact": c.fact,
                    "unit": c.unit,
                    "confidence": c.confidence.value,
                }
                for c in self.columns
            ],
            ensure_ascii=False,
        )


def _given(column: ColumnMatch, letter: str, fact: str | None, unit: str) -> ColumnMatch:
    if column.letter == letter:
        confidence = Confidence.EXACT if fact else Confidence.NONE
        return replace(column, fact=fact, confidence=confidence, unit=unit, unit_assumed=False)
    if fact is not None and column.fact == fact:
        return replace(column, fact=None, confidence=Confidence.NONE, unit="")
    return column


def match(sheet: Sheet, dictionary: Dictionary, profile: Profile | None = None) -> Matching:
    """Columns matched to facts: by the profile, by name or synonym, by likeness, by values."""
    names = names_of(dictionary)
    chosen: dict[str, ColumnMatch] = {}
    if profile is not None:
        chosen = _by_profile(sheet, profile, dictionary)
    for step in (_by_name, _by_likeness, _by_values):
        for column in sheet.columns:
            empty = column.kind is CellKind.BLANK and step is not _by_name
            if column.letter not in chosen and not empty:
                taken = {c.fact for c in chosen.values()}
                found = step(column, sheet, names, dictionary, taken)
                if found is not None:
                    chosen[column.letter] = found
    columns = tuple(chosen.get(c.letter, ColumnMatch(c.letter, c.header)) for c in sheet.columns)
    required = tuple(fact.name for fact in dictionary.required())
    with_units = tuple(_with_unit(c, sheet, dictionary) for c in columns)
    return Matching(_with_assumed_units(with_units, sheet), required)


def _by_profile(sheet: Sheet, profile: Profile, dictionary: Dictionary) -> dict[str, ColumnMatch]:
    found: dict[str, ColumnMatch] = {}
    for column in sheet.columns:
        entry = profile.entries.get(normal(column.header))
        taken = {c.fact for c in found.values()}
        if entry and entry[0] not in taken and (entry[0] is None or entry[0] in dictionary):
            sure = Confidence.EXACT if entry[0] else Confidence.NONE
            found[column.letter] = ColumnMatch(
                column.letter, column.header, entry[0], sure, entry[1]
            )
    return found


def _by_name(
    column: SourceColumn,
    sheet: Sheet,
    names: Mapping[str, str],
    dictionary: Dictionary,
    taken: set[str | None],
) -> ColumnMatch | None:
    """An exact name; passed over when a column to the right says it more literally."""
    for depth, way in enumerate(spellings(column.header)):
        fact = names.get(way)
        if fact is None or fact in taken:
            continue
        if depth and _said_better(column, sheet, names, fact):
            continue
        if not fits(dictionary[fact], sheet, column, least=0.02):
            continue
        return ColumnMatch(column.letter, column.header, fact, Confidence.EXACT)
    return None


def _said_better(column: SourceColumn, sheet: Sheet, names: Mapping[str, str], fact: str) -> bool:
    return any(
        other.letter != column.letter and names.get(normal(other.header)) == fact
        for other in sheet.columns
    )


def _by_likeness(
    column: SourceColumn,
    sheet: Sheet,
    names: Mapping[str, str],
    dictionary: Dictionary,
    taken: set[str | None],
) -> ColumnMatch | None:
    """A name with a slip of the pen ("Loan amuont"), if the values fit as well."""
    name = normal(column.header)
    if len(name) < _SHORTEST or re.fullmatch(r"[\d\W]+", name):
        return None
    close = process.extract(name, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3)
    for key, _score, _at in close:
        fact = names[key]
        alike = _digits(key) == _digits(name) and len(key) >= _SHORTEST
        if alike and fact not in taken and fits(dictionary[fact], sheet, column, least=0.5):
            return ColumnMatch(column.letter, column.header, fact, Confidence.LIKELY)
    return None


def _digits(name: str) -> str:
    """The digits of a name: "inquiries 3m" and "inquiries 6m" are not alike."""
    return re.sub(r"\D", "", name)


def _by_values(
    column: SourceColumn,
    sheet: Sheet,
    names: Mapping[str, str],
    dictionary: Dictionary,
    taken: set[str | None],
) -> ColumnMatch | None:
    """What only one fact looks like: identity numbers, e-mail addresses, mobile numbers."""
    del names
    fact = looks_like(sheet, column)
    if fact is None or fact in taken or fact not in dictionary:
        return None
    return ColumnMatch(column.letter, column.header, fact, Confidence.LIKELY)


def _with_assumed_units(columns: tuple[ColumnMatch, ...], sheet: Sheet) -> tuple[ColumnMatch, ...]:
    """Amounts that only make sense in ten thousands beside the others, marked as assumed."""
    letters = {c.fact: c.letter for c in columns if c.fact and not c.unit}
    small = in_ten_thousands(sheet, letters)
    return tuple(
        replace(c, unit="ten_thousand", unit_assumed=True) if c.fact in small and not c.unit else c
        for c in columns
    )


def _with_unit(column: ColumnMatch, sheet: Sheet, dictionary: Dictionary) -> ColumnMatch:
    if column.fact is None or column.unit:
        return column
    fact: Fact = dictionary[column.fact]
    if fact.kind in {Kind.MONEY, Kind.RATIO, Kind.DURATION, Kind.COUNT}:
        return replace(column, unit=unit_of(column.header, fact, sheet, column.letter))
    return column
