from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.storage import account_book
from workbench.storage.account_book import NewAccount
from workbench.workflow import exposure, intake
from workbench.workflow.account_keys import household_key, person_key
from workbench.workflow.decide import case
from workbench.workflow.desk import Desk, now

FACTS = {"applicant_name": "Amelia Hart", "phone": "202-555-0143", "address": "12 Larch Street"}


def opened(desk: Desk, **changes: str) -> int:
    """An account kept here, 8,000 of limit, of the person in FACTS unless told otherwise."""
    one = NewAccount(
        product="purchase-line", product_version="1.0", currency="USD", name="Amelia Hart",
        reference="R1", person=changes.get("person", person_key(desk, FACTS)),
        household=changes.get("household", household_key(desk, FACTS)),
        opened_on=date(2026, 5, 1), credit_limit=800_000, rate=50_000, late_rate=50_000,
        statement_day=1, due_day=10,
    )  # fmt: skip
    with desk.store.writing("Lin Mei", now()) as step:
        return account_book.open_accounts(step, [one])[0]


def test_one_person_is_found_by_number_or_by_name_and_phone(desk: Desk) -> None:
    assert person_key(desk, FACTS) == person_key(desk, FACTS | {"phone": "202-555-0143 "})
    assert person_key(desk, FACTS) != person_key(desk, FACTS | {"phone": "202-555-0144"})
    number = {"id_number": "110101199003070038"}
    assert person_key(desk, number) == person_key(desk, number | {"applicant_name": "A. Hart"})


def test_who_gives_neither_is_taken_for_nobody_else(desk: Desk) -> None:
    assert person_key(desk, {"applicant_name": "Amelia Hart"}) == ""
    assert household_key(desk, {}) == ""
    assert account_book.accounts_of(desk.store, person="", household="") == ()


def test_a_living_account_counts_in_the_exposure_of_the_next_application(
    desk: Desk, sheet: Callable[..., Path]
) -> None:
    number = {"Phone": "202-555-0143", "Address": "12 Larch Street"}
    file = sheet({}, name="one.csv")
    text = file.read_text(encoding="utf-8").splitlines()
    rows = [f"{text[0]},{','.join(number)}", f"{text[1]},{','.join(number.values())}"]
    file.write_text("\n".join(rows), encoding="utf-8")
    intake.import_file(desk, file, product="personal-loan")
    application = case(desk, 1).application
    before = exposure.total_exposure(desk, application)
    opened(desk)
    assert exposure.total_exposure(desk, application) == before + Decimal(8_000)


def test_somebody_else_s_account_does_not_count(desk: Desk, sheet: Callable[..., Path]) -> None:
    intake.import_file(desk, sheet({}), product="personal-loan")
    opened(desk, person="f" * 32, household="e" * 32)
    assert exposure.total_exposure(desk, case(desk, 1).application) == 0
