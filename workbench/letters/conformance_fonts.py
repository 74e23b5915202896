"""Judging the fonts of a letter: embedded, of the widths they claim, each sign known by name."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache

import pikepdf

from workbench.letters.faces import FACES, face

_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_RUN = re.compile(rb"(\d+)\s*\[([^\]]*)\]")
_SUBSET = re.compile(r"/[A-Z]{6}\+")
_NOT_CHARACTERS = frozenset({b"0000", b"FEFF", b"FFFE"})


def font_faults(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What is off in the fonts of all pages."""
    used: dict[tuple[int, int], set[int]] = {}
    fonts: dict[tuple[int, int], pikepdf.Object] = {}
    for page in pdf.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        named = resources.get("/Font", pikepdf.Dictionary())
        for name, codes in _codes_shown(page).items():
            if f"/{name}" not in named:
                yield "A 6.2.2", f"the font {name} is not among the page's resources"
                continue
            font = named[f"/{name}"]
            fonts[font.objgen] = font
            used.setdefault(font.objgen, set()).update(codes)
    for key, font in fonts.items():
        yield from _one_font(font, used[key])


def _codes_shown(page: pikepdf.Page) -> dict[str, set[int]]:
    """The codes of the signs that a page shows, by the font it chose for them."""
    shown: dict[str, list[bytes]] = {}
    into: list[bytes] = []
    for name, part in _SHOWN.findall(_stream_of(page)):
        if name:
            into = shown.setdefault(name.decode(), [])
        else:
            into.append(part)
    return {name: _four_by_four(b"".join(parts)) for name, parts in shown.items()}


def _four_by_four(digits: bytes) -> set[int]:
    """Codes of four hexadecimal digits each: b"0001000A" is {1, 10}."""
    return {value for (value,) in struct.iter_unpack(">H", bytes.fromhex(digits.decode()))}


def _stream_of(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in contents)
    return b"" if contents is None else contents.read_bytes()


def _one_font(font: pikepdf.Object, codes: set[int]) -> Iterator[tuple[str, str]]:
    name = str(font.get("/BaseFont", ""))
    if str(font.get("/Subtype")) != "/Type0":
        yield "A 6.2.11.4.1", f"{name} is not one of the letter's embedded fonts"
        return
    below = font.DescendantFonts[0]
    program = below.FontDescriptor.get("/FontFile2")
    if program is None:
        yield "A 6.2.11.4.1", f"{name} does not lie in the file"
        return
    if str(font.get("/Encoding")) != "/Identity-H":
        yield "A 6.2.11.3.3", f"{name} has another encoding than Identity-H"
    if str(below.get("/CIDToGIDMap")) != "/Identity":
        yield "A 6.2.11.3.2", f"{name} does not map its signs one to one"
    if {name, str(below.FontDescriptor.get("/FontName"))} != {str(below.get("/BaseFont"))}:
        yield "A 6.2.11.2", f"{name} has another name elsewhere"
    if not _SUBSET.match(name):
        yield "A 6.2.11.4.2", f"{name} does not say that it is a subset"
    yield from _program_faults(name, below, _unpacked(program), codes)
    yield from _map_faults(name, font.get("/ToUnicode"), codes)
    if "/ToUnicode" in font:
        signs = _otherwise_shaped(name, _unpacked(program), _unpacked(font.ToUnicode)) & codes
        if signs:
            yield "W", f"{name} shows another character than it says"


def _unpacked(stream: pikepdf.Object) -> bytes:
    """A stream's data; what many letters share is unpacked once."""
    if str(stream.get("/Filter")) == "/FlateDecode" and "/DecodeParms" not in stream:
        return _inflated(stream.read_raw_bytes())
    return stream.read_bytes()


@lru_cache(maxsize=64)
def _inflated(raw: bytes) -> bytes:
    return zlib.decompress(raw)


