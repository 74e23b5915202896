"""Filling a pack's sentences: **strong** marks and {fields}; values are never read as marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from workbench.letters.content import Run, Text

_FIELD = re.compile(r"\{(\w+)\}")
_BLANKS = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029\u3000]+")

LONGEST = 400


class FieldMissing(LookupError):
    """A sentence asks for a field that this record cannot fill."""


@lru_cache(maxsize=4096)
def fields_in(template: str) -> frozenset[str]:
    """The names of the fields in a sentence."""
    return frozenset(_FIELD.findall(template))


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Runs of a sentence; each run is (piece, is_field) pairs; odd runs are strong."""
    return tuple(
        tuple((piece, at % 2 == 1) for at, piece in enumerate(_FIELD.split(run)) if piece)
        for run in template.split("**")
    )


def filled(template: str, value: Callable[[str], str]) -> Text:
    """The sentence with its fields filled by `value` (which raises FieldMissing).

    >>> filled("Dear **{name}**:", {"name": "A ** B"}.__getitem__)
    (('Dear ', False), ('A ** B', True), (':', False))
    """
    runs: list[Run] = []
    for at, parts in enumerate(_parts(template)):
        text = "".join(value(piece) if is_field else piece for piece, is_field in parts)
        if text:
            runs.append((text, at % 2 == 1))
    return tuple(runs)


@lru_cache(maxsize=4096)
def clean(value: str, longest: int = LONGEST) -> str:
    """A value as a letter may show it: one line, composed characters, at most `longest`."""
    shown = _BLANKS.sub(" ", unicodedata.normalize("NFC", value)).strip()
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
