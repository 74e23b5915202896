"""The code by which a letter proves itself."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from tests.letters.cases import KEY, cn_record, us_record
from workbench.letters.authenticity import canonical, code_of, sealed
from workbench.letters.record import Kind


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
