"""A store damaged on the disk is found while one works, and there is a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import StoreUnreadable
from workbench.ui.damage import DamageWatch


@pytest.fixture
def watch(window, jobs):
    """The watch over the window's store."""
    return DamageWatch(window, jobs)


@pytest.fixture
def rot(window, day):
    """Let the disk change some bytes in the middle of the store's last page."""
    day.store.compact()
    with Path(day.store.label).open("r+b") as file:
        file.seek(-2_000, 2)
        file.write(bytes(64))
    yield
    window.close()


def test_a_sound_store_is_looked_at_once_a_day(window, watch, jobs, settled):
    watch.look()
    assert jobs.running()
    settled()
    assert not window.problems.isVisible()
    watch.look()
    assert not jobs.running()


def test_a_damaged_store_is_told_with_a_way_to_a_backup(rot, window, watch, settled):
    watch.look()
    settled()
    assert "damaged" in window.problems.said.text()
    press = window.problems._actions.itemAt(0).widget()
    assert press.text() == "Open a backup…"
    press.click()
    assert isinstance(watch.fault, StoreUnreadable)
    assert not window.isVisible()


def test_an_older_copy_in_the_place_of_the_store_is_told(window, watch, settled, monkeypatch):
    monkeypatch.setattr(window.desk.store, "is_behind", True)
    watch.look()
    settled()
    assert "an older copy lies in its place" in window.problems.said.text()