def _program_faults(
    name: str, below: pikepdf.Object, program: bytes, codes: set[int]
) -> Iterator[tuple[str, str]]:
    count = len(_widths(program))
    if codes and (0 in codes or max(codes) >= count):
        yield "A 6.2.11.8", f"{name} is asked for a sign it does not have"
    claimed = below.get("/W", pikepdf.Array()).unparse()
    if codes & _of_other_width(program, claimed, int(below.get("/DW", 1000))):
        yield "A 6.2.11.5", f"{name} claims another width than it has"
    present = below.FontDescriptor.get("/CIDSet")
    if present is not None and _listed(present.read_bytes()) != frozenset(range(count)):
        yield "A 6.2.11.4.2", f"{name} lists other signs than it has"


@lru_cache(maxsize=64)
def _listed(present: bytes) -> frozenset[int]:
    """The signs that a set of bits names, the highest bit of the first byte being sign 0."""
    return frozenset(
        8 * at + bit for at, byte in enumerate(present) for bit in range(8) if byte & 0x80 >> bit
    )


@lru_cache(maxsize=64)
def _otherwise_shaped(name: str, program: bytes, unicode_map: bytes) -> frozenset[int]:
    """The codes whose outline is not that of the character they are said to be.

    A glyph that is put together from others names them by other numbers in each subset; of
    these only the length is compared.
    """
    whole = {face(key).name: face(key) for key in FACES}.get(name.partition("+")[2])
    if whole is None:
        return frozenset()
    tables, found = _tables(program), set()
    count = struct.unpack_from(">H", program, tables["maxp"] + 4)[0]
    offsets = struct.unpack_from(f">{count + 1}I", program, tables["loca"])
    for told, character in _MAPPED.findall(unicode_map):
        code, said = int(told, 16), bytes.fromhex(character.decode()).decode("utf-16-be", "replace")
        glyph = whole.glyphs.get(ord(said)) if len(said) == 1 else None
        if glyph is None or code >= count:
            found.add(code)
            continue
        outline, parts = whole.outline(glyph)
        begin, end = (tables["glyf"] + offset for offset in offsets[code : code + 2])
        shown = program[begin:end]
        if len(shown) != len(outline) or (shown != outline and not parts):
            found.add(code)
    return frozenset(found)


@lru_cache(maxsize=64)
def _widths(program: bytes) -> tuple[int, ...]:
    """The advance of every glyph of a font program."""
    tables = _tables(program)
    count = struct.unpack_from(">H", program, tables["maxp"] + 4)[0]
    return struct.unpack_from(f">{2 * count}H", program, tables["hmtx"])[::2]


def _tables(program: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", program, 4)[0]
    entries = (struct.unpack_from(">4sIII", program, 12 + 16 * at) for at in range(count))
    return {tag.decode("latin-1"): place for tag, _sum, place, _length in entries}


@lru_cache(maxsize=64)
def _of_other_width(program: bytes, claimed: bytes, missing: int) -> frozenset[int]:
    """The codes whose widths the file gives otherwise than the font program."""
    told = _claimed_widths(claimed)
    widths = enumerate(_widths(program))
    return frozenset(code for code, width in widths if abs(told.get(code, missing) - width) > 1)


def _claimed_widths(text: bytes) -> dict[int, float]:
    """Widths by code from the runs "first [width width ...]"."""
    return {
        code: width
        for first, widths in _RUN.findall(text)
        for code, width in enumerate(map(float, widths.split()), int(first))
    }


def _map_faults(
    name: str, stream: pikepdf.Object | None, codes: set[int]
) -> Iterator[tuple[str, str]]:
    if stream is None:
        yield "A 6.2.11.7", f"{name} does not say which characters its signs are"
        return
    known, sound = _characters(_unpacked(stream))
    if not codes <= known:
        yield "A 6.2.11.7", f"{name} leaves a sign without its character"
    if not sound:
        yield "UA 7.21.7", f"{name} maps a sign to what is no character"


@lru_cache(maxsize=64)
def _characters(unicode_map: bytes) -> tuple[frozenset[int], bool]:
    """The codes that are given a character, and whether all of these are characters."""
    mapped = _MAPPED.findall(unicode_map)
    sound = _NOT_CHARACTERS.isdisjoint(sign for _code, sign in mapped)
    return frozenset(int(code, 16) for code, _sign in mapped), sound
