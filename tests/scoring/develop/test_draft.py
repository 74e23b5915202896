"""The developed part of a strategy file, line by line."""

from __future__ import annotations

import tomllib

from tests.scoring.develop.conftest import small_card
from workbench.credit.facts import dictionary
from workbench.scoring.develop.draft import (
    MARK,
    Means,
    Sample,
    Wording,
    card_text,
    with_card,
    wording_of,
)

WORDING = {
    name: Wording({"en": f'The "{name}"', "zh": "甲"}, "income", "INCM")
    for name in ("income", "job")
}
MEANS = Means(of_all={"income": 1.23456, "job": 2.0}, of_near={"income": -1.0, "job": 0.0})
SAMPLE = Sample({"en": "Ten rows.", "zh": "十行。"}, 24, {"job": {"farmer": ("fisher", "false")}})
TEXT = card_text(small_card(), MEANS, WORDING, SAMPLE, {"rows": 10, "auc": 0.75, "who": "a\\b"})


def bins_of(name: str) -> list[str]:
    part = TEXT.split(f'name = "{name}"')[1]
    return [line.strip() for line in part.split("bins = [\n")[1].split("]\n")[0].splitlines()][:4]


def test_the_scale_holds_every_score_in_round_tens() -> None:
    card = tomllib.loads(TEXT)["scorecard"]
    assert (card["base_points"], card["points_to_double_odds"]) == (500, 20)
    assert (card["score_least"], card["score_most"]) == (490, 540)  # 497 to 535


def test_intervals_say_where_they_begin_and_end_with_the_rows_that_fell_there() -> None:
    assert bins_of("income") == [
        "{ below = 1000, points = 0 },  # 25.0% of rows, 40.0% bad",
        "{ from = 1000, below = 2500.5, points = 10 },  # 50.0% of rows, 20.0% bad",
        "{ from = 2500.5, points = 20 },  # 25.0% of rows, 10.0% bad",
    ]


def test_words_are_listed_with_those_the_sample_did_not_hold_and_missing_ones_last() -> None:
    assert bins_of("job") == [
        '{ is = ["clerk", true], points = 15 },  # 50.0% of rows, 10.0% bad',
        '{ is = ["farmer", "fisher", false], points = 5 },  # 37.5% of rows, 20.0% bad',
        "{ missing = true, points = -3 },  # 12.5% of rows, 50.0% bad",
    ]


def test_a_characteristic_has_its_words_its_reason_and_its_means() -> None:
    first, second = tomllib.loads(TEXT)["scorecard"]["characteristics"]
    assert (first["fact"], first["family"], first["reason"]) == ("income", "income", "INCM")
    assert first["label"] == {"en": 'The "income"', "zh": "甲"}
    assert (first["direction"], second["direction"]) == ("rising", "any")
    assert (first["mean_all"], first["mean_near"], second["mean_all"]) == (1.235, -1.0, 2.0)


def test_the_calibration_and_the_model_card_follow() -> None:
    read = tomllib.loads(TEXT)
    assert read["calibration"] == {
        "offset": 487.1235,
        "factor": 28.8539,
        "horizon_months": 24,
        "sample": {"en": "Ten rows.", "zh": "十行。"},
    }
    assert read["model_card"] == {"rows": 10, "auc": 0.75, "who": "a\\b"}
    assert "rows = 10\nauc = 0.7500\n" in TEXT


def test_the_developed_part_is_put_at_the_end_and_replaced_the_next_time() -> None:
    once = with_card('id = "x"\n\n\n', "first\n")
    assert once == f'id = "x"\n\n{MARK}\n\nfirst\n'
    assert with_card(once, "second\n") == f'id = "x"\n\n{MARK}\n\nsecond\n'


def test_a_fact_is_called_what_the_dictionary_calls_it() -> None:
    fact = dictionary()["income_monthly"]
    assert wording_of(dictionary(), "income_monthly", "INCM") == Wording(
        fact.label, "income", "INCM"
    )
