"""One column of a sheet becomes one fact, typed: numbers at once, odd texts once per spelling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import polars as pl

from workbench.credit.facts import Fact, Kind, PersonalData
from workbench.credit.identity_numbers import is_damaged_by_spreadsheet, is_resident_id
from workbench.money.amounts import minor_places
from workbench.scoring.frames import FACT_TYPES, PLACES
from workbench.spreadsheets import calendar_dates, values
from workbench.spreadsheets.choices import choice
from workbench.spreadsheets.column_units import MONEY_SCALES
from workbench.spreadsheets.matching import ColumnMatch
from workbench.spreadsheets.sheet import CellKind, Sheet
from workbench.spreadsheets.values import Reading

FAULTS = {"index": pl.UInt32, "code": pl.String, "text": pl.String, "fix": pl.String}
_NUMERIC = {Kind.MONEY, Kind.NUMBER, Kind.RATIO, Kind.COUNT, Kind.DURATION}
_PLAIN_NUMBER = r"^\s*[-+]?\d{1,15}(\.\d+)?\s*$"
_DAMAGED_DIGITS = 1e15
_ISO_DAY = len("2026-11-21")
_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Typed:
    """A fact's values, typed as in `scoring.frames`, and what could not be read of them.

    `faults`: index (row of the frame), code, text, fix.
    """

    values: pl.Series
    faults: pl.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """A column as it comes: text, numbers and kinds side by side, with the officer's fixes in."""

    texts: pl.Series
    numbers: pl.Series
    kinds: pl.Series
    fixed: frozenset[int] = field(default_factory=frozenset)


def typed(
    sheet: Sheet, match: ColumnMatch, fact: Fact, currency: str, fixes: dict[int, str]
) -> Typed:
    """The column's values as the fact; `fixes` maps rows of the frame to the text to read."""
    source = _source(sheet, match.letter, fixes)
    faults = [_broken_cells(source)]
    if fact.kind is Kind.TEXT:
        return _texts(source, fact, currency, faults)
    reader, note = _reader(sheet, source, fact, match, currency)
    done, values_ = _fast(source, fact, match, currency)
    slow, unread = _slow(source, done, reader, FACT_TYPES[fact.kind]())
    merged = pl.select(pl.coalesce(values_, slow).alias(fact.name)).to_series()
    faults.append(unread)
    checked, outside = _in_range(merged, source.texts, fact, currency)
    return Typed(checked, pl.concat([*faults, outside]), note)


def _source(sheet: Sheet, letter: str, fixes: dict[int, str]) -> _Source:
    texts = sheet.cells[letter]
    kinds = sheet.kind_of(letter)
    if letter in sheet.numbers.columns:
        numbers = sheet.numbers[letter]
    else:
        plain = texts.str.contains(_PLAIN_NUMBER)
        frame = pl.DataFrame({"t": texts, "p": plain})
        expression = pl.when("p").then(pl.col("t").str.strip_chars()).cast(pl.Float64, strict=False)
        numbers = frame.select(expression.alias("n")).to_series()
    if not fixes:
        return _Source(texts, numbers, kinds)
    rows, new = list(fixes), [text if text.strip() else None for text in fixes.values()]
    texts = texts.clone().scatter(rows, pl.Series(new, dtype=pl.String))
    numbers = numbers.clone().scatter(rows, pl.Series([None] * len(rows), dtype=pl.Float64))
    kinds = kinds.clone().scatter(
        rows, pl.Series([CellKind.TEXT if text else CellKind.BLANK for text in new], dtype=pl.UInt8)
    )
    return _Source(texts, numbers, kinds, frozenset(rows))


def _broken_cells(source: _Source) -> pl.DataFrame:
    """Error cells and formulas without a result, which no reader may take for blanks."""
    frame = pl.DataFrame({"kind": source.kinds, "text": source.texts}).with_row_index("index")
    broken = frame.filter(pl.col("kind").is_in([CellKind.ERROR, CellKind.NOT_COMPUTED]))
    is_error = pl.col("kind") == int(CellKind.ERROR)
    return broken.select(
        "index",
        pl.when(is_error)
        .then(pl.lit("excel_error"))
        .otherwise(pl.lit("not_computed"))
        .alias("code"),
        pl.col("text").fill_null(""),
        pl.lit(None, dtype=pl.String).alias("fix"),
    )


