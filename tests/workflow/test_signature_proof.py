"""A record rewritten with all its seals: what people signed does not fit it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.workflow.conftest import cheap_passwords
from tests.workflow.forging import WAYS, Forger, a_signed_day, rewrite
from tests.workflow.people_at_work import Office, copied
from tests.workflow.test_second_signature import LARGE, OVERRIDE
from workbench.storage import signature_proof
from workbench.storage.verification import SIGNATURE, verify
from workbench.workflow import decide, letting_go, people, second_signature
from workbench.workflow.desk import Desk


@pytest.fixture(scope="module")
def a_signed_office(an_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed") / "office"
    shutil.copytree(an_office, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(folder))
        cheap_passwords(patched)
        a_signed_day(Office(folder), LARGE)
    return folder


@pytest.fixture
def signed(
    a_signed_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_passwords: None
) -> Office:
    return copied(a_signed_office, tmp_path, monkeypatch)


@pytest.fixture
def eva(signed: Office) -> Iterator[Desk]:
    with signed.desk("eva") as desk:
        yield desk


def test_honest_signatures_hold_also_after_the_key_changed(eva: Desk, signed: Office) -> None:
    with signed.desk("ada") as ada:
        people.set_password(ada, "eva", "a heron stands on one leg")
    found = verify(eva.store)
    assert (found.ok, found.signatures) == (True, 1)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_signed_betrays_a_careful_forger(eva: Desk, way: Callable[[Forger], int]) -> None:
    expected: list[int] = []
    rewrite(eva.store, lambda forger: expected.append(way(forger)))
    found = verify(eva.store)
    assert (found.ok, found.first_bad, found.anchors) == (False, expected[0], 0)


def test_without_the_signatures_a_careful_forger_would_pass(
    eva: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature_proof, "is_signed_by", lambda *_all: True)
    rewrite(eva.store, WAYS[0])
    assert verify(eva.store).ok


def test_only_a_withdrawal_goes_without_a_signature(signed: Office) -> None:
    with signed.desk("omar") as omar:
        second_signature.propose(omar, 3, OVERRIDE, seen_version=decide.case(omar, 3).version)
        second_signature.withdraw(omar, 3)
        rewrite(omar.store, _unsigned)
        assert verify(omar.store).ok
        rewrite(omar.store, _returned)
        assert {fault.sentence for fault in verify(omar.store).faults} == {SIGNATURE}


def _unsigned(forger: Forger) -> None:
    forger.say("UPDATE signatures SET signature = '' WHERE id = 2")
    forger.seal_again("signatures", 2)


def _returned(forger: Forger) -> None:
    forger.say("UPDATE signatures SET word = 'returned' WHERE id = 2")
    forger.seal_again("signatures", 2)


def test_what_was_erased_is_proved_by_its_seal_alone(eva: Desk, signed: Office) -> None:
    letting_go.erase(eva, [decide.case(eva, LARGE).application.number], "request")
    found = verify(eva.store)
    assert (found.ok, found.signatures) == (True, 0)
