"""Rivals are fitted on the same fields: words as categories, nothing drawn at random."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.fine_bins import Field
from workbench.scoring.develop.rivals import RIVALS

pytest.importorskip("sklearn")

FRAME = pl.DataFrame({"x": [1.0, 2.0, None, 4.0] * 50, "job": ["b", "a", None, "c"] * 50})
BAD = np.array([0.0, 1.0, 0.0, 1.0] * 50)
FIELDS = (Field("x", True), Field("job", False))


def test_boosting_takes_words_as_categories() -> None:
    odds = RIVALS["gbm"](FRAME, BAD, FIELDS[1:])
    a, b, c, new = odds(pl.DataFrame({"job": ["a", "b", "c", "d"]}))
    assert a > 2 and c > 2 and b < -2  # a and c are bad, b between them is not
    assert new == odds(pl.DataFrame({"job": [None]}, schema={"job": pl.String}))[0]


def test_boosting_takes_numbers_as_numbers() -> None:
    many = FRAME[:1].select(pl.lit("a").alias("job"), pl.int_range(300).cast(pl.Float64).alias("x"))
    bad = (np.arange(300) >= 150).astype(float)
    odds = RIVALS["gbm"](many, bad, FIELDS)(pl.DataFrame({"job": ["a", "a"], "x": [-50.0, 900.0]}))
    assert odds[0] < -2 and odds[1] > 2


def test_explainable_boosting_has_one_curve_a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}

    class Machine:
        def __init__(self, **how: object) -> None:
            told.update(how)

        def fit(self, matrix: np.ndarray, bad: np.ndarray) -> None:
            told.update(matrix=matrix, bad=bad)

        def decision_function(self, matrix: np.ndarray) -> np.ndarray:
            return matrix[:, 1]

    glass = SimpleNamespace(ExplainableBoostingClassifier=Machine)
    monkeypatch.setitem(sys.modules, "interpret", SimpleNamespace(glassbox=glass))
    monkeypatch.setitem(sys.modules, "interpret.glassbox", glass)
    odds = RIVALS["ebm"](FRAME, BAD, FIELDS)
    assert (told["interactions"], told["n_jobs"], told["random_state"]) == (0, 1, 1)
    assert told["feature_types"] == ["continuous", "nominal"]
    assert odds(FRAME[:4]).tolist() == pytest.approx([1.0, 0.0, np.nan, 2.0], nan_ok=True)
