from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from workbench.storage import merkle


def rfc6962(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, over leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = rfc6962(leaves[:split]), rfc6962(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70))
def test_the_root_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == rfc6962(leaves)


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]).hex().startswith("e3b0c44298fc1c14")


def test_the_same_content_under_another_salt_is_another_commitment() -> None:
    fields = [1, "x", None]
    assert merkle.content_hash(b"a" * 16, fields) == merkle.content_hash(b"a" * 16, fields)
    assert merkle.content_hash(b"a" * 16, fields) != merkle.content_hash(b"b" * 16, fields)
    assert merkle.content_hash(b"a" * 16, fields) != merkle.content_hash(b"a" * 16, [1, "x", ""])


FIELD = st.none() | st.booleans() | st.integers() | st.text()
COLUMN = st.lists(FIELD, min_size=3, max_size=3) | FIELD.map(lambda same: [same] * 3)


@given(st.lists(COLUMN, min_size=1, max_size=6))
def test_hashes_taken_by_column_are_those_taken_by_record(
    columns: list[list[merkle.Field]],
) -> None:
    salts = merkle.salts(3)
    by_record = zip(salts, zip(*columns, strict=True), strict=True)
    assert merkle.content_hashes(salts, columns) == [
        merkle.content_hash(salt, record) for salt, record in by_record
    ]


def test_salts_are_never_the_same() -> None:
    made = merkle.salts(1000)
    assert len(set(made)) == 1000
    assert {len(salt) for salt in made} == {16}
