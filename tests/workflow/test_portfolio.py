"""The book in figures, from a store with a small day in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.workflow.conftest import GOOD
from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.errors import NotFound
from workbench.scoring.strategy import shipped, shipped_strategy
from workbench.workflow import assess, decide, intake
from workbench.workflow.populations import development_population, write_population
from workbench.workflow.portfolio import (
    Filters,
    fairness,
    figures,
    protected_facts,
    read_book,
)
from workbench.workflow.portfolio_export import export_figures


@pytest.fixture
def book(desk, tmp_path):
    """Forty applicants in two months, all but one decided as advised."""
    rows = [
        GOOD | {"Name": f"Person {at}", "Branch": "North" if at % 2 else "South"}
        for at in range(40)
    ]
    text = "\n".join(
        ",".join(f'"{cell}"' for cell in line)
        for line in [list(rows[0]), *(r.values() for r in rows)]
    )
    file = tmp_path / "many.csv"
    file.write_text(text, encoding="utf-8")
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    for row in decide.queue(desk, "needs_review", size=100).rows[:39]:
        decide.decide(
            desk, row.application_id, Choice(Outcome(row.advice)), seen_version=row.version
        )
    return read_book(desk)


def test_the_book_is_counted_and_its_rates_told(book):
    found = figures(book)
    assert (found.all.applications, found.all.decided) == (40, 39)
    assert found.all.approval_rate is not None and found.all.override_rate == 0
    assert sum(band.rates.applications for band in found.bands) == 40


def test_a_filter_narrows_every_figure(book):
    north = figures(book, Filters(branch="North"))
    assert north.all.applications == 20
    assert figures(book, Filters(officer="Nobody")).all.applications == 0
    assert book.choices("branch") == ("North", "South")


def test_the_population_is_held_against_the_one_the_card_was_made_from(book):
    (drift,) = figures(book).drifts
    made_from = development_population(shipped_strategy("personal-loan"))
    assert made_from is not None
    assert (drift.expected_rows, drift.actual_rows) == (made_from.rows, 40)
    assert drift.score.level == "red"  # forty alike are nobody's population
    assert len(drift.characteristics) > 5


def test_figures_are_exported_as_numbers(book, tmp_path: Path):
    export_figures(figures(book), tmp_path / "book.xlsx")
    sheets = CalamineWorkbook.from_path(str(tmp_path / "book.xlsx"))
    summary = dict(row[:2] for row in sheets.get_sheet_by_index(0).to_python()[1:])
    assert summary["Applications"] == 40 and 0 <= summary["Approval rate"] <= 1
    assert len(sheets.sheet_names) == 6


def test_an_empty_store_has_a_book_without_figures(desk):
    found = figures(read_book(desk))
    assert found.all.applications == 0 and found.drifts == () and found.months == ()


def test_a_lender_keeps_the_population_of_its_own_card(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    strategy = shipped_strategy("personal-loan")
    shipped = development_population(strategy)
    text = "\n".join([",".join(GOOD), ",".join(f'"{cell}"' for cell in GOOD.values())])
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    rows, file = write_population(
        tmp_path / "own.csv", shipped_strategy("personal-loan"), called="Our book of 2025"
    )
    assert rows == 1 and file.is_file()
    own = development_population(strategy)
    assert own is not None and own.of["en"] == "Our book of 2025" and own != shipped
    assert development_population(strategy.model_copy(update={"version": "9.9"})) is None


def test_every_shipped_population_fits_its_card():
    found = 0
    for strategy in shipped().values():
        population = development_population(strategy)
        if population is not None:
            found += 1
            counts = {one.name: len(one.bins) for one in strategy.scorecard.characteristics}
            assert {name: len(bins) for name, bins in population.bins.items()} == counts
            assert sum(population.scores.values()) <= population.rows
    assert found >= 2


def test_the_fairness_screen_runs_by_protected_facts_only_and_tells_its_numbers(book, desk):
    names = {fact.name for fact in protected_facts()}
    assert {"sex", "birth_date"} <= names
    assert fairness(desk, book, Filters(), "sex") == ()  # nobody told it
    with pytest.raises(NotFound):
        fairness(desk, book, Filters(), "purpose")
