"""Other models on the same fields and the same folds, to see what a points card gives away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl

from workbench.scoring.develop.fine_bins import Field, Floats, numbers

SMALL = 5_000
"""Below so many rows threads cost more than they save."""

Fitted = Callable[[pl.DataFrame], Floats]
Rival = Callable[[pl.DataFrame, Floats, Sequence[Field]], Fitted]


def boosting(frame: pl.DataFrame, bad: Floats, fields: Sequence[Field]) -> Fitted:
    """scikit-learn's histogram gradient boosting, untuned; words as categories."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    coded = _Coded(frame, fields)
    model = HistGradientBoostingClassifier(
        random_state=1, categorical_features=[not field.is_number for field in fields]
    )
    with threadpool_limits(1 if frame.height < SMALL else None):
        model.fit(coded.matrix(frame), bad)
    return lambda rows: np.asarray(model.decision_function(coded.matrix(rows)))


def explainable_boosting(frame: pl.DataFrame, bad: Floats, fields: Sequence[Field]) -> Fitted:
    """interpret's explainable boosting machine without interactions: one curve per field."""
    from interpret.glassbox import ExplainableBoostingClassifier

    coded = _Coded(frame, fields)
    model = ExplainableBoostingClassifier(
        interactions=0,
        random_state=1,
        n_jobs=1,
        feature_names=[field.name for field in fields],
        feature_types=["continuous" if field.is_number else "nominal" for field in fields],
    )
    model.fit(coded.matrix(frame), bad)
    return lambda rows: np.asarray(model.decision_function(coded.matrix(rows)))


RIVALS: Mapping[str, Rival] = {"gbm": boosting, "ebm": explainable_boosting}


class _Coded:
    """Words as whole numbers in the order of the training rows' words; NaN where not given."""

    def __init__(self, frame: pl.DataFrame, fields: Sequence[Field]) -> None:
        self.fields = fields
        self.codes = {
            field.name: {
                word: float(place)
                for place, word in enumerate(sorted(frame[field.name].drop_nulls().unique()))
            }
            for field in fields
            if not field.is_number
        }

    def matrix(self, frame: pl.DataFrame) -> Floats:
        """One column per field."""
        return np.column_stack([self._column(frame[field.name], field) for field in self.fields])

    def _column(self, column: pl.Series, field: Field) -> Floats:
        if field.is_number:
            return numbers(column)
        codes = self.codes[field.name]
        return np.array([codes.get(word, np.nan) for word in column.to_list()], np.float64)
