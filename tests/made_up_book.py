"""A made-up book of loans whose outcome is known: for developing cards in tests and pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl


def write_book(file: Path, rows: int = 900) -> None:
    """Write the same made-up loans every time: two years, about half of them bad."""
    draw = np.random.default_rng(4)
    income = draw.lognormal(10.8, 0.4, rows).round(0)
    use, inquiries = draw.uniform(0, 1, rows).round(3), draw.integers(0, 5, rows)
    odds = -1.5 + 1.5 * use + 0.4 * inquiries - (np.log(income) - 10.8)
    pl.DataFrame(
        {
            "issued": [f"20{23 + n * 2 // rows}-{1 + n % 12:02d}-01" for n in range(rows)],
            "loan_amnt": draw.integers(1, 20, rows) * 1_000,
            "term": draw.choice([36, 60], rows),
            "annual_inc": income,
            "revol_util": use,
            "inq_last_6mths": inquiries,
            "sex": draw.choice(["female", "male"], rows),
            "outcome": np.where(draw.uniform(size=rows) < 1 / (1 + np.exp(-odds)), "bad", "good"),
        }
    ).write_csv(file)
