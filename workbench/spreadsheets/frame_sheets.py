"""A typed frame seen as a sheet, so that bulk files take the same way as workbooks."""

from __future__ import annotations

import polars as pl

from workbench.spreadsheets.grids import number_texts
from workbench.spreadsheets.sheet import ROW, SHEET, CellKind, Sheet, SourceColumn, letter_of

_SAMPLES = 3


def sheet_of(frame: pl.DataFrame, name: str) -> Sheet:
    """The frame as a sheet whose header is in row 1."""
    cells = {
        SHEET: pl.repeat(name, frame.height, dtype=pl.String, eager=True),
        ROW: pl.int_range(2, frame.height + 2, dtype=pl.Int64, eager=True),
    }
    numbers: dict[str, pl.Series] = {}
    columns = []
    for i, series in enumerate(frame.iter_columns()):
        letter = letter_of(i)
        kind = _kind(series.dtype)
        if kind is CellKind.NUMBER:
            numbers[letter] = series.cast(pl.Float64, strict=False)
            cells[letter] = number_texts(numbers[letter])
        else:
            cells[letter] = _texts(series)
        filled = cells[letter].drop_nulls()
        samples = tuple(filled.head(_SAMPLES).to_list())
        columns.append(SourceColumn(letter, series.name, kind, samples, len(filled)))
    return Sheet(
        name=name,
        header_row=1,
        first_data_row=2,
        columns=tuple(columns),
        cells=pl.DataFrame(cells),
        numbers=pl.DataFrame(numbers),
        kinds=pl.DataFrame(),
    )


def _kind(dtype: pl.DataType) -> CellKind:
    if dtype.is_numeric():
        return CellKind.NUMBER
    if dtype == pl.Boolean:
        return CellKind.YES_NO
    if dtype == pl.Date:
        return CellKind.DATE
    return CellKind.MOMENT if dtype == pl.Datetime else CellKind.TEXT


def _texts(series: pl.Series) -> pl.Series:
    if series.dtype == pl.Boolean:
        return series.cast(pl.String).str.to_uppercase()
    if series.dtype == pl.Datetime:
        return series.dt.strftime("%Y-%m-%d %H:%M:%S")
    return series.cast(pl.String, strict=False)
