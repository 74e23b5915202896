"""What a lender's spreadsheets say beyond the dictionary stays, and becomes facts of theirs."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from workbench.credit.facts import Kind, dictionary, use_own
from workbench.errors import FactTaken, NotFound
from workbench.scoring.engine import compile_strategy
from workbench.scoring.strategy import shipped_strategy
from workbench.storage import applications, verification
from workbench.workflow import export, intake, own_columns

PRODUCT = "personal-loan"


@pytest.fixture
def branch(sheet, tmp_path):
    """A file of two applicants with a column that no fact of the dictionary is."""
    file = sheet({}, {"Name": "Tom Becker"})
    lines = file.read_text(encoding="utf-8").splitlines()
    told = [f'{line},"{cell}"' for line, cell in zip(lines, ("Broker fee", "120", ""), strict=True)]
    made = tmp_path / "branch.csv"
    made.write_text("\n".join(told) + "\n", encoding="utf-8")
    return made


def test_a_column_without_a_fact_stays_with_every_row(desk, branch):
    intake.import_file(desk, branch, product=PRODUCT)
    assert applications.application(desk.store, 1).unmatched["Broker fee"] == "120"
    assert "Broker fee" not in applications.application(desk.store, 2).unmatched
    assert verification.verify(desk.store).ok


def test_the_same_rows_are_not_taken_twice_for_what_no_fact_holds(desk, branch, sheet):
    intake.import_file(desk, branch, product=PRODUCT)
    again, _found = intake.import_file(desk, sheet({}, {"Name": "Tom Becker"}), product=PRODUCT)
    assert (again.ready, again.duplicates) == (0, 2)


def test_a_column_made_an_own_fact_is_known_next_time(desk, branch):
    made = own_columns.add(desk, "Broker fee", Kind.MONEY, label_zh="居间费")
    assert made.name in dictionary()
    intake.import_file(desk, branch, product=PRODUCT)
    found = applications.application(desk.store, 1)
    assert found.facts["own_broker_fee"] == 120
    assert "Broker fee" not in found.unmatched
    assert applications.fact_frame(desk.store)["own_broker_fee"].to_list() == [12_000, None]


def test_own_facts_stand_in_the_decisions_workbook(desk, branch, tmp_path):
    own_columns.add(desk, "Broker fee", Kind.MONEY)
    intake.import_file(desk, branch, product=PRODUCT)
    export.export_decisions(desk, tmp_path / "out.xlsx")
    header, *rows = load_workbook(tmp_path / "out.xlsx")["Decisions"].iter_rows(values_only=True)
    assert header[-1] == "Broker fee"
    assert [row[-1] for row in rows] == [120, None]


def test_outcomes_keep_their_colours_in_the_workbook(desk, branch, tmp_path):
    intake.import_file(desk, branch, product=PRODUCT)
    export.export_decisions(desk, tmp_path / "out.xlsx")
    rules = load_workbook(tmp_path / "out.xlsx")["Decisions"].conditional_formatting
    assert {str(ranged.sqref)[0] for ranged in rules} == {"K", "M"}
    assert {len(ranged.rules) for ranged in rules} == {4}


def test_a_lenders_strategy_may_read_an_own_fact(desk, branch):
    own_columns.add(desk, "Broker fee", Kind.MONEY)
    intake.import_file(desk, branch, product=PRODUCT)
    strategy = shipped_strategy(PRODUCT)
    asks = {"fails_when": "own_broker_fee > 100", "passes_when": None, "threshold": None}
    rule = strategy.rules[0].model_copy(update=asks)
    engine = compile_strategy(strategy.model_copy(update={"rules": (rule,)}))
    advised = engine.assess(applications.fact_frame(desk.store))
    assert "own_broker_fee" in engine.needs
    assert advised[f"rule_{rule.id}"].to_list() == [0, None]


def test_another_desk_over_the_store_knows_the_own_facts(desk):
    own_columns.add(desk, "Broker fee", Kind.MONEY)
    use_own(())
    assert [fact.name for fact in own_columns.listed(desk)] == ["own_broker_fee"]
    assert "own_broker_fee" in dictionary()


def test_a_second_header_joins_the_fact_of_the_same_label(desk):
    own_columns.add(desk, "Broker fee", Kind.MONEY)
    own_columns.add(desk, "居间费", Kind.MONEY, label_en="Broker fee")
    (fact,) = own_columns.listed(desk)
    assert fact.synonyms == ("Broker fee", "居间费")


@pytest.mark.parametrize(("header", "kind"), [("Loan amount", Kind.MONEY), ("Fee", Kind.TEXT)])
def test_a_name_that_means_something_already_is_refused(desk, header, kind):
    own_columns.add(desk, "Fee", Kind.MONEY)
    with pytest.raises(FactTaken):
        own_columns.add(desk, header, kind)
    assert len(own_columns.listed(desk)) == 1


def test_an_unknown_type_lists_the_known_ones():
    with pytest.raises(NotFound, match="money"):
        own_columns.kind_named("blob")
