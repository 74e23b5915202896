from __future__ import annotations

from datetime import timedelta

from tests.storage.conftest import NOW, Day
from workbench.storage import history, profiles


def save(day: Day, name: str, content: str, days: int = 0) -> None:
    profiles.save_profile(
        day.store,
        name=name,
        fingerprint="f" * 64,
        content=content,
        actor="Lin Mei",
        at=NOW + timedelta(days=days),
    )


def test_a_profile_is_found_by_name_and_by_header(day: Day) -> None:
    save(day, "Branch 7", "{}")
    assert profiles.profile_named(day.store, "Branch 7") == "{}"
    assert profiles.profile_for(day.store, "f" * 64) == "{}"
    assert profiles.profile_named(day.store, "Branch 8") is None
    assert profiles.profile_for(day.store, "0" * 64) is None


def test_saving_under_a_name_again_replaces_it(day: Day) -> None:
    save(day, "Branch 7", "old")
    save(day, "Branch 7", "new")
    assert [(kept.name, kept.content) for kept in profiles.profiles(day.store)] == [
        ("Branch 7", "new")
    ]
    assert [event.event for event in history.events(day.store)][:2] == ["profile_saved"] * 2


def test_the_newest_profile_of_a_header_wins(day: Day) -> None:
    save(day, "Branch 7", "newer", days=2)
    save(day, "Branch 8", "older", days=1)
    assert profiles.profile_for(day.store, "f" * 64) == "newer"
