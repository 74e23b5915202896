"""What holds of every assessment, whatever the facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.conftest import frame_of
from workbench.credit.facts import dictionary
from workbench.credit.status import Outcome, strictest
from workbench.scoring import engine as engine_file
from workbench.scoring.check import blanked
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.explain import details
from workbench.scoring.strategy import parse_strategy, shipped_strategy

ENGINE = compile_strategy(shipped_strategy("personal-loan"))
BRANCH = compile_strategy(shipped_strategy("branch-loan"))
FEW = settings(max_examples=25, deadline=None, derandomize=True)


def _maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(values, values, values, values, st.none())


def _some(least: float, most: float, places: int = 2) -> st.SearchStrategy[object]:
    return _maybe(st.floats(least, most).map(lambda value: round(value, places)))


def _count(most: int) -> st.SearchStrategy[object]:
    return _maybe(st.one_of(st.just(0), st.integers(0, most)))


def _words(fact: str) -> st.SearchStrategy[object]:
    return _maybe(st.sampled_from([choice.word for choice in dictionary()[fact].choices]))


PEOPLE = st.fixed_dictionaries(
    {
        "amount_requested": _some(500, 45_000),
        "term_months": _maybe(st.sampled_from([6, 12, 36, 48, 60, 72])),
        "purpose": _words("purpose"),
        "employment_years": _some(0, 40, 1),
        "employment_status": _words("employment_status"),
        "housing": _words("housing"),
        "income_annual": _some(0, 200_000),
        "income_monthly": st.none(),
        "income_verified": _words("income_verified"),
        "debt_to_income": _some(0, 0.6, 4),
        "delinquencies_24m": _count(4),
        "oldest_account_on": _maybe(st.dates(date(1970, 1, 1), date(2010, 1, 1))),
        "application_date": _maybe(st.dates(date(2010, 2, 1), date(2026, 1, 1))),
        "inquiries_6m": _count(8),
        "total_accounts": _count(40),
        "public_records": _count(2),
        "bankruptcies": _count(2),
        "revolving_balance": _some(0, 60_000),
        "revolving_utilisation": _some(0, 1.2, 3),
        "accounts_past_due": _count(1),
        "collections_12m": _count(1),
        "tax_liens": _count(1),
    }
)
BRANCH_PEOPLE = st.fixed_dictionaries(
    {
        "amount_requested": _some(4_000, 320_000),
        "term_months": _maybe(st.sampled_from([6, 12, 36, 60, 72, 84])),
        "goods_price": _some(0, 400_000),
        "employment_years": _some(0, 40, 1),
        "employment_status": _words("employment_status"),
        "housing": _words("housing"),
        "income_monthly": _some(0, 60_000),
        "living_costs_monthly": _some(0, 20_000),
        "existing_instalments_monthly": _some(0, 9_000),
        "total_assets": _some(0, 900_000),
        "total_debts": _some(0, 300_000),
        "credit_record_bad": _maybe(st.booleans()),
    }
)


@pytest.mark.parametrize(("chosen", "people"), [(ENGINE, PEOPLE), (BRANCH, BRANCH_PEOPLE)])
@given(data=st.data())
@FEW
def test_a_row_alone_is_the_row_in_any_batch_in_any_order(
    chosen: Engine, people: st.SearchStrategy[Mapping[str, object]], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(people, min_size=1, max_size=6))
    order = data.draw(st.permutations(range(len(rows))))
    batch = chosen.assess(frame_of(*(rows[place] for place in order)))
    for place, number in enumerate(order):
        assert chosen.assess(frame_of(rows[number])).row(0) == batch.row(place)


def test_what_is_needed_to_live_on_can_be_neither_repaid_nor_borrowed() -> None:
    facts = dict(BRANCH.strategy.examples[0].facts)
    frugal, dear = (
        BRANCH.assess(frame_of(facts | {"living_costs_monthly": costs})).row(0, named=True)
        for costs in (4_500, 14_000)
    )
    # 16,000 less 4,500 to live on less the instalment; less 14,000 and the floor of 500
    assert frugal["residual_income"] == 1_600_000 - 450_000 - frugal["instalment"]
    assert dear["largest_instalment"] == 1_600_000 - 1_400_000 - 50_000
    assert (dear["advice"], dear["limit_bound_by"]) == ("counter_offer", "affordable")


@given(rows=st.lists(PEOPLE, min_size=1, max_size=8))
@FEW
def test_the_score_is_the_sum_of_the_printed_points(rows: list[Mapping[str, object]]) -> None:
    card = ENGINE.strategy.scorecard
    for row in ENGINE.assess(frame_of(*rows)).to_dicts():
        points = [row[f"points_{c.name}"] for c in card.characteristics]
        if None in points:
            assert row["score"] is None
        else:
            assert row["score"] == card.base_points + sum(points)


@given(rows=st.lists(PEOPLE, min_size=1, max_size=8))
@FEW
def test_the_strictest_component_wins(rows: list[Mapping[str, object]]) -> None:
    for row in ENGINE.assess(frame_of(*rows)).to_dicts():
        parts = [Outcome(row[f"{part}_advice"]) for part in ("score", "policy", "affordability")]
        least = strictest(parts)
        advice = Outcome(row["advice"])
        assert strictest([advice, least]) is advice


@pytest.mark.parametrize(("chosen", "people"), [(ENGINE, PEOPLE), (BRANCH, BRANCH_PEOPLE)])
@given(data=st.data())
@FEW
def test_blanking_one_fact_never_turns_anything_to_approve(
    chosen: Engine, people: st.SearchStrategy[Mapping[str, object]], data: st.DataObject
) -> None:
    frame = frame_of(data.draw(people))
    if chosen.assess(frame, explain=False)["advice"][0] != "approve":
        assert "approve" not in blanked(chosen, frame).values()


@given(rows=st.lists(PEOPLE, min_size=1, max_size=8))
@FEW
def test_an_approval_rests_on_rules_that_were_all_evaluated(
    rows: list[Mapping[str, object]],
) -> None:
    needed = [f"rule_{r.id}" for r in ENGINE.rules if r.rule_class.value != "warn"]
    for row in ENGINE.assess(frame_of(*rows)).to_dicts():
        if row["advice"] in ("approve", "counter_offer"):
            assert all(row[name] == 1 for name in needed)
            assert row["score"] is not None and row["affordability"] is not None
            assert row["reason_1"] is None or row["advice"] == "counter_offer"


@given(rows=st.lists(PEOPLE, min_size=1, max_size=8))
@FEW
def test_every_adverse_advice_names_one_to_four_different_reasons(
    rows: list[Mapping[str, object]],
) -> None:
    for row in ENGINE.assess(frame_of(*rows)).to_dicts():
        codes = [row[f"reason_{place}"] for place in (1, 2, 3, 4)]
        named = [code for code in codes if code is not None]
        assert codes[: len(named)] == named
        assert len(set(named)) == len(named)
        assert bool(named) == (row["advice"] != "approve")


@given(rows=st.lists(PEOPLE, min_size=1, max_size=4))
@FEW
def test_the_same_facts_give_the_same_bytes(rows: list[Mapping[str, object]]) -> None:
    frame = frame_of(*rows)
    again = compile_strategy(ENGINE.strategy)
    assert details(ENGINE.assess(frame)).to_list() == details(again.assess(frame)).to_list()


def test_results_are_whole_numbers_and_words_only(good: dict[str, object]) -> None:
    schema = ENGINE.assess(frame_of(good)).schema
    allowed = (pl.String, pl.Boolean)
    assert all(dtype.is_integer() or dtype in allowed for dtype in schema.values())


def test_a_frame_longer_than_a_chunk_is_assessed_whole_and_in_order(
    good: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = frame_of(good, good | {"amount_requested": 9_000}, good | {"term_months": None})
    long = pl.concat([frame] * 5)
    whole = ENGINE.assess(long)
    monkeypatch.setattr(engine_file, "CHUNK", 4)
    assert ENGINE.assess(long).equals(whole)
    assert whole["requested_amount"].to_list()[:3] == [600_000, 900_000, 600_000]


def test_rows_by_the_thousand_are_planned_and_come_out_the_same(good: dict[str, object]) -> None:
    people = [good | {"amount_requested": n, "income_annual": 20_000 + 7 * n} for n in range(900)]
    few = frame_of(*people)
    many = pl.concat([few] * (engine_file.PLANNED_FROM // few.height + 1))
    assert many.height >= engine_file.PLANNED_FROM > few.height
    assert ENGINE.assess(many).head(few.height).equals(ENGINE.assess(few))


def test_an_empty_frame_gives_an_empty_answer(good: dict[str, object]) -> None:
    frame = frame_of(good)
    assert ENGINE.assess(frame.clear()).schema == ENGINE.assess(frame).schema
    assert ENGINE.assess(frame.clear()).height == 0


def test_the_application_it_belongs_to_is_carried_along(good: dict[str, object]) -> None:
    frame = frame_of(good, good).with_columns(application_id=pl.Series([7, 3]))
    assert ENGINE.assess(frame)["application_id"].to_list() == [7, 3]


def test_facts_the_sheet_did_not_have_count_as_not_given(good: dict[str, object]) -> None:
    row = ENGINE.assess(frame_of(good).drop("tax_liens", "debt_to_income")).row(0, named=True)
    assert (row["advice"], row["decided_by"]) == ("refer", "data")
    assert row["rule_tax_liens"] is None and row["affordability"] is None
    assert row["rule_income_minimum"] == 1


def test_nought_divided_by_nought_is_not_evaluated(good: dict[str, object]) -> None:
    facts = good | {"income_annual": 0, "debt_to_income": None, "existing_instalments_monthly": 0}
    row = ENGINE.assess(frame_of(facts)).row(0, named=True)
    assert row["rule_obligations_share"] is None
    assert row["read_revolving_to_income"] is None
    assert row["advice"] == "decline" and row["reason_1"] == "INMN"


def test_a_value_that_is_not_a_number_is_not_known(good: dict[str, object]) -> None:
    frame = frame_of(good).with_columns(revolving_utilisation=pl.lit(float("nan")))
    row = ENGINE.assess(frame).row(0, named=True)
    assert row["rule_utilisation_high"] is None
    assert row["advice"] == "refer"


def test_a_word_without_a_bin_is_not_scored(good: dict[str, object]) -> None:
    row = ENGINE.assess(frame_of(good | {"purpose": "a yacht"})).row(0, named=True)
    assert row["score"] is None and row["points_purpose"] is None
    assert (row["score_advice"], row["advice"]) == ("refer", "refer")


def test_a_knock_out_comes_before_every_other_reason(good: dict[str, object]) -> None:
    facts = good | {"inquiries_6m": 7, "accounts_past_due": 1, "revolving_utilisation": 1.1}
    row = ENGINE.assess(frame_of(facts)).row(0, named=True)
    assert row["decided_by"] == "rule"
    assert [row["reason_1"], row["reason_2"], row["reason_3"]] == ["PDUE", "INQ", None]


def test_a_warning_is_told_and_changes_nothing(good: dict[str, object]) -> None:
    row = ENGINE.assess(frame_of(good | {"total_accounts": 1})).row(0, named=True)
    assert row["rule_thin_file"] == 0
    assert row["advice"] == "approve"


@pytest.mark.parametrize(
    ("stated", "verdict", "advice"),
    [
        ({"income_monthly": 6_000}, 1, "approve"),
        ({"income_monthly": 6_300}, 1, "approve"),
        ({"income_monthly": 6_301}, 0, "refer"),
        ({"income_monthly": 3_000}, 0, "refer"),
        ({"income_monthly": 6_000, "income_annual": None}, 1, "approve"),
    ],
)
def test_two_incomes_that_contradict_each_other_go_to_a_person(
    good: dict[str, object], stated: dict[str, object], verdict: int, advice: str
) -> None:
    row = ENGINE.assess(frame_of(good | stated)).row(0, named=True)
    assert (row["rule_income_stated_once"], row["advice"]) == (verdict, advice)


def test_obligations_that_contradict_the_ratio_go_to_a_person(good: dict[str, object]) -> None:
    rows = ENGINE.assess(
        frame_of(
            good | {"existing_instalments_monthly": 540},
            good | {"existing_instalments_monthly": 5},
        )
    )
    assert rows["rule_obligations_stated_once"].to_list() == [1, 0]
    assert rows["advice"].to_list() == ["approve", "refer"]


def test_a_counter_offer_is_the_limit_and_can_be_carried(good: dict[str, object]) -> None:
    facts = good | {"amount_requested": 39_000, "income_annual": 60_000}
    row = ENGINE.assess(frame_of(facts)).row(0, named=True)
    assert (row["advice"], row["decided_by"]) == ("counter_offer", "cap")
    assert row["limit_bound_by"] == "income_multiple"
    assert row["offered_amount"] == row["limit"] == 3_000_000
    assert row["instalment"] < row["requested_instalment"]
    assert row["largest_instalment"] >= row["instalment"]


def test_an_unaffordable_request_is_lowered_by_what_can_be_carried(
    branch_engine: Engine,
) -> None:
    example = {e.name: e for e in branch_engine.strategy.examples}["instalment_too_high"]
    row = branch_engine.assess(frame_of(dict(example.facts))).row(0, named=True)
    assert row["decided_by"] == "affordability"
    assert row["offered_amount"] < row["requested_amount"]
    lower = dict(example.facts) | {"amount_requested": row["offered_amount"] / 100}
    again = branch_engine.assess(frame_of(lower)).row(0, named=True)
    assert again["affordability"] == 1 and again["advice"] == "approve"


def test_rules_hold_from_their_first_day_to_their_last(small: str) -> None:
    text = small.replace(
        "effective_from = 2026-01-01\n\n[aff", "effective_from = 2026-03-01\n\n[aff"
    )
    later = text.replace("03-01\n\n[aff", "03-01\neffective_until = 2026-05-31\n\n[aff")
    strategy = parse_strategy(later)
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [len(compile_strategy(strategy, on=day).rules) for day in days] == [0, 1, 1, 0]


def test_a_clock_before_the_first_day_leaves_no_rule_out(engine: Engine) -> None:
    assert compile_strategy(engine.strategy, on=date(2020, 1, 1)).rules == engine.rules
    assert len(engine.rules) >= 10


def test_a_row_whose_number_lies_between_two_millionths_is_the_same_alone() -> None:
    row = {"income_annual": 0.54, "debt_to_income": 0.5401}
    alone = ENGINE.assess(frame_of(row))["read_existing_obligations"].to_list()
    assert (
        ENGINE.assess(frame_of(row, row, row))["read_existing_obligations"].to_list() == alone * 3
    )
