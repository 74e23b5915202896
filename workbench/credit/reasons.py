"""The list of reasons: what an adverse decision may cite, why a person may decide against advice.

`resources/reasons.toml` and `resources/override_reasons.toml` hold the codes with their texts
in both languages; stored records hold codes only.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.credit.decision import OverrideDirection
from workbench.i18n import Language, pick

OTHER = "OTH"
"""The code whose text a person writes."""

INCOMPLETE = "INC"
"""The code of an application that lacks papers or facts."""

_LETTERS_OF_SUBSTANCE = 6
_HANZI_OF_SUBSTANCE = 3
_HANZI = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")


class ReasonKind(StrEnum):
    """What may cite a reason."""

    SCORED = "scored"
    POLICY = "policy"
    JUDGEMENT = "judgement"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class ReasonText:
    """One reason of the list: its text in both languages, who may cite it, its source."""

    code: str
    texts: Mapping[str, str]
    kinds: frozenset[ReasonKind]
    source: str


@dataclass(frozen=True, slots=True)
class OverrideReason:
    """One coded reason for deciding against the advice, or for settling what was referred.

    `compensating` marks those that name a factor which can be measured.
    """

    code: str
    direction: OverrideDirection
    texts: Mapping[str, str]
    compensating: bool


@dataclass(frozen=True, slots=True)
class ReasonList:
    """All reasons a decision may give; `most` is the number a letter should not exceed."""

    version: str
    most: int
    reasons: Mapping[str, ReasonText]
    overrides: tuple[OverrideReason, ...]
    blocked: re.Pattern[str]
    fillers: re.Pattern[str]

    def __contains__(self, code: object) -> bool:
        return code in self.reasons

    def text(self, code: str, language: Language | None = None) -> str:
        """The reason as the applicant reads it. Raises KeyError for an unknown code."""
        return pick(dict(self.reasons[code].texts), language)

    def codes(self, *kinds: ReasonKind) -> tuple[str, ...]:
        """The codes that these kinds may cite, in the order of the list."""
        wanted = frozenset(kinds)
        return tuple(code for code, reason in self.reasons.items() if reason.kinds & wanted)

    def judgement_codes(self) -> tuple[str, ...]:
        """The codes a person's own judgement may give: weighed, missing or not verified."""
        return self.codes(ReasonKind.JUDGEMENT, ReasonKind.INFORMATION)

    def override_codes(self, direction: OverrideDirection | str) -> tuple[str, ...]:
        """The coded reasons for deciding in this direction."""
        return tuple(each.code for each in self.overrides if each.direction == direction)

    def override_reasons(
        self, direction: OverrideDirection | str, language: Language | None = None
    ) -> list[tuple[str, str]]:
        """(code, text) of the coded reasons for deciding in this direction."""
        return [
            (each.code, pick(dict(each.texts), language))
            for each in self.overrides
            if each.direction == direction
        ]

    def wants_factor(self, code: str) -> bool:
        """Whether an override for this coded reason must name a compensating factor."""
        return any(each.code == code and each.compensating for each in self.overrides)

    def override_text(self, code: str, language: Language | None = None) -> str:
        """The text of a coded reason; the code itself where the list no longer has it."""
        found = (each for each in self.overrides if each.code == code)
        return next((pick(dict(each.texts), language) for each in found), code)

    def is_blocked(self, text: str) -> bool:
        """Whether a text only cites the score or the lender's policy: no reason by 9(b)(2).

        "Your score was too low" and "综合评分不足" are blocked; naming a factor beside such
        words is not: "Score lowered by three late payments in 2026".
        """
        plain = unicodedata.normalize("NFKC", text).casefold()
        rest, found = self.blocked.subn(" ", plain)
        return found > 0 and not _has_substance(self.fillers.sub(" ", rest))


@cache
def reason_list(reasons: Path | None = None, overrides: Path | None = None) -> ReasonList:
    """The shipped list of reasons, or the lender's own files."""
    folder = paths.resources()
    given = _read(reasons or folder / "reasons.toml")
    coded = _read(overrides or folder / "override_reasons.toml")
    return ReasonList(
        version=given["version"],
        most=given["most"],
        reasons={code: _reason(code, entry) for code, entry in given["reasons"].items()},
        overrides=tuple(
            _override(code, direction, entry)
            for direction in OverrideDirection
            for code, entry in coded[direction].items()
        ),
        blocked=_any_of(given["blocked"]["phrases"]),
        fillers=_any_of(given["blocked"]["fillers"]),
    )


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _reason(code: str, entry: Mapping[str, Any]) -> ReasonText:
    return ReasonText(
        code=code,
        texts={"en": entry["en"], "zh": entry["zh"]},
        kinds=frozenset(map(ReasonKind, entry["kinds"])),
        source=entry["source"],
    )


def _override(code: str, direction: OverrideDirection, entry: Mapping[str, Any]) -> OverrideReason:
    texts = {"en": entry["en"], "zh": entry["zh"]}
    return OverrideReason(code, direction, texts, entry["compensating"])


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the phrases, the longest first; Latin ones as whole words."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(rf"\b(?:{p})\b" if p.isascii() else f"(?:{p})" for p in ordered))


def _has_substance(rest: str) -> bool:
    hanzi = len(_HANZI.findall(rest))
    letters = sum(sign.isalpha() for sign in rest) - hanzi
    return letters >= _LETTERS_OF_SUBSTANCE or hanzi >= _HANZI_OF_SUBSTANCE
