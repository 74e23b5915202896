"""What people type into a cell, understood: amounts, counts, shares, spans, yes and no.

Every function takes one text and gives a Reading: a value, or the code of what is off, with the
right value where one is sure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_MISSING_TEXT = """
n/a na n.a. n.a #n/a none null nil nan - -- --- — —— / // \\ ? ?? . .. unknown missing blank tbd tba
not-available notavailable not-given undisclosed empty not_applicable notapplicable
无 不详 未知 暂无 未提供 未填 未填写 空 待补 保密 缺失 没有 无数据 不适用 未登记 尚无
"""
MISSING_WORDS = frozenset(_MISSING_TEXT.split())
_CURRENCY = re.compile(
    r"(us\$|hk\$|cn¥|rmb|cny|usd|eur|gbp|hkd|[$¥€£]|人民币|美元|港元|欧元|元整|块钱|元|圆|yuan)",
    re.IGNORECASE,
)
_PER = re.compile(r"(/|每|per\s?|a\s)?(月|month|mth|mo|year|yr|annum|年)$|/(月|年)$", re.IGNORECASE)
_SCALES = {
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "万": Decimal(10) ** 4,
    "w": Decimal(10) ** 4,
    "千": Decimal(1000),
    "百": Decimal(100),
}
_CHINESE_SCALE = re.compile(r"^([-+]?[\d.,]+)\s*(亿|千万|百万|万|千|百)(余|多|左右)?$")
_LATIN_SCALE = re.compile(
    r"^([-+]?[\d.,]+)\s*(k|m|mn|mln|million|thousand|grand|w)$", re.IGNORECASE
)
_LATIN = {"k": 1000, "thousand": 1000, "grand": 1000, "w": 10_000}
_PLAIN = re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)$")
_GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$")
_SCIENTIFIC = re.compile(r"^[-+]?\d+(\.\d+)?e[-+]?\d{1,2}$", re.IGNORECASE)
_LOOKALIKE = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "|": "1", "。": "."})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: a value, or a problem's code, and a fix (as one would type it)."""

    value: object = None
    problem: str = ""
    fix: str | None = None


MISSING = Reading(problem="read_as_missing")


def plain(text: str) -> str:
    """A text without width, doubled spaces, control characters and stray apostrophes."""
    flat = unicodedata.normalize("NFKC", text)
    flat = "".join(c if unicodedata.category(c) not in {"Cc", "Cf"} else " " for c in flat)
    return " ".join(flat.split()).lstrip("'").strip()


def is_missing_word(text: str) -> bool:
    """Whether a text says that there is no value: "n/a", "-", "不详"."""
    return text.casefold().replace(" ", "-") in MISSING_WORDS or text.casefold() in MISSING_WORDS


def number(text: str, decimal: str = ".") -> Decimal | None:
    """A number with its marks, such as "1,234.5" or "1 234"; None when it is none.

    `decimal` is the decimal mark of the column: with "," the text "1.234,5" is 1234.5.
    """
    bare = re.sub(r"[\s'’_]", "", text.replace("−", "-").replace("–", "-"))
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if decimal == ",":
        bare = bare.replace(".", "\0").replace(",", ".").replace("\0", ",")
    if _GROUPED.match(bare):
        bare = bare.replace(",", "")
    if not (_PLAIN.match(bare) or _SCIENTIFIC.match(bare)) or len(bare) > 40:
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def decimal_mark(texts: list[str]) -> str:
    """The decimal mark a column uses: "," only when its texts make no sense with ".".

    "12,5" and "1.234,56" speak for the comma; "1,234" and "12.5" for the point.
    """
    comma = point = 0
    for text in texts:
        bare = re.sub(r"[^\d.,]", "", text)
        if re.search(r",\d{1,2}$", bare) or re.search(r"\.\d{3},", bare):
            comma += 1
        elif re.search(r"\.\d{1,2}$", bare) or re.search(r",\d{3}\.", bare) or "," in bare:
            point += 1
    return "," if comma > point else "."


def amount(text: str, decimal: str = ".") -> Reading:
    """An amount of money in currency units: "￥12,000.50", "1.2万" (12,000), "(300)" (-300).

    "21k" is no amount, but 21,000 is offered.
    """
    said = plain(text)
    if is_missing_word(said):
        return MISSING
    bare = _PER.sub("", _CURRENCY.sub("", said)).strip(" /")
    found = number(bare, decimal)
    if found is not None:
        return Reading(found)
    chinese = _CHINESE_SCALE.match(bare.replace(" ", ""))
    if chinese:
        base = number(chinese[1], decimal)
        return _refused(said) if base is None else Reading(base * _SCALES[chinese[2]])
    return _refused(bare, decimal)


def _refused(said: str, decimal: str = ".") -> Reading:
    latin = _LATIN_SCALE.match(said.replace(" ", ""))
    base = number(latin[1], decimal) if latin else None
    if latin and base is not None:
        scale = _LATIN.get(latin[2].lower(), 1_000_000)
        return Reading(problem="not_a_number", fix=written(base * scale))
    guess = number(said.removesuffix("+").translate(_LOOKALIKE), decimal)
    return Reading(problem="not_a_number", fix=written(guess) if guess is not None else None)