def _fast(
    source: _Source, fact: Fact, match: ColumnMatch, currency: str
) -> tuple[pl.Series, pl.Series]:
    """What needs no look at each spelling: numbers that are numbers, dates in ISO form.

    Gives which rows are done, and their values.
    """
    frame = pl.DataFrame({"n": source.numbers, "t": source.texts})
    kind = FACT_TYPES[fact.kind]()
    if fact.kind is Kind.DATE:
        whole = pl.when(pl.col("t").str.len_bytes() == _ISO_DAY).then(pl.col("t"))
        value = whole.str.to_date("%Y-%m-%d", strict=False)
    elif fact.kind in _NUMERIC:
        value = _scaled(pl.col("n"), fact, match.unit, currency)
    else:
        value = pl.lit(None, dtype=kind)
    found = frame.select(value.cast(kind, strict=False).alias("v")).to_series()
    return found.is_not_null() | source.texts.is_null(), found


def _scaled(number: pl.Expr, fact: Fact, unit: str, currency: str) -> pl.Expr:
    if fact.kind is Kind.MONEY:
        scale: int = MONEY_SCALES[unit] * 10 ** minor_places(currency)
        minor = number * scale
        return minor.round(6).round(0, mode="half_away_from_zero")
    if fact.kind is Kind.COUNT:
        whole = number * _span_scale(unit, fact.unit)
        return pl.when(whole == whole.round(0)).then(whole)
    if fact.kind is Kind.RATIO:
        return (number / (100 if unit == "percent_points" else 1)).round(PLACES)
    if fact.kind is Kind.DURATION:
        return (number * _span_scale(unit, fact.unit)).round(PLACES)
    return number.round(PLACES)


def _span_scale(unit: str, own: str) -> float:
    if unit in {"", own} or own not in {"years", "months"}:
        return 1.0
    return 12.0 if unit == "years" else 1 / 12


def _slow(
    source: _Source, done: pl.Series, reader: Callable[[str], Reading], kind: pl.DataType
) -> tuple[pl.Series, pl.DataFrame]:
    """Every spelling that is left, read once."""
    broken = source.kinds.is_in([CellKind.ERROR, CellKind.NOT_COMPUTED])
    frame = pl.DataFrame({"t": source.texts, "left": ~done & ~broken}).with_row_index("index")
    left = frame.filter("left")
    spellings = left["t"].unique(maintain_order=True)
    readings = [reader(text) for text in spellings.to_list()]
    known = pl.DataFrame(
        {
            "t": spellings,
            "v": pl.Series([r.value for r in readings], dtype=kind, strict=False),
            "code": pl.Series([r.problem or None for r in readings], dtype=pl.String),
            "fix": pl.Series([r.fix for r in readings], dtype=pl.String),
        }
    )
    joined = left.join(known, on="t", how="left", maintain_order="left")
    read = pl.repeat(None, len(frame), dtype=kind, eager=True)
    if joined.height:
        read = read.scatter(joined["index"], joined["v"])
    faults = joined.filter(pl.col("code").is_not_null())
    return read, faults.select("index", "code", pl.col("t").alias("text"), "fix")


def _reader(
    sheet: Sheet, source: _Source, fact: Fact, match: ColumnMatch, currency: str
) -> tuple[Callable[[str], Reading], tuple[str, ...]]:
    """How one spelling of this fact is read, and what had to be assumed for it."""
    kind = fact.kind
    if kind is Kind.CHOICE:
        return partial(choice, fact=fact), ()
    if kind is Kind.YES_NO:
        return values.yes_no, ()
    texts = source.texts.drop_nulls().head(_LOOKED_AT).unique().to_list()
    if kind is Kind.DATE:
        return _date_reader(texts, sheet, currency)
    mark = values.decimal_mark([text for text in texts if "," in text or "." in text])
    return partial(_number, fact=fact, match=match, mark=mark, currency=currency), ()


