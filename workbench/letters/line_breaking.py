"""Breaking text into lines: English between words, Chinese by its own rules.

No closing mark begins a line, no opening mark ends one, numbers stay whole with their unit,
adjoining full-width marks close up, and no paragraph ends on a single character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from workbench.i18n import Language
from workbench.letters.content import Text
from workbench.letters.faces import Face, chain

HAN = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_TOKEN = {
    Language.EN: re.compile(rf" +|\n|人民币|[{HAN}]|[^ \n{HAN}]+"),
    Language.ZH: re.compile(rf" +|\n|人民币|[{HAN}“”‘’…—·]|[^ \n{HAN}“”‘’…—·]+"),
}
_IS_HAN = {
    language: re.compile(rf"[{HAN}{'' if language == Language.EN else '“”‘’…—·'}]")
    for language in Language
}
OPENING = frozenset("（《〈「『【〔［｛“‘")
CLOSING = frozenset("，。、；：？！）》〉」』】〕］｝”’…—·％")
_HALF_LEFT = frozenset("（《〈「『【〔［｛“‘")  # ink in the right half
_HALF_RIGHT = frozenset("，。、；：）》〉」』】〕］｝”’")  # ink in the left half
_UNITS = frozenset("年月日期个条号次天元万亿倍")
_HALF = 500.0
_THIN = 125.0
_LOOSEST = 110.0  # a line that would need wider gaps than this to be full stays short
_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

Piece = tuple[Face, str, float]
"""A face, a text in it, and the gap after it in thousandths of the size (may be negative)."""


@dataclass(frozen=True, slots=True)
class Atom:
    """What never breaks: a word, or a character with the marks that cling to it."""

    pieces: tuple[Piece, ...]
    width: float
    space: float  # a space before it, dropped at a line's start
    first: str
    last: str
    han_first: bool
    han_last: bool
    new_line: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces with the gaps after them, its width, and its shift to the left.

    `coded` remembers how the line is written into a file, by the ink and the size.
    """

    pieces: tuple[Piece, ...]
    width: float
    shift: float = 0.0
    coded: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)


@lru_cache(maxsize=4096)
def break_lines(
    text: Text, language: Language, width: float, *, indent: float = 0.0, justified: bool = False
) -> tuple[Line, ...]:
    """The lines of a text; widths are in thousandths of the size. An empty text has one line."""
    rows = _rows(_fitting(_atoms(text, language), width - indent), width, indent)
    last = len(rows) - 1
    return tuple(
        _line(row, width - (0 if at else indent), stretch=justified and at < last)
        for at, row in enumerate(rows)
    ) or (Line((), 0.0),)


@lru_cache(maxsize=4096)
def natural_width(text: Text, language: Language) -> float:
    """The width of a text on as few lines as it asks for, in thousandths of the size."""
    rows = _rows(_atoms(text, language), float("inf"), 0.0)
    return max((_line(row, 0.0).width for row in rows), default=0.0)


@lru_cache(maxsize=4096)
def least_width(text: Text, language: Language) -> float:
    """The width of a text's widest unbreakable part, in thousandths of the size."""
    return max((atom.width for atom in _atoms(text, language)), default=0.0)


def _atoms(text: Text, language: Language) -> tuple[Atom, ...]:
    atoms: list[Atom] = []
    space, new_line = 0.0, False
    for piece, strong in text:
        for part in _TOKEN[language].findall(piece):
            if part == "\n":
                new_line = True
            elif part[0] == " ":
                space = chain(language, strong)[0].widths[" "]
            else:
                atom = _atom(part, language, strong, space)
                if new_line:
                    atom = _joined((), atom, new_line=True)
                elif atoms and not space and _cling(atoms[-1], atom):
                    atom = _joined((atoms.pop(),), atom)
                atoms.append(atom)
                space, new_line = 0.0, False
    return tuple(atoms)


@lru_cache(maxsize=16384)
def _atom(part: str, language: Language, strong: bool, space: float) -> Atom:
    shown = part.replace("\u00a0", " ")
    pieces = tuple((face, run, 0.0) for face, run in in_faces(shown, language, strong=strong))
    han = _IS_HAN[language]
    return Atom(
        pieces=pieces,
        width=sum(face.width(part) for face, part, _gap in pieces),
        space=space,
        first=part[0],
        last=part[-1],
        han_first=bool(han.match(part[0])),
        han_last=bool(han.match(part[-1])),
    )


def in_faces(text: str, language: Language, *, strong: bool = False) -> Iterator[tuple[Face, str]]:
    """The text cut into parts that one face can show."""
    own, other = chain(language, strong)
    at = 0
    while at < len(text):
        use = own if own.shows(text[at]) or not other.shows(text[at]) else other
        end = at + 1
        while end < len(text) and (own.shows(text[end]) or not other.shows(text[end])) == (
            use is own
        ):
            end += 1
        yield use, text[at:end]
        at = end