def written(value: Decimal) -> str:
    """A number as one would type it: Decimal("21000") -> "21,000"."""
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value.normalize():,f}"


def count(text: str, unit: str = "", decimal: str = ".") -> Reading:
    """A whole number, with its unit's word if any: " 36 months", "36期", "3年" for months (36)."""
    found = span(text, unit, decimal) if unit in {"months", "years", "days"} else _bare_count(text)
    if not isinstance(found.value, Decimal):
        return found
    if found.value != found.value.to_integral_value():
        return Reading(problem="not_whole")
    return Reading(int(found.value))


def _bare_count(text: str) -> Reading:
    said = plain(text)
    if is_missing_word(said):
        return MISSING
    found = number(re.sub(r"\s*(个|次|笔|人|家|户|天|条|times?|people|persons?)$", "", said))
    return _refused(said) if found is None else Reading(found)


def ratio(text: str, decimal: str = ".") -> Reading:
    """A share; "41.3%" is 0.413, a bare number stays as it is (the column tells its unit)."""
    said = plain(text)
    if is_missing_word(said):
        return MISSING
    for sign, parts in (("%", 100), ("‰", 1000)):
        if sign in said:
            found = number(said.replace(sign, ""), decimal)
            return Reading(problem="not_a_share") if found is None else Reading(found / parts)
    found = number(said, decimal)
    return Reading(found) if found is not None else _not_a_share(said, decimal)


def _not_a_share(said: str, decimal: str) -> Reading:
    match = re.fullmatch(r"(?:百分之)([\d.]+)", said)
    if match:
        return Reading(Decimal(match[1]) / 100)
    return Reading(problem="not_a_share", fix=_refused(said, decimal).fix)


_YEARS = r"(?:years?|yrs?|y|年)"
_MONTHS = r"(?:months?|mths?|mos?|m|个月|月|期)"
_SPAN = re.compile(
    rf"^(?:(?P<years>\d+(?:\.\d+)?)\s*\+?\s*{_YEARS})?\s*,?(?:and|零|又)?\s*"
    rf"(?:(?P<months>\d+(?:\.\d+)?)\s*\+?\s*{_MONTHS})?$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"^(?:<|less than|under|below|不足|不到|少于|小于|未满)\s*(?:1|one|一|半)?\s*"
    rf"({_YEARS}|{_MONTHS})?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"^(\d+(?:\.\d+)?)\s*(?:\+|以上|及以上|or more|plus)?\s*({_YEARS}|{_MONTHS})?\s*"
    r"(?:\+|以上|及以上|or more|plus)?$",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"^(?:>=?|over|more than|超过|大于)\s*(\d+)\s*({_YEARS}|{_MONTHS})?$", re.IGNORECASE
)
_PER_UNIT = {"years": Decimal(12), "months": Decimal(1)}


def span(text: str, unit: str, decimal: str = ".") -> Reading:
    """A time span in `unit`: "10+ years" is 10, "< 1 year" 0, "3年6个月" 3.5 years or 42 months."""
    said = plain(text)
    if is_missing_word(said):
        return MISSING
    if _LESS.match(said):
        return Reading(Decimal(0))
    if said in {"半年", "half a year"}:
        return Reading(Decimal(6) / _PER_UNIT.get(unit, Decimal(1)))
    bare = number(said, decimal)
    if bare is not None:
        return Reading(bare)
    return _worded_span(said, unit) or _refused(said, decimal)


def _worded_span(said: str, unit: str) -> Reading | None:
    more = _MORE.match(said) or _OVER.match(said)
    if more:
        return Reading(_in_unit(Decimal(more[1]), more[2] or "", unit))
    both = _SPAN.match(said)
    if both and (both["years"] or both["months"]):
        months = Decimal(both["years"] or 0) * 12 + Decimal(both["months"] or 0)
        return Reading(months / _PER_UNIT.get(unit, Decimal(1)))
    return None


def _in_unit(value: Decimal, word: str, unit: str) -> Decimal:
    if not word or unit not in _PER_UNIT:
        return value
    said = Decimal(12) if re.fullmatch(_YEARS, word, re.IGNORECASE) else Decimal(1)
    return value * said / _PER_UNIT[unit]


_YES_TEXT = """
yes y true t 1 x ok √ ✓ ✔ 是 有 对 真 已授权 同意 已签 已签署 授权 是的 存在
yeah signed given consented
"""
_NO_TEXT = """
no n false f 0 × ✗ ✘ 否 无 没有 不是 假 未授权 不同意 未签 未签署 不存在 非 not-given refused none
正常 良好
"""
_YES, _NO = frozenset(_YES_TEXT.split()), frozenset(_NO_TEXT.split())


def yes_no(text: str) -> Reading:
    """Yes or no in either language; 1 and 0 count."""
    said = plain(text).casefold().replace(" ", "-").removesuffix(".0")
    if said in _YES:
        return Reading(value=True)
    if said in _NO:
        return Reading(value=False)
    return MISSING if is_missing_word(said) else Reading(problem="not_yes_no")


def free_text(text: str, longest: int = 500) -> Reading:
    """A text as it is kept: one line, no control characters, at most 500 characters."""
    said = plain(text)
    if not said or is_missing_word(said):
        return MISSING
    return Reading(said[:longest])
