"""Tables as lenders have them: words for not known, dates, branches, headers with spaces."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.fine_bins import Field, bin_field
from workbench.scoring.develop.labelled import Labelled, make_ready, typed

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
