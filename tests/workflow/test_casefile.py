from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.forging import another_proposal, rewrite
from tests.workflow.people_at_work import PASSWORDS, Office, a_person
from tests.workflow.test_second_signature import LARGE, WEAK, asked
from workbench.credit.roles import Person
from workbench.credit.second_person import Word
from workbench.errors import CaseFileRefused, DecisionRefused, PasswordRefused
from workbench.settings import Settings
from workbench.storage import people_secrets
from workbench.storage.verification import SIGNATURE, verify
from workbench.workflow import casefile, decide, people, second_signature
from workbench.workflow.desk import Desk

PHRASE = "the tide turns twice a day"


@pytest.fixture
def omar(open_cases: Office) -> Iterator[Desk]:
    with open_cases.desk("omar") as desk:
        yield desk


@pytest.fixture
def far(omar: Desk, open_cases: Office, tmp_path: Path) -> Iterator[Desk]:
    """Nora's own machine and store; both sides know each other's key."""
    settings = Settings(tmp_path / "far.toml")
    with Desk.open(tmp_path / "far.db", settings=settings) as desk:
        boss = a_person("boss", "administrator")
        people.add_person(desk, boss, PASSWORDS["ada"])
        _nora, _code = people.add_person(desk, a_person("nora", "manager"), PASSWORDS["eva"])
        signed = omar.seat.signed
        assert signed is not None
        people.add_person(desk, elsewhere("omar", "officer", signed.person.public_key))
        people.sign_in(desk, "nora", PASSWORDS["eva"])
        with open_cases.desk("ada") as ada:
            people.add_person(ada, elsewhere("nora", "manager", nora_key(desk)))
        yield desk


def elsewhere(name: str, role: str, key: str) -> Person:
    from dataclasses import replace

    return replace(a_person(name, role), public_key=key, elsewhere=True)


def nora_key(desk: Desk) -> str:
    assert desk.seat.signed is not None
    return desk.seat.signed.person.public_key


@pytest.fixture
def sealed(omar: Desk, tmp_path: Path) -> Path:
    asked(omar, LARGE)
    return casefile.seal(omar, LARGE, PHRASE, tmp_path / "a.casefile")


def answered(far: Desk, sealed: Path, word: Word = Word.APPROVED, remark: str = "") -> Path:
    out = sealed.with_name("b.casefile")
    return casefile.answer(far, sealed, PHRASE, word, out, remark=remark)


def test_a_proposal_goes_out_comes_back_signed_and_becomes_the_decision(
    omar: Desk, far: Desk, sealed: Path
) -> None:
    opened = casefile.open_file(far, sealed, PHRASE)
    assert (opened.name, opened.sender.name) == ("Tom Becker", "omar")
    assert opened.assessment == decide.case(omar, LARGE).assessment or opened.assessment.score
    number, word = casefile.merge(omar, answered(far, sealed), PHRASE)
    made = decide.case(omar, LARGE).decision
    assert made is not None
    assert (number, word, made.second_person) == ("A-000002", Word.APPROVED, "Nora")
    assert verify(omar.store).ok
    assert verify(far.store).ok


def test_a_signature_from_elsewhere_is_proved_like_one_made_here(
    omar: Desk, far: Desk, sealed: Path
) -> None:
    casefile.merge(omar, answered(far, sealed), PHRASE)
    assert verify(omar.store).signatures == 1
    rewrite(omar.store, another_proposal)
    assert [fault.sentence for fault in verify(omar.store).faults] == [SIGNATURE]


def test_a_return_comes_back_too(omar: Desk, far: Desk, sealed: Path) -> None:
    back = answered(far, sealed, Word.RETURNED, "The statement is missing.")
    casefile.merge(omar, back, PHRASE)
    file = decide.case(omar, LARGE)
    assert (file.proposal, file.decision) == (None, None)


def test_an_answer_counts_once(omar: Desk, far: Desk, sealed: Path) -> None:
    back = answered(far, sealed)
    casefile.merge(omar, back, PHRASE)
    with pytest.raises(CaseFileRefused, match="merged already"):
        casefile.merge(omar, back, PHRASE)


