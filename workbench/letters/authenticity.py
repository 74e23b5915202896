"""The mark by which a letter proves itself: a code over its data, and the file's own sum."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import unescape

from workbench.letters.record import LetterRecord

_IDENTIFIER = re.compile(rb"<dc:identifier>([^<]{1,200})</dc:identifier>")


def canonical(record: LetterRecord) -> bytes:
    """The letter's data as one unambiguous text: every field but the code, keys in order."""
    bare = replace(record, code="") if record.code else record
    text = json.dumps(bare, default=_plain, sort_keys=True, separators=(",", ":"))
    return text.encode("ascii")


def code_of(record: LetterRecord, key: bytes) -> str:
    """The first 12 hexadecimal digits of the HMAC over the letter's data: "6F1C-9AB2-D4E7"."""
    return code_over(canonical(record), key)


def code_over(data: bytes, key: bytes) -> str:
    """The code of a letter whose canonical text was kept."""
    digits = hmac.new(key, data, hashlib.sha256).hexdigest()[:12].upper()
    return "-".join(digits[at : at + 4] for at in (0, 4, 8))


def is_code_of(code: str, data: bytes, key: bytes) -> bool:
    """Whether a typed code belongs to a kept letter; small letters and blanks do not matter."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return hmac.compare_digest(typed.encode(), code_over(data, key).replace("-", "").encode())


def marks_of(file: bytes) -> tuple[str, str] | None:
    """The number and the code a letter's file claims in its metadata; None when it is no letter."""
    found = _IDENTIFIER.search(file)
    if found is None:
        return None
    number, _blank, code = unescape(found.group(1).decode("utf-8", "replace")).rpartition(" ")
    return number, code


def sealed(record: LetterRecord, key: bytes) -> LetterRecord:
    """The record with its verification code; `key` is the lender's own and stays secret."""
    return replace(record, code=code_of(record, key))


def _plain(value: object) -> object:
    """What JSON has no word for: parts of a record by their fields, days, exact numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return dict(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
