"""The square code on a letter: an address as a QR code of ISO/IEC 18004, level M, mask 3.

Bytes mode only. Everything that a size has in common is made once, so that a letter pays for
its own bytes alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest

Matrix = tuple[bytes, ...]
"""Rows of modules from the top; 1 is dark."""

_BLOCKS = {  # version: (error bytes per block, data bytes of each block), ISO/IEC 18004 table 9
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27, 27, 27, 27)),
    7: (18, (31, 31, 31, 31)),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
    10: (26, (43, 43, 43, 43, 44)),
}
_CENTRES = {
    1: (),
    2: (6, 18),
    3: (6, 22),
    4: (6, 26),
    5: (6, 30),
    6: (6, 34),
    7: (6, 22, 38),
    8: (6, 24, 42),
    9: (6, 26, 46),
    10: (6, 28, 50),
}
_FORMAT = 0b101101101001011  # level M, mask 3, with its check bits, already masked
_VERSION = {7: 0x07C94, 8: 0x085BC, 9: 0x09A99, 10: 0x0A4D3}
_LEFT_OUT = 6  # the column of the vertical timing pattern


MOST_BYTES = 213
"""How many bytes fit the largest code that a letter prints."""


class TooLong(ValueError):
    """The address does not fit the largest code that a letter prints."""


def qr_code(text: str) -> Matrix:
    """The code of a text. Raises TooLong.

    >>> len(qr_code("https://verify.example/l/AA-2026-000007?h=6f1c9ab2d4e7"))
    33
    """
    data = text.encode("utf-8")
    version = _fitting(len(data))
    plan = _plan(version)
    rows = list(map(bytearray, plan.fixed))
    bits = "".join(map(_BITS.__getitem__, _codewords(data, version)))
    for (row, column, flip), bit in zip(plan.places, bits, strict=False):
        rows[row][column] = flip ^ (bit == "1")
    return tuple(map(bytes, rows))


def _fitting(length: int) -> int:
    for version, (_error, blocks) in _BLOCKS.items():
        if length + 2 + (version > 9) <= sum(blocks):
            return version
    raise TooLong(length)


def _codewords(data: bytes, version: int) -> bytes:
    """The data and its error bytes, the blocks' bytes in turn."""
    error, blocks = _BLOCKS[version]
    room = sum(blocks)
    count_bits = 16 if version > 9 else 8
    head = 0b0100 << count_bits | len(data)
    whole = (head << 8 * len(data) | int.from_bytes(data, "big")) << 4
    used = (8 + count_bits) // 8 + len(data)
    body = whole.to_bytes(used, "big") + (b"\xec\x11" * room)[: room - used]
    parts, at = [], 0
    for size in blocks:
        parts.append(body[at : at + size])
        at += size
    turns = zip_longest(*parts), zip(*(_error_bytes(part, error) for part in parts), strict=True)
    return bytes(byte for turn in chain(*turns) for byte in turn if byte is not None)


def _error_bytes(data: bytes, count: int) -> bytes:
    """What is left of data * x^count divided by the generator, in the field of 256 elements."""
    multiples, left, top = _multiples(count), 0, 8 * (count - 1)
    mask = (1 << top) - 1
    for byte in data:
        left = (left & mask) << 8 ^ multiples[byte ^ left >> top]
    return left.to_bytes(count, "big")


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """The generator of `count` error bytes times each of 256 elements, as one number each."""
    generator, root = [1], 1
    for _at in range(count):
        longer = [*generator, 0]
        for place, factor in enumerate(generator, 1):
            longer[place] ^= _times(factor, root)
        generator, root = longer, _times(root, 2)
    return tuple(
        int.from_bytes(bytes(_times(factor, element) for factor in generator[1:]), "big")
        for element in range(256)
    )


def _times(one: int, other: int) -> int:
    """The product in the field with x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


_BITS = tuple(f"{byte:08b}" for byte in range(256))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all codes of a version share: the fixed modules, and where the data goes."""

    fixed: Matrix
    places: tuple[tuple[int, int, int], ...]


@cache
def _plan(version: int) -> _Plan:
    size = 17 + 4 * version
    known: dict[tuple[int, int], int] = {}
    _finders(known, size)
    _alignments(known, version)
    for at in range(8, size - 8):
        known.setdefault((6, at), 1 - at % 2)
        known.setdefault((at, 6), 1 - at % 2)
    _format_bits(known, size)
    _version_bits(known, version, size)
    places = tuple(
        (row, column, int((row + column) % 3 == 0))
        for row, column in _path(size)
        if (row, column) not in known
    )
    rows = [bytearray(size) for _row in range(size)]
    for (row, column), dark in known.items():
        rows[row][column] = dark
    for row, column, flip in places:  # the bits left over after the data are light
        rows[row][column] = flip
    return _Plan(tuple(map(bytes, rows)), places)


def _finders(known: dict[tuple[int, int], int], size: int) -> None:
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for down in range(-1, 8):
            for across in range(-1, 8):
                place = top + down, left + across
                if 0 <= place[0] < size and 0 <= place[1] < size:
                    ring = max(abs(down - 3), abs(across - 3))
                    known[place] = int(ring in (0, 1, 3))


def _alignments(known: dict[tuple[int, int], int], version: int) -> None:
    centres = _CENTRES[version]
    for row in centres:
        for column in centres:
            if known.get((row, column)) is None:
                for down in range(-2, 3):
                    for across in range(-2, 3):
                        ring = max(abs(down), abs(across))
                        known[row + down, column + across] = int(ring != 1)


def _format_bits(known: dict[tuple[int, int], int], size: int) -> None:
    last = size - 1
    around = [
        *((8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)),
        *((at, 8) for at in (7, 5, 4, 3, 2, 1, 0)),
    ]
    apart = [*((last - at, 8) for at in range(7)), *((8, last - at) for at in range(7, -1, -1))]
    for places in (around, apart):
        for at, place in enumerate(places):
            known[place] = _FORMAT >> (14 - at) & 1
    known[size - 8, 8] = 1


def _version_bits(known: dict[tuple[int, int], int], version: int, size: int) -> None:
    bits = _VERSION.get(version)
    if bits is None:
        return
    for at in range(18):
        row, column = at // 3, size - 11 + at % 3
        known[row, column] = known[column, row] = bits >> at & 1


def _path(size: int) -> list[tuple[int, int]]:
    """All modules as data walks them: two columns at a time, up and down from the right."""
    rights = [*range(size - 1, _LEFT_OUT, -2), *range(_LEFT_OUT - 1, 0, -2)]
    found: list[tuple[int, int]] = []
    for at, right in enumerate(rights):
        rows = range(size) if at % 2 else range(size - 1, -1, -1)
        found += [(row, column) for row in rows for column in (right, right - 1)]
    return found
