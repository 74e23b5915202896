"""A lender's labelled table made ready: typed columns, the outcome, suspicions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.credit.facts import PersonalData, dictionary
from workbench.scoring.develop.fine_bins import Field, Floats, bin_field, odd_values
from workbench.scoring.develop.validation import auc

FEWEST_OF_A_KIND = 10
MOST_NOT_KNOWN = 5
FEW_WORDS, MOST_WORDS, ROWS_A_WORD = 60, 300, 20
"""Up to so many different words are always offered; more, up to the second, with enough rows."""
FUTURE_AUC = 0.90
NUMBER_SHARE, MIXED_SHARE = 0.98, 0.5
"""The share of numbers that makes a column one of numbers; the lower one where the few other words
stand for "not known" among more numbers than words could be."""
_NOT_GIVEN = ("", "na", "n/a", "#n/a", "nan", "null", "?", "-", "--", ".")
_DATE = (
    r"^\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([ T].*)?$"
    r"|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|^\w{3}-(\d{2}|\d{4})$"
)
_BAD_WORDS = frozenset(
    {
        "1",
        "bad",
        "default",
        "defaulted",
        "charged off",
        "chgoff",
        "yes",
        "true",
        "y",
        "坏",
        "违约",
        "是",
    }
)
_GOOD_WORDS = frozenset(
    {
        "0",
        "good",
        "paid",
        "fully paid",
        "p i f",
        "pif",
        "no",
        "false",
        "n",
        "好",
        "正常",
        "否",
    }
)


UNKNOWN = ("", "na", "n/a", "null", "unknown", "indeterminate", "未知")
"""Outcomes that are neither bad nor good, also where a word for bad is named."""


class NoOutcome(ValueError):
    """The target column has no word known to mean bad, other codes, or too few of one kind."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is not offered to the card, and why: a stored word.

    `empty`, `constant`, `dates`, `too_many_words`, `protected`, `knows_the_future`, `excluded`.
    """

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows with a known outcome: typed columns, 1.0 for bad, the fields offered, the rest."""

    frame: pl.DataFrame
    bad: Floats
    fields: tuple[Field, ...]
    left_out: tuple[LeftOut, ...]
    duplicates: int
    unknown: int


def make_ready(
    table: pl.DataFrame,
    target: str,
    *,
    exclude: Collection[str] = (),
    time: str | None = None,
    keep: Collection[str] = (),
    bad_word: str = "",
    good_word: str = "",
    declared: Mapping[str, Field] | None = None,
) -> Labelled:
    """Type a table's columns and choose those a card may use.

    A column is left out when it is empty, constant, free text, a protected characteristic, or
    ranks the outcome so well (AUC at least 0.90) that it must know the future; `keep` names
    columns that are used all the same. `bad_word` is the target's word for bad where it is not a
    usual one; every other word then means good, but for those in `UNKNOWN`, unless `good_word`
    is named: then all others are not known. `declared` holds
    what a person said of a column. Raises NoOutcome (also with fewer than ten bad or good
    rows, of which nothing can be learned), KeyError for a column that is not there.
    """
    outcome = outcome_of(table[target], bad_word, good_word)
    known = outcome.is_not_null()
    frame = table.filter(known).with_columns(
        typed(table[name]).filter(known) for name in table.columns if name != target
    )
    bad = outcome.filter(known).to_numpy().astype(np.float64)
    if min(bad.sum(), len(bad) - bad.sum()) < FEWEST_OF_A_KIND:
        raise NoOutcome(target)
    fields: list[Field] = []
    left: list[LeftOut] = []
    for name in table.columns:
        if name in {target, time}:
            continue
        why = "excluded" if name in exclude else _why_not(frame[name], bad, name, keep)
        if why:
            left.append(LeftOut(name, why))
        else:
            fields.append((declared or {}).get(name) or _field(frame[name]))
    return Labelled(
        frame=frame,
        bad=bad,
        fields=tuple(fields),
        left_out=tuple(left),
        duplicates=int(table.height - table.unique().height),
        unknown=int((~known).sum()),
    )


def typed(column: pl.Series) -> pl.Series:
    """The column as numbers where nearly all of it is numbers, as words otherwise."""
    if column.dtype.is_numeric():
        return column.cast(pl.Float64)
    if column.dtype == pl.Boolean:
        return column.cast(pl.String)
    words = column.cast(pl.String).str.strip_chars()
    words = words.set(words.str.to_lowercase().is_in(_NOT_GIVEN), None)
    plain = words.str.strip_prefix("$").str.replace_all(",", "").str.strip_suffix("%")
    numbers = plain.cast(pl.Float64, strict=False)
    given = len(words) - words.null_count()
    share = (len(numbers) - numbers.null_count()) / max(given, 1)
    many = share >= MIXED_SHARE and numbers.n_unique() > MOST_WORDS
    if share >= NUMBER_SHARE or (many and _few_words(words, numbers)):
        return numbers.alias(column.name)
    return words.alias(column.name)


