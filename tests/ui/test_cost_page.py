"""The true-cost page answers as one types, shows what it understood, and can be corrected."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from workbench.ui import words
from workbench.ui.cost_page import CostPage
from workbench.workflow import fee_parts


@pytest.fixture
def page(qtbot, _dressed):
    made = CostPage()
    qtbot.addWidget(made)
    made.resize(1232, 820)
    made.show()
    return made


def _ask(page, sentence):
    page.open_at(sentence)
    return page.sentence


def test_without_a_sentence_the_page_says_what_it_is_for(page):
    side = page.sentence
    assert side.found is None
    assert side._blank.isVisibleTo(page) and not side._cards.isVisibleTo(page)


def test_a_sentence_is_taken_apart_and_each_part_can_be_corrected(page, qtbot):
    side = _ask(page, "0.6% a month, 12 months")
    assert set(side.parts.fields) == {"fee_per_period", "months", "amount"}
    field = side.parts.fields["months"]
    field.selectAll()
    qtbot.keyClicks(field, "24")
    qtbot.waitUntil(lambda: side.found.plan.months == 24)
    assert len(side.flows.lines()) == 25


def test_what_is_not_understood_is_said(page):
    side = _ask(page, "0.6% a month, 12 months, 7 gifts")
    assert side.left.count() == 1
    assert side.found.sentence.not_understood == ("7 gifts",)


def test_a_part_can_be_added_and_taken_away(page):
    side = _ask(page, "0.6% a month, 12 months")
    side.parts.add_part("discount")
    assert "discount" in side.parts.fields
    side.parts._take_away("discount")
    assert "discount" not in side.parts.fields and side.found.cost.cost == 720


@pytest.mark.parametrize("name", sorted(fee_parts.PART_WORDS))
def test_every_part_can_be_added_to_any_sentence(page, name):
    for sentence in ("0.6% a month, 12 months", "hello"):
        side = _ask(page, sentence)
        side.parts.add_part(name)
        assert side.found is not None or side.why.isVisibleTo(page)


def test_a_rate_that_cannot_be_read_is_marked_and_the_figures_stay(page, qtbot):
    side = _ask(page, "0.6% a month, 12 months")
    field = side.parts.fields["fee_per_period"]
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    assert field.property("wrong") == "true" and field.toolTip()
    assert side.found.cost.cost == 720


def test_a_sentence_that_costs_nothing_says_why_there_is_no_rate(page):
    side = _ask(page, "hello")
    assert side.found is None and side.why.isVisibleTo(page)
    assert "hello" in side.why.text()


def test_settling_early_has_its_own_card_only_where_it_is_asked(page):
    side = _ask(page, "0.72% a month, 12 months")
    assert not side.settled_card.isVisibleTo(page)
    _ask(page, "0.72% a month, 12 months, settled after month 3")
    assert side.settled_card.isVisibleTo(page)
    assert any("43.67%" in line for line in map(" ".join, side.settled.lines()))


def test_the_comparison_is_copied_as_a_table(page):
    side = _ask(page, "0.6% a month, 12 months")
    side.compared.copy_table()
    copied = QGuiApplication.clipboard().text()
    assert "13.84%" in copied and "\t" in copied


def test_paying_only_the_minimum_follows_its_four_fields(page, qtbot):
    page.open_at("minimum")
    side = page.minimum
    assert "33" in side.said.text()
    field = side.fields["share"]
    field.selectAll()
    qtbot.keyClicks(field, "20%")
    qtbot.waitUntil(lambda: side.found is not None and len(side.found.course) < 33)


def test_the_page_speaks_chinese_and_reads_the_sentence_as_it_stands(page, qapp):
    side = _ask(page, "月手续费 0.6%，分 12 期")
    words.speak(qapp, "zh")
    assert page.title() == "真实成本"
    assert side.found is not None and side.found.cost.cost == 720


def test_an_offer_of_a_case_opens_as_its_sentence(window, review, settled):
    from PySide6.QtWidgets import QPushButton

    review.queue.tabs.button("all").click()
    settled()
    links = [b for b in review.case.advice.findChildren(QPushButton) if "True cost" in b.text()]
    assert links
    links[0].click()
    settled()
    found = window.page("cost").sentence.found
    assert found is not None and found.currency == "USD" and not found.sentence.not_understood
    assert found.terms.interest_yearly is not None and found.assumed == ()
