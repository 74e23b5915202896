"""The sides of a case or account are made once and filled anew: as if made for it alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QPushButton

from tests.ui.conftest import bury
from workbench.ui import account_asks, words
from workbench.ui.account_standing import StandingSide
from workbench.ui.case_sides import FactsSide
from workbench.ui.fact_slider import FactSlider
from workbench.ui.line_charts import Lines
from workbench.ui.what_if_side import WhatIfSide
from workbench.workflow import decide, monitor


@pytest.fixture
def files(day):
    """Every case of the day; the last ones again: without a fact, without what was asked for, with
    columns beyond."""
    rows = decide.queue(day, "all").rows
    every = [decide.case(day, row.application_id) for row in rows]
    less, more = every[-2].application, every[-1].application
    for missing in ("income_annual", "amount_requested"):
        facts = {name: value for name, value in less.facts.items() if name != missing}
        every.append(replace(every[len(rows) - 2], application=replace(less, facts=facts)))
    beyond = {"Branch": "Nordhafen", "Remark": "called twice"}
    every.append(replace(every[len(rows) - 1], application=replace(more, unmatched=beyond)))
    return every


def _read(side):
    """What a side says, in its fields too, from top to bottom."""
    bury()  # what was made for the case before
    labels = [one for one in side.findChildren(QLabel) if not one.isHidden()]
    read = [(one.text(), one.property("ink"), one.toolTip()) for one in labels]
    read += [one.text() for one in side.findChildren(QPushButton)]
    read += [one.text() for one in side.findChildren(QLineEdit)]
    read += [one.currentText() for one in side.findChildren(QComboBox)]
    sliders = side.findChildren(FactSlider)
    return read + [(one.maximum(), one.pageStep(), one.value()) for one in sliders]


def test_the_facts_of_each_case_are_shown_as_if_it_were_the_first(files, qtbot):
    side = FactsSide()
    qtbot.addWidget(side)
    for file in [*files, *reversed(files)]:
        alone = FactsSide()
        qtbot.addWidget(alone)
        for one in (side, alone):
            one.show_case(file)
        assert _read(side) == _read(alone)


def test_the_next_cases_identifiers_are_hidden_again(files, qtbot):
    side = FactsSide()
    qtbot.addWidget(side)
    side.show_case(files[0])
    hidden = _read(side)
    with qtbot.waitSignal(side.revealed):
        side.findChild(QPushButton).click()
    side.show_case(files[1])
    side.show_case(files[0])
    assert _read(side) == hidden


def test_what_is_tried_on_each_case_begins_with_its_own_facts(files, qtbot, jobs):
    side = WhatIfSide(jobs)
    qtbot.addWidget(side)
    for file in [*files, *reversed(files)]:
        alone = WhatIfSide(jobs)
        qtbot.addWidget(alone)
        for one in (side, alone):
            one.show_case(file)
            qtbot.waitUntil(lambda: not jobs.running(), timeout=20_000)
        assert _read(side) == _read(alone)
        assert side.changes() == {}
        side.fields["purpose"].setCurrentIndex(1)
        side.fields["amount_requested"].setText("1")


def test_a_change_of_language_reaches_the_facts_that_were_made_before(files, qtbot, qapp):
    side, alone = FactsSide(), FactsSide()
    for one in (side, alone):
        qtbot.addWidget(one)
    side.show_case(files[0])
    words.speak(qapp, "zh")
    for one in (side, alone):
        one.show_case(files[0])
    assert _read(side) == _read(alone)


def test_where_each_account_stands_is_shown_as_if_it_were_the_first(book, qtbot):
    side = StandingSide()
    qtbot.addWidget(side)
    numbers = [row.id for row in monitor.accounts(book, "all").rows]
    for number in [*numbers, *reversed(numbers)]:
        alone, account = StandingSide(), account_asks.one_account(book, number)
        qtbot.addWidget(alone)
        for one in (side, alone):
            one.show_account(account)
        assert _read(side) == _read(alone)
        shown = [[card.isHidden() for card in one.findChildren(QFrame)] for one in (side, alone)]
        assert shown[0] == shown[1]
        pictures = [one.findChild(Lines).lines() for one in (side, alone)]
        assert pictures[0] == pictures[1]
