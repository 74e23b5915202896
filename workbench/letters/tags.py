"""The structure of a letter for readers that do not see it: what is a heading, a table, a list."""

from __future__ import annotations

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Element:
    """One element of the structure tree. `marks` are (page, number) of its marked content."""

    role: str
    kids: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    scope: str = ""
    columns: int = 1
    numbering: str = ""
    described: str = ""
    box: Box | None = None

    def add(self, role: str, **more: str) -> Element:
        """A new element under this one."""
        kid = Element(role, **more)  # type: ignore[arg-type]
        self.kids.append(kid)
        return kid


def without_empty(element: Element) -> None:
    """Take out what was never drawn, except table cells."""
    for kid in element.kids:
        without_empty(kid)
    element.kids = [
        kid for kid in element.kids if kid.kids or kid.marks or kid.role in ("TD", "TH")
    ]
