"""A matched sheet becomes typed facts: good rows are ready, the others wait with their reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from workbench.credit.facts import Dictionary, Fact
from workbench.credit.fix import LEFT_OUT, Fix
from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets.doubles import Doubles, find_doubles
from workbench.spreadsheets.matching import ColumnMatch, Matching
from workbench.spreadsheets.problem_texts import SENTENCES, WARNINGS, severity_of, values_for
from workbench.spreadsheets.sheet import ROW, SHEET, CellKind, Sheet
from workbench.spreadsheets.typed_columns import FAULTS, typed
from workbench.spreadsheets.unmatched import names_of_columns, with_unmatched

__all__ = ["Fixes", "Intake", "convert", "every_row"]

Fixes = Mapping[tuple[str, int, str], str]
"""Values an officer put right: (sheet, row, fact) -> the text to read instead."""

MOST_PROBLEMS = 50_000


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a sheet's rows: ready + waiting + duplicates == rows, always.

    `ready`: sheet, row, and the fact columns of `scoring.frames`, `unmatched` among them.
    `waiting`: sheet, row, raw
    (JSON: header -> text as it stands) and problems (JSON list). `problems` are in row order.
    """

    ready: pl.DataFrame
    waiting: pl.DataFrame
    problems: tuple[Problem, ...]
    rows: int
    ready_count: int
    waiting_count: int
    duplicates: int
    duplicate_rows: tuple[tuple[str, int], ...] = ()
    fixes: tuple[Fix, ...] = ()

    def statuses(self) -> dict[tuple[str, int], str]:
        """What became of every row, by sheet and row: "ready", "waiting" or "duplicate"."""
        found = dict.fromkeys(self.duplicate_rows, "duplicate")
        for frame, word in ((self.ready, "ready"), (self.waiting, "waiting")):
            found |= dict.fromkeys(zip(frame[SHEET], frame[ROW], strict=True), word)
        return dict(sorted(found.items()))


def convert(
    sheet: Sheet,
    matching: Matching,
    dictionary: Dictionary,
    *,
    currency: str,
    fixes: Fixes | None = None,
) -> Intake:
    """Every row of the sheet typed and checked.

    Money is in the minor units of `currency`. Raises nothing over data: what cannot be read is
    a problem, and its row waits.
    """
    sheet, prepared = _without_prepared_rows(sheet, matching)
    by_fact = _fixes_by_fact(sheet.cells.select(SHEET, ROW), fixes or {})
    facts, faults, notes = _typed_rows(sheet, matching, dictionary, currency, by_fact)
    faults.append(_required_missing(facts, dictionary, faults))
    faulty = pl.concat(faults) if faults else pl.DataFrame(schema={**FAULTS, "fact": pl.String})
    doubles = find_doubles(facts, sheet, faulty, by_fact)
    left_out = [i for i, answer in by_fact.get("", {}).items() if answer == LEFT_OUT]
    faulty = faulty.filter(~pl.col("index").is_in(left_out))
    everything = pl.concat([faulty, doubles.faults]).sort("index", maintain_order=True)
    places = list(zip(facts[SHEET].to_list(), facts[ROW].to_list(), strict=True))
    maker = _ProblemMaker(sheet, matching, dictionary, places, doubles)
    whole = with_unmatched(facts, sheet, matching)
    found = _sorted_out(whole, everything, maker, [*notes, *prepared])
    return replace(found, fixes=tuple(_made(sheet, matching, places, by_fact)))


def _made(
    sheet: Sheet,
    matching: Matching,
    places: list[tuple[str, int]],
    by_fact: Mapping[str, dict[int, str]],
) -> Iterator[Fix]:
    """The fixes in force, each beside what the cell said; one that only confirms is one too."""
    for fact, texts in by_fact.items():
        if not fact:
            yield from (Fix(*places[index], "", "", None, text) for index, text in texts.items())
            continue
        column = matching.column_of(fact)
        if column is not None:
            for index, text in sorted(texts.items()):
                old = sheet.cells[column.letter][index]
                yield Fix(*places[index], fact, column.letter, old, text)


def every_row(
    sheet: Sheet, matching: Matching, dictionary: Dictionary, *, currency: str
) -> pl.DataFrame:
    """Every row of the sheet in its order as a fact frame, for scoring without a store.

    The columns sheet and row come first; `unreadable` says that a value of the row could not
    be read. Such a value is null, as one that is not given.
    """
    facts, faults, _notes = _typed_rows(sheet, matching, dictionary, currency, {})
    found = pl.concat(faults) if faults else pl.DataFrame(schema=FAULTS)
    bad = found.filter(~pl.col("code").is_in(list(WARNINGS)))["index"].unique()
    at = pl.int_range(facts.height, eager=True)
    return facts.with_columns(at.is_in(bad.cast(at.dtype).implode()).alias("unreadable"))


