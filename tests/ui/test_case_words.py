"""An assessment in words: distances, odds, missing facts, values by their kind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import workbench
from workbench import i18n
from workbench.credit.facts import dictionary
from workbench.ui import case_words as said
from workbench.ui.decision_form import counter_words
from workbench.ui.event_words import EVENT_WORDS, event_details, event_word, subject_words
from workbench.ui.rail import initials
from workbench.ui.score_charts import PointStep, signed
from workbench.ui.score_marks import Scale
from workbench.ui.source_words import source_words
from workbench.ui.waiting_words import waiting_text

ROOT = Path(workbench.__file__).parent

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(minutes=9), "9 min"),
        (timedelta(hours=4, minutes=18), "4.3 h"),
        (timedelta(hours=15), "15 h"),
        (timedelta(days=2, hours=3), "2 d"),
    ],
)
def test_waiting_is_said_in_the_unit_that_matters(waited, words):
    assert waiting_text(NOW - waited, NOW) == words


def test_odds_come_from_the_default_risk():
    assert said.odds(Decimal("0.0264")) == "37 : 1"
    assert said.odds(Decimal("0.75")) == "1 : 3"
    assert said.odds(None) == "not computed"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("amount_requested", Decimal(10000), "$10,000"),
        ("amount_requested", Decimal("371.80"), "$371.80"),
        ("debt_to_income", Decimal("0.413"), "41.3%"),
        ("employment_years", Decimal(1), "1 year"),
        ("existing_customer", True, "Yes"),
        ("income_verified", "verified", "Verified"),
        ("applicant_name", None, "not given"),
    ],
)
def test_a_fact_is_said_by_its_kind(name, value, words):
    assert said.fact_text(dictionary()[name], value, "USD") == words


def test_a_value_as_read_is_said_by_its_kind():
    words = said.FactWords()
    assert words.text("debt_to_income", "0.413") == "41.3%"
    assert (
        words.text("purpose", "small_business")
        == dictionary()["purpose"].choice("small_business").label["en"]
    )
    assert words.text("open_accounts", None) == "not given"


def test_points_carry_their_sign():
    assert (signed(62), signed(-41), signed(0)) == ("+62", "\N{MINUS SIGN}41", "0")


def test_the_band_of_a_score_is_that_of_its_cut_offs():
    bands = [Scale(score, 300, 850, 560, 640).band() for score in (559, 560, 640, None)]
    assert bands == ["loss", "middle", "gain", "neutral"]


def test_a_step_without_an_answer_is_only_its_question():
    assert PointStep("Housing", 12).words() == "Housing"
    assert PointStep("Housing", 12, "owner").words() == "Housing: owner"


def test_the_counter_counts_letters_or_hanzi():
    assert counter_words("Savings held") == "11 / 40"
    assert counter_words("存款已核实") == "5 / 15"


def test_a_journal_entry_is_said_in_words():
    assert event_word("decided") == "Decided"
    details = event_details("decided", {"outcome": "approve", "direction": "approve_over_decline"})
    assert details == "Approved against the advice"


def test_initials_fit_both_kinds_of_names():
    assert (initials("Lin Mei"), initials("林梅"), initials("")) == ("LM", "林", "?")


def test_every_event_the_code_records_has_its_word():
    told = re.compile(r'(?:\.record\(\s*|event=\s*)"([a-z_]+)"')
    files = [*ROOT.glob("storage/*.py"), *ROOT.glob("workflow/*.py")]
    events = {event for file in files for event in told.findall(file.read_text("utf-8"))}
    assert len(events) > 20
    assert events - set(EVENT_WORDS) == set()


def test_a_source_is_read_in_the_language_of_its_reader():
    source = "Credit policy 4.2; practice on stacking"
    assert source_words(source) == source
    i18n.use("zh")
    try:
        assert source_words(source) == "信贷政策 4.2；关于多头借贷的惯例"
        assert source_words("Board minute 7") == "Board minute 7"
    finally:
        i18n.use("en")
    assert source_words("中华人民共和国民法典 第十七条、第十八条").startswith("Civil Code")


def test_an_entry_names_what_it_is_about():
    assert [subject_words(s) for s in ("store", "batch 2", "A-000001")] == [
        "The store",
        "Batch 2",
        "A-000001",
    ]
    products = {"cash-loan": {"en": "Cash loan", "zh": "现金分期贷款"}}
    assert subject_words("cash-loan", products) == "Cash loan"
    assert subject_words("cash-loan") == "cash-loan"
    named = {"abc": "Branch loan 1.0"}
    payload = {"strategy_sha256": "abc", "count": 243}
    assert event_details("assessed", payload, named) == "Branch loan 1.0"
    assert event_details("assessed", payload) == "243 applications"
