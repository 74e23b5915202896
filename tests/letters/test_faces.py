"""Typefaces and their subsets."""

from __future__ import annotations

import struct

from workbench.i18n import Language
from workbench.letters.faces import Face, chain, face


def tables_of(program: bytes) -> dict[str, bytes]:
    """The tables of a font file, by name."""
    found = {}
    for at in range(12, 12 + 16 * struct.unpack_from(">H", program, 4)[0], 16):
        tag, _sum, place, length = struct.unpack_from(">4sIII", program, at)
        found[tag.decode()] = program[place : place + length]
    return found


def test_a_subset_is_a_sound_font_of_its_glyphs() -> None:
    han = face("han")
    glyphs = [0, *(han.glyphs[ord(sign)] for sign in "贷款申请2026")]
    program, order = han.subset(glyphs)
    assert order == glyphs
    tables = tables_of(program)
    assert struct.unpack_from(">H", tables["maxp"], 4)[0] == len(glyphs)
    assert len(tables["hmtx"]) == 4 * len(glyphs)
    assert struct.unpack_from(f">{len(glyphs) + 1}I", tables["loca"])[-1] == len(tables["glyf"])
    assert list(tables) == sorted(tables)


def test_a_composite_glyph_brings_its_parts() -> None:
    latin = face("latin")
    composite = next(glyph for glyph in range(2000) if latin.outline(glyph)[1])
    _program, order = latin.subset([0, composite])
    assert len(order) > 2


def test_widths_are_the_fonts_own() -> None:
    assert face("han").width("贷A") == 1000 + face("han").widths["A"]


def test_each_language_prefers_its_own_face() -> None:
    assert [one.key for one in chain(Language.EN, False)] == ["latin", "han"]
    assert [one.key for one in chain(Language.ZH, True)] == ["han-strong", "latin-strong"]


def test_a_checksum_of_the_whole_file_is_right() -> None:
    program, _order = Face("latin").subset([0, 5, 6])
    words = [int.from_bytes(program[at : at + 4], "big") for at in range(0, len(program), 4)]
    assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA
