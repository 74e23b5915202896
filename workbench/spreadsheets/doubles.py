"""Rows of one sheet that are the same: said twice, or the same person twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from workbench.credit.fix import JOINT, LEFT_OUT, RIGHT
from workbench.spreadsheets.problem_texts import ANSWERED, WARNINGS
from workbench.spreadsheets.sheet import ROW, SHEET, Sheet
from workbench.spreadsheets.typed_columns import FAULTS

_KEYS = {
    "id_number": "same_person",
    "application_reference": "same_reference",
    "phone": "same_phone",
    "email": "same_email",
    "address": "same_address",
    "employer_name": "same_employer",
}
_MOST_TOGETHER = 5
"""An employer of more applicants than these connects nobody with anybody."""


@dataclass(frozen=True, slots=True)
class Doubles:
    """What was found: rows left out because an earlier one says the same, and faults of rows
    that share an identity number or a reference. `first_of` maps (row, code) to the earlier."""

    left_out: pl.Series
    faults: pl.DataFrame
    first_of: Mapping[tuple[int, str], int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def said_of(self, index: int, code: str, places: list[tuple[str, int]]) -> dict[str, str]:
        """The values that a sentence about a double needs: the earlier row, and whose it is."""
        first = self.first_of.get((index, code))
        if first is None:
            return {}
        name = self.names.get(first, "")
        return {"first": str(places[first][1]), "name": f" ({name})" if name else ""}


def find_doubles(
    facts: pl.DataFrame,
    sheet: Sheet,
    faults: pl.DataFrame,
    fixes: Mapping[str, Mapping[int, str]],
) -> Doubles:
    """The doubles among the rows of a sheet.

    `fixes` maps a fact to the officer's texts by row; those of "" answer for whole rows.
    Ready rows are the same when all their facts are, waiting rows when all their cells are. An
    officer who confirms an identity number or reference by a fix is believed.
    """
    answers = fixes.get("", {})
    left = pl.Series([i for i, a in answers.items() if a == LEFT_OUT], dtype=pl.UInt32)
    joint, right = ([i for i, a in answers.items() if a == word] for word in (JOINT, RIGHT))
    errors = faults.filter(~pl.col("code").is_in(list(WARNINGS)))["index"].unique()
    indexed = facts.with_row_index("index").filter(~pl.col("index").is_in(left.implode()))
    is_bad = pl.col("index").is_in(errors.implode())
    names = [name for name in facts.columns if name not in {SHEET, ROW}]
    good = _repeats(indexed.filter(~is_bad), names)
    everything = sheet.cells.with_row_index("index")
    cells = everything.filter(is_bad & ~pl.col("index").is_in(left.implode()))
    bad = _repeats(cells, [column.letter for column in sheet.columns])
    repeated = pl.concat([good, bad]).sort("index")
    left_out = repeated["index"]
    first_of = {(row, "duplicate_row"): first for row, first in repeated.iter_rows()}
    found = [_faults(repeated["index"], "duplicate_row", ""), _faults(left, "left_out", "")]
    for fact, code in _KEYS.items():
        if fact not in facts.columns:
            continue
        others = indexed.filter(~pl.col("index").is_in(left_out.implode()))
        same = _repeats(_with_sound(fact, others, faults), [fact])
        if code in WARNINGS and "id_number" in facts.columns:
            same = _of_others(same, facts["id_number"])
        if code == "same_employer":
            same = same.filter(pl.len().over("first") < _MOST_TOGETHER)
        confirmed = [*fixes.get(fact, {}), *right]
        same = same.filter(~pl.col("index").is_in(confirmed))
        together = same.filter(pl.col("index").is_in(joint))
        if code in ANSWERED and not together.is_empty():
            found.append(_faults(together["index"], "joint", fact))
            first_of |= {(row, "joint"): first for row, first in together.iter_rows()}
            same = same.filter(~pl.col("index").is_in(joint))
        texts = facts[fact].gather(same["index"])
        found.append(_faults(same["index"], code, fact, texts))
        first_of |= {(row, code): first for row, first in same.iter_rows()}
    firsts = set(first_of.values())
    gone = pl.concat([left_out, left]).unique().sort()
    return Doubles(gone, pl.concat(found), first_of, _names(facts, firsts))


def _repeats(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Rows that say what an earlier one says: index, and the index of the first."""
    empty = pl.DataFrame(schema={"index": pl.UInt32, "first": pl.UInt32})
    if not names or rows.height < 2:
        return empty
    key = rows.select("index", pl.struct(names).hash().alias("key"))
    several = key.filter(pl.col("key").is_duplicated())
    if several.is_empty():
        return empty
    candidates = rows.filter(pl.col("index").is_in(several["index"].implode()))
    first = candidates.select("index", pl.col("index").min().over(names).alias("first"))
    return first.filter(pl.col("index") != pl.col("first"))


def _with_sound(fact: str, rows: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """The rows that have the fact whole: numbers cut to 15 digits are alike for many people."""
    cut = faults.filter((pl.col("code") == "digits_lost") & (pl.col("fact") == fact))["index"]
    return rows.filter(pl.col(fact).is_not_null() & ~pl.col("index").is_in(cut.implode()))


def _of_others(same: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    """Without the pairs that are one person by their identity number anyway."""
    mine, first = ids.gather(same["index"]), ids.gather(same["first"])
    return same.filter((mine != first).fill_null(value=True))


def _faults(index: pl.Series, code: str, fact: str, texts: pl.Series | None = None) -> pl.DataFrame:
    count = len(index)
    return pl.DataFrame(
        {
            "index": index,
            "code": pl.repeat(code, count, dtype=pl.String, eager=True),
            "text": texts
            if texts is not None
            else pl.repeat("", count, dtype=pl.String, eager=True),
            "fix": pl.repeat(None, count, dtype=pl.String, eager=True),
            "fact": pl.repeat(fact, count, dtype=pl.String, eager=True),
        },
        schema={**FAULTS, "fact": pl.String},
    )


def _names(facts: pl.DataFrame, rows: set[int]) -> dict[int, str]:
    if "applicant_name" not in facts.columns or len(rows) > 10_000:
        return {}
    series = facts["applicant_name"]
    return {row: str(series[row] or "") for row in rows}
