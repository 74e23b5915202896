"""Identity numbers: check digits, what a spreadsheet destroyed, and masking."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_CREDIT_CODE = re.compile(rf"[{_CODE_SIGNS}]{{18}}")
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?1[67]")
_SHOWN_FIRST, _SHOWN_LAST = 3, 4


def plain(text: str) -> str:
    """The number as it is compared: half-width, capitals, no blanks or hyphens."""
    return re.sub(r"[\s\-'’]", "", unicodedata.normalize("NFKC", text)).upper()


def resident_check_digit(first17: str) -> str:
    """The check digit of a resident identity number (GB 11643): weights, modulo 11.

    "11010519491231002" -> "X".
    """
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, first17, strict=True))
    return _ID_CHECKS[total % 11]


def is_resident_id(text: str) -> bool:
    """Whether the text is an 18-digit resident identity number with its check digit and a
    birth date that exists: 11010519491231002X is one."""
    number = plain(text)
    if not _RESIDENT.fullmatch(number) or birth_date(number) is None:
        return False
    return resident_check_digit(number[:17]) == number[17]


def birth_date(text: str) -> date | None:
    """The birth date in an 18-digit resident identity number; None where there is none."""
    number = plain(text)
    if not _RESIDENT.fullmatch(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex(text: str) -> str | None:
    """ "male" or "female" by the seventeenth digit (odd is male); None where there is none."""
    number = plain(text)
    if not _RESIDENT.fullmatch(number):
        return None
    return "male" if int(number[16]) % 2 else "female"


def is_damaged_by_spreadsheet(text: str) -> bool:
    """Whether a spreadsheet kept only fifteen digits of an 18-digit number.

    Such a number ends in three noughts and fails its check digit, or stands as 1.10105E+17;
    the lost digits cannot be guessed.
    """
    number = plain(text)
    if _SHORTENED.fullmatch(number):
        return True
    cut = number.removesuffix(".0")
    is_cut = len(cut) == 18 and cut.isdigit() and cut.endswith("000")
    return is_cut and not is_resident_id(cut)


def is_unified_credit_code(text: str) -> bool:
    """Whether the text is an 18-sign unified social credit code with its check sign (GB 32100).

    91350100M000100Y43 is one; the sum of weighted signs, modulo 31.
    """
    code = plain(text)
    if not _CREDIT_CODE.fullmatch(code):
        return False
    total = sum(
        weight * _CODE_SIGNS.index(sign)
        for weight, sign in zip(_CODE_WEIGHTS, code[:17], strict=True)
    )
    return _CODE_SIGNS[-total % 31] == code[17]


def mask(text: str) -> str:
    """The identifier with its middle hidden: 110***********002X; short ones hide more.

    Keeps three signs in front and four behind, at most half of the text in all.
    """
    shown = len(text) // 2
    last = min(_SHOWN_LAST, shown)
    first = min(_SHOWN_FIRST, shown - last)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
