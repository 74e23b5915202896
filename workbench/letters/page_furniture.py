"""What stands round the letter: letterhead, address, particulars, footers, folds, the closing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from workbench.i18n import Language
from workbench.letters.content import Closing, Content, said
from workbench.letters.flow import Piece, Place, baseline, one_line, paragraph
from workbench.letters.line_breaking import Line, break_lines
from workbench.letters.look import MM, Look, Type
from workbench.letters.page_sheet import Sheet
from workbench.letters.pictures import read_picture
from workbench.letters.qr_code import qr_code
from workbench.letters.tags import Element

_BAND = 8.0
_QR = 48.0
_APART = 10.0


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws texts of a look at fixed places of one sheet."""

    sheet: Sheet
    look: Look

    def lines(
        self, element: Element, text: str, kind: Type, place: tuple[float, float, float]
    ) -> float:
        """A text broken to (x, top, width); gives where it ends."""
        x, top, width = place
        room = width / kind.size * 1000
        for line in break_lines(said(text, strong=kind.strong), self.look.language, room):
            self.line(element, line, (x, top), kind)
            top += kind.leading
        return top + kind.after

    def line(
        self, element: Element | None, line: Line, place: tuple[float, float], kind: Type
    ) -> None:
        """A line with its leading's top left corner at this place."""
        x, top = place
        self.sheet.text(element, line, (x, top + baseline(kind)), kind.size, kind.colour)

    def right(self, text: str, top: float, kind: Type) -> None:
        """Furniture set flush with the text's right edge."""
        line = one_line(text, self.look)
        x = self.look.width - self.look.right - line.width * kind.size / 1000
        self.line(None, line, (x, top), kind)


def draw_head(sheet: Sheet, content: Content, document: Element, look: Look) -> float:
    """The first page's letterhead, address and particulars; gives where the text begins."""
    pen = Pen(sheet, look)
    sheet.fill(0, 0, look.width, _BAND, look.brand)
    top = 36.0
    beside = _logo(sheet, look, top)
    for at, text in enumerate(content.letterhead):
        kind = look.letterhead_line if at else look.letterhead
        top = pen.lines(document.add("P"), text, kind, (look.left, top, look.measure - beside))
    for fold in look.window.folds:
        sheet.rule(5 * MM, fold, 4 * MM, 0.4, look.line)
    if look.window.width:
        _address(pen, content, document)
        return max(look.window.body, _particulars_aside(pen, content, document) + 14)
    sheet.rule(look.left, top + 4, look.measure, 0.6, look.line)
    return _particulars_across(pen, content, document, top + 12)


def _logo(sheet: Sheet, look: Look, top: float) -> float:
    """The lender's logo at the right, furniture beside the name in words; the room it takes."""
    if not look.pictures.logo:
        return 0.0
    picture, height = read_picture(look.pictures.logo), look.pictures.logo_height * MM
    width = min(height * picture.width / picture.height, look.measure / 2)
    height = width * picture.height / picture.width
    right = look.width - look.right
    sheet.picture(None, picture, (right - width, top - 6, width, height))
    return width + 12


def address_lines(addressee: tuple[str, ...], look: Look) -> tuple[Type, tuple[Line, ...]] | None:
    """The address as it fits its window, in the largest size that does; None when none does."""
    for size in (9.9, 9.2, 8.5, 7.8, 7.2):
        kind = Type(size, size * 1.21, 0, 0, look.ink)
        room = look.window.width / size * 1000
        lines = tuple(
            line for text in addressee for line in break_lines(said(text), look.language, room)
        )
        if len(lines) * kind.leading <= look.window.height + 0.5:
            return kind, lines
    return None


def _address(pen: Pen, content: Content, document: Element) -> None:
    fitted = address_lines(content.addressee, pen.look)
    if fitted is None:
        return
    kind, lines = fitted
    element, window = document.add("P"), pen.look.window
    for at, line in enumerate(lines):
        pen.line(element, line, (window.left, window.top + at * kind.leading), kind)


