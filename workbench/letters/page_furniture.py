"""What stands round the letter: letterhead, address, particulars, footers, folds, the closing."""

from __future__ import annotations

from functools import lru_cache

import segno

from workbench.letters.content import Closing, Content, said
from workbench.letters.flow import Piece, baseline, one_line, paragraph
from workbench.letters.line_breaking import Line, break_lines
from workbench.letters.look import MM, Look, Type
from workbench.letters.sheet import Sheet
from workbench.letters.tags import Element

_BAND = 8.0
_QR = 48.0


def draw_head(sheet: Sheet, content: Content, document: Element, look: Look) -> float:
    """The first page's letterhead, address and particulars; gives where the text begins."""
    sheet.fill(0, 0, look.width, _BAND, look.brand)
    top = 36.0
    for at, text in enumerate(content.letterhead):
        kind = look.letterhead_line if at else look.letterhead
        top = _lines(sheet, document.add("P"), text, kind, look, (look.left, top, look.measure))
    _folds(sheet, look)
    if look.window.width:
        _address(sheet, content, document, look)
        return max(look.window.body, _particulars_aside(sheet, content, document, look) + 14)
    sheet.rule(look.left, top + 4, look.measure, 0.6, look.line)
    return _particulars_across(sheet, content, document, look, top + 12)


def _lines(
    sheet: Sheet,
    element: Element,
    text: str,
    kind: Type,
    look: Look,
    place: tuple[float, float, float],
) -> float:
    x, top, width = place
    lines = break_lines(said(text, strong=kind.strong), look.language, width / kind.size * 1000)
    for line in lines:
        sheet.text(element, line, (x, top + baseline(kind)), kind.size, kind.colour)
        top += kind.leading
    return top + kind.after


def _folds(sheet: Sheet, look: Look) -> None:
    for fold in look.window.folds:
        sheet.rule(5 * MM, fold, 4 * MM, 0.4, look.line)


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


def _address(sheet: Sheet, content: Content, document: Element, look: Look) -> None:
    fitted = address_lines(content.addressee, look)
    if fitted is None:
        return
    kind, lines = fitted
    element = document.add("P")
    for at, line in enumerate(lines):
        y = look.window.top + at * kind.leading + baseline(kind)
        sheet.text(element, line, (look.window.left, y), kind.size, kind.colour)


def _particulars_aside(sheet: Sheet, content: Content, document: Element, look: Look) -> float:
    label = Type(8.8, 12.4, 0, 0, look.mute)
    value = Type(8.8, 12.4, 0, 0, look.ink, strong=True)
    x = look.left + look.measure * 0.622
    names = [one_line(name, look) for name, _value in content.particulars]
    gap = max(line.width for line in names) * label.size / 1000 + 14
    top = look.window.top
    for line, (_name, text) in zip(names, content.particulars, strict=True):
        element = document.add("P")
        sheet.text(element, line, (x, top + baseline(label)), label.size, label.colour)
        width = look.width - look.right - x - gap
        top = _lines(sheet, element, text, value, look, (x + gap, top, width))
    return top


def _particulars_across(
    sheet: Sheet, content: Content, document: Element, look: Look, top: float
) -> float:
    """The particulars in one line where they fit, each at least in its own place."""
    label = Type(8.6, 13, 0, 0, look.mute)
    colon = "：" if look.language == "zh" else ": "
    pairs = [
        (one_line(name + colon, look), one_line(value, look)) for name, value in content.particulars
    ]
    widths = [(a.width + b.width + 300) * label.size / 1000 for a, b in pairs]
    spare = max(10.0, (look.measure - sum(widths)) / max(1, len(pairs) - 1))
    x = look.left
    for (name, value), width in zip(pairs, widths, strict=True):
        if x > look.left and x + width > look.width - look.right + 4:
            x, top = look.left, top + label.leading
        element = document.add("P")
        sheet.text(element, name, (x, top + baseline(label)), label.size, look.mute)
        after = x + name.width * label.size / 1000
        after += 3 if name.width and look.language == "en" else 4
        sheet.text(element, value, (after, top + baseline(label)), label.size, look.ink)
        x += width + spare
    return top + label.leading + 10


