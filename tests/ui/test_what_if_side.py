"""What if, as the officer sees it: a changed fact is assessed anew, nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from workbench.credit.facts import dictionary
from workbench.settings import Settings
from workbench.ui.fact_slider import FactSlider, span_of
from workbench.ui.jobs import Jobs
from workbench.ui.what_if_side import WhatIfSide
from workbench.workflow import assess, decide, intake
from workbench.workflow.desk import Desk
from workbench.workflow.samples import sample_file


@pytest.fixture
def side(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[WhatIfSide]:
    """The panel over a case of the sample that the engine advises to approve, or as asked."""
    wanted = getattr(request, "param", "approve")
    with Desk.open(tmp_path / "store.db", settings=Settings(tmp_path / "s.toml")) as desk:
        file, product = sample_file()
        intake.import_file(desk, file, product=product)
        assess.assess_ready(desk)
        approved = next(
            row for row in decide.queue(desk, "all", size=250).rows if row.advice == wanted
        )
        jobs = Jobs()
        shown = WhatIfSide(jobs)
        qtbot.addWidget(shown)
        shown.show_case(decide.case(desk, approved.application_id))
        qtbot.waitUntil(lambda: not jobs.running(), timeout=20_000)
        yield shown
        qtbot.waitUntil(lambda: not jobs.running(), timeout=20_000)
        jobs.close()


def test_the_case_is_shown_as_it_was_given(side: WhatIfSide) -> None:
    assert "What decides: Score" in side.said_text()
    assert side.changes() == {}


@pytest.mark.parametrize("side", ["counter_offer"], indirect=True)
def test_a_counter_offer_is_shown_as_one(side: WhatIfSide) -> None:
    assert side.chip.accessibleName() == "Counter-offer"
    assert not side.grab().isNull()


def test_a_fact_taken_away_refers_and_as_given_brings_it_back(
    side: WhatIfSide, qtbot: QtBot
) -> None:
    field = side.fields["income_annual"]
    assert isinstance(field, QLineEdit)
    field.clear()
    field.textEdited.emit("")
    qtbot.waitUntil(lambda: "Missing facts" in side.said_text(), timeout=20_000)
    assert side.changes() == {"income_annual": ""}
    side.back.click()
    qtbot.waitUntil(lambda: "Missing facts" not in side.said_text(), timeout=20_000)
    assert side.changes() == {}


def test_a_slider_moves_its_figure_and_follows_what_is_typed(
    side: WhatIfSide, qtbot: QtBot
) -> None:
    slider, field = side.findChildren(FactSlider)[1], side.fields["term_months"]
    assert isinstance(field, QLineEdit) and "Term" in slider.accessibleName()
    slider.setValue(slider.minimum())
    shortest = int(field.text())
    assert side.changes() == {"term_months": str(shortest)}
    field.clear()
    qtbot.keyClicks(field, "24")
    assert slider.value() == 24 - shortest
    side.back.click()
    assert side.changes() == {}


def test_a_span_has_about_a_hundred_round_steps_and_ends_at_its_ends() -> None:
    span = span_of(dictionary()["income_annual"], Decimal(70_500), None)
    assert span is not None and (span.step, span.places()) == (2_000, 71)
    assert [span.value_at(n) for n in (0, 1, 71)] == [0, 2_000, 141_000]
    assert span.place_of(Decimal(70_500)) == 35
    assert span_of(dictionary()["income_annual"], None, None) is None


def test_every_field_has_a_name_that_is_read_aloud(side: WhatIfSide) -> None:
    assert all(field.accessibleName() for field in side.fields.values())
