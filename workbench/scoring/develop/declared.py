"""What a person declares about columns: breaks, groups of words, directions, special values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.scoring.develop.fine_bins import Field

_KEYS = {"breaks", "groups", "direction", "specials"}
_DIRECTIONS = ("any", "rising", "falling")


@dataclass(frozen=True, slots=True)
class DeclarationFault(ValueError):
    """What is wrong in a file of declarations: the column and the key."""

    column: str
    key: str


def read_declared(file: Path) -> dict[str, Field]:
    """The declarations of a TOML file, one table a column.

    [income]: direction = "rising", breaks = [1000, 2500], specials = [-9];
    [job]: groups = [["clerk", "teacher"], ["farmer"]]. Raises OSError, ValueError (also
    DeclarationFault) where it cannot be read.
    """
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: declared_field(name, entry) for name, entry in raw.items()}


def declared_field(name: str, entry: object) -> Field:
    """One column's declarations. Raises DeclarationFault."""
    if not isinstance(entry, Mapping):
        raise DeclarationFault(name, "")
    for key in entry:
        if key not in _KEYS:
            raise DeclarationFault(name, str(key))
    if entry.get("direction", "any") not in _DIRECTIONS:
        raise DeclarationFault(name, "direction")
    groups = entry.get("groups")
    if groups is not None:
        if not isinstance(groups, list) or not all(isinstance(g, list) for g in groups):
            raise DeclarationFault(name, "groups")
        words = tuple(tuple(str(word) for word in group) for group in groups)
        return Field(name, is_number=False, groups=words)
    breaks = _numbers(name, "breaks", entry["breaks"]) if "breaks" in entry else None
    if breaks is not None and list(breaks) != sorted(set(breaks)):
        raise DeclarationFault(name, "breaks")
    specials = _numbers(name, "specials", entry.get("specials", []))
    direction = str(entry.get("direction", "any"))
    return Field(name, True, direction, breaks=breaks, specials=specials)


def _numbers(name: str, key: str, values: object) -> tuple[float, ...]:
    if not isinstance(values, list) or not all(isinstance(v, int | float) for v in values):
        raise DeclarationFault(name, key)
    return tuple(float(value) for value in values)