def _particulars_aside(pen: Pen, content: Content, document: Element) -> float:
    look = pen.look
    label = Type(8.8, 12.4, 0, 0, look.mute)
    value = Type(8.8, 12.4, 0, 0, look.ink, strong=True)
    x, top = look.left + look.measure * 0.622, look.window.top
    names = [one_line(name, look) for name, _value in content.particulars]
    gap = max(line.width for line in names) * label.size / 1000 + 14
    for line, (_name, text) in zip(names, content.particulars, strict=True):
        element = document.add("P")
        pen.line(element, line, (x, top), label)
        width = look.width - look.right - x - gap
        top = pen.lines(element, text, value, (x + gap, top, width))
    return top


def _particulars_across(pen: Pen, content: Content, document: Element, top: float) -> float:
    """The particulars in one line where they fit, else two in a line."""
    look = pen.look
    label, value = Type(8.6, 13, 0, 0, look.mute), Type(8.6, 13, 0, 0, look.ink)
    colon = "：" if look.language == Language.ZH else ": "
    pairs = [
        (one_line(name + colon, look), one_line(text, look)) for name, text in content.particulars
    ]
    widths = [(name.width + text.width + 400) * label.size / 1000 for name, text in pairs]
    spare = (look.measure - sum(widths)) / max(1, len(pairs) - 1)
    x = look.left
    for at, ((name, text), width) in enumerate(zip(pairs, widths, strict=True)):
        if spare < _APART:
            x = look.left + at % 2 * look.measure / 2
            top += label.leading if at and not at % 2 else 0
        element = document.add("P")
        pen.line(element, name, (x, top), label)
        pen.line(element, text, (x + (name.width + 400) * label.size / 1000, top), value)
        x += width + spare
    return top + label.leading + 10


def draw_foot(sheet: Sheet, content: Content, look: Look, pages: int) -> None:
    """The footer of one page, and the head of a further one: artifacts."""
    pen, kind = Pen(sheet, look), Type(8, 10, 0, 0, look.mute)
    low = look.height - 14 * MM
    pen.line(None, one_line(content.foot, look), (look.left, low), kind)
    pen.right(content.page_of.format(page=sheet.number + 1, pages=pages), low, kind)
    if sheet.number:
        high = 11.5 * MM
        pen.line(None, one_line(content.letterhead[0], look), (look.left, high), kind)
        pen.right(content.identifier.partition(" ")[0], high, kind)
        sheet.rule(look.left, high + 12, look.measure, 0.4, look.line)


def closing_piece(closing: Closing, document: Element, look: Look) -> Piece:
    """Greeting, signature, contact and the mark of authenticity; never split."""
    return (_sealed if closing.seal else _signed)(closing, document, look)


def _signed(closing: Closing, document: Element, look: Look) -> Piece:
    texts = [(said(closing.greeting), look.body)]
    texts += [(text, look.cell) for text in closing.signed]
    texts += [(said(closing.contact), look.quiet)] if closing.contact else []
    place = Place(width=look.measure * 0.62)
    pieces = [
        piece
        for text, kind in texts
        for piece in paragraph(document.add("P"), text, kind, look, place)
    ]
    signature = _signature(closing, document, look)
    if signature is not None:
        pieces.insert(1, signature)
    mark = _Mark(closing, document)
    x = look.left + look.measure * 0.64

    def draw(sheet: Sheet, top: float) -> None:
        _draw_down(pieces, sheet, top + 4)
        mark.draw(Pen(sheet, look), (x, top + 4), 2)

    tall = 4 + sum(piece.height for piece in pieces)
    return Piece(max(tall, _QR + 8), draw, before=6)


def _sealed(closing: Closing, document: Element, look: Look) -> Piece:
    """As `_signed`, with room for a seal over the lender's name and date at the right."""
    mark = _Mark(closing, document)
    place = Place(x=look.measure * 0.45, align="right")
    pieces = [
        piece
        for text in closing.signed
        for piece in paragraph(document.add("P"), text, look.cell, look, place)
    ]
    signature = _signature(closing, document, look, right=True)
    if signature is not None:
        pieces.insert(0, signature)
    seal = _Seal(closing, document, look)
    tall = sum(piece.height for piece in pieces)
    over = max(0.0, (seal.side - tall) / 2)
    room = max(max(tall, _QR) + 22, tall + 2 * over + 8)

    def draw(sheet: Sheet, top: float) -> None:
        low = top + room
        mark.draw(Pen(sheet, look), (look.left, low - _QR), _QR - 28)
        seal.draw(sheet, low - over - tall / 2)
        _draw_down(pieces, sheet, low - over - tall)

    return Piece(room + 4, draw, before=6)


