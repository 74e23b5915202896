"""Columns that no fact was matched to: their cells stay with their row, word for word."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from workbench.scoring.frames import UNMATCHED
from workbench.spreadsheets.known_headers import is_ours
from workbench.spreadsheets.matching import Matching
from workbench.spreadsheets.sheet import Sheet

MOST_KEPT = 200


def names_of_columns(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Letter -> the name a column's text goes by in a stored row, from (letter, header): its
    header; the letter is added where there is none, or as often as another column has it."""
    names: dict[str, str] = {}
    for letter, header in columns:
        name = header
        while not name or name in names.values():
            name = f"{name} {letter}".strip()
        names[letter] = name
    return names


def with_unmatched(facts: pl.DataFrame, sheet: Sheet, matching: Matching) -> pl.DataFrame:
    """The frame with a column of structs that hold the cells of the columns that are not
    matched; as it was where every filled column is."""
    matched = {column.letter for column in matching.matched()}
    names = names_of_columns((column.letter, column.header) for column in sheet.columns)
    kept = [
        pl.col(column.letter).alias(names[column.letter])
        for column in sheet.columns
        if column.letter not in matched and column.filled and not is_ours(column.header)
    ]
    if not kept:
        return facts
    return facts.with_columns(sheet.cells.select(pl.struct(kept[:MOST_KEPT]).alias(UNMATCHED)))
