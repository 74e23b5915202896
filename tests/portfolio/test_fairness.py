import polars as pl
import pytest

from workbench.portfolio.fairness import approval_ratios


def _groups(**counts):
    rows = [
        {"group": name, "approved": at < approved}
        for name, (decided, approved) in counts.items()
        for at in range(decided)
    ]
    return pl.DataFrame(rows, schema={"group": pl.String, "approved": pl.Boolean})


def test_the_vector_of_the_reference_for_the_ratio():
    found = {one.group: one for one in approval_ratios(_groups(a=(100, 60), b=(100, 42)), "group")}
    assert found["b"].ratio == pytest.approx(0.70)
    assert found["a"].ratio == 1.0 and found["a"].rate == 0.6


def test_a_ratio_comes_with_its_interval_and_is_low_only_beyond_it():
    few = approval_ratios(_groups(a=(40, 24), b=(40, 17)), "group")[1]
    many = approval_ratios(_groups(a=(4000, 2400), b=(4000, 1680)), "group")[1]
    assert few.least < few.ratio < few.most and not few.is_low
    assert many.is_low and many.most - many.least < few.most - few.least


def test_a_group_with_too_few_cases_has_counts_but_no_ratio():
    small = approval_ratios(_groups(a=(100, 60), b=(10, 1)), "group")[1]
    assert (small.decided, small.approved, small.ratio, small.is_low) == (10, 1, None, False)


def test_without_any_group_large_enough_there_is_no_reference():
    assert all(one.ratio is None for one in approval_ratios(_groups(a=(5, 5)), "group"))
