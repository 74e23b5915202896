"""Reading a fee sentence as lenders advertise it, in English or Chinese, into its parts.

`read_sentence("月手续费 0.6%，分 12 期")` -> 0.6 % per period over 12 months. The wordings are
`resources/fee_sentences.toml`. Whatever stands in the sentence with a number and is not
understood is handed back, never passed over.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from re import Match, Pattern

from workbench import paths
from workbench.money.amounts import exact
from workbench.money.chinese_numbers import DIGITS, chinese_number

Value = Decimal | int | str
"""What a part says: a ratio or an amount, a number of months, or a stored word."""

_NUMBER = rf"(?P<n>\d[\d,]*(?:\.\d+)?|[{DIGITS}]+)"
_RATE = (
    r"(?P<rate>\d[\d,]*(?:\.\d+)?\s*(?:%|‰|percent|per\s?cent|per\s?mille|bps?\b)"
    rf"|[百千万]分之\s*(?:[\d.]+|[{DIGITS}]+)"
    r"|万\s*(?:\d(?:\.\d+)?|[一二三四五六七八九])(?![\d万元块]))"
)
_UNIT = r"\s*(?:元|块|rmb\b|cny\b|usd\b|yuan\b|dollars?\b)"
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_MONEY = (
    rf"(?:[¥$]\s*{_FIGURE}(?:\s*万)?"
    rf"|(?:{_FIGURE}|[{DIGITS}]+)(?:\s*万(?:{_UNIT})?|{_UNIT}))"
)
_CLAUSE = re.compile(r",(?!\d{3})|[;。、\n]+|\.\s+|\s+(?:and|plus)\s+")
_MONTHS_AT_MOST = 1200


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sentence: what it is about, the words it was read from, what it says."""

    name: str
    words: str
    value: Value


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence read: its parts, and the pieces with numbers that were not understood."""

    text: str
    parts: tuple[Part, ...]
    not_understood: tuple[str, ...]

    def values(self) -> dict[str, Value]:
        """What each part says, by name."""
        return {part.name: part.value for part in reversed(self.parts)}


@dataclass(frozen=True, slots=True)
class _Wording:
    name: str
    said: Pattern[str]
    value_of: Callable[[Match[str]], Value | None]


@exact
def read_sentence(text: str) -> Sentence:
    """The parts of a fee sentence; rates as ratios, amounts in units, months as numbers.

    "借 1 万元，月手续费 0.6%，分 12 期" -> amount 10000, fee_per_period 0.006, months 12;
    "0.05% per day" -> interest_daily 0.0005.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    left, parts = plain, []
    known: dict[str, Value] = {}
    for wording in _wordings():
        while found := wording.said.search(left):
            value = wording.value_of(found)
            if value is not None and known.setdefault(wording.name, value) != value:
                value = None  # said twice, and not the same: the second is handed back
            elif value is not None and wording.name != _NOTHING:
                parts.append((found.start(), Part(wording.name, found[0].strip(" ,:"), value)))
            left = left[: found.start()] + _gap(found, value) + left[found.end() :]
    parts.sort(key=lambda each: each[0])
    return Sentence(text, tuple(part for _at, part in parts), _rest(plain, left))


_NOTHING = "nothing"
"""The name of wordings that cost nothing and say nothing: "interest-free"."""


def _gap(found: Match[str], value: Value | None) -> str:
    """What stands where words were read: nothing that another wording could read on."""
    return ("\0" if value is not None else "\1") * (found.end() - found.start())


def _rest(plain: str, left: str) -> tuple[str, ...]:
    """The clauses in which a number is left over, as they were written."""
    rest, start = [], 0
    ends = [(found.start(), found.end()) for found in _CLAUSE.finditer(plain)]
    for end, following in [*ends, (len(plain), len(plain))]:
        if re.search(r"[\d\1]", left[start:end]):
            rest.append(plain[start:end].strip())
        start = following
    return tuple(rest)


@cache
def _wordings() -> tuple[_Wording, ...]:
    file = paths.resources() / "fee_sentences.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    pieces = {**told["pieces"], "n": _NUMBER, "rate": _RATE, "money": f"(?P<money>{_MONEY})"}
    return tuple(
        _Wording(entry["name"], re.compile(_filled(said, pieces)), _value_of(entry))
        for entry in told["patterns"]
        for said in entry["said"]
    )


def _filled(said: str, pieces: Mapping[str, str]) -> str:
    for name, piece in pieces.items():
        said = said.replace(f"{{{name}}}", piece)
    return said


def _value_of(entry: Mapping[str, str]) -> Callable[[Match[str]], Value | None]:
    fixed = entry.get("is")
    if fixed is None:
        return _READS[entry["reads"]]
    return lambda _found: int(fixed) if fixed.isdigit() else fixed


def _decimal(text: str) -> Decimal:
    plain = text.replace(",", "").strip()
    return Decimal(plain) if plain[:1].isdigit() else chinese_number(plain)


def _rate(found: Match[str]) -> Decimal:
    text = found["rate"]
    if "分之" in text:
        return _decimal(text[3:]) / {"百": 100, "千": 1000, "万": 10_000}[text[0]]
    if text.startswith("万"):
        return _decimal(text[1:]) / 10_000
    parts = 1000 if "‰" in text or "mille" in text else 10_000 if "bp" in text else 100
    return _decimal(re.sub(r"[^\d.]", "", text)) / parts


def _months(found: Match[str]) -> int | None:
    number = _decimal(found["n"])
    return int(number) if number == int(number) and 0 < number <= _MONTHS_AT_MOST else None


def _years(found: Match[str]) -> int | None:
    months = _decimal(found["n"]) * 12
    return int(months) if months == int(months) and 0 < months <= _MONTHS_AT_MOST else None


def _money(found: Match[str]) -> Decimal:
    text = found["money"]
    number = re.sub(r"[¥$万]|元|块|[a-z]|\s", "", text)
    return _decimal(number) * (10_000 if "万" in text else 1)


def _folds(found: Match[str]) -> Decimal | None:
    """ "8 折" leaves 80 %, "85 折" leaves 85 %: the discount is the rest."""
    left = _decimal(found["n"])
    left /= 100 if left >= 10 else 10
    return 1 - left if 0 < left < 1 else None


def _points(found: Match[str]) -> Decimal:
    """月息 1 分 is 1 % a month, 5 厘 half a percent."""
    number = _decimal(found["n"]) + (Decimal("0.5") if found["half"] else 0)
    return number / (100 if found["unit"] == "分" else 1000)


def _coins(found: Match[str]) -> Decimal:
    """2 毛 (or 角) are 0.2 yuan."""
    return _decimal(found["n"]) / (10 if found["coin"] in ("毛", "角") else 1)


_READS: Mapping[str, Callable[[Match[str]], Value | None]] = {
    "rate": _rate,
    "months": _months,
    "years": _years,
    "money": _money,
    "number": lambda found: _decimal(found["n"]),
    "folds": _folds,
    "points": _points,
    "points_yearly": lambda found: _points(found) * 10,  # 年息 1 分 is 10 % a year
    "rate_twelfth": lambda found: _rate(found) / 12,  # flat: each month on the first amount
    "of_ten_thousand": lambda found: _coins(found) / 10_000,
    "of_thousand": lambda found: _coins(found) / 1000,
    "of_hundred": lambda found: _decimal(found["n"]) / 100,
    "aside": lambda _found: None,
}
