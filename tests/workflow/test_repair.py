"""Rows that waited are put right later and join their batch."""

from __future__ import annotations

import pytest

from workbench.errors import NotFound
from workbench.storage import applications, erasure, history, verification
from workbench.workflow import intake, repair


@pytest.fixture
def batch(desk, sheet):
    """A batch of which one row is ready and two wait."""
    file = sheet({}, {"Name": "Tom Becker", "Amount": "ten"}, {"Name": "Ada", "Amount": ""})
    result, _checked = intake.import_file(desk, file, product="personal-loan")
    assert (result.ready, result.waiting) == (1, 2)
    return result.batch_id


def checked(_desk, waiting, fixes):
    return repair.check(waiting, fixes)


def test_a_batch_with_rows_that_wait_is_listed(desk, batch):
    assert [(b.id, b.waiting) for b in repair.batches_waiting(desk)] == [(batch, 2)]


def test_rows_that_wait_are_shown_as_they_stood_in_the_file(desk, batch):
    waiting = repair.waiting_rows(desk, batch)
    amount = waiting.matching.column_of("amount_requested")
    assert waiting.sheet.cells["row"].to_list() == [3, 4]
    assert waiting.sheet.cells[amount.letter].to_list() == ["ten", None]
    assert checked(desk, waiting, {}).waiting_count == 2


def test_a_row_put_right_becomes_an_application_and_the_other_waits_on(desk, batch):
    waiting = repair.waiting_rows(desk, batch)
    place = (waiting.sheet.cells["sheet"][0], 3)
    found = checked(desk, waiting, {(*place, "amount_requested"): "10,000"})
    result = repair.take_in(desk, batch, found)
    assert (result.ready, result.waiting) == (1, 1)
    names = applications.fact_frame(desk.store, batch=batch)["applicant_name"]
    assert sorted(names) == ["Amelia Hart", "Tom Becker"]
    assert [(b.id, b.waiting) for b in repair.batches_waiting(desk)] == [(batch, 1)]


def test_taking_in_twice_adds_nothing(desk, batch):
    waiting = repair.waiting_rows(desk, batch)
    place = (waiting.sheet.cells["sheet"][0], 3)
    found = checked(desk, waiting, {(*place, "amount_requested"): "10,000"})
    repair.take_in(desk, batch, found)
    assert repair.take_in(desk, batch, found).ready == 0


def test_rows_of_an_unknown_batch_are_not_found(desk):
    with pytest.raises(NotFound):
        repair.waiting_rows(desk, 99)


def test_a_row_that_doubles_another_waits_until_that_value_is_changed(desk, tmp_path):
    file = tmp_path / "doubled.csv"
    lines = [
        "Application no.,Name,Amount,Term",
        "A-7,Ada,9000,36",
        "A-7,Ben,8000,36",
        "A-8,Cy,7000,36",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result, _found = intake.import_file(desk, file, product="personal-loan")
    waiting = repair.waiting_rows(desk, result.batch_id)
    assert repair.check(waiting, {}).ready_count == 0
    doubled = waiting.doubles[0]
    cell = (doubled.place.sheet, doubled.place.row, doubled.fact)
    assert repair.check(waiting, {cell: "A-9"}).ready_count == 1


def amount_of(waiting, row):
    return (waiting.sheet.cells["sheet"][0], row, "amount_requested")


def test_a_fix_is_kept_with_the_row_that_goes_on_waiting(desk, batch):
    waiting = repair.waiting_rows(desk, batch)
    found = checked(desk, waiting, {amount_of(waiting, 3): "eleven"})
    assert repair.take_in(desk, batch, found).ready == 0
    again = repair.waiting_rows(desk, batch)
    letter = again.matching.column_of("amount_requested").letter
    assert again.sheet.cells[letter].to_list() == ["eleven", None]


def test_every_fix_of_a_row_is_sealed_with_who_made_it_and_what_stood_there(desk, batch):
    for text in ("eleven", "11,000"):
        waiting = repair.waiting_rows(desk, batch)
        found = checked(desk, waiting, {amount_of(waiting, 3): text})
        repair.take_in(desk, batch, found)
    made = repair.fixes_of(desk, "A-000002")
    assert [(fix.row, fix.old, fix.new) for fix in made] == [
        (3, "ten", "eleven"),
        (3, "eleven", "11,000"),
    ]
    assert {fix.actor for fix in made} == {desk.officer()}
    assert verification.verify(desk.store).ok


def test_the_journal_names_the_cells_put_right_and_never_their_texts(desk, sheet):
    file = sheet({}, {"Name": "Tom Becker", "Amount": "ten"})
    workbook = intake.preview(file)
    matching = intake.suggest(desk, workbook.chosen)
    fixes = {(workbook.chosen.name, 3, "amount_requested"): "12,345"}
    found = intake.check(workbook.chosen, matching, "USD", fixes)
    intake.accept(desk, workbook, matching, found, product="personal-loan")
    (event,) = [e for e in history.events(desk.store) if e.event == "cells_fixed"]
    assert event.payload["cells"] == ["B3"]
    assert "12,345" not in str(event.payload)


def test_the_texts_of_fixes_go_with_the_persons_data(desk, batch):
    waiting = repair.waiting_rows(desk, batch)
    repair.take_in(desk, batch, checked(desk, waiting, {amount_of(waiting, 3): "11,000"}))
    erasure.erase(desk.store, [2], basis="request", actor="Lin Mei")
    (fix,) = repair.fixes_of(desk, "A-000002")
    assert (fix.old, fix.new) == (None, None)
    assert verification.verify(desk.store).ok


@pytest.fixture
def twice(desk, sheet):
    """A batch whose second row has the ID number of the first, and waits for a word."""
    file = sheet({}, {"Name": "Tom Becker"})
    lines = file.read_text(encoding="utf-8").splitlines()
    told = [f'{line},"{cell}"' for line, cell in zip(lines, ("ID number", "X1", "X1"), strict=True)]
    file.write_text("\n".join(told) + "\n", encoding="utf-8")
    return intake.import_file(desk, file, product="personal-loan")[0].batch_id


@pytest.mark.parametrize(("answer", "ready"), [("left_out", 0), ("joint", 1), ("right", 1)])
def test_a_waiting_row_that_doubles_another_is_answered_for(desk, twice, answer, ready):
    waiting = repair.waiting_rows(desk, twice)
    place = (waiting.sheet.cells["sheet"][0], 3, "")
    result = repair.take_in(desk, twice, checked(desk, waiting, {place: answer}))
    assert (result.ready, result.waiting) == (ready, 0)
    assert repair.batches_waiting(desk) == ()
    assert verification.verify(desk.store).ok


def test_the_journal_names_the_rows_left_out(desk, twice):
    waiting = repair.waiting_rows(desk, twice)
    place = (waiting.sheet.cells["sheet"][0], 3, "")
    repair.take_in(desk, twice, checked(desk, waiting, {place: "left_out"}))
    (event,) = [e for e in history.events(desk.store) if e.event == "rows_left_out"]
    assert (event.payload["rows"], event.actor) == ([3], desk.officer())
