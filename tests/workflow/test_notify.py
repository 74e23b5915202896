"""Letters in the officer's words: numbered without gaps, kept, never written twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.errors import Cancelled, LetterHeldBack
from workbench.i18n import Language
from workbench.workflow import assess, decide, intake, lender_packs, letter_check, notify
from workbench.workflow.desk import Desk
from workbench.workflow.desk import now as desk_now

Sheet = Callable[..., Path]


@pytest.fixture
def decided(desk: Desk, sheet: Sheet) -> Desk:
    """Two approved applicants and one declined by a rule."""
    file = sheet({}, {"Name": "Ruth Ellis"}, {"Name": "Omar Reyes", "Bankruptcies": "2"})
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    decide.accept_advice(desk)
    return desk


def text_of(letter: bytes) -> str:
    pages = pypdfium2.PdfDocument(letter)
    said = " ".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    return " ".join(said.split())


def test_every_decided_case_gets_one_letter_numbered_without_gaps(
    decided: Desk, tmp_path: Path
) -> None:
    due = len(notify.letters_due(decided))
    done = notify.write_letters(decided, out=tmp_path / "letters")
    assert (done.written, done.waiting) == (due, ())
    numbers = sorted(file.stem.rsplit("-", 1)[1] for file in (tmp_path / "letters").iterdir())
    assert numbers == [f"{n:06d}" for n in range(1, due + 1)]


def test_a_second_run_writes_nothing_new(decided: Desk, tmp_path: Path) -> None:
    notify.write_letters(decided, out=tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.glob("*.pdf")}
    assert notify.write_letters(decided, out=tmp_path).written == 0
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.pdf")} == before


def test_an_approval_says_amount_rate_cost_and_schedule(decided: Desk) -> None:
    text = text_of(notify.preview_letter(decided, 1))
    terms = decide.case(decided, 1).decision.terms
    assert "Amelia Hart" in text
    for figure in (terms.amount, terms.instalment, terms.total_of_payments):
        assert f"{figure:,.2f}" in text
    assert "ANNUAL PERCENTAGE RATE" in text


def test_both_languages_carry_the_same_figures(decided: Desk) -> None:
    terms = decide.case(decided, 1).decision.terms
    for language in Language:
        text = text_of(notify.preview_letter(decided, 1, language))
        assert f"{terms.instalment:,.2f}" in text
        assert f"{terms.apr * 100:.2f}%" in text


def test_a_letter_is_authentic_until_one_byte_changes(decided: Desk, tmp_path: Path) -> None:
    notify.write_letters(decided, out=tmp_path)
    file = min(tmp_path.glob("*.pdf"))
    assert letter_check.verify_letter(decided, file).word == "authentic"
    content = bytearray(file.read_bytes())
    content[-8] ^= 1
    file.write_bytes(content)
    assert letter_check.verify_letter(decided, file).word == "altered"
    file.write_bytes(b"%PDF-1.7 something else")
    assert letter_check.verify_letter(decided, file).word == "unknown"


def test_a_name_that_no_font_shows_is_held_back_and_the_others_go_on(
    desk: Desk, sheet: Sheet
) -> None:
    file = sheet({}, {"Name": "Ruth \U00012000 Ellis"}, {"Name": "Omar Reyes"})
    intake.import_file(desk, file, product="personal-loan")
    assess.assess_ready(desk)
    decide.accept_advice(desk)
    done = notify.write_letters(desk)
    assert done.written == 2
    assert [held.number for held in done.waiting] == ["A-000002"]
    with pytest.raises(LetterHeldBack):
        notify.preview_letter(desk, 2)


def test_merged_letters_are_one_file_with_every_page(decided: Desk, tmp_path: Path) -> None:
    notify.write_letters(decided, out=tmp_path / "one", merged=tmp_path / "all.pdf")
    single = sum(len(pypdfium2.PdfDocument(f)) for f in (tmp_path / "one").glob("*.pdf"))
    assert len(pypdfium2.PdfDocument(tmp_path / "all.pdf")) == single


def test_an_officers_other_reason_is_said_in_their_own_words(desk: Desk, sheet: Sheet) -> None:
    intake.import_file(desk, sheet({}), product="personal-loan")
    assess.assess_ready(desk)
    choice = Choice(
        Outcome.DECLINE,
        reason_code=decide.override_reasons("decline_over_approve")[0][0],
        justification="The employer confirmed that the contract ends before the first instalment.",
        reason_codes=("OTH",),
        note="Employment contract ends in December",
    )
    decide.decide(desk, 1, choice, seen_version=decide.case(desk, 1).version)
    assert "Employment contract ends in December" in text_of(notify.preview_letter(desk, 1))


def test_the_conditions_of_a_decision_are_printed(desk: Desk, sheet: Sheet) -> None:
    intake.import_file(desk, sheet({}), product="personal-loan")
    assess.assess_ready(desk)
    wanted = "A copy of the signed lease", "Card account 4821 is closed"
    choice = Choice(Outcome.APPROVE, conditions=wanted)
    decide.decide(desk, 1, choice, seen_version=decide.case(desk, 1).version)
    said = text_of(notify.preview_letter(desk, 1))
    assert "Before the loan is paid out" in said
    assert all(one in said for one in wanted)


def test_a_run_that_was_cancelled_goes_on_without_a_gap(decided: Desk) -> None:
    def stop_at_the_second(done: int, _total: int) -> None:
        if done == 1:
            raise Cancelled

    due = len(notify.letters_due(decided))
    with pytest.raises(Cancelled):
        notify.write_letters(decided, step=stop_at_the_second)
    left = len(notify.letters_due(decided))
    assert notify.write_letters(decided).written == left
    serials = sorted(int(one.number[-6:]) for one in notify.letters_written(decided))
    assert serials == list(range(1, due + 1))


def test_files_are_named_by_the_pattern_asked_for(decided: Desk, tmp_path: Path) -> None:
    notify.write_letters(decided, out=tmp_path, pattern="{application}-{kind}")
    names = {file.stem for file in tmp_path.glob("*.pdf")}
    assert any(name.startswith("A-000001-approval-AP-") for name in names)


def test_a_late_letter_waits_until_its_officer_says_why(decided: Desk) -> None:
    own = "[timing]\nnotice_days = 0\n"
    lender_packs.keep_pack(decided, "us", own, date(2020, 1, 1))
    day = desk_now() + timedelta(days=3)
    with pytest.MonkeyPatch.context() as later:
        later.setattr("workbench.workflow.letter_records.now", lambda: day)
        waiting = notify.write_letters(decided).waiting
        assert {f.code for held in waiting for f in held.findings} == {"late"}
        stands_for = notify.StandsFor(late_reason="The printer was being repaired")
        assert notify.write_letters(decided, stands_for=stands_for).waiting == ()
