"""Laying out how scores are spread: a bar for each range, the reader's own range marked."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.letters.content import Bar, Bars
from workbench.letters.flow import Piece, baseline, one_line
from workbench.letters.line_breaking import Line
from workbench.letters.look import Look, Type
from workbench.letters.page_sheet import Sheet
from workbench.letters.tags import Element

_LEADING, _THICK = 14.0, 8.0
_LABELS = 0.16
_LONGEST = 0.62
_AFTER = 6.0


def spread_pieces(block: Bars, parent: Element, look: Look) -> Iterator[Piece]:
    """One piece for each range, all kept together; the bars themselves are furniture."""
    kind = Type(look.quiet.size, _LEADING, 0, 0, look.ink)
    listed = parent.add("L")
    listed.numbering = "None"
    widest = max(bar.share for bar in block.bars)
    last = len(block.bars) - 1
    for at, bar in enumerate(block.bars):
        item = listed.add("LI")
        words = (item.add("Lbl"), item.add("LBody"))
        width = look.measure * _LONGEST * float(bar.share / widest) if widest else 0.0
        yield Piece(
            _LEADING + (_AFTER if at == last else 0),
            _drawer(bar, words, width, look, kind),
            keep=at < last,
        )


def _drawer(bar: Bar, words: tuple[Element, Element], width: float, look: Look, kind: Type) -> _Bar:
    name = one_line(bar.name, look, strong=bar.own)
    value = one_line(bar.value, look, strong=bar.own)
    return _Bar(words, (name, value), width, look, kind, own=bar.own)


class _Bar:
    """Draws one range: its name, its bar, and its share at the bar's end."""

    def __init__(
        self,
        words: tuple[Element, Element],
        lines: tuple[Line, Line],
        width: float,
        look: Look,
        kind: Type,
        *,
        own: bool,
    ) -> None:
        self.words, self.lines, self.width = words, lines, width
        self.look, self.kind, self.own = look, kind, own

    def __call__(self, sheet: Sheet, top: float) -> None:
        look, kind = self.look, self.kind
        y, begin = top + baseline(kind), look.left + look.measure * _LABELS
        sheet.text(self.words[0], self.lines[0], (look.left, y), kind.size, kind.colour)
        ink = look.brand if self.own else look.line
        sheet.fill(begin, top + (_LEADING - _THICK) / 2, max(self.width, 0.5), _THICK, ink)
        end = begin + self.width + 6
        sheet.text(self.words[1], self.lines[1], (end, y), kind.size, kind.colour)
