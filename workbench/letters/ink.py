"""The signs a letter shows: those its kind always shows, prepared once, and its own besides."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, pairwise

from workbench.letters.faces import FACES, Face, face
from workbench.letters.line_breaking import Line
from workbench.letters.pictures import Picture

_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_MAP_END = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_SHARED, _ALONE = 9, 1  # how hard a subset is packed: once for many letters, or for one
_USUAL, _OWN = "U", "O"


@dataclass(frozen=True, slots=True)
class FontParts:
    """What a subset is in a file; the two streams are compressed."""

    name: str
    program: bytes
    program_length: int
    unicode_map: bytes
    widths: str
    present: bytes


class Codes(dict[str, str]):
    """Hexadecimal code of each character of one face; a new character gets the next one."""

    def __init__(self, face: Face, text: str = "") -> None:
        self.face = face
        self.level = _SHARED if text else _ALONE
        self.glyphs: list[int] = [0]
        for char in text:
            self[char]

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{len(self.glyphs):04X}"
        self.glyphs.append(self.face.glyphs.get(ord(char), 0))
        return code

    @cached_property
    def parts(self) -> FontParts:
        """The subset of these characters; to be asked for when no more will come."""
        program, present = self.face.subset(self.glyphs)
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
        return FontParts(
            name=f"{tag}+{self.face.name}",
            program=zlib.compress(program, self.level),
            program_length=len(program),
            unicode_map=zlib.compress(_unicode_map(self), self.level),
            widths=" ".join(f"{self.face.metrics(glyph)[0]}" for glyph in present),
            present=_all_bits(len(present)),
        )


Coded = tuple[str, dict[str, Codes]]
"""Operators that show a line, and the font resources they name."""


class Ink:
    """The characters that one letter uses.

    `usual` are texts by face key: what every letter of this kind says. Their subsets are made
    once; a letter's own characters go into a second, small subset of the same face. `name`
    tells the usual texts apart: lines that hold nothing else are coded once under it.
    """

    def __init__(self, usual: Mapping[str, str], name: str) -> None:
        self._usual = {key: usual_codes(key, text) for key, text in usual.items()}
        self._own: dict[str, Codes] = {}
        self._name = name
        self.resources: dict[str, Codes] = {}
        self.pictures: dict[str, Picture] = {}

    def shown(self, line: Line, size: str) -> str:
        """The operators that show a line in this size, from where the text's place is set."""
        known = line.coded.get((self._name, size))
        if known is None:
            known = self._coded(line, size)
            if not any(resource.startswith(_OWN) for resource in known[1]):
                line.coded[self._name, size] = known
        for resource, codes in known[1].items():
            self.resources[resource] = codes
        return known[0]

    def _coded(self, line: Line, size: str) -> Coded:
        used: dict[str, Codes] = {}
        parts: list[str] = []
        shown: list[str] = []
        before = ""
        for shown_in, text, gap in line.pieces:
            for resource, codes, run in self._runs(shown_in, text):
                if resource != before:
                    if shown:
                        parts.append(f"[{''.join(shown)}] TJ")
                        shown = []
                    parts.append(f"/{resource} {size} Tf")
                    used[resource] = codes
                    before = resource
                shown.append(f"<{run}>")
            if gap:
                shown.append(number_text(-gap))
        return "\n".join([*parts, f"[{''.join(shown)}] TJ ET"]), used

    def _runs(self, face: Face, text: str) -> Iterator[tuple[str, Codes, str]]:
        """The text as (font resource, its codes, hexadecimal), in as few pieces as can be."""
        usual = self._usual.get(face.key)
        if usual is not None and usual.keys() >= set(text):
            yield _USUAL + FACES[face.key], usual, "".join(map(usual.__getitem__, text))
            return
        own = self._own.setdefault(face.key, Codes(face))
        for is_usual, run in groupby(text, lambda char: usual is not None and char in usual):
            codes = usual if is_usual and usual is not None else own
            kind = _OWN if codes is own else _USUAL
            yield kind + FACES[face.key], codes, "".join(map(codes.__getitem__, run))


@lru_cache(maxsize=256)
def usual_codes(key: str, text: str) -> Codes:
    """The codes of a text that many letters share; nothing is ever added to them."""
    return Codes(face(key), text)


@lru_cache(maxsize=16384)
def number_text(value: float) -> str:
    """A number for a content stream: at most three decimals, no useless zeros."""
    short = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if short in ("", "-0") else short


def _all_bits(count: int) -> bytes:
    """So many one-bits from the left: the set of all glyphs in a subset."""
    whole, rest = divmod(count, 8)
    return b"\xff" * whole + (bytes((0xFF << (8 - rest) & 0xFF,)) if rest else b"")


def _unicode_map(codes: Mapping[str, str]) -> bytes:
    lines = [f"<{code}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    cuts = [*range(0, len(lines), 100), len(lines)]
    parts = [
        f"{end - begin} beginbfchar\n" + "\n".join(lines[begin:end]) + "\nendbfchar\n"
        for begin, end in pairwise(cuts)
    ]
    return (_MAP_HEAD + "".join(parts) + _MAP_END).encode("ascii")