def _typed_rows(
    sheet: Sheet,
    matching: Matching,
    dictionary: Dictionary,
    currency: str,
    by_fact: Mapping[str, dict[int, str]],
) -> tuple[pl.DataFrame, list[pl.DataFrame], list[Problem]]:
    """The typed facts of every row, what could not be read, and notes on whole columns."""
    columns, faults, notes = [], [], list(sheet.notes)
    for match in matching.matched():
        fact = dictionary[str(match.fact)]
        result = typed(sheet, match, fact, currency, by_fact.get(fact.name, {}))
        columns.append(result.values.alias(fact.name))
        faults.append(result.faults.with_columns(pl.lit(fact.name).alias("fact")))
        told = (*result.notes, *(("scale_assumed",) if match.unit_assumed else ()))
        notes += [_column_note(note, match, sheet) for note in told]
    return sheet.cells.select(SHEET, ROW).with_columns(columns), faults, notes


def _without_prepared_rows(sheet: Sheet, matching: Matching) -> tuple[Sheet, tuple[Problem, ...]]:
    """Rows that hold nothing in any matched column are not applicants yet: a form's prepared
    lines. How many there were is told."""
    letters = [column.letter for column in matching.matched()]
    if not letters or not sheet.cells.height:
        return sheet, ()
    filled = sheet.cells.select(pl.any_horizontal(pl.col(letters).is_not_null()).alias("f"))["f"]
    for letter in letters:
        filled |= sheet.kind_of(letter) == int(CellKind.NOT_COMPUTED)
    empty = int((~filled).sum())
    if not empty:
        return sheet, ()
    only = replace(
        sheet,
        cells=sheet.cells.filter(filled),
        numbers=sheet.numbers.filter(filled) if sheet.numbers.width else sheet.numbers,
        kinds=sheet.kinds.filter(filled) if sheet.kinds.width else sheet.kinds,
    )
    place = Place(sheet=sheet.name)
    values = {"count": str(empty)}
    return only, (Problem("prepared_rows", Severity.INFO, place, _PREPARED, values),)


_PREPARED = N_("Prepared rows without an applicant, left out: {count}.")


def _fixes_by_fact(frame: pl.DataFrame, fixes: Fixes) -> dict[str, dict[int, str]]:
    """Fact -> row of the frame -> text; fixes of rows that are not there are passed over."""
    if not fixes:
        return {}
    at = {place: i for i, place in enumerate(zip(frame[SHEET], frame[ROW], strict=True))}
    found: dict[str, dict[int, str]] = {}
    for (sheet, row, fact), text in fixes.items():
        if (sheet, row) in at:
            found.setdefault(fact, {})[at[sheet, row]] = text
    return found


def _required_missing(
    facts: pl.DataFrame, dictionary: Dictionary, faults: Iterable[pl.DataFrame]
) -> pl.DataFrame:
    """Rows that lack what every application needs and for which nothing else was said yet."""
    told = [fault.filter(~pl.col("code").is_in(list(WARNINGS))) for fault in faults]
    found = []
    for fact in dictionary.required():
        if fact.name not in facts.columns:
            continue
        empty = facts.with_row_index("index").filter(pl.col(fact.name).is_null())
        said = [t.filter(pl.col("fact") == fact.name)["index"] for t in told]
        known = pl.concat(said) if said else pl.Series(dtype=pl.UInt32)
        left = empty.filter(~pl.col("index").is_in(known.implode()))
        found.append(left.select("index", *_constants("required_missing", fact.name)))
    schema = {**FAULTS, "fact": pl.String}
    return pl.concat(found) if found else pl.DataFrame(schema=schema)


def _constants(code: str, fact: str) -> list[pl.Expr]:
    return [
        pl.lit(code).alias("code"),
        pl.lit("").alias("text"),
        pl.lit(None, dtype=pl.String).alias("fix"),
        pl.lit(fact).alias("fact"),
    ]


