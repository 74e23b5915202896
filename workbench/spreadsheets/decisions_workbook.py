"""The decisions workbook: every decision a typed row, and a summary in front."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from workbench.files import replacing
from workbench.i18n import N_, _
from workbench.spreadsheets.workbook_writer import BarChart, OutColumn, Style, WorkbookWriter

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
    override_at: int | None = None,
    reasons_at: int | None = None,
) -> int:
    """Write decisions to .xlsx, whole or not at all; gives the number of rows.

    Rows are taken one by one and never held. Cells keep their type (Decimal and int numbers,
    date, datetime, bool, str); None is blank. `summary` is label and value per line; `further`
    are more sheets (name, columns, rows). With `override_at`, rows whose cell there is filled
    get a sheet of their own; with `reasons_at`, the texts there (one per line or "; ") are
    counted on another. Raises FileNotWritable.
    """
    kept = _Kept(override_at, reasons_at)
    with replacing(out) as draft, WorkbookWriter(draft) as book:
        lines = [OutColumn(_(_FIGURE), width=44), OutColumn(_(_VALUE), Style.WHOLE, 22)]
        book.table(_(_SUMMARY), lines, summary, chart=_chart(summary))
        count = book.table(name or _(_DECISIONS), _columns(columns), kept.passing(rows))
        if override_at is not None:
            book.table(_(_OVERRIDES), _columns(columns), kept.overrides)
        if reasons_at is not None:
            heads = [OutColumn(_(_REASON), width=70), OutColumn(_(_TIMES), Style.WHOLE, 12)]
            book.table(_(_REASONS), heads, kept.reasons.most_common(), chart=kept.chart())
        for title, its_columns, its_rows in further:
            book.table(title, _columns(its_columns), its_rows)
    return count


_SUMMARY, _DECISIONS = N_("Summary"), N_("Decisions")
_FIGURE, _VALUE = N_("Figure"), N_("Value")


_OVERRIDES, _REASONS = N_("Overrides"), N_("Reasons")
_REASON, _TIMES = N_("Reason"), N_("Times")
_MOST_BARS = 15


@dataclass(slots=True)
class _Kept:
    """What is remembered of the rows while they pass: overrides, and how often each reason."""

    override_at: int | None
    reasons_at: int | None
    overrides: list[Sequence[object]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def passing(self, rows: Rows) -> Iterator[Sequence[object]]:
        """The rows unchanged, one by one."""
        for row in rows:
            if self.override_at is not None and row[self.override_at]:
                self.overrides.append(row)
            if self.reasons_at is not None and row[self.reasons_at]:
                texts = re.split(r"\n|; ", str(row[self.reasons_at]))
                self.reasons.update(text.strip() for text in texts if text.strip())
            yield row

    def chart(self) -> BarChart | None:
        """The most frequent reasons as bars."""
        bars = min(len(self.reasons), _MOST_BARS)
        return BarChart(_(_REASONS), 2, bars + 1) if bars else None


def _chart(summary: Sequence[tuple[str, object]]) -> BarChart | None:
    """The counts that lead the summary as bars."""
    counts = list(takewhile(lambda line: type(line[1]) is int, summary))
    return BarChart(_(_SUMMARY), 2, len(counts) + 1) if len(counts) > 1 else None


def _columns(columns: Sequence[OutColumn | str]) -> list[OutColumn]:
    return [
        column if isinstance(column, OutColumn) else OutColumn(column, Style.PLAIN)
        for column in columns
    ]
