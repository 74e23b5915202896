"""What a person declares is honoured exactly: breaks, groups, directions, special values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from workbench.scoring.develop.additive import fit
from workbench.scoring.develop.declared import DeclarationFault, declared_field, read_declared
from workbench.scoring.develop.fine_bins import Field, odd_values
from workbench.scoring.develop.points_card import CardBins, PointsCard, Rows, make_card


def card_of(*fields: Field) -> PointsCard:
    draw = np.random.default_rng(8)
    months = draw.integers(-1, 60, 2_000).astype(float)
    months[draw.uniform(size=2_000) < 0.2] = -9
    job = draw.choice(["a", "b", "c", "d"], 2_000)
    odds = np.where(months == -9, 1.5, -months / 30) + (job == "b")
    bad = (draw.uniform(size=2_000) < 1 / (1 + np.exp(-odds))).astype(float)
    frame = pl.DataFrame({"months": months, "job": job})
    return make_card(fit(frame, bad, fields), Rows.of(frame, bad))


def only(card: PointsCard) -> CardBins:
    (one,) = card.characteristics
    return one


def test_breaks_are_kept_exactly_even_where_points_are_alike() -> None:
    breaks = (0.0, 5.0, 5.5, 30.0)
    assert only(card_of(Field("months", True, breaks=breaks))).bins.edges == breaks


def test_groups_of_words_are_kept_exactly() -> None:
    groups = (("a", "b"), ("c", "d"))
    assert only(card_of(Field("job", False, groups=groups))).bins.groups == groups


def test_a_special_value_has_points_of_its_own() -> None:
    one = only(card_of(Field("months", True, "rising", specials=(-9.0,))))
    known, special = one.points[: one.bins.known], one.points[one.bins.known]
    assert special < min(known) and list(known) == sorted(known)


def test_a_file_of_declarations_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bins.toml"
    text = '[months]\ndirection = "rising"\nspecials = [-9]\n[job]\ngroups = [["a"], ["b", "c"]]\n'
    file.write_text(text)
    found = read_declared(file)
    assert found["months"] == Field("months", True, "rising", specials=(-9.0,))
    assert found["job"].groups == (("a",), ("b", "c"))


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ({"breaks": [3, 1]}, "breaks"),
        ({"direction": "up"}, "direction"),
        ({"bins": [1]}, "bins"),
        ({"specials": ["x"]}, "specials"),
    ],
)
def test_a_declaration_that_is_not_understood_is_named(entry: object, key: str) -> None:
    with pytest.raises(DeclarationFault) as fault:
        declared_field("months", entry)
    assert (fault.value.column, fault.value.key) == ("months", key)


def test_a_code_among_amounts_is_told_from_a_large_amount() -> None:
    amounts = [float(100 + n % 400) for n in range(2_000)]
    assert odd_values(pl.Series(amounts + [99_999_999.0] * 9)) == (99_999_999.0,)
    assert odd_values(pl.Series([*amounts, 100_000.0])) == ()
