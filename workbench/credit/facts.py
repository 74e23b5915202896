"""The dictionary of facts: every fact of an application, once, with all that is known of it.

`resources/dictionary.toml` is the only list. Column matching, checks, the detail screen, the
template workbook, the strategies' checks, exports and help are made from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from workbench import paths
from workbench.i18n import Language, pick

Value = Decimal | int | str | bool | date | None
"""What a fact can hold. None is "not given" and stays None until a rule says what that means."""


class Kind(StrEnum):
    """What sort of value a fact is."""

    MONEY = "money"  # Decimal, whole and minor units, in the application's currency
    NUMBER = "number"  # Decimal
    COUNT = "count"  # int
    RATIO = "ratio"  # Decimal; 0.413 is 41.3 %
    DURATION = "duration"  # Decimal, in the fact's unit (months or years)
    DATE = "date"
    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # one of the fact's stored words
    TEXT = "text"


class Family(StrEnum):
    """The family of data a fact belongs to."""

    IDENTITY = "identity"
    INCOME = "income"
    APPLICATION = "application"
    CREDIT_RECORD = "credit_record"
    BEHAVIOUR = "behaviour"
    BUSINESS = "business"


class PersonalData(StrEnum):
    """How a fact is treated as personal data."""

    NONE = "none"
    PERSONAL = "personal"
    IDENTIFIER = "identifier"  # masked on screen and in exports unless revealed
    SENSITIVE = "sensitive"  # finances
    PROTECTED = "protected"  # a protected characteristic: never in a scorecard


@dataclass(frozen=True, slots=True)
class Choice:
    """One stored word of a choice fact, its labels, and what people write for it."""

    word: str
    label: Mapping[str, str]
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an application. `least`/`most` are the plausible range in the fact's unit.

    A `locked` fact is never offered as a change: it is past, protected or a claim. With
    `mends_after_days` it mends by itself as time passes, and is gone after so many days.
    """

    name: str
    kind: Kind
    family: Family
    label: Mapping[str, str]
    personal: PersonalData = PersonalData.NONE
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    earliest: date | None = None
    latest: date | None = None
    choices: tuple[Choice, ...] = ()
    synonyms: tuple[str, ...] = ()
    help: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    example: str = ""
    locked: bool = False
    mends_after_days: int | None = None

    def text(self, language: Language | None = None) -> str:
        """The fact's label."""
        return pick(dict(self.label), language)

    def choice(self, word: str) -> Choice | None:
        """The choice with this stored word, if there is one."""
        return next((choice for choice in self.choices if choice.word == word), None)


@dataclass(frozen=True)
class Dictionary:
    """All facts, in the order in which people read them."""

    version: str
    facts: tuple[Fact, ...]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Fact:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in reversed(self.facts)}

    def required(self) -> tuple[Fact, ...]:
        """The facts without which a row cannot become an application."""
        return tuple(fact for fact in self.facts if fact.required)


def dictionary(file: Path | None = None) -> Dictionary:
    """The shipped dictionary (or the one in `file`), with the lender's own facts in force.

    Raises ValueError, naming the fact, when an entry is faulty.
    """
    return _shipped(file) if file or not _own else _own[0]


_own: list[Dictionary] = []


def use_own(facts: Iterable[Fact]) -> None:
    """From now on the dictionary holds these facts of the lender's own as well; those that bear
    the name of a shipped one are passed over."""
    shipped = _shipped(None)
    more = tuple(fact for fact in facts if fact.name not in shipped)
    told = ",".join(f"{fact.name}:{fact.kind}:{'|'.join(fact.synonyms)}" for fact in more)
    _own[:] = [Dictionary(f"{shipped.version}+{told}", shipped.facts + more)] if more else []


@cache
def _shipped(file: Path | None) -> Dictionary:
    chosen = file or paths.resources() / "dictionary.toml"
    raw = tomllib.loads(chosen.read_text(encoding="utf-8"))
    return Dictionary(
        version=raw["version"],
        facts=tuple(_fact(name, entry) for name, entry in raw["facts"].items()),
    )


def _fact(name: str, entry: dict[str, object]) -> Fact:
    try:
        return _read_fact(name, dict(entry))
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"Fact {name} in the dictionary: {fault}") from fault


def _read_fact(name: str, entry: dict[str, object]) -> Fact:
    known = {
        "kind": Kind(str(entry.pop("kind"))),
        "family": Family(str(entry.pop("family"))),
        "personal": PersonalData(str(entry.pop("personal", "none"))),
        "least": _decimal(entry.pop("least", None)),
        "most": _decimal(entry.pop("most", None)),
        "choices": _choices(entry.pop("choices", {})),
        "synonyms": _texts(entry.pop("synonyms", [])),
    }
    return Fact(name=name, **known, **entry)  # type: ignore[arg-type]


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _texts(entries: object) -> tuple[str, ...]:
    assert isinstance(entries, list)
    return tuple(map(str, entries))


def _choices(entries: object) -> tuple[Choice, ...]:
    assert isinstance(entries, dict)
    return tuple(
        Choice(
            word=word,
            label={"en": entry["en"], "zh": entry["zh"]},
            synonyms=tuple(entry.get("synonyms", ())),
        )
        for word, entry in entries.items()
    )