def _few_words(words: pl.Series, numbers: pl.Series) -> bool:
    return words.filter(numbers.is_null()).drop_nulls().n_unique() <= MOST_NOT_KNOWN


def _field(column: pl.Series) -> Field:
    is_number = column.dtype == pl.Float64
    return Field(column.name, is_number, specials=odd_values(column) if is_number else ())


def outcome_of(column: pl.Series, bad_word: str = "", good_word: str = "") -> pl.Series:
    """1.0 for bad, 0.0 for good, null where it is not known.

    Raises NoOutcome where no word is known to mean bad, and where codes other than 0 and 1
    stand in the column and nobody said which of them is bad: 1 may as well mean good.
    """
    words = outcome_words(column)
    bad = [bad_word.strip().lower()] if bad_word else list(_BAD_WORDS)
    there = set(words.drop_nulls().unique().to_list())
    if not there & set(bad):
        raise NoOutcome(column.name)
    if not bad_word and any(word.lstrip("-").isdigit() for word in there - {"0", "1"}):
        raise NoOutcome(column.name)
    if good_word:
        is_good = words == good_word.strip().lower()
    elif bad_word:
        is_good = ~words.is_in([*bad, *UNKNOWN])
    else:
        is_good = words.is_in(list(_GOOD_WORDS))
    told = pl.when(words.is_in(bad)).then(1.0).when(is_good & words.is_not_null()).then(0.0)
    return pl.select(told).to_series().alias(column.name)


def outcome_words(column: pl.Series) -> pl.Series:
    """The words of an outcome's column as they are compared: small letters, 1.0 as 1."""
    return column.cast(pl.String).str.strip_chars().str.to_lowercase().str.strip_suffix(".0")


def _why_not(column: pl.Series, bad: Floats, name: str, keep: Collection[str]) -> str:
    distinct = column.drop_nulls().n_unique()
    if column.null_count() == len(column):
        return "empty"
    if distinct < 2 and column.null_count() == 0:
        return "constant"
    if name in keep:
        return ""
    if name.strip().lower() in protected_headers():
        return "protected"
    most = max(FEW_WORDS, min(MOST_WORDS, len(column) // ROWS_A_WORD))
    if column.dtype != pl.Float64 and (distinct > most or _holds_dates(column)):
        kind = "dates" if _holds_dates(column) else "too_many_words"
        return kind if not _missing_tells(column, bad) else "knows_the_future"
    return "knows_the_future" if single_auc(column, bad) >= FUTURE_AUC else ""


def _holds_dates(column: pl.Series) -> bool:
    words = column.drop_nulls()
    return bool(words.str.contains(_DATE).mean() == 1)


def _missing_tells(column: pl.Series, bad: Floats) -> bool:
    given = column.is_not_null().to_numpy().astype(np.float64)
    if given.min() == given.max():
        return False
    return max(auc(given, bad), auc(-given, bad)) >= FUTURE_AUC


def single_auc(column: pl.Series, bad: Floats) -> float:
    """How well one column alone ranks the outcome, by the bad rates of its bins."""
    bins = bin_field(column, _field(column))
    place = bins.place(column)
    counts = np.bincount(place, minlength=bins.count)
    rates = np.bincount(place, weights=bad, minlength=bins.count) / np.maximum(counts, 1)
    return auc(-rates[place], bad)


def protected_headers() -> frozenset[str]:
    """The headers people write for protected characteristics, in small letters."""
    names: set[str] = {"age", "年龄"}
    for fact in dictionary():
        if fact.personal is PersonalData.PROTECTED:
            names |= {fact.name, *(word.lower() for word in fact.synonyms)}
            names |= {label.lower() for label in fact.label.values()}
    return frozenset(names)


def rows_by_time(column: pl.Series, holdout: str) -> tuple[Sequence[int], Sequence[int]]:
    """Rows before `holdout`, and from it on; compared as dates, numbers or words as they stand."""
    values = column.cast(pl.String)
    numbers = values.cast(pl.Float64, strict=False)
    if numbers.null_count() == values.null_count():
        after = (numbers >= float(holdout)).fill_null(value=False)
    else:
        after = (values >= holdout).fill_null(value=False)
    rows = pl.int_range(len(column), eager=True)
    return rows.filter(~after).to_list(), rows.filter(after).to_list()
