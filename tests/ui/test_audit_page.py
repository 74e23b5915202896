"""The audit trail shows every entry, says whether the record holds, and keeps and lets go."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbench.ui import event_words, file_boxes
from workbench.ui.program import back_up_if_due
from workbench.workflow import letting_go as retaining

WORKBENCH = Path(event_words.__file__).parent.parent


@pytest.fixture
def audit(window, settled):
    window.go("audit")
    settled()
    return window.page("audit")


@pytest.fixture
def backups(audit, settled, day, tmp_path):
    day.settings.set("backup_folder", str(tmp_path / "backups"))
    audit.open_at("backups")
    settled()
    return audit.backups


@pytest.fixture
def retention(audit, settled):
    audit.open_at("retention")
    settled()
    return audit.retention


def test_every_entry_is_listed_newest_first(audit):
    seen = [event.seq for event in audit.journal.model.rows()]
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 1


def test_before_a_verification_a_sentence_says_what_one_would_do(audit):
    assert audit.journal.proof.said.text().startswith("Each entry carries the hash")


def test_the_journal_is_filtered_by_what_is_read(audit, qtbot):
    audit.journal.filter.setText("imported")
    qtbot.waitUntil(
        lambda: [e.event for e in audit.journal.model.rows()] == ["batch_added"], timeout=20_000
    )
    audit.journal.filter.setText("nobody did this")
    qtbot.waitUntil(lambda: audit.journal.model.rowCount() == 0, timeout=20_000)


def test_what_an_entry_is_about_is_found_as_it_is_read(audit, window, settled, qtbot):
    window.switch_language()
    journal = audit.journal
    for words, subject in (("批次", "batch 1"), ("个人贷款", "personal-loan")):
        journal.filter.setText(words)
        qtbot.waitUntil(
            lambda subject=subject: {e.subject for e in journal.model.rows()} == {subject},
            timeout=20_000,
        )
        assert words in journal.model.index(0, 4).data()


def test_a_page_of_text_pasted_into_the_filter_is_a_search_like_any_other(audit, qtbot):
    audit.journal.filter.insert(" ".join(map(str, range(9_000))))
    qtbot.waitUntil(lambda: audit.journal.model.rowCount() == 0, timeout=20_000)
    assert not audit.journal.problems.isVisibleTo(audit.journal)


def test_verifying_says_that_the_record_holds(audit, settled):
    audit.journal.verify.click()
    settled()
    assert "nothing was changed" in audit.journal.proof.said.text()


def test_all_advice_is_recomputed_from_the_page(audit, settled):
    audit.journal.proof.replay.click()
    settled()
    assert re.fullmatch(r"\d+ identical, 0 different\.", audit.journal.proof.said.text())


def test_the_proof_of_a_decision_is_saved_and_checked(
    audit, review, settled, tmp_path, monkeypatch
):
    window, out = audit.window(), tmp_path / "proof.json"
    monkeypatch.setattr(file_boxes, "ask_proof_to_write", lambda _over, _name: str(out))
    monkeypatch.setattr(file_boxes, "ask_proof", lambda _over: str(out))
    window.go("review")
    settled()
    review.case.history.save.click()
    settled()
    assert review.problems.said.text() == "Saved as proof.json."
    audit.journal.proof.check.click()
    settled()
    assert "proves itself" in audit.journal.proof.said.text()


def test_the_journal_is_exported_where_asked(audit, settled, tmp_path, monkeypatch):
    out = tmp_path / "trail.jsonl"
    monkeypatch.setattr(file_boxes, "ask_journal_to_write", lambda _over: str(out))
    audit.journal.export.click()
    settled()
    assert len(out.read_text("utf-8").splitlines()) == audit.journal.model.total()


def test_a_backup_is_made_and_listed(backups, settled):
    assert backups.model.rowCount() == 0
    backups.now.click()
    settled()
    assert backups.model.rowCount() == 1


def test_a_restored_backup_brings_the_old_state_back(backups, audit, day, settled, monkeypatch):
    backups.now.click()
    settled()
    made = backups.model.row(0).file
    retaining.place_hold(day, "A-000001", "Court file 12/2026")
    monkeypatch.setattr(file_boxes, "ask_backup", lambda _over: str(made))
    backups.back.click()
    settled()
    audit.open_at("journal")
    settled()
    told = [event.event for event in audit.journal.model.rows()]
    assert told[0] == "store_restored"
    assert "hold_placed" not in told


def test_erasure_asks_once_more_and_then_erases(retention, settled, audit):
    retention.number.setText("A-000001")
    retention.erase_one.click()
    assert "gone for good" in retention.problems.said.text()
    retention._erase_for_good(["A-000001"], "request")
    settled()
    assert "is erased" in retention.problems.said.text()
    audit.open_at("journal")
    settled()
    assert audit.journal.model.row(0).event == "erased"


def test_a_held_application_is_not_erased(retention, settled):
    retention.number.setText("A-000002")
    retention.basis.setText("Court file 12/2026")
    retention.hold.click()
    settled()
    retention._erase_for_good(["A-000002"], "request")
    settled()
    assert "Court file 12/2026" in retention.problems.said.text()


def test_every_event_that_is_recorded_has_a_word():
    recorded = {
        name
        for file in WORKBENCH.rglob("*.py")
        for name in re.findall(r'\.record\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert recorded
    assert recorded - set(event_words.EVENT_WORDS) == set()


def test_the_day_is_backed_up_beside_the_work(day, jobs, window, settled, tmp_path):
    day.settings.set("backup_folder", str(tmp_path / "backups"))
    back_up_if_due(day, jobs, window)
    settled()
    back_up_if_due(day, jobs, window)
    settled()
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_showing_identifiers_is_on_record(window, review, settled):
    pane = review.case
    pane._show_side("application")
    pane.facts._toggle()
    settled()
    window.go("audit:journal")
    settled()
    newest = window.page("audit").journal.model.row(0)
    assert (newest.event, newest.subject) == ("identifiers_shown", pane.file.application.number)
