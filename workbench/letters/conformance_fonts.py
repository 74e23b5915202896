"""Judging the fonts of a letter: embedded, of the widths they claim, each sign known by name."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import pikepdf

_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_RUN = re.compile(rb"(\d+)\s*\[([^\]]*)\]")
_NOT_CHARACTERS = frozenset({b"0000", b"FEFF", b"FFFE"})


def font_faults(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What is off in the fonts of all pages."""
    used: dict[tuple[int, int], set[int]] = {}
    fonts: dict[tuple[int, int], pikepdf.Object] = {}
    for page in pdf.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        named = resources.get("/Font", pikepdf.Dictionary())
        for name, codes in _codes_shown(page):
            if not name:
                continue
            if f"/{name}" not in named:
                yield "A 6.2.2", f"the font {name} is not among the page's resources"
                continue
            font = named[f"/{name}"]
            fonts[font.objgen] = font
            used.setdefault(font.objgen, set()).update(codes)
    for key, font in fonts.items():
        yield from _one_font(font, used[key])


def _codes_shown(page: pikepdf.Page) -> Iterator[tuple[str, set[int]]]:
    """Each font that a page chooses, with the codes of the signs it shows in it."""
    font, shown = "", bytearray()
    for name, part in _SHOWN.findall(_stream_of(page)):
        if name:
            yield font, _two_by_two(shown)
            font, shown = name.decode(), bytearray()
        else:
            shown += bytes.fromhex(part.decode())
    yield font, _two_by_two(shown)


def _two_by_two(shown: bytearray) -> set[int]:
    return {value for (value,) in struct.iter_unpack(">H", shown)}


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
    yield from _program_faults(name, below, program.read_bytes(), codes)
    yield from _map_faults(name, font.get("/ToUnicode"), codes)


def _program_faults(
    name: str, below: pikepdf.Object, program: bytes, codes: set[int]
) -> Iterator[tuple[str, str]]:
    tables = _tables(program)
    count = struct.unpack_from(">H", program, tables["maxp"] + 4)[0]
    if codes and (0 in codes or max(codes) >= count):
        yield "A 6.2.11.8", f"{name} is asked for a sign it does not have"
    widths = struct.unpack_from(f">{2 * count}H", program, tables["hmtx"])[::2]
    claimed = _claimed_widths(below)
    missing = int(below.get("/DW", 1000))
    for code in codes:
        if code < count and abs(claimed.get(code, missing) - widths[code]) > 1:
            yield "A 6.2.11.5", f"{name} claims another width than it has"
            break
    present = below.FontDescriptor.get("/CIDSet")
    if present is not None and sum(map(int.bit_count, present.read_bytes())) != count:
        yield "A 6.2.11.4.2", f"{name} lists other signs than it has"


def _tables(program: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", program, 4)[0]
    entries = (struct.unpack_from(">4sIII", program, 12 + 16 * at) for at in range(count))
    return {tag.decode("latin-1"): place for tag, _sum, place, _length in entries}


def _claimed_widths(below: pikepdf.Object) -> dict[int, float]:
    """Widths by code from the runs "first [width width ...]"."""
    runs = _RUN.findall(below.get("/W", pikepdf.Array()).unparse())
    return {
        code: width
        for first, widths in runs
        for code, width in enumerate(map(float, widths.split()), int(first))
    }


def _map_faults(
    name: str, stream: pikepdf.Object | None, codes: set[int]
) -> Iterator[tuple[str, str]]:
    if stream is None:
        yield "A 6.2.11.7", f"{name} does not say which characters its signs are"
        return
    known = {int(code, 16): sign for code, sign in _MAPPED.findall(stream.read_bytes())}
    if not codes <= known.keys():
        yield "A 6.2.11.7", f"{name} leaves a sign without its character"
    if not _NOT_CHARACTERS.isdisjoint(known.values()):
        yield "UA 7.21.7", f"{name} maps a sign to what is no character"
