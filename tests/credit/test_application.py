from datetime import UTC, datetime

from workbench.credit.application import Application
from workbench.errors import Place


def _application(**facts):
    return Application(
        id=1, number="A-000001", batch_id=1, product="personal-loan", place=Place(), facts=facts,
        cells={}, received_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def test_an_application_is_called_by_the_applicants_name():
    assert _application(applicant_name="Amelia Hart").name() == "Amelia Hart"


def test_without_a_name_its_number_stands_for_it():
    assert _application().name() == "A-000001"
    assert _application(applicant_name=None).name() == "A-000001"
