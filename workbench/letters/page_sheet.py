"""A sheet of paper being drawn on: text with its tags, and rules, fills and marks without."""

from __future__ import annotations

from workbench.letters.ink import Ink
from workbench.letters.line_breaking import Line
from workbench.letters.tags import Element

Colour = tuple[float, float, float]


class Sheet:
    """One page. Heights are measured from the top; `marks` are the elements of its content."""

    def __init__(self, number: int, width: float, height: float, ink: Ink) -> None:
        self.number, self.width, self.height, self.ink = number, width, height, ink
        self.marks: list[Element] = []
        self.operators: list[str] = []
        self._open: Element | None = None
        self._colour: Colour | None = None

    def text(
        self,
        element: Element | None,
        line: Line,
        at: tuple[float, float],
        size: float,
        colour: Colour,
    ) -> None:
        """Draw a line with its baseline at (x, y from the top), as this element's content.

        Without an element it is furniture of the page: an artifact.
        """
        if not line.pieces:
            return
        self._mark(element)
        self._fill_colour(colour)
        x = at[0] - line.shift * size / 1000
        self.operators.append(f"BT {_n(x)} {_n(self.height - at[1])} Td")
        before, shown = "", list[str]()
        for face, text, gap in line.pieces:
            for font, codes in self.ink.coded(face, text):
                if font != before:
                    if shown:
                        self.operators.append(f"[{''.join(shown)}] TJ")
                        shown = []
                    self.operators.append(f"/{font} {_n(size)} Tf")
                    before = font
                shown.append(f"<{codes}>")
            if gap:
                shown.append(_n(-gap))
        self.operators.append(f"[{''.join(shown)}] TJ ET")

    def rule(self, x: float, y: float, width: float, thick: float, colour: Colour) -> None:
        """A horizontal rule with its middle at y."""
        self.fill(x, y - thick / 2, width, thick, colour)

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle with its top left corner at (x, y from the top), an artifact."""
        self._mark(None)
        self._fill_colour(colour)
        low = self.height - y - height
        self.operators.append(f"{_n(x)} {_n(low)} {_n(width)} {_n(height)} re f")

    def figure(self, element: Element, path: str, colour: Colour) -> None:
        """A picture of ready operators, in this colour, as this element's content."""
        self._mark(element)
        self._fill_colour(colour)
        self.operators.append(path)

    def finished(self) -> bytes:
        """The page's content stream."""
        self._close()
        return "\n".join(self.operators).encode("ascii")

    def _fill_colour(self, colour: Colour) -> None:
        if colour != self._colour:
            self.operators.append(f"{_n(colour[0])} {_n(colour[1])} {_n(colour[2])} rg")
            self._colour = colour

    def _mark(self, element: Element | None) -> None:
        if element is self._open and self.operators:
            return
        self._close()
        if element is None:
            self.operators.append("/Artifact <</Type /Layout>> BDC")
        else:
            element.marks.append((self.number, len(self.marks)))
            self.operators.append(f"/{element.role} <</MCID {len(self.marks)}>> BDC")
            self.marks.append(element)
        self._open = element

    def _close(self) -> None:
        if self.operators:
            self.operators.append("EMC")


def _n(value: float) -> str:
    """A number for a content stream: at most three decimals, no useless zeros."""
    short = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if short in ("", "-0") else short
