"""One digest for many records: content hashes, and the Merkle root that a journal event keeps."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from json.encoder import encode_basestring

SALT_BYTES = 16
Field = str | int | bool | None
_array = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def content_hash(salt: bytes, fields: Sequence[Field]) -> bytes:
    """The salted hash of a record's stored fields: sha256(0x00, salt, JSON array).

    The salt makes it a commitment: once salt and content are erased, nobody can find the
    content again by trying values, and the journal that holds the hash still verifies.
    """
    return hashlib.sha256(b"\x00" + salt + _array(fields).encode()).digest()


def content_hashes(salts: Sequence[bytes], columns: Sequence[Sequence[Field]]) -> list[bytes]:
    """`content_hash` of many records given column by column: the same bytes, each column
    written once instead of each record."""
    lines = map(",".join, zip(*map(_written, columns), strict=True))
    sha256 = hashlib.sha256
    return [
        sha256(b"\x00%b[%b]" % (salt, line.encode())).digest()
        for salt, line in zip(salts, lines, strict=True)
    ]


def _written(column: Sequence[Field]) -> Sequence[str]:
    """Each value of a column as it stands in a record's JSON array."""
    kinds = set(map(type, column))
    if len(kinds) == 1 and column.count(column[0]) == len(column):
        return [_array(column[0])] * len(column)
    if kinds == {str}:
        return list(map(encode_basestring, column))  # type: ignore[arg-type]
    return list(map(repr if kinds == {int} else _array, column))


def root(leaves: Sequence[bytes]) -> bytes:
    """The RFC 6962 Merkle root of these leaf hashes, in order; sha256 of nothing when empty."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def salts(count: int) -> list[bytes]:
    """Fresh random salts."""
    pool = os.urandom(SALT_BYTES * count)
    return [pool[i : i + SALT_BYTES] for i in range(0, len(pool), SALT_BYTES)]
