"""The parts of a development report: tables of plain values that any kind of file can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.i18n import _, number, percent


class Shown(StrEnum):
    """How a column's values are shown."""

    WORDS = "words"
    COUNT = "count"
    SHARE = "share"
    FIGURE = "figure"


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A titled table of a report, with sentences above it.

    `bars` numbers the column whose shares are drawn as bars, where that helps.
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[tuple[str, Shown], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    bars: int | None = None


def cell_text(value: Cell, shown: Shown) -> str:
    """A value as people read it; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if shown is Shown.SHARE:
        return percent(value)
    return number(round(value)) if shown is Shown.COUNT else f"{value:.4f}"


def as_markdown(parts: Sequence[ReportPart]) -> str:
    """The report as plain text with tables."""
    lines = [f"# {_('Scorecard development')}"]
    for part in parts:
        lines += ["", f"## {part.title}", ""]
        for sentence in part.sentences:
            lines += [sentence, ""]
        if part.rows:
            lines.append("| " + " | ".join(head for head, _shown in part.columns) + " |")
            marks = ("---" if shown is Shown.WORDS else "---:" for _head, shown in part.columns)
            lines.append("|" + "|".join(marks) + "|")
        for row in part.rows:
            shown = (cell_text(v, c[1]) for v, c in zip(row, part.columns, strict=True))
            lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"
