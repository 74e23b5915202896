"""The bundled typefaces: what each can show, how wide it is, and subsets for one letter."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable
from functools import cache

from reportlab.pdfbase.ttfonts import TTFontFile

from workbench import paths
from workbench.i18n import Language

_FILES = {
    "latin": "source-sans-3/SourceSans3-Regular.ttf",
    "latin-strong": "source-sans-3/SourceSans3-SemiBold.ttf",
    "han": "noto-sans-sc/NotoSansSC-Regular.ttf",
    "han-strong": "noto-sans-sc/NotoSansSC-Bold.ttf",
}
FACES = {key: str(at) for at, key in enumerate(_FILES, 1)}
"""Each face's place in a letter's resources, the same in every letter."""
_KEPT = ("cvt ", "fpgm", "prep")
_WORDS, _MORE, _SCALE, _XY, _MATRIX = 0x1, 0x20, 0x8, 0x40, 0x80


class _Widths(dict[str, float]):
    """Advance of each character in thousandths of the size."""

    def __init__(self, face: Face) -> None:
        self.face = face

    def __missing__(self, char: str) -> float:
        width = self[char] = float(self.face.metrics(self.face.glyphs.get(ord(char), 0))[0])
        return width


class Face:
    """One typeface file. Both families have 1,000 units to the em, which is asserted."""

    def __init__(self, key: str) -> None:
        self.key = key
        source = TTFontFile(str(paths.resources() / "fonts" / _FILES[key]))
        assert source.unitsPerEm == 1000
        self.name = source.name.decode("ascii")
        self.glyphs: dict[int, int] = source.charToGlyph
        self.widths = _Widths(self)
        self.ascent, self.descent = int(source.ascent), int(source.descent)
        self.cap_height, self.stem = int(source.capHeight), int(source.stemV)
        self.box = tuple(int(side) for side in source.bbox)
        self._advances = array("H", (advance for advance, _bearing in source.hmetrics))
        self._bearings = array("H", (bearing & 0xFFFF for _advance, bearing in source.hmetrics))
        self._offsets = array("I", source.glyphPos)
        self._outlines: bytes = source.get_table("glyf")
        self._tables = {tag: source.get_table(tag) for tag in ("head", "hhea", "maxp")}
        self._tables |= {tag: source.get_table(tag) for tag in _KEPT if tag in source.table}
        self._cut: dict[int, tuple[bytes, tuple[tuple[int, int], ...]]] = {}

    def shows(self, char: str) -> bool:
        """Whether the face has a glyph for this character."""
        return ord(char) in self.glyphs

    def metrics(self, glyph: int) -> tuple[int, int]:
        """Advance and left side bearing of a glyph."""
        at = min(glyph, len(self._advances) - 1)
        return self._advances[at], self._bearings[at]

    def width(self, text: str) -> float:
        """Width of a text in thousandths of its size, unshaped."""
        return sum(map(self.widths.__getitem__, text))

    def outline(self, glyph: int) -> tuple[bytes, tuple[tuple[int, int], ...]]:
        """A glyph's outline, padded, and where in it which other glyphs are named."""
        known = self._cut.get(glyph)
        if known is None:
            data = self._outlines[self._offsets[glyph] : self._offsets[glyph + 1]]
            known = self._cut[glyph] = (data + bytes(-len(data) % 4), tuple(_components(data)))
        return known

    def subset(self, glyphs: list[int]) -> tuple[bytes, list[int]]:
        """A font file of just these glyphs, renumbered in this order (the first is .notdef).

        Also gives all glyphs in it: parts that composite glyphs are made of come after.
        """
        order, places = list(glyphs), {glyph: at for at, glyph in enumerate(glyphs)}
        outlines, offsets, at = [], [0], 0
        for glyph in order:  # grows while composite glyphs name others
            data, parts = self.outline(glyph)
            for place, part in parts:
                if part not in places:
                    places[part] = len(order)
                    order.append(part)
                data = data[:place] + struct.pack(">H", places[part]) + data[place + 2 :]
            outlines.append(data)
            at += len(data)
            offsets.append(at)
        return _font_file(self._subset_tables(order, b"".join(outlines), offsets)), order

    def _subset_tables(
        self, order: list[int], outlines: bytes, offsets: list[int]
    ) -> dict[str, bytes]:
        head, hhea, maxp = (self._tables[tag] for tag in ("head", "hhea", "maxp"))
        metrics = array("H")
        for glyph in order:
            advance, bearing = self.metrics(glyph)
            metrics.extend((advance, bearing & 0xFFFF))
        return {
            **{tag: self._tables[tag] for tag in _KEPT if tag in self._tables},
            "glyf": outlines,
            "head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
            "hhea": hhea[:34] + struct.pack(">H", len(order)),
            "hmtx": _big_endian(metrics),
            "loca": _big_endian(array("I", offsets)),
            "maxp": maxp[:4] + struct.pack(">H", len(order)) + maxp[6:],
        }


def _components(data: bytes) -> Iterable[tuple[int, int]]:
    if len(data) < 12 or struct.unpack_from(">h", data)[0] >= 0:
        return
    at, more = 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", data, at)
        yield at + 2, glyph
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY else 8 if flags & _MATRIX else 0
        more = bool(flags & _MORE)


def _big_endian(values: array[int]) -> bytes:
    if sys.byteorder == "little":
        values = array(values.typecode, values)
        values.byteswap()
    return values.tobytes()


def _checksum(data: bytes) -> int:
    words = array("I")
    words.frombytes(data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    start = struct.pack(
        ">IHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16
    )
    place, directory, body = 12 + 16 * count, [], []
    for tag in sorted(tables):
        data = tables[tag]
        directory.append(tag.encode() + struct.pack(">III", _checksum(data), place, len(data)))
        padded = data + bytes(-len(data) % 4)
        body.append(padded)
        place += len(padded)
    file = b"".join((start, *directory, *body))
    head = file.index(b"head", 12, 12 + 16 * count) + 8
    at = struct.unpack_from(">I", file, head)[0] + 8
    adjusted = (0xB1B0AFBA - _checksum(file)) & 0xFFFFFFFF
    return file[:at] + struct.pack(">I", adjusted) + file[at + 4 :]


@cache
def face(key: str) -> Face:
    """The face with this key, read once in a process."""
    return Face(key)


Chain = tuple[Face, Face]


@cache
def chain(language: Language, strong: bool) -> Chain:
    """The faces that show a language's text: its own first, then the one that helps out."""
    ending = "-strong" if strong else ""
    order = ("latin", "han") if language == Language.EN else ("han", "latin")
    return face(order[0] + ending), face(order[1] + ending)
