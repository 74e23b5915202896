"""The mark by which a letter proves itself: a code over its data, and the file's own sum."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workbench.letters.record import LetterRecord


def canonical(record: LetterRecord) -> bytes:
    """The letter's data as one unambiguous text: every field but the code, keys in order."""
    plain = _plain(replace(record, code=""))
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode("ascii")


def code_of(record: LetterRecord, key: bytes) -> str:
    """The first 12 hexadecimal digits of the HMAC over the letter's data: "6F1C-9AB2-D4E7"."""
    digits = hmac.new(key, canonical(record), hashlib.sha256).hexdigest()[:12].upper()
    return "-".join(digits[at : at + 4] for at in (0, 4, 8))


def sealed(record: LetterRecord, key: bytes) -> LetterRecord:
    """The record with its verification code; `key` is the lender's own and stays secret."""
    return replace(record, code=code_of(record, key))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Decimal, StrEnum)) else value