def _date_reader(
    texts: list[str], sheet: Sheet, currency: str
) -> tuple[Callable[[str], Reading], tuple[str, ...]]:
    order = calendar_dates.day_order(texts)
    usual = calendar_dates.DayOrder.DAY_FIRST
    if currency == "USD":
        usual = calendar_dates.DayOrder.MONTH_FIRST
    note = ("order_assumed",) if order is None and calendar_dates.needs_order(texts) else ()
    reader = partial(calendar_dates.date, order=order or usual, epoch_1904=sheet.epoch_1904)
    return reader, note


def _number(text: str, fact: Fact, match: ColumnMatch, mark: str, currency: str) -> Reading:
    readers: dict[Kind, Callable[[], Reading]] = {
        Kind.MONEY: lambda: values.amount(text, mark),
        Kind.NUMBER: lambda: values.amount(text, mark),
        Kind.RATIO: lambda: values.ratio(text, mark),
        Kind.COUNT: lambda: _counted(text, fact, match.unit, mark),
        Kind.DURATION: lambda: values.span(text, match.unit or fact.unit, mark),
    }
    reading = readers[fact.kind]()
    if reading.value is None:
        return reading
    return Reading(_in_frame_unit(Decimal(str(reading.value)), text, fact, match.unit, currency))


def _counted(text: str, fact: Fact, unit: str, mark: str) -> Reading:
    """A count; for a term in a column of years, "2" is 24 months and "18 months" 18."""
    if fact.unit not in {"months", "years"} or unit in {"", fact.unit}:
        return values.count(text, fact.unit, mark)
    reading = values.span(text, unit, mark)
    if not isinstance(reading.value, Decimal):
        return reading
    whole = round(float(reading.value) * _span_scale(unit, fact.unit), PLACES)
    return Reading(int(whole)) if whole == int(whole) else Reading(problem="not_whole")


def _in_frame_unit(value: Decimal, text: str, fact: Fact, unit: str, currency: str) -> object:
    if fact.kind is Kind.MONEY:
        scale = 1 if any(mark in text for mark in "万亿千") else MONEY_SCALES[unit]
        minor = value * scale * 10 ** minor_places(currency)
        return int(minor.to_integral_value(ROUND_HALF_UP))
    if fact.kind is Kind.COUNT:
        return int(value)
    if fact.kind is Kind.DURATION:
        return round(float(value) * _span_scale(unit, fact.unit), PLACES)
    if fact.kind is Kind.RATIO and unit == "percent_points" and "%" not in text:
        value /= 100
    return round(float(value), PLACES)


def _in_range(
    series: pl.Series, texts: pl.Series, fact: Fact, currency: str
) -> tuple[pl.Series, pl.DataFrame]:
    """Values outside the fact's plausible range go, and are told."""
    least, most = _bounds(fact, currency)
    if least is None or most is None:
        return series, pl.DataFrame(schema=FAULTS)
    frame = pl.DataFrame({"v": series, "text": texts}).with_row_index("index")
    inside = pl.col("v").is_between(least, most)
    outside = frame.filter(~inside).select(
        "index",
        pl.lit("out_of_range").alias("code"),
        "text",
        pl.lit(None, dtype=pl.String).alias("fix"),
    )
    if outside.is_empty():
        return series, outside
    return frame.select(pl.when(inside).then("v").alias(fact.name)).to_series(), outside


Bound = int | float | dt.date


def _bounds(fact: Fact, currency: str) -> tuple[Bound | None, Bound | None]:
    if fact.kind is Kind.DATE:
        return fact.earliest, fact.latest
    if fact.kind is Kind.MONEY:
        scale = 10 ** minor_places(currency)
        bounds: Sequence[Decimal | None] = (fact.least, fact.most)
        least, most = (None if b is None else int(b * scale) for b in bounds)
        return least, most
    return (
        None if fact.least is None else float(fact.least),
        None if fact.most is None else float(fact.most),
    )


