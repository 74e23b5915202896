"""The page of people says where the store's key lies, and moves it."""

from __future__ import annotations

import pytest

from tests.made_up_keyring import MadeUpKeyring, put_in_place
from tests.workflow.conftest import cheap_passwords
from workbench.ui import people_page
from workbench.ui.people_page import PeoplePage


@pytest.fixture
def ring(monkeypatch) -> MadeUpKeyring:
    """A keyring in memory."""
    cheap_passwords(monkeypatch)
    return put_in_place(monkeypatch, MadeUpKeyring())


@pytest.fixture
def page(day, jobs, qtbot, settled) -> PeoplePage:
    """The page over a store that no password guards."""
    made = PeoplePage(day, jobs)
    qtbot.addWidget(made)
    made.refresh()
    made.show()
    settled()
    return made


@pytest.fixture
def shown_codes(monkeypatch) -> list[str]:
    """The recovery codes that were shown, without a dialog."""
    codes: list[str] = []

    class Sheet:
        def __init__(self, _over, code, _what_for) -> None:
            codes.append(code)

        def exec(self) -> None:
            pass

    monkeypatch.setattr(people_page, "RecoverySheet", Sheet)
    return codes


def test_the_key_goes_into_the_keyring_and_back(page, ring, shown_codes, settled):
    assert "its key lies in a file" in page._guard_said.text()
    assert not page.to_file.isVisible()
    page.to_keyring.click()
    settled()
    assert "its key lies in the keyring" in page._guard_said.text()
    assert (len(shown_codes), page.to_keyring.isVisible()) == (1, False)
    page.recovery.click()
    settled()
    page.to_file.click()
    settled()
    assert "its key lies in a file" in page._guard_said.text()
    assert (len(set(shown_codes)), ring.entries) == (2, {})


def test_a_keyring_that_refuses_is_told_and_nothing_moves(page, ring, shown_codes, settled):
    ring.locked = True
    page.to_keyring.click()
    settled()
    assert "lies where it lay" in page.problems.said.text()
    assert page.to_keyring.isVisible()
    assert shown_codes == []


def test_a_copy_that_the_keyring_keeps_is_told(page, ring, shown_codes, settled):
    page.to_keyring.click()
    settled()
    ring.locked = True
    page.to_file.click()
    settled()
    assert "Delete the entry “credit-workbench " in page.problems.said.text()
    assert "its key lies in a file" in page._guard_said.text()
