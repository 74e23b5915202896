"""The audit trail shows every entry, and says whether the record holds."""

from __future__ import annotations

import pytest


@pytest.fixture
def audit(window, settled):
    window.go("audit")
    settled()
    return window.page("audit")


def test_every_entry_is_listed_newest_first(audit):
    seen = [event.seq for event in audit.model.rows()]
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 1


def test_the_journal_is_filtered_by_what_is_read(audit):
    audit.filter.setText("imported")
    assert [event.event for event in audit.model.rows()] == ["batch_added"]
    audit.filter.setText("nobody did this")
    assert audit.model.rowCount() == 0


def test_verifying_says_that_the_record_holds(audit, settled):
    audit.verify.click()
    settled()
    assert audit._proof.ok
    assert "nothing was changed" in audit._proof_words.text()
