"""Tables as lenders have them: words for not known, dates, branches, headers with spaces."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.fine_bins import Field, bin_field
from workbench.scoring.develop.labelled import (
    Labelled,
    NoOutcome,
    make_ready,
    outcome_of,
    rows_by_time,
    single_auc,
    typed,
)

ROWS = 1_400


def ready(**columns: object) -> Labelled:
    bad = [float(n % 4 == 0) for n in range(ROWS)]
    table = pl.DataFrame({"kept": [n % 7 for n in range(ROWS)], **columns, "bad": bad})
    return make_ready(table, "bad")


def why(found: Labelled) -> dict[str, str]:
    return {left.column: left.why for left in found.left_out}


@pytest.mark.parametrize("word", ["?", "NULL", "nan", "#N/A", "-", "."])
def test_words_for_not_known_are_missing(word: str) -> None:
    assert typed(pl.Series("a", [word, " 3 ", "$1,000", "4 "])).to_list() == [None, 3, 1000, 4]


def test_numbers_among_which_some_say_unknown_are_numbers() -> None:
    amounts = [str(n) if n % 5 else "on request" for n in range(ROWS)]
    assert typed(pl.Series("a", amounts)).dtype == pl.Float64
    ids = [str(n) if n % 5 else f"X{n}" for n in range(ROWS)]
    assert typed(pl.Series("a", ids)).dtype == pl.String
    few = ["12" if n % 5 else "on request" for n in range(ROWS)]
    assert typed(pl.Series("a", few)).dtype == pl.String


@pytest.mark.parametrize(
    "said",
    ["2019-01-{d:02d}", "{d:02d}/03/2019", "2019/1/{d}", "2019-01-{d:02d} 12:00", "Jan-20{d}"],
)
def test_dates_are_left_out_as_dates(said: str) -> None:
    assert why(ready(on=[said.format(d=10 + n % 19) for n in range(ROWS)])) == {"on": "dates"}


def test_as_many_words_are_offered_as_the_rows_can_tell_apart() -> None:
    found = ready(
        branch=[f"B{n % 70}" for n in range(ROWS)], name=[f"N{n % 71}" for n in range(ROWS)]
    )
    assert why(found) == {"name": "too_many_words"}
    assert [field.name for field in found.fields] == ["kept", "branch"]


def test_the_more_columns_the_coarser_their_bins() -> None:
    values = pl.Series("a", np.random.default_rng(1).normal(size=4_000))
    fine, coarse = (bin_field(values, Field("a", True), most) for most in (100, 8))
    assert (fine.known, coarse.known) == (40, 8)


def of_a_kind(bads: int) -> Labelled:
    row = pl.int_range(40, eager=True)
    return make_ready(pl.DataFrame({"x": row % 7, "bad": (row < bads).cast(pl.Int64)}), "bad")


def test_ten_rows_of_each_kind_are_enough() -> None:
    assert [of_a_kind(bads).bad.sum() for bads in (10, 30)] == [10, 30]
    for bads in (9, 31):
        with pytest.raises(NoOutcome):
            of_a_kind(bads)


def test_rows_without_an_outcome_are_left_out_and_repeated_ones_counted() -> None:
    table = pl.DataFrame({"x": ["5", "1", "3"] * 20, "bad": ["1", "0", "?"] * 20})
    found = make_ready(table, "bad")
    assert (found.frame.height, found.unknown, found.duplicates) == (40, 20, 57)
    assert found.frame["x"].to_list() == [5.0, 1.0] * 20
    assert found.bad.tolist() == [1.0, 0.0] * 20


def test_what_a_person_declares_of_a_column_stands() -> None:
    table = pl.DataFrame({"x": [n % 7 for n in range(40)], "bad": [0, 1] * 20})
    declared = {"x": Field("x", True, "rising", breaks=(3.0,))}
    assert make_ready(table, "bad", declared=declared).fields == (declared["x"],)
    assert make_ready(table, "bad", time="x").fields == ()


def test_a_column_of_yes_and_no_is_one_of_words() -> None:
    assert typed(pl.Series([True, None])).to_list() == ["true", None]
    assert typed(pl.Series(["3"])).to_list() == [3.0]
    assert typed(pl.Series(["", None], dtype=pl.String)).dtype == pl.String


def test_ninety_eight_numbers_of_a_hundred_make_a_column_of_numbers() -> None:
    assert typed(pl.Series(["7"] * 98 + ["x"] * 2)).dtype == pl.Float64
    assert typed(pl.Series(["7"] * 97 + ["x"] * 3)).dtype == pl.String


@pytest.mark.parametrize(
    ("numbers", "rows", "words", "dtype"),
    [
        (300, 300, 5, pl.Float64),
        (299, 299, 5, pl.String),
        (300, 301, 5, pl.String),
        (300, 300, 6, pl.String),
    ],
)
def test_half_a_column_of_many_numbers_may_stand_beside_five_words(
    numbers: int, rows: int, words: int, dtype: type[pl.DataType]
) -> None:
    said = [str(n) for n in range(numbers)] + [f"word {n % words}" for n in range(rows)]
    assert typed(pl.Series(said)).dtype == dtype


def test_usual_words_tell_bad_from_good_and_others_are_not_known() -> None:
    said = pl.Series(["Charged Off", " fully paid ", "current", None, "1.0", "0"])
    assert outcome_of(said).to_list() == [1.0, 0.0, None, None, 1.0, 0.0]


def test_a_word_named_bad_makes_the_others_good_but_for_the_unknown() -> None:
    said = pl.Series(["Late ", "3", "unknown", "", None])
    assert outcome_of(said, " LATE").to_list() == [1.0, 0.0, None, None, None]
    assert outcome_of(said, "late", "unknown ").to_list() == [1.0, None, 0.0, None, None]


@pytest.mark.parametrize("code", ["2", "-1"])
def test_other_codes_beside_nought_and_one_need_a_word(code: str) -> None:
    with pytest.raises(NoOutcome):
        outcome_of(pl.Series(["1", "0", code]))
    assert outcome_of(pl.Series(["1", "0", "x2"])).to_list() == [1.0, 0.0, None]


def test_a_column_that_is_empty_or_constant_is_left_out_but_not_one_seldom_given() -> None:
    columns = {
        "empty": [None] * ROWS,
        "same": ["a"] * ROWS,
        "seldom": ["a" if n % 3 else None for n in range(ROWS)],
    }
    assert why(ready(**columns)) == {"empty": "empty", "same": "constant"}


def test_suspects_may_be_kept() -> None:
    bad = [float(n % 4 == 0) for n in range(ROWS)]
    table = pl.DataFrame({"leak": bad, " Sex": ["f", "m"] * (ROWS // 2), "bad": bad})
    assert why(make_ready(table, "bad")) == {"leak": "knows_the_future", " Sex": "protected"}
    assert why(make_ready(table, "bad", keep=("leak", " Sex"))) == {}


def test_few_rows_tell_sixty_words_apart_and_many_three_hundred() -> None:
    few = pl.DataFrame({f"w{k}": [f"B{n % k}" for n in range(600)] for k in (60, 61)})
    many = pl.DataFrame({f"w{k}": [f"B{n % k}" for n in range(6_100)] for k in (300, 301)})
    for table, out in ((few, "w61"), (many, "w301")):
        found = make_ready(table.with_columns(bad=pl.int_range(pl.len()) // 7 % 2), "bad")
        assert why(found) == {out: "too_many_words"}


def test_a_date_given_only_where_it_went_wrong_knows_the_future() -> None:
    bad = [n % 4 == 0 for n in range(ROWS)]
    days = [f"2019-01-{10 + n % 19}" for n in range(ROWS)]
    names = [f"N{n}" for n in range(ROWS)]
    found = ready(
        defaulted=[day if b else None for day, b in zip(days, bad, strict=True)],
        repaid=[None if b else day for day, b in zip(days, bad, strict=True)],
        collector=[name if b else None for name, b in zip(names, bad, strict=True)],
        now_and_then=[day if n % 3 else None for n, day in enumerate(days)],
    )
    suspect = dict.fromkeys(("defaulted", "repaid", "collector"), "knows_the_future")
    assert why(found) == suspect | {"now_and_then": "dates"}


def test_a_column_alone_ranks_by_the_bad_rates_of_its_bins() -> None:
    words = pl.Series(["a"] * 30 + ["b"] * 170)
    bad = np.repeat([1.0, 0.0, 1.0, 0.0], [20, 10, 10, 160])
    assert single_auc(words, bad) == pytest.approx((20 * 160 + (20 * 10 + 10 * 160) / 2) / 5_100)
    seldom = pl.Series([None, *["a"] * 10, *["b"] * 10])
    bad = np.repeat([1.0, 0.0], [7, 14])
    assert single_auc(seldom, bad) == pytest.approx((14 + 6 * 10 + 6 * 4 / 2) / 98)


def test_a_column_that_ranks_nine_pairs_of_ten_knows_the_future() -> None:
    bad = np.repeat([1.0, 0.0], [100, 100])
    code = np.repeat([1.0, 0.0, 1.0, 0.0], [90, 10, 10, 90])
    assert single_auc(pl.Series(code), bad) == 0.9
    table = pl.DataFrame({"code": code, "bad": bad})
    assert why(make_ready(table, "bad")) == {"code": "knows_the_future"}
    names = [f"N{n}" if told else None for n, told in enumerate(code)]
    assert why(make_ready(table.with_columns(code=pl.Series(names)), "bad")) == {
        "code": "knows_the_future"
    }
    less = table.with_columns(code=np.repeat([1.0, 0.0, 1.0, 0.0], [89, 11, 10, 90]))
    assert why(make_ready(less, "bad")) == {}


@pytest.mark.parametrize(
    ("times", "holdout", "after"),
    [
        ([9, 10, None, 11], "10", [1, 3]),
        (["2019-12", "2020-01", None, "2020-02"], "2020-01", [1, 3]),
        (["9", "10", "x", "11"], "10", [0, 1, 2, 3]),
    ],
)
def test_rows_are_parted_at_a_number_or_a_word(
    times: list[object], holdout: str, after: list[int]
) -> None:
    early, late = rows_by_time(pl.Series(times), holdout)
    assert late == after and sorted([*early, *late]) == [0, 1, 2, 3]
