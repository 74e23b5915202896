"""Laying out the blocks of a letter: headings, paragraphs, lists, forms, enclosures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from workbench.letters.content import (
    Acceptance,
    Bars,
    Block,
    Figures,
    Heading,
    Items,
    NewSheet,
    Paragraph,
    Table,
    Voice,
    said,
)
from workbench.letters.figures_layout import figures_piece
from workbench.letters.flow import Draw, Piece, Place, baseline, one_line, paragraph
from workbench.letters.line_breaking import Line
from workbench.letters.look import Look, Type
from workbench.letters.page_sheet import Sheet
from workbench.letters.spread_layout import spread_pieces
from workbench.letters.table_layout import table_pieces
from workbench.letters.tags import Element

_LABEL = 15.0
_AFTER_LIST = 2.0


def block_pieces(blocks: Iterable[Block], document: Element, look: Look) -> Iterator[Piece]:
    """The pieces of all blocks, in order; a paragraph stays with the list or table after it."""
    listed = tuple(blocks)
    for block, following in zip_longest(listed, listed[1:]):
        pieces = list(_pieces(block, document, look))
        if isinstance(block, Paragraph) and isinstance(following, Items | Table | Figures):
            pieces[-1] = replace(pieces[-1], keep=True)
        yield from pieces


def _pieces(block: Block, document: Element, look: Look) -> Iterator[Piece]:
    match block:
        case Heading(text):
            yield from paragraph(
                document.add("H2"), said(text), look.heading, look, Place(keep=True)
            )
        case Paragraph(text, voice):
            indent = look.indent if voice == Voice.BODY else 0.0
            kind = look.voice(voice)
            yield from paragraph(document.add("P"), text, kind, look, Place(indent=indent))
        case Items():
            yield from _items(block, document, look)
        case Table():
            yield from table_pieces(block, document, look)
        case Figures():
            yield figures_piece(block, document, look)
        case Bars():
            yield from spread_pieces(block, document, look)
        case Acceptance(lines):
            yield _form(lines, document, look)
        case NewSheet(title):
            yield from _new_sheet(title, document, look)


def _new_sheet(title: str, document: Element, look: Look) -> Iterator[Piece]:
    place = Place(keep=True, align="center" if look.centred_title else "left")
    pieces = paragraph(document.add("H2"), said(title), look.title, look, place)
    for at, piece in enumerate(pieces):
        yield Piece(piece.height, piece.draw, piece.before, piece.keep, new_sheet=at == 0)


def _items(block: Items, document: Element, look: Look) -> Iterator[Piece]:
    kind = look.voice(block.voice)
    whole = document.add("L")
    whole.numbering = "Decimal" if block.numbered else "Disc"
    last = len(block.items)
    room = _LABEL + kind.size * 0.55 * (len(str(last)) - 1 if block.numbered else 0)
    for at, item in enumerate(block.items, 1):
        entry = whole.add("LI")
        label, body = entry.add("Lbl"), entry.add("LBody")
        pieces = list(paragraph(body, item, kind, look, Place(x=room)))
        if at == last:
            pieces[-1] = replace(pieces[-1], height=pieces[-1].height + _AFTER_LIST)
        elif at in (1, last - 1):  # no item stands alone on a page
            pieces[-1] = replace(pieces[-1], keep=True)
        mark = one_line(f"{at}." if block.numbered else "•", look)
        first = pieces[0]
        yield Piece(
            first.height,
            _both(label, mark, kind, look, first.draw),
            first.before,
            first.keep,
        )
        yield from pieces[1:]


def _both(label: Element, mark: Line, kind: Type, look: Look, then: Draw) -> Draw:

    def draw(sheet: Sheet, top: float) -> None:
        sheet.text(label, mark, (look.left, top + baseline(kind)), kind.size, kind.colour)
        then(sheet, top)

    return draw


def _form(lines: tuple[str, ...], document: Element, look: Look) -> Piece:
    """Lines to fill in by hand, side by side: a label and a rule after it."""
    kind, width = look.cell, look.measure / len(lines)
    labels = [(document.add("P"), one_line(text, look)) for text in lines]

    def draw(sheet: Sheet, top: float) -> None:
        y = top + 10 + baseline(kind)
        for at, (element, line) in enumerate(labels):
            x = look.left + at * width
            sheet.text(element, line, (x, y), kind.size, kind.colour)
            begin = x + line.width * kind.size / 1000 + 6
            sheet.rule(begin, y + 2, x + width - 12 - begin, 0.5, look.mute)

    return Piece(kind.leading + 17, draw)
