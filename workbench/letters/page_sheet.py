"""A sheet of paper being drawn on: text with its tags, and rules, fills and marks without."""

from __future__ import annotations

from workbench.letters.ink import Ink, number_text
from workbench.letters.line_breaking import Line
from workbench.letters.pictures import Picture
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
        shown = self.ink.shown(line, number_text(size))
        self.operators.append(f"BT {number_text(x)} {number_text(self.height - at[1])} Td\n{shown}")

    def rule(self, x: float, y: float, width: float, thick: float, colour: Colour) -> None:
        """A horizontal rule with its middle at y."""
        self.fill(x, y - thick / 2, width, thick, colour)

    def fill(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A filled rectangle with its top left corner at (x, y from the top), an artifact."""
        self._mark(None)
        self._fill_colour(colour)
        low = self.height - y - height
        self.operators.append(
            f"{number_text(x)} {number_text(low)} {number_text(width)} {number_text(height)} re f"
        )

    def figure(self, element: Element, path: str, colour: Colour) -> None:
        """A picture of ready operators, in this colour, as this element's content."""
        self._mark(element)
        self._fill_colour(colour)
        self.operators.append(path)

    def picture(
        self,
        element: Element | None,
        picture: Picture,
        box: tuple[float, float, float, float],
    ) -> None:
        """A picture in a box (x, y from the top, width, height) as this element's content."""
        self._mark(element)
        x, top, width, height = box
        self.ink.pictures[picture.name] = picture
        places = " ".join(map(number_text, (x, self.height - top - height)))
        self.operators.append(
            f"q {number_text(width)} 0 0 {number_text(height)} {places} cm /{picture.name} Do Q"
        )

    def finished(self) -> bytes:
        """The page's content stream."""
        self._close()
        return "\n".join(self.operators).encode("ascii")

    def _fill_colour(self, colour: Colour) -> None:
        if colour != self._colour:
            self.operators.append(
                f"{number_text(colour[0])} {number_text(colour[1])} {number_text(colour[2])} rg"
            )
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
