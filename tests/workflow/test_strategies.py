"""A lender's own strategies: tried on past cases, proposed by one, published by another."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.errors import StrategyFaulty, StrategyRefused, StrategyUnknown
from workbench.i18n import Language
from workbench.scoring.strategy import shipped_strategy
from workbench.workflow import assess, intake, prove, strategies
from workbench.workflow.desk import Desk
from workbench.workflow.product_strategies import in_force

Sheet = Callable[..., Path]
INCOME = ("rules", "income_minimum", "threshold")


@pytest.fixture
def text() -> str:
    """The shipped strategy with a higher minimum income, as version 9.1."""
    shipped = shipped_strategy("personal-loan").source_text
    return strategies.edited(shipped, {INCOME: Decimal(29_000)}, version="9.1")


@pytest.fixture
def cases(desk: Desk, sheet: Sheet) -> Desk:
    """A desk with two assessed applications: incomes of 72,000 and 24,000."""
    file = sheet({}, {"Name": "Ben Ode", "Annual income": "24,000", "Amount": "6,000"})
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    return desk


def test_a_difference_counts_the_past_cases_each_change_would_flip(cases: Desk, text: str) -> None:
    old = strategies.text_of("personal-loan", cases)
    found = strategies.difference(cases, old, text)
    counted = {one.change.path: (one.flips, one.decided) for one in found.changes}
    assert counted == {("version",): (0, 0), INCOME: (1, 0)}
    assert (found.cases, found.flips, found.decided) == (2, 1, 0)


def test_a_difference_is_said_in_both_languages(cases: Desk, text: str) -> None:
    old = strategies.text_of("personal-loan", cases)
    *_first, last = strategies.difference(cases, old, text).changes
    assert last.change.text(Language.EN) == (
        "Rule “Yearly income reaches the minimum”: threshold 12,000 → 29,000"
    )
    assert last.change.text(Language.ZH) == "规则“年收入达到最低要求”：阈值 12,000 → 29,000"


def test_a_proposal_is_in_force_only_when_a_second_person_published_it(
    desk: Desk, text: str
) -> None:
    proposed = strategies.draft(desk, text, proposer="Ana Reyes")
    assert in_force(desk, "personal-loan").version != "9.1"
    with pytest.raises(StrategyRefused, match="second person"):
        strategies.publish(desk, proposed.strategy.sha256, approver=" ana  REYES")
    done = strategies.publish(desk, proposed.strategy.sha256, approver="Ben Ode")
    assert (done.proposed_by, done.published_by, done.in_force) == ("Ana Reyes", "Ben Ode", True)


def test_a_published_strategy_assesses_and_its_past_can_be_replayed(
    cases: Desk, text: str, sheet: Sheet
) -> None:
    sha256 = strategies.draft(cases, text, proposer="Ana Reyes").strategy.sha256
    strategies.publish(cases, sha256, approver="Ben Ode")
    file = sheet({"Name": "Cy Low", "Annual income": "28,000"}, name="more.csv")
    intake.import_file(cases, file, product="personal-loan")
    done = assess.assess_ready(cases)
    assert (done.strategy_sha256, done.advice) == (sha256, {"decline": 1})
    replayed = prove.replay(cases)
    assert (replayed.identical, replayed.different) == (3, 0)


def test_a_strategy_of_a_later_day_waits_for_it(desk: Desk, text: str) -> None:
    later = strategies.edited(text, {("effective_from",): date(2099, 1, 1)}, version="9.2")
    sha256 = strategies.draft(desk, later, proposer="Ana Reyes").strategy.sha256
    assert not strategies.publish(desk, sha256, approver="Ben Ode").in_force
    on_the_day = in_force(desk, "personal-loan", date(2099, 1, 1))
    assert on_the_day.version == "9.2"


def test_a_version_that_is_taken_or_lower_is_refused(desk: Desk, text: str) -> None:
    strategies.draft(desk, text, proposer="Ana Reyes")
    with pytest.raises(StrategyRefused, match="on record already"):
        strategies.draft(desk, text, proposer="Ana Reyes")
    with pytest.raises(StrategyRefused, match=r"version 9\.1 is taken"):
        strategies.draft(desk, "# note\n" + text, proposer="Ana Reyes")
    with pytest.raises(StrategyRefused, match="lies below"):
        lower = strategies.edited(text, {}, version="0.1")
        strategies.draft(desk, lower, proposer="Ana Reyes")


def test_a_faulty_strategy_and_a_nameless_proposer_are_refused(desk: Desk, text: str) -> None:
    with pytest.raises(StrategyFaulty):
        broken = strategies.edited(text, {("cut_off", "approve"): 1}, version="9.1")
        strategies.draft(desk, broken, proposer="Ana Reyes")
    with pytest.raises(StrategyRefused, match="nobody is named"):
        strategies.draft(desk, text, proposer="  ")
    with pytest.raises(StrategyUnknown):
        strategies.publish(desk, "0" * 64, approver="Ben Ode")


def test_a_rule_and_the_fact_it_reads_can_be_new_together(cases: Desk) -> None:
    old = shipped_strategy("personal-loan").source_text
    rule = dict(strategies.differences.tree_of(shipped_strategy("personal-loan"))["rules"])
    fresh = rule["income_minimum"] | {"id": "spare", "passes_when": "spare >= 0"}
    values: dict[tuple[str, ...], object] = {
        ("rules", "spare"): {k: v for k, v in fresh.items() if k != "threshold"},
        ("derived", "spare"): {
            "kind": "money",
            "is": "income - 5000",
            "label": {"en": "Spare", "zh": "余"},
        },
    }
    new = strategies.edited(old, values, version="9.1")
    found = {one.change.path: one.flips for one in strategies.difference(cases, old, new).changes}
    assert found[("rules", "spare")] == 1 and found[("derived", "spare")] == 0


def test_two_people_carry_a_strategy_through_excel_on_the_command_line(
    cases: Desk, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, book, store = tmp_path / "own.toml", tmp_path / "own.xlsx", cases.store.label
    own.write_text(text, encoding="utf-8")
    assert main(["strategy", "export", str(own), "-o", str(book)]) == 0
    said = ["strategy", "import", str(book), "--store", store]
    assert main([*said, "--as", "Ana Reyes"]) == 0
    assert "threshold 12,000 → 29,000" in capsys.readouterr().out
    [listed] = [one for one in strategies.list_all(cases) if one.state == "proposed"]
    sha = listed.strategy.sha256[:12]
    assert main(["strategy", "publish", sha, "--as", "Ana Reyes", "--store", store]) == 3
    assert main(["strategy", "publish", sha, "--as", "Ben Ode", "--store", store]) == 0
    assert in_force(cases, "personal-loan").version == "9.1"
    assert dataclasses.replace(listed, in_force=True).strategy.version == "9.1"


def test_a_strategy_is_simulated_on_the_cases_on_record(
    cases: Desk, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    asked = ["--on", "store", "--store", cases.store.label, "--json"]
    assert main(["strategy", "simulate", str(own), *asked]) == 0
    assert '"decline": 1' in capsys.readouterr().out
    assert main(["strategy", "compare", "personal-loan", str(own), *asked]) == 0
    assert '"unchanged": 1' in capsys.readouterr().out


def test_a_fact_taken_away_that_others_read_is_not_tried_alone(cases: Desk) -> None:
    old = strategies.text_of("branch-loan", cases)
    new = strategies.text_of("cash-loan", cases)
    found = strategies.difference(cases, old, new)
    alone = {one.change.path: one.flips for one in found.changes}
    assert None in alone.values() and found.cases == 0
    assert all(one.change.text(language) for one in found.changes for language in Language)


def test_a_strategy_with_unknown_facts_is_refused_before_it_is_tried(cases: Desk) -> None:
    text = shipped_strategy("personal-loan").source_text
    wrong = text.replace("income_yearly >= threshold", "incomes >= threshold")
    with pytest.raises(StrategyFaulty, match="There is no fact incomes"):
        strategies.simulate(wrong, strategies.cases(cases, text))