def draw_foot(sheet: Sheet, content: Content, look: Look, pages: int) -> None:
    """The footer of one page, and the head of a further one: artifacts."""
    kind = Type(8, 10, 0, 0, look.mute)
    y = look.height - 11.5 * MM
    sheet.text(None, one_line(content.foot, look), (look.left, y), kind.size, kind.colour)
    count = content.page_of.format(page=sheet.number + 1, pages=pages)
    line = one_line(count, look)
    x = look.width - look.right - line.width * kind.size / 1000
    sheet.text(None, line, (x, y), kind.size, kind.colour)
    if sheet.number:
        y = 14 * MM
        name = one_line(content.letterhead[0], look)
        sheet.text(None, name, (look.left, y), kind.size, kind.colour)
        number = one_line(content.identifier.partition(" ")[0], look)
        x = look.width - look.right - number.width * kind.size / 1000
        sheet.text(None, number, (x, y), kind.size, kind.colour)
        sheet.rule(look.left, y + 5, look.measure, 0.4, look.line)


def closing_piece(closing: Closing, document: Element, look: Look) -> Piece:
    """Greeting, signature, contact and the mark of authenticity; never split."""
    width = look.measure * 0.62
    drawn: list[tuple[Piece, float]] = []
    tops = 4.0
    if closing.seal:
        return _sealed_closing(closing, document, look)
    texts = [(said(closing.greeting), look.body)] if closing.greeting else []
    texts += [(text, look.cell) for text in closing.signed]
    texts += [(said(closing.contact), look.quiet)] if closing.contact else []
    for text, kind in texts:
        for piece in paragraph(document.add("P"), text, kind, look, width=width):
            drawn.append((piece, tops))
            tops += piece.height
    picture, checks = document.add("Figure"), [document.add("P") for _ in closing.check]
    picture.described = closing.picture_text

    def draw(sheet: Sheet, top: float) -> None:
        for piece, offset in drawn:
            piece.draw(sheet, top + offset)
        x = look.left + look.measure * 0.64
        if closing.check:
            _qr(sheet, picture, closing.address, (x, top + 4), look)
        _checks(sheet, checks, closing.check, (x + _QR + 8, top + 6), look)

    return Piece(max(tops, _QR + 8), draw, before=6)


def _sealed_closing(closing: Closing, document: Element, look: Look) -> Piece:
    picture, checks = document.add("Figure"), [document.add("P") for _ in closing.check]
    picture.described = closing.picture_text
    kind, half = look.cell, look.measure * 0.45
    pieces = [
        piece
        for text in closing.signed
        for piece in paragraph(document.add("P"), text, kind, look, x=half, align="right")
    ]
    tall = sum(piece.height for piece in pieces)
    room = max(tall, _QR) + 22

    def draw(sheet: Sheet, top: float) -> None:
        low = top + room
        if closing.check:
            _qr(sheet, picture, closing.address, (look.left, low - _QR), look)
        _checks(sheet, checks, closing.check, (look.left + _QR + 8, low - 28), look)
        y = low - tall
        for piece in pieces:
            piece.draw(sheet, y)
            y += piece.height

    return Piece(room + 4, draw, before=6)


def _checks(
    sheet: Sheet,
    elements: list[Element],
    texts: tuple[str, ...],
    at: tuple[float, float],
    look: Look,
) -> None:
    kind = Type(look.quiet.size, look.quiet.leading + 0.8, 0, 0, look.mute)
    x, top = at
    for element, text in zip(elements, texts, strict=True):
        width = look.width - look.right - x
        top = _lines(sheet, element, text, kind, look, (x, top, width))


@lru_cache(maxsize=64)
def _modules(address: str) -> tuple[bytes, ...]:
    made = segno.make(address, error="m", micro=False, mask=3)
    return tuple(bytes(row) for row in made.matrix)


def _qr(sheet: Sheet, element: Element, address: str, at: tuple[float, float], look: Look) -> None:
    rows = _modules(address)
    unit = _QR / len(rows)
    x, bottom = at[0], sheet.height - at[1] - _QR
    element.box = (x, bottom, x + _QR, bottom + _QR)
    path: list[str] = []
    for down, row in enumerate(rows):
        y = bottom + _QR - (down + 1) * unit
        for start, length in _runs(row):
            path.append(f"{x + start * unit:.3f} {y:.3f} {length * unit:.3f} {unit:.3f} re")
    sheet.figure(element, " ".join(path), look.ink)


def _runs(row: bytes) -> list[tuple[int, int]]:
    runs, start = [], -1
    for at, dark in enumerate((*row, 0)):
        if dark and start < 0:
            start = at
        elif not dark and start >= 0:
            runs.append((start, at - start))
            start = -1
    return runs
