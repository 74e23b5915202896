"""The decisions workbook: every decision a typed row, and a summary in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.files import replacing
from workbench.i18n import N_, _
from workbench.spreadsheets.workbook_parts import Style
from workbench.spreadsheets.workbook_writer import OutColumn, WorkbookWriter

__all__ = ["OutColumn", "Style", "write_decisions"]

Rows = Iterable[Sequence[object]]


def write_decisions(
    rows: Rows,
    columns: Sequence[OutColumn | str],
    summary: Sequence[tuple[str, object]],
    out: str | Path,
    *,
    name: str | None = None,
    further: Sequence[tuple[str, Sequence[OutColumn | str], Rows]] = (),
) -> int:
    """Write decisions to .xlsx, whole or not at all; gives the number of rows.

    Rows are taken one by one and never held. Cells keep their type (Decimal and int numbers,
    date, datetime, bool, str); None is blank. `summary` is label and value per line; `further`
    are more sheets (name, columns, rows). Raises FileNotWritable.
    """
    with replacing(out) as draft, WorkbookWriter(draft) as book:
        lines = [OutColumn(_(_FIGURE), width=44), OutColumn(_(_VALUE), Style.WHOLE, 22)]
        book.table(_(_SUMMARY), lines, [(label, value) for label, value in summary])
        count = book.table(name or _(_DECISIONS), _columns(columns), rows)
        for title, its_columns, its_rows in further:
            book.table(title, _columns(its_columns), its_rows)
    return count


_SUMMARY, _DECISIONS = N_("Summary"), N_("Decisions")
_FIGURE, _VALUE = N_("Figure"), N_("Value")


def _columns(columns: Sequence[OutColumn | str]) -> list[OutColumn]:
    return [
        column if isinstance(column, OutColumn) else OutColumn(column, Style.PLAIN)
        for column in columns
    ]
