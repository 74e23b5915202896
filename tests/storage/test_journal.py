from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.storage import journal

SAID = (
    "2026-11-22T06:00:00.000000Z",
    "Lin Mei",
    "decided",
    "A-000007",
    '{"decision":3,"outcome":"decline"}',
)


def test_the_hash_of_an_entry_never_changes() -> None:
    """Worked once by hand: sha256 of 64 zeros, a line feed and the JSON array."""
    assert journal.digest(journal.NO_ENTRY, 1, SAID) == (
        "67ffb5b170bda4ff66a55936a0ab2dc043107038613bede670bd8c73136b957d"
    )


@given(st.integers(0, 4), st.text(min_size=1))
def test_every_part_of_an_entry_counts(place: int, other: str) -> None:
    changed = tuple(other if n == place else text for n, text in enumerate(SAID))
    same = changed == SAID
    assert (journal.digest("0" * 64, 1, changed) == journal.digest("0" * 64, 1, SAID)) is same  # type: ignore[arg-type]


def test_a_payload_is_written_one_way_only() -> None:
    assert journal.canonical({"b": 1, "a": "拒绝"}) == '{"a":"拒绝","b":1}'


@pytest.mark.parametrize("payload", [{"a": 0.1}, {"a": [1, {"b": 2.0}]}])
def test_a_payload_holds_no_floats(payload: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="never a float"):
        journal.canonical(payload)


def test_a_letter_prints_seq_and_sixteen_digits_of_the_head() -> None:
    assert journal.Head(1204, "9f86d081884c7d65" + "0" * 48).mark() == "1204-9f86d081884c7d65"
