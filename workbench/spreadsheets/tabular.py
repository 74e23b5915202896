"""Plain tables for bulk scoring: .csv, .xlsx and .parquet, in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from workbench.errors import FileNotReadable, FileNotWritable
from workbench.files import replacing
from workbench.i18n import N_, _
from workbench.spreadsheets.decisions_workbook import OutColumn, Style
from workbench.spreadsheets.read import read
from workbench.spreadsheets.sheet import ROW, SHEET, Sheet
from workbench.spreadsheets.verdicts import Verdict, Why
from workbench.spreadsheets.workbook_writer import WorkbookWriter

_ENDINGS = (".csv", ".xlsx", ".parquet")
_STYLES: dict[type[pl.DataType], Style] = {
    pl.String: Style.TEXT,
    pl.Date: Style.DATE,
    pl.Datetime: Style.MOMENT,
}


def read_sheet(path: str | Path, *, sheet: str | None = None) -> Sheet:
    """The table of a .csv, .xlsx or .parquet file, ready for `matching.match`.

    Raises FileNotReadable or SheetUnknown.
    """
    file = Path(path)
    if file.suffix.lower() == ".parquet":
        return _as_sheet(_parquet(file), file.stem)
    return read(file, sheet=sheet).chosen


def read_table(path: str | Path, *, sheet: str | None = None) -> pl.DataFrame:
    """The same table as a plain frame: one column per header, every value as text; a .parquet
    file keeps its types. Raises FileNotReadable or SheetUnknown."""
    file = Path(path)
    if file.suffix.lower() == ".parquet":
        return _parquet(file)
    found = read(file, sheet=sheet).chosen
    names = {c.letter: c.header or c.letter for c in found.columns}
    return found.cells.drop(SHEET, ROW).rename(names)


def _parquet(file: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(file)
    except FileNotFoundError:
        raise FileNotReadable(file=file.name, why=Why(Verdict.MISSING)) from None
    except (OSError, pl.exceptions.PolarsError):
        raise FileNotReadable(file=file.name, why=Why(Verdict.BROKEN)) from None


def _as_sheet(frame: pl.DataFrame, name: str) -> Sheet:
    from workbench.spreadsheets.frame_sheets import sheet_of

    return sheet_of(frame, name)


def refuse_ending(out: Path) -> None:
    """Refuse a name by which no table can be written. Raises FileNotWritable."""
    if out.suffix.lower() not in _ENDINGS:
        why = _("its name must end in {kinds}.", kinds=" / ".join(_ENDINGS))
        raise FileNotWritable(file=out.name, why=why)


def write_table(frame: pl.DataFrame, out: str | Path) -> None:
    """Write a frame as .csv, .xlsx or .parquet by the name's ending, whole or not at all.

    In .csv, text that a spreadsheet would take for a formula gets an apostrophe in front.
    Raises FileNotWritable (an .xlsx holds 1,048,575 rows).
    """
    target = Path(out)
    refuse_ending(target)
    ending = target.suffix.lower()
    if ending == ".xlsx" and frame.height > _MOST_ROWS:
        raise FileNotWritable(file=target.name, why=_(_TOO_LONG))
    with replacing(target) as draft:
        if ending == ".parquet":
            frame.write_parquet(draft)
        elif ending == ".csv":
            _harmless(frame).write_csv(draft, include_bom=_needs_mark(frame))
        else:
            with WorkbookWriter(draft) as book:
                book.table("Table", _columns(frame), _rows(frame))


def _needs_mark(frame: pl.DataFrame) -> bool:
    """Whether Excel needs a mark in front to read the table's text rightly."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    wide = (frame[name].str.len_bytes() > frame[name].str.len_chars() for name in texts)
    return not all(map(str.isascii, frame.columns)) or any(column.any() for column in wide)


_MOST_ROWS = 2**20 - 1
_TOO_LONG = N_("an .xlsx sheet holds 1,048,575 rows at most; name a .csv or .parquet file.")


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Text that starts like a formula gets an apostrophe; numbers in text stay as they are."""
    risky = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+@\t\r-]") & ~pl.col(name).str.contains(_NUMBER))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in risky
    )


_NUMBER = r"^[-+]?[0-9.,]+%?$"


def _columns(frame: pl.DataFrame) -> Sequence[OutColumn]:
    return [
        OutColumn(name, _STYLES.get(type(kind), Style.PLAIN), max(10, min(len(name) + 3, 40)))
        for name, kind in frame.schema.items()
    ]


def _rows(frame: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    yield from frame.iter_rows()
