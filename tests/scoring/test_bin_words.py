"""What a bin holds, in words of both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.scoring.conftest import SMALL
from workbench.credit.facts import Kind
from workbench.scoring.explain import bin_text, canonical, kind_of
from workbench.scoring.strategy import parse_strategy
from workbench.scoring.strategy_format import Bin

STRATEGY = parse_strategy(SMALL)
CARD = STRATEGY.scorecard.characteristics[0]
HOUSING = CARD.model_copy(update={"fact": "housing"})


@pytest.mark.parametrize(
    ("held", "en", "zh"),
    [
        ({"below": Decimal(3)}, "below 3", "低于 3"),
        ({"from": Decimal("2500.50")}, "2,500.5 or more", "2,500.5 及以上"),
        (
            {"from": Decimal(1), "below": Decimal(20_000)},
            "1 to below 20,000",
            "1 至 20,000（不含）",
        ),
        ({"missing": True}, "not given", "未提供"),
        ({"is": [Decimal(99), Decimal(-9)]}, "99, -9", "99、-9"),
        ({"is": [True, False]}, "yes, no", "是、否"),
        ({"is": ["palace"]}, "palace", "palace"),
        ({"below": Decimal(3), "label": {"en": "Few", "zh": "少"}}, "Few", "少"),
    ],
)
def test_a_bin_is_told_in_both_languages(held: dict[str, object], en: str, zh: str) -> None:
    one = Bin.model_validate({**held, "points": 1})
    assert bin_text(one, HOUSING) == {"en": en, "zh": zh}


def test_a_word_is_told_as_the_dictionary_has_it() -> None:
    one = Bin.model_validate({"is": ["own", "rent"], "points": 1})
    assert bin_text(one, HOUSING) == {"en": "Owns the home, Rents", "zh": "自有住房、租房"}
    computed = CARD.model_copy(update={"fact": "income"})
    assert bin_text(one, computed)["en"] == "own, rent"


def test_the_kind_of_a_fact_and_of_a_computed_one() -> None:
    assert kind_of(STRATEGY, "income") is Kind.MONEY
    assert kind_of(STRATEGY, "housing") is Kind.CHOICE
    with pytest.raises(KeyError):
        kind_of(STRATEGY, "nothing")


def test_a_row_is_written_in_the_order_of_its_names_without_its_number() -> None:
    row = {"b": 1, "application_id": 7, "a": "字", "c": None}
    assert canonical(row) == '{"a":"字","b":1,"c":null}'
