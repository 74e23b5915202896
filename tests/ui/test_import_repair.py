"""Rows that waited are put right in the window, from the result or on another day."""

from __future__ import annotations

import pytest

from tests.workflow.conftest import GOOD
from workbench.storage import applications
from workbench.ui.import_page import CHECK, FILE, SCORE
from workbench.workflow import assess, intake


@pytest.fixture
def waiting(window, day, tmp_path, settled):
    """The Import page on a desk with one row that waits: "12k" is no amount."""
    file = tmp_path / "december.csv"
    rows = [GOOD | {"Name": "Mia Tanaka"}, GOOD | {"Name": "Hugo Martins", "Amount": "12k"}]
    lines = [list(GOOD), *(list(row.values()) for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    file.write_text(text, encoding="utf-8")
    intake.import_file(day, file, product="personal-loan")
    assess.assess_ready(day)
    window.go("import")
    settled()
    return window.page("import")


def fix_button(page):
    return page.file.waiting.itemAt(0).widget().findChildren(type(page.file.choose))[0]


def test_rows_that_wait_are_offered_where_files_are_chosen(waiting):
    assert waiting.steps.currentIndex() == FILE
    assert fix_button(waiting).text() == "Fix these rows"
    spoken = fix_button(waiting).accessibleName()
    assert spoken.startswith("Fix these rows of december.csv, taken in ")


def test_a_row_put_right_is_taken_in_and_scored(waiting, day, settled):
    fix_button(waiting).click()
    settled()
    settled()
    assert waiting.steps.currentIndex() == CHECK
    assert not waiting.footer.next.isEnabled()
    waiting.course.fix({("december", 3, "amount_requested"): "12,000"})
    settled()
    assert waiting.footer.next.text() == "Take in 1 row"
    waiting.go_on()
    settled()
    assert waiting.steps.currentIndex() == SCORE
    assert waiting.score.headline.text() == "1 application scored"
    batch = waiting.score.result.batch_id
    names = applications.fact_frame(day.store, batch=batch)["applicant_name"]
    assert sorted(names) == ["Hugo Martins", "Mia Tanaka"]
    waiting.start_over()
    settled()
    assert waiting.file.waiting.count() == 0
