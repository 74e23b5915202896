"""A look at a book before anything is fitted: what tells, what is missing, what drifts."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.book_check import check_columns
from workbench.scoring.develop.fine_bins import Field
from workbench.scoring.develop.labelled import Labelled

BAD = np.array([1.0, 0.0] * 300)


def book(**columns: object) -> Labelled:
    frame = pl.DataFrame(columns)
    fields = tuple(Field(name, frame[name].dtype != pl.String) for name in frame.columns)
    return Labelled(frame, BAD, fields, (), 0, 0)


def test_the_most_telling_column_comes_first_with_what_it_holds() -> None:
    ready = book(weak=["a", "b", "c"] * 200, strong=[9.0, 2.0, 9.0, 2.0, None, 2.0] * 100)
    strong, weak = check_columns(ready)
    assert (strong.column, strong.distinct, strong.drift, strong.odd) == ("strong", 2, None, ())
    assert (strong.alone, strong.missing) == (1.0, 100 / 600)
    assert (weak.column, weak.alone, weak.missing, weak.distinct) == ("weak", 0.5, 0.0, 3)


def test_drift_is_the_largest_of_a_period_of_two_hundred_rows() -> None:
    moved = ["a"] * 150 + ["b"] * 50 + ["a"] * 50 + ["b"] * 150 + ["a"] * 100 + ["b"] * 100
    ready = book(moved=moved)
    (one,) = check_columns(ready, ["1"] * 200 + ["2"] * 200 + ["3"] * 200)
    assert one.drift == pytest.approx(0.25 * np.log(3))  # halves against 75 % and 25 %
    (small,) = check_columns(ready, ["1"] * 199 + ["2"] * 199 + ["3"] * 202)
    assert small.drift is not None and small.drift < 0.001
    (none,) = check_columns(ready, [str(n // 100) for n in range(600)])
    assert none.drift is None
