"""Pieces of a letter that flow down its pages: planned first, then drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from workbench.letters.content import Text, said
from workbench.letters.line_breaking import Line, break_lines
from workbench.letters.look import Look, Type
from workbench.letters.page_sheet import Sheet
from workbench.letters.tags import Element

Draw = Callable[[Sheet, float], None]
"""Draws a piece onto a sheet with its top at this height from the sheet's top."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never split: a line, a table row, a block. `keep` binds it to the next piece.

    `again` is drawn once more at the top of a new page (a table's header).
    """

    height: float
    draw: Draw
    before: float = 0.0
    keep: bool = False
    new_sheet: bool = False
    again: Piece | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: from `x` of the text's width (0: all of it) to its end.

    `indent` is of its first line, in sizes; `keep` binds all of it to what follows.
    """

    x: float = 0.0
    width: float = 0.0
    indent: float = 0.0
    keep: bool = False
    align: str = "left"


ACROSS = Place()
"""The whole width, left-aligned (or justified, where the look is)."""


def paragraph(
    element: Element,
    text: Text,
    kind: Type,
    look: Look,
    place: Place = ACROSS,
) -> Iterator[Piece]:
    """The lines of a paragraph as pieces; its first two and last two lines stay together."""
    x, indent, align = place.x, place.indent, place.align
    measure = (place.width or look.measure) - x
    lines = break_lines(
        strengthened(text, strong=kind.strong),
        look.language,
        measure / kind.size * 1000,
        indent=indent * 1000,
        justified=look.justified and align == "left",
    )
    last = len(lines) - 1
    for at, line in enumerate(lines):
        offset = x + (0 if at else indent * kind.size)
        if align != "left":
            spare = measure - line.width * kind.size / 1000
            offset = x + (spare if align == "right" else spare / 2)
        yield Piece(
            kind.leading + (kind.after if at == last else 0),
            _line_drawer(element, line, look.left + offset, kind),
            before=0 if at else kind.before,
            keep=place.keep or (at in (0, last - 1) and at != last),
        )


def strengthened(text: Text, *, strong: bool) -> Text:
    """The text, all of it strong where the type asks for it."""
    return tuple((piece, True) for piece, _strong in text) if strong else text


def _line_drawer(element: Element, line: Line, x: float, kind: Type) -> Draw:
    def draw(sheet: Sheet, top: float) -> None:
        sheet.text(element, line, (x, top + baseline(kind)), kind.size, kind.colour)

    return draw


def baseline(kind: Type) -> float:
    """How far below the top of its leading a line's baseline stands."""
    return kind.leading / 2 + kind.size * 0.36


def one_line(text: str, look: Look, *, strong: bool = False) -> Line:
    """A text as a single line, however long."""
    return break_lines(said(text, strong=strong), look.language, 1e9)[0]


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group


def kept_to_next(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, the last two bound to what follows them: a closing never stands alone."""
    bound = list(pieces)
    for at in range(max(0, len(bound) - 2), len(bound)):
        bound[at] = replace(bound[at], keep=True)
    return bound


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece lies: its page, its top, and where a repeated header above it begins."""

    page: int
    top: float
    header_top: float | None = None


def planned(pieces: Iterable[Piece], look: Look, first_top: float) -> list[Spot]:
    """Where each piece lies; the first page's text begins at `first_top`."""
    spots: list[Spot] = []
    page, top, fresh = 0, first_top, True
    floor = look.height - look.bottom
    for group in _groups(pieces):
        tall = sum(piece.before + piece.height for piece in group)
        header_top = None
        if not fresh and (group[0].new_sheet or top + tall > floor):
            page, top, fresh = page + 1, look.top, True
            if group[0].again is not None:
                header_top, top = top, top + group[0].again.height
        for piece in group:
            top += 0 if fresh else piece.before
            spots.append(Spot(page, top, header_top))
            top, fresh, header_top = top + piece.height, False, None
    return spots


def draw(pieces: Iterable[Piece], spots: Iterable[Spot], first: Sheet) -> list[Sheet]:
    """The sheets, the first one given, with every piece drawn on its spot."""
    sheets = [first]
    for piece, spot in zip(pieces, spots, strict=True):
        if spot.page == len(sheets):
            sheets.append(Sheet(spot.page, first.width, first.height, first.ink))
        if spot.header_top is not None and piece.again is not None:
            piece.again.draw(sheets[-1], spot.header_top)
        piece.draw(sheets[-1], spot.top)
    return sheets
