"""Words in two languages: one catalogue for the core and the window alike.

The English sentence is its own key. `resources/translations/zh/<room>.mo` holds the Chinese;
`python -m tests.catalogue` makes those files and names what is missing. Values are put in
after translating, by name: `_("Row {row} has no amount.", row=7)`.
"""

from __future__ import annotations

import gettext as _gettext
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import cache

from workbench import paths

MINUS = "\N{MINUS SIGN}"


class Language(StrEnum):
    """The languages every text exists in."""

    EN = "en"
    ZH = "zh"


_LOCALES = {Language.EN: "en_US", Language.ZH: "zh_Hans_CN"}
_current = Language.EN


def use(language: Language | str) -> None:
    """Speak this language from now on (everywhere no language is named)."""
    global _current  # noqa: PLW0603 -- one program, one reader
    _current = Language(language)


def current() -> Language:
    """The language spoken now."""
    return _current


@cache
def _catalogue(language: Language) -> _gettext.NullTranslations:
    found = _gettext.NullTranslations()
    for file in sorted((paths.resources() / "translations" / language).glob("*.mo")):
        with file.open("rb") as stream:
            room = _gettext.GNUTranslations(stream)
        room.add_fallback(found)
        found = room
    return found


def _(message: str, /, *, language: Language | None = None, **values: object) -> str:
    """The sentence in the named language (or the current one), with its values put in."""
    said = _catalogue(language or _current).gettext(message)
    return said.format(**values) if values else said


def plural(
    one: str, many: str, n: int, *, language: Language | None = None, **values: object
) -> str:
    """The sentence for `n` things; `{n}` in it is the number with its thousands marks."""
    chosen = language or _current
    said = _catalogue(chosen).ngettext(one, many, n)
    return said.format(n=number(n, language=chosen), **values)


def sentences(*said: str) -> str:
    """Sentences one after another: a space between two, none after a full-width stop."""
    whole = ""
    for one in filter(None, said):
        whole += one if not whole or whole[-1] in "。！？；" else f" {one}"
    return whole


def N_(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return message


def pick(texts: dict[str, str], language: Language | None = None) -> str:
    """The text of a data file that carries both languages, as `{"en": ..., "zh": ...}`."""
    return texts[language or _current]


def number(value: int | Decimal, *, language: Language | None = None, places: int = 0) -> str:
    """1234567 -> "1,234,567", with a real minus sign; both languages write it so."""
    del language
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return format(exact, ",f").replace("-", MINUS)


def money(
    amount: Decimal | None, currency: str = "", *, language: Language | None = None, places: int = 2
) -> str:
    """Decimal("1234.5") -> "1,234.50"; with a currency its sign in front: "$1,234.50"."""
    if amount is None:
        return ""
    sign = MINUS if amount < 0 else ""
    mark = {"USD": "$", "CNY": "¥", "EUR": "€"}.get(currency, f"{currency} " if currency else "")
    return sign + mark + number(abs(amount), language=language, places=places)


def percent(
    ratio: Decimal | float | None, *, language: Language | None = None, places: int = 1
) -> str:
    """Decimal("0.413") -> "41.3%"."""
    if ratio is None:
        return ""
    return number(Decimal(str(ratio)) * 100, language=language, places=places) + "%"


def day(value: date, *, language: Language | None = None, long: bool = False) -> str:
    """2026-11-21 in tables; long: "November 21, 2026" / "2026年11月21日"."""
    if not long:
        return value.isoformat()[:10]
    from babel import dates  # heavy, and only letters write long dates

    return dates.format_date(value, format="long", locale=_LOCALES[language or _current])


def moment(value: datetime, *, language: Language | None = None) -> str:
    """A moment (UTC in the store) on the reader's own clock: "2026-11-21 13:07"."""
    del language
    return value.astimezone().strftime("%Y-%m-%d %H:%M")
