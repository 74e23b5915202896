"""A lender's own product works as a shipped one does, from import to letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.errors import NotKnown
from workbench.scoring.strategy import shipped_strategy
from workbench.storage import applications
from workbench.workflow import assess, decide, export, intake, lender_packs, notify, strategies
from workbench.workflow.desk import Desk
from workbench.workflow.product_strategies import in_force, products

Sheet = Callable[..., Path]
OWN = "boat-loan"


@pytest.fixture
def lender(desk: Desk) -> Desk:
    """A desk whose lender published a strategy for boats."""
    text = shipped_strategy("personal-loan").source_text
    text = text.replace('product = "personal-loan"', f'product = "{OWN}"')
    text = text.replace('en = "Personal loan"', 'en = "Boat loan"')
    proposed = strategies.draft(desk, text, proposer="Ana Reyes")
    strategies.publish(desk, proposed.strategy.sha256, approver="Lin Mei")
    return desk


def test_an_own_product_is_imported_assessed_and_written_to(lender: Desk, sheet: Sheet) -> None:
    result, _checked = intake.import_file(lender, sheet({}), product=OWN)
    assert result.ready == 1
    assert assess.assess_ready(lender).advice == {"approve": 1}
    decide.accept_advice(lender)
    assert notify.write_letters(lender).written == 1
    assert applications.application(lender.store, 1).product == OWN


def test_an_own_product_is_among_those_to_choose_from(lender: Desk, tmp_path: Path) -> None:
    assert OWN in products(lender)
    assert lender_packs.pack_of(lender, OWN).id == "us"
    export.write_template(lender, OWN, tmp_path / "boats.xlsx")
    assert (tmp_path / "boats.xlsx").stat().st_size


def test_an_own_product_is_not_known_before_its_first_day(lender: Desk) -> None:
    with pytest.raises(NotKnown, match="“boat-loan”"):
        in_force(lender, OWN, date(1999, 1, 1))


def test_what_was_published_last_is_shown_in_place_of_the_shipped(desk: Desk) -> None:
    text = strategies.edited(
        shipped_strategy("personal-loan").source_text,
        {("rules", "income_minimum", "threshold"): Decimal(29_000)},
        version="9.1",
    )
    proposed = strategies.draft(desk, text, proposer="Ana Reyes")
    strategies.publish(desk, proposed.strategy.sha256, approver="Lin Mei")
    assert products(desk)["personal-loan"].version == "9.1"