def _signature(
    closing: Closing, document: Element, look: Look, *, right: bool = False
) -> Piece | None:
    """The officer's signature as a picture, where the pack has one for this name."""
    text = look.pictures.signatures.get(closing.officer, "")
    if not text:
        return None
    picture, height = read_picture(text), look.pictures.signature_height * MM
    width = min(height * picture.width / picture.height, look.measure * 0.4)
    height = width * picture.height / picture.width
    element = document.add("Figure")
    element.described = closing.signature_text
    x = look.left
    if right:  # beside the seal, not under it
        own = look.pictures
        seal = (own.seal_right + own.seal_width / 2 + 2) * MM if own.seal else 0.0
        x = look.width - look.right - seal - width

    def draw(sheet: Sheet, top: float) -> None:
        low = sheet.height - top - height
        element.box = (x, low, x + width, low + height)
        sheet.picture(element, picture, (x, top, width, height))

    return Piece(height + 2, draw)


class _Seal:
    """The lender's seal as a picture; under the words, which stay readable."""

    def __init__(self, closing: Closing, document: Element, look: Look) -> None:
        self.look = look
        self.picture = read_picture(look.pictures.seal) if look.pictures.seal else None
        self.side = look.pictures.seal_width * MM if self.picture else 0.0
        self.element = document.add("Figure")
        self.element.described = closing.seal_text

    def draw(self, sheet: Sheet, middle: float) -> None:
        """Draw it with its middle at this height from the sheet's top."""
        if self.picture is None:
            return
        look = self.look
        height = self.side * self.picture.height / self.picture.width
        x = look.width - look.right - look.pictures.seal_right * MM - self.side / 2
        low = sheet.height - middle - height / 2
        self.element.box = (x, low, x + self.side, low + height)
        sheet.picture(self.element, self.picture, (x, middle - height / 2, self.side, height))


def _draw_down(pieces: list[Piece], sheet: Sheet, top: float) -> None:
    for piece in pieces:
        piece.draw(sheet, top)
        top += piece.height


class _Mark:
    """The mark of authenticity: a QR code, and beside it where to check and the code to type."""

    def __init__(self, closing: Closing, document: Element) -> None:
        self.closing = closing
        self.picture = document.add("Figure")
        self.picture.described = closing.picture_text
        self.checks = [document.add("P") for _text in closing.check]

    def draw(self, pen: Pen, place: tuple[float, float], down: float) -> None:
        """Draw the code at this place, its words `down` below the code's top."""
        if not self.closing.check:
            return
        x, top = place
        look = pen.look
        kind = Type(look.quiet.size, look.quiet.leading + 0.8, 0, 0, look.mute)
        path, self.picture.box = _code(self.closing.address, x, pen.sheet.height - top - _QR)
        pen.sheet.figure(self.picture, path, look.ink)
        top += down
        for element, text in zip(self.checks, self.closing.check, strict=True):
            beside = x + _QR + 8
            width = look.width - look.right - beside
            top = pen.lines(element, text, kind, (beside, top, width))


def _code(address: str, x: float, low: float) -> tuple[str, tuple[float, float, float, float]]:
    """A filled QR code with its lower left corner at (x, low), drawn in its own unit; its box."""
    rows = qr_code(address)
    unit, across = _QR / len(rows), len(rows) + 1
    runs = map(re.Match.span, _DARK.finditer(b"\0".join(rows)))
    path = "\n".join(map(_bars(across).__getitem__, runs))
    frame = f"{unit:.5f} 0 0 {-unit:.5f} {x:.3f} {low + _QR:.3f}"
    return f"q {frame} cm\n{path} f Q", (x, low, x + _QR, low + _QR)


class _Bars(dict[tuple[int, int], str]):
    """The operator that draws a run of dark modules, by where it starts and ends."""

    def __init__(self, across: int) -> None:
        self.across = across

    def __missing__(self, run: tuple[int, int]) -> str:
        row, column = divmod(run[0], self.across)
        made = self[run] = f"{column} {row} {run[1] - run[0]} 1 re"
        return made


_bars = cache(_Bars)
_DARK = re.compile(rb"\x01+")