def _texts(source: _Source, fact: Fact, currency: str, faults: list[pl.DataFrame]) -> Typed:
    broken = source.kinds.is_in([CellKind.ERROR, CellKind.NOT_COMPUTED])
    frame = pl.DataFrame(
        {"t": source.texts, "n": source.numbers, "k": source.kinds, "broken": broken}
    ).with_row_index("index")
    cleaned = _cleaned(frame["t"])
    value = pl.when(~pl.col("broken")).then(pl.Series(cleaned)).alias(fact.name)
    read = frame.select(value).to_series()
    lost = frame.filter(~pl.col("broken") & pl.col("t").is_not_null() & read.is_null())
    faults.append(_coded(lost, "read_as_missing"))
    if fact.personal is PersonalData.IDENTIFIER:
        is_number = pl.col("k") == int(CellKind.NUMBER)
        damaged = frame.filter(is_number & (pl.col("n").abs() >= _DAMAGED_DIGITS))
        faults.append(_coded(damaged, "digits_lost"))
    if fact.name == "postcode":
        read, told = _with_zeros(read, frame["k"], currency)
        faults.append(told)
    if fact.name == "id_number":
        faults += _odd_identities(frame.filter(pl.col("k") == int(CellKind.TEXT)))
    return Typed(read, pl.concat(faults))


def _odd_identities(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """18-digit numbers that Excel cut to 15 digits, and those whose check digit does not fit."""
    long = frame.filter(pl.col("t").str.contains(r"^\s*(\d{17}[\dXx]|\d\.\d+E\+?1[67])\s*$"))
    texts = long["t"].to_list()
    damaged = pl.Series([is_damaged_by_spreadsheet(text) for text in texts], dtype=pl.Boolean)
    sound = pl.Series([is_resident_id(text) for text in texts], dtype=pl.Boolean)
    return [
        _coded(long.filter(damaged), "digits_lost"),
        _coded(long.filter(~damaged & ~sound), "check_digit"),
    ]


_POSTCODE_DIGITS = {"USD": 5, "CNY": 6}


def _with_zeros(read: pl.Series, kinds: pl.Series, currency: str) -> tuple[pl.Series, pl.DataFrame]:
    """Postcodes whose leading zeros a spreadsheet took for a number's: 1852 is 01852."""
    digits = _POSTCODE_DIGITS.get(currency, 0)
    frame = pl.DataFrame({"t": read, "k": kinds}).with_row_index("index")
    short = (pl.col("k") == int(CellKind.NUMBER)) & pl.col("t").str.contains(r"^\d{3,5}$")
    cut = short & (pl.col("t").str.len_chars() < digits)
    whole = pl.col("t").str.zfill(digits) if digits else pl.col("t")
    told = frame.filter(cut).select(
        "index",
        pl.lit("zeros_restored").alias("code"),
        pl.col("t").alias("text"),
        whole.alias("fix"),
    )
    restored = frame.select(pl.when(cut).then(whole).otherwise("t").alias(read.name))
    return restored.to_series(), told


def _coded(rows: pl.DataFrame, code: str) -> pl.DataFrame:
    return rows.select(
        "index",
        pl.lit(code).alias("code"),
        pl.col("t").alias("text"),
        pl.lit(None, dtype=pl.String).alias("fix"),
    )


def _cleaned(texts: pl.Series) -> pl.Series:
    """Texts on one line without control characters; only odd ones are looked at one by one."""
    odd = texts.str.contains(r"[^ -~]|  |^[ ']| $") | (texts.str.len_chars() <= 15)
    frame = pl.DataFrame({"t": texts, "odd": odd})
    spellings = frame.filter("odd")["t"].unique(maintain_order=True)
    kept = [values.free_text(text).value for text in spellings.to_list()]
    known = pl.DataFrame({"t": spellings, "v": pl.Series(kept, dtype=pl.String)})
    joined = frame.join(known, on="t", how="left", maintain_order="left")
    return joined.select(
        pl.when("odd").then("v").otherwise(pl.col("t").str.slice(0, 500)).alias("v")
    ).to_series()