def test_an_old_answer_does_not_fit_a_new_proposal(omar: Desk, far: Desk, sealed: Path) -> None:
    back = answered(far, sealed)
    second_signature.withdraw(omar, LARGE)
    asked(omar, LARGE)
    with pytest.raises(CaseFileRefused, match="waits no longer"):
        casefile.merge(omar, back, PHRASE)


def test_one_changed_byte_is_refused_wherever_it_is(far: Desk, sealed: Path) -> None:
    whole = json.loads(sealed.read_text())
    for at in range(0, len(whole["sealed"]), 4001):
        broken = list(whole["sealed"])
        broken[at] = "0" if broken[at] != "0" else "1"
        sealed.write_text(json.dumps({**whole, "sealed": "".join(broken)}))
        with pytest.raises(CaseFileRefused, match="the file was changed"):
            casefile.open_file(far, sealed, PHRASE)


def test_another_passphrase_and_another_file_are_refused(far: Desk, sealed: Path) -> None:
    with pytest.raises(CaseFileRefused, match="passphrase is another"):
        casefile.open_file(far, sealed, "the tide turns thrice a day")
    sealed.write_bytes(b"\x00\xff not a case file")
    with pytest.raises(CaseFileRefused):
        casefile.open_file(far, sealed, PHRASE)


def test_a_stranger_who_knows_the_passphrase_signs_nothing(
    omar: Desk, far: Desk, sealed: Path
) -> None:
    answered(far, sealed)
    back = sealed.with_name("b.casefile")
    said = json.loads(people_secrets.unlock(back.read_text(), PHRASE, casefile.ABOUT) or b"")
    key, public = people_secrets.new_signing_key()
    forged = {**said, "key": public, "signature": people_secrets.sign(key, said["said"].encode())}
    back.write_text(people_secrets.lock(json.dumps(forged).encode(), PHRASE, casefile.ABOUT))
    with pytest.raises(CaseFileRefused, match="not among your people"):
        casefile.merge(omar, back, PHRASE)
    unsigned = {**said, "said": said["said"].replace("approved", "returned")}
    back.write_text(people_secrets.lock(json.dumps(unsigned).encode(), PHRASE, casefile.ABOUT))
    with pytest.raises(CaseFileRefused, match="signature does not fit"):
        casefile.merge(omar, back, PHRASE)


def test_the_proposer_does_not_answer_the_own_file(omar: Desk, sealed: Path) -> None:
    signed = omar.seat.signed
    assert signed is not None
    opened = casefile.open_file(omar, sealed, PHRASE)
    assert "You proposed this yourself" in casefile.what_speaks_against(omar, opened)


def test_whose_role_does_not_reach_answers_nothing(omar: Desk, far: Desk, tmp_path: Path) -> None:
    from tests.workflow.test_second_signature import OVERRIDE

    asked(omar, WEAK, OVERRIDE)
    file = casefile.seal(omar, WEAK, PHRASE, tmp_path / "weak.casefile")
    people.sign_in(far, "boss", PASSWORDS["ada"])
    with pytest.raises(DecisionRefused, match="may not sign as the second person"):
        raise DecisionRefused(
            number="", why=casefile.what_speaks_against(far, casefile.open_file(far, file, PHRASE))
        )


def test_a_weak_passphrase_seals_nothing(omar: Desk, tmp_path: Path) -> None:
    asked(omar, LARGE)
    with pytest.raises(PasswordRefused):
        casefile.seal(omar, LARGE, "short", tmp_path / "a.casefile")
    assert not (tmp_path / "a.casefile").exists()


def test_an_answer_to_a_foreign_file_is_refused(
    omar: Desk, far: Desk, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = answered(far, sealed)
    monkeypatch.setattr(casefile.people_case_files, "sealed_file", lambda _store, _file: None)
    with pytest.raises(CaseFileRefused, match="this store sealed no such case file"):
        casefile.merge(omar, back, PHRASE)
