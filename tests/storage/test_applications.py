from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tests.storage.conftest import NOW, Day, rows
from workbench.credit.facts import dictionary
from workbench.errors import NotFound
from workbench.scoring.frames import schema
from workbench.storage import applications


def test_facts_come_back_typed_and_what_was_not_given_stays_out(day: Day) -> None:
    day.add()
    facts = applications.application(day.store, "A-000002").facts
    assert facts["amount_requested"] == Decimal("1025.00")
    assert facts["application_date"] == date(2026, 11, 20)
    assert facts["debt_to_income"] == Decimal("0.12")
    assert facts["existing_customer"] is True
    assert facts["term_months"] == 36
    assert "own_exposure" not in facts


def test_an_application_knows_the_cell_it_was_read_from(day: Day) -> None:
    day.add()
    found = applications.application(day.store, 2)
    assert (found.place.file, found.place.sheet, found.place.row) == (
        "november.xlsx",
        "Applicants",
        3,
    )
    assert found.cells["applicant_name"] == ("B", "Name")
    assert (found.reference, found.received_at) == ("REF-00002", NOW)


@pytest.mark.parametrize("which", ["A-000099", "99", "nobody", "-1", 99])
def test_an_application_that_is_not_there_is_named(day: Day, which: str | int) -> None:
    with pytest.raises(NotFound, match=str(which)):
        applications.application(day.store, which)


def test_the_fact_frame_gives_back_what_was_imported(day: Day) -> None:
    day.add()
    frame = applications.fact_frame(day.store, batch=1, state="ready")
    given = [name for name in rows(1).columns if name not in ("sheet", "row")]
    assert frame["application_id"].to_list() == list(range(1, 13))
    assert frame.select(given).equals(rows(12).select(given))
    assert dict(frame.drop("application_id").schema) == {
        name: kind() for name, kind in schema(dictionary()).items()
    }


def test_the_fact_frame_holds_only_what_was_asked_for(day: Day) -> None:
    day.add(12)
    day.add(4, first=13)
    day.assess(count=5)

    def ids(**asked: object) -> list[int]:
        return applications.fact_frame(day.store, **asked)["application_id"].to_list()  # type: ignore[arg-type]

    assert ids(state="ready") == list(range(6, 17))
    assert ids(batch=2) == [13, 14, 15, 16]
    assert ids(ids=[9, 3]) == [3, 9]
    assert ids(ids=[]) == []


def test_an_empty_fact_frame_still_has_every_column(day: Day) -> None:
    frame = applications.fact_frame(day.store, state="ready")
    assert frame.is_empty()
    assert frame.schema["amount_requested"] == pl.Int64
