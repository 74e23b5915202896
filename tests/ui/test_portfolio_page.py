"""The portfolio shows the book in figures, follows its filters, and says when there is nothing."""

from __future__ import annotations

import pytest

from workbench.ui import words
from workbench.workflow.desk import Desk


@pytest.fixture
def portfolio(window, settled):
    window.go("portfolio")
    settled()
    return window.page("portfolio")


def test_the_book_is_counted(portfolio):
    assert portfolio.found.all.applications == 5
    assert portfolio.tiles.applications.figure.text() == "5"
    assert "5" in portfolio.subtitle()


def test_too_few_decisions_say_so_instead_of_a_rate(portfolio):
    assert portfolio.tiles.approvals.figure.text() == "–"
    assert "too few" in portfolio.tiles.approvals.remark.text()
    assert portfolio.cards.band_card.words.isVisibleTo(portfolio)


def test_a_filter_without_cases_offers_to_be_cleared(portfolio, settled):
    portfolio.filters["product"].addItem("Another", "another-product")
    portfolio.filters["product"].setCurrentIndex(portfolio.filters["product"].count() - 1)
    portfolio._narrow()
    settled()
    assert portfolio._stack.currentWidget() is portfolio._none
    portfolio.clear_filters()
    settled()
    assert portfolio._stack.currentWidget() is portfolio._body


def test_figures_are_saved_as_a_workbook(portfolio, settled, tmp_path):
    portfolio.save_to(tmp_path / "book.xlsx")
    settled()
    assert (tmp_path / "book.xlsx").stat().st_size > 5_000


def test_every_chart_has_its_figures_as_words(portfolio):
    for chart in (portfolio.cards.scores, portfolio.cards.reasons, portfolio.cards.moved):
        assert chart.accessibleName()
    assert len(portfolio.cards.scores.lines()) > 3


def test_the_page_speaks_chinese_at_once(portfolio, qapp, settled):
    words.speak(qapp, "zh")
    settled()
    assert portfolio.title() == "资产组合"
    assert portfolio.filters["product"].itemText(0) == "全部产品"


def test_an_empty_store_offers_the_first_step(qtbot, jobs, settled, tmp_path, monkeypatch):
    from workbench.ui.portfolio_page import PortfolioPage

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with Desk.open(tmp_path / "empty.db") as desk:
        page = PortfolioPage(desk, jobs)
        qtbot.addWidget(page)
        page.refresh()
        settled()
        assert page._stack.currentWidget() is page._blank
        assert not page.save.isEnabled()


def test_the_fairness_screen_is_off_until_a_fact_is_chosen(portfolio, settled):
    card = portfolio.fairness
    assert card.fact.currentData() == "" and not card.bars.isVisibleTo(portfolio)
    card.fact.setCurrentIndex(card.fact.findData("sex"))
    card.look()
    settled()
    assert card.said.isVisibleTo(portfolio) and card.said.text()