def _sorted_out(
    facts: pl.DataFrame, faults: pl.DataFrame, maker: _ProblemMaker, notes: list[Problem]
) -> Intake:
    sheet, doubles = maker.sheet, maker.doubles
    warned = [*WARNINGS, "duplicate_row"]
    bad = faults.filter(~pl.col("code").is_in(warned))["index"].unique()
    indexed = facts.with_row_index("index")
    is_double = pl.col("index").is_in(doubles.left_out.implode())
    is_bad = pl.col("index").is_in(bad.implode()) & ~is_double
    ready = indexed.filter(~is_bad & ~is_double).drop("index")
    waits = indexed.filter(is_bad)["index"]
    problems = [maker.problem(row) for row in faults.head(MOST_PROBLEMS).iter_rows(named=True)]
    waiting = _waiting(sheet, waits, faults, maker)
    return Intake(
        ready=ready,
        waiting=waiting,
        problems=(*notes, *problems),
        rows=facts.height,
        ready_count=ready.height,
        waiting_count=waiting.height,
        duplicates=len(doubles.left_out),
        duplicate_rows=tuple(maker.places[i] for i in doubles.left_out.to_list()),
    )


@dataclass(frozen=True, slots=True)
class _ProblemMaker:
    """Turns faults (index, code, text, fix, fact) into problems with place and sentence."""

    sheet: Sheet
    matching: Matching
    dictionary: Dictionary
    places: list[tuple[str, int]]
    doubles: Doubles
    said: dict[str, dict[str, str]] = field(default_factory=dict)

    def problem(self, fault: Mapping[str, object]) -> Problem:
        name, code = str(fault["fact"] or ""), str(fault["code"])
        index, text = int(str(fault["index"])), str(fault["text"] or "")
        sheet, row = self.places[index]
        column = self.matching.column_of(name) if name else None
        fact = self.dictionary[name] if name else None
        if fact is not None and name not in self.said:
            self.said[name] = values_for(fact)
        values = dict(self.said.get(name, {}))
        values |= self.doubles.said_of(index, code, self.places)
        fix = None if fault["fix"] is None else str(fault["fix"])
        return Problem(
            code=code,
            severity=severity_of(code),
            place=Place(
                sheet=sheet,
                row=row,
                column=column.letter if column else "",
                header=column.header if column else "",
            ),
            sentence=SENTENCES[_sentence_code(code, fact)],
            values={**values, "fix": fix or ""},
            fact=name,
            value=_shown(text, fact),
            fix=fix,
        )


def _sentence_code(code: str, fact: Fact | None) -> str:
    if code == "not_a_number" and fact is not None and fact.unit in {"years", "months", "days"}:
        return "not_a_span"
    return code


def _shown(text: str, fact: Fact | None) -> str:
    """The value as it may be quoted: identity numbers show their ends only."""
    hidden = fact is not None and fact.name == "id_number" and len(text) > 8
    return f"{text[:4]}…{text[-4:]}" if hidden else text[:200]


def _waiting(
    sheet: Sheet, waits: pl.Series, faults: pl.DataFrame, maker: _ProblemMaker
) -> pl.DataFrame:
    rows = sheet.cells.with_row_index("index").filter(pl.col("index").is_in(waits.implode()))
    names = names_of_columns((column.letter, column.header) for column in sheet.columns)
    cells = [pl.col(letter).alias(name) for letter, name in names.items()] or [pl.col(ROW)]
    raw = rows.select(pl.struct(cells).alias("raw"))
    told: dict[int, list[dict[str, object]]] = {index: [] for index in rows["index"].to_list()}
    for fault in faults.filter(pl.col("index").is_in(waits.implode())).iter_rows(named=True):
        told[fault["index"]].append(_as_json(maker.problem(fault)))
    return pl.DataFrame(
        {
            SHEET: rows[SHEET],
            ROW: rows[ROW],
            "raw": raw.to_series().struct.json_encode(),
            "problems": pl.Series(
                [json.dumps(one, ensure_ascii=False) for one in told.values()], dtype=pl.String
            ),
        }
    )


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "column": problem.place.column,
        "header": problem.place.header,
        "fact": problem.fact,
        "value": problem.value,
        "fix": problem.fix,
        "sentence": problem.sentence,
        "values": dict(problem.values),
    }


_COLUMN_NOTES: Mapping[str, str] = {
    "order_assumed": N_(
        "Day and month of dates such as “{value}” can be read both ways; they were read as usual "
        "for the currency. Write dates as 2026-11-21 to be sure."
    ),
    "scale_assumed": N_(
        "Amounts such as “{value}” were read in ten thousands, as the other amounts of the sheet "
        "suggest. Write the unit into the column's name to be sure."
    ),
}


def _column_note(code: str, match: ColumnMatch, sheet: Sheet) -> Problem:
    samples = sheet.column(match.letter).samples
    return Problem(
        code=code,
        severity=Severity.WARNING,
        place=Place(sheet=sheet.name, column=match.letter, header=match.header),
        sentence=_COLUMN_NOTES[code],
        fact=match.fact or "",
        value=samples[0] if samples else "",
    )