def _cling(left: Atom, right: Atom) -> bool:
    """Whether no line may end between two adjoining atoms."""
    if "\u00a0" in (left.last, right.first) or not (left.han_last or right.han_first):
        return True
    if left.last in OPENING or right.first in CLOSING:
        return True
    return left.last.isdigit() and right.first in _UNITS


def _apart(hanzi: str, other: str) -> bool:
    return other.isascii() and other.isalnum() and bool(_HANZI.match(hanzi))


def _joined(before: tuple[Atom, ...], atom: Atom, *, new_line: bool = False) -> Atom:
    if not before:
        return Atom(
            atom.pieces,
            atom.width,
            0.0,
            atom.first,
            atom.last,
            atom.han_first,
            atom.han_last,
            new_line,
        )
    left = before[0]
    pull = _pull(left.last, atom.first)
    face, text, _gap = left.pieces[-1]
    return Atom(
        pieces=(*left.pieces[:-1], (face, text, -pull), *atom.pieces),
        width=left.width - pull + atom.width,
        space=left.space,
        first=left.first,
        last=atom.last,
        han_first=left.han_first,
        han_last=atom.han_last,
        new_line=left.new_line,
    )


def _gap(left: Atom, right: Atom) -> float:
    """The white between two adjoining atoms of one line; negative where they close up."""
    return right.space or -_pull(left.last, right.first)


def _pull(left: str, right: str) -> float:
    """How far two adjoining full-width marks move together; negative: Hanzi and Latin apart."""
    if _apart(left, right) or _apart(right, left):
        return -_THIN
    if left in _HALF_RIGHT and (right in _HALF_RIGHT or right in _HALF_LEFT):
        return _HALF
    return _HALF if left in _HALF_LEFT and right in _HALF_LEFT else 0.0


def _fitting(atoms: tuple[Atom, ...], width: float) -> Iterator[Atom]:
    """The atoms, those wider than a line cut into characters."""
    for atom in atoms:
        if atom.width <= width:
            yield atom
            continue
        space, new_line = atom.space, atom.new_line
        for face, part, _gap in atom.pieces:
            for char in part:
                yield Atom(
                    ((face, char, 0.0),), face.widths[char], space, char, char, True, True, new_line
                )
                space, new_line = 0.0, False


def _rows(atoms: Iterable[Atom], width: float, indent: float) -> list[list[Atom]]:
    rows: list[list[Atom]] = []
    used, room = 0.0, width - indent
    for atom in atoms:
        more = atom.width + (_gap(rows[-1][-1], atom) if rows else 0.0)
        if not rows or atom.new_line or used + more - _overhang(atom) > room:
            room = width if rows else room
            rows.append([atom])
            used = atom.width - (_HALF if atom.first in _HALF_LEFT and len(rows) > 1 else 0.0)
        else:
            rows[-1].append(atom)
            used += more
    _no_orphan(rows)
    return rows


def _overhang(atom: Atom) -> float:
    return _HALF if atom.last in _HALF_RIGHT and atom.han_last else 0.0


def _no_orphan(rows: list[list[Atom]]) -> None:
    """A paragraph's last line holds at least two atoms where the line before can spare one."""
    if len(rows) < 2 or len(rows[-1]) > 1 or len(rows[-2]) < 4 or rows[-1][0].new_line:
        return
    if rows[-1][0].width < 8 * _HALF:
        rows[-1].insert(0, rows[-2].pop())


def _line(row: list[Atom], room: float, *, stretch: bool = False) -> Line:
    pieces: list[Piece] = []
    width, gaps = 0.0, []
    for at, atom in enumerate(row):
        if at:
            face, text, _none = pieces[-1]
            gap = _gap(row[at - 1], atom)
            width += gap
            if atom.space:
                text, gap = text + " ", gap - face.widths[" "]
            pieces[-1] = (face, text, gap)
            if gap >= 0 or atom.space:
                gaps.append(len(pieces) - 1)
        pieces.extend(atom.pieces)
        width += atom.width
    shift = _HALF if row[0].first in _HALF_LEFT and row[0].han_first else 0.0
    ink = width - shift - _overhang(row[-1])
    if stretch and gaps and 0 < room - ink <= _LOOSEST * len(gaps):
        _stretch(pieces, gaps, (room - ink) / len(gaps))
        ink = room
    return Line(tuple(_merged(pieces)), ink, shift)


def _stretch(pieces: list[Piece], gaps: list[int], extra: float) -> None:
    for at in gaps:
        face, text, gap = pieces[at]
        pieces[at] = (face, text, gap + extra)


def _merged(pieces: list[Piece]) -> Iterator[Piece]:
    """Adjoining pieces of one face without a gap between them become one."""
    held: Piece | None = None
    for face, text, gap in pieces:
        if held and held[0] is face and not held[2]:
            held = (face, held[1] + text, gap)
            continue
        if held:
            yield held
        held = (face, text, gap)
    if held:
        yield held
