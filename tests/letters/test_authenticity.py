"""The code by which a letter proves itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from tests.letters.cases import KEY, cn_record, us_record
from workbench.letters.authenticity import canonical, code_of, is_code_of, marks_of, sealed
from workbench.letters.record import Kind, LetterRecord


def test_the_code_hangs_on_the_data_and_on_the_key() -> None:
    record = us_record(Kind.DECLINE)
    assert record.code == code_of(record, KEY)
    assert code_of(record, b"another") != record.code
    assert sealed(replace(record, code="0000-0000-0000"), KEY) == record


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": Decimal("15000.01")},
        {"officer": "Dana R. Whitfielt"},
        {"number": "AA-2026-118205"},
        {"reasons": ()},
        {"score": None},
    ],
)
def test_any_change_of_the_letter_changes_the_code(changed: dict[str, object]) -> None:
    record = us_record(Kind.DECLINE)
    assert code_of(replace(record, **changed), KEY) != record.code


def test_the_canonical_text_holds_every_field_but_the_code() -> None:
    record = cn_record(Kind.APPROVAL)
    read = json.loads(canonical(record))
    assert set(read) == {one.name for one in fields(record)}
    assert read["code"] == ""
    assert read["terms"]["amount"] == "100000"


def test_a_typed_code_is_checked_against_the_kept_record() -> None:
    record = us_record(Kind.DECLINE)
    assert is_code_of(record.code.lower().replace("-", " "), canonical(record), KEY)
    assert not is_code_of(record.code, canonical(replace(record, officer="X")), KEY)
    assert not is_code_of("", canonical(record), KEY)


def test_a_file_names_its_number_and_code(letter: Callable[[LetterRecord], bytes]) -> None:
    for record in (us_record(Kind.DECLINE), cn_record(Kind.DECLINE)):
        assert marks_of(letter(record)) == (record.number, record.code)
    assert marks_of(b"%PDF-1.7 something else") is None
