"""Backups of the day: proved, thinned with age, never the only one lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.workflow import keep
from workbench.workflow.desk import Desk
from workbench.workflow.keep import Thinning

MOMENTS = st.lists(
    st.integers(0, 90_000_000).map(lambda s: datetime.fromtimestamp(1_700_000_000 + s, UTC)),
    max_size=60,
)
KEEP = st.builds(Thinning, st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))


@pytest.fixture
def backed(desk: Desk, tmp_path: Path) -> Desk:
    desk.settings.set("backup_folder", str(tmp_path / "backups"))
    return desk


def laid(desk: Desk, *ago: int) -> list[Path]:
    """Files named as backups made that many days ago."""
    folder = keep.backup_folder(desk.settings)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for days in ago:
        at = datetime.now(UTC) - timedelta(days=days)
        made.append(folder / f"workbench-{desk.store.uuid[:8]}-{at:%Y%m%d-%H%M%S}.db")
        made[-1].write_bytes(b"kept")
    return made


def test_a_backup_lands_in_the_folder_and_is_listed(backed: Desk) -> None:
    made = keep.backup_now(backed)
    assert keep.kept_backups(backed) == (made,)
    assert made.size == made.file.stat().st_size > 0


def test_the_day_backs_up_once(backed: Desk) -> None:
    first = keep.backup_if_due(backed)
    assert first is not None
    assert keep.backup_if_due(backed) is None


def test_no_backup_is_made_where_none_is_asked_for(backed: Desk) -> None:
    backed.settings.set("daily_backup", value=False)
    assert keep.backup_if_due(backed) is None
    assert not keep.backup_folder(backed.settings).exists()


def test_old_backups_are_thinned_to_days_weeks_and_months(backed: Desk) -> None:
    for period, count in (("days", 2), ("weeks", 0), ("months", 0)):
        backed.settings.set(f"backup_{period}", count)
    old = laid(backed, 1, 2, 3)
    keep.backup_now(backed)
    assert [file.exists() for file in old] == [True, False, False]


def test_files_of_another_store_stay_as_they_are(backed: Desk) -> None:
    backed.settings.set("backup_days", 1)
    backed.settings.set("backup_weeks", 0)
    backed.settings.set("backup_months", 0)
    folder = keep.backup_folder(backed.settings)
    folder.mkdir(parents=True)
    other = folder / "workbench-00000000-20200101-000000.db"
    other.write_bytes(b"another's")
    keep.backup_now(backed)
    assert other.exists()
    assert len(keep.kept_backups(backed)) == 1


@given(MOMENTS, KEEP)
def test_the_newest_always_stays_and_no_more_than_asked(
    moments: list[datetime], policy: Thinning
) -> None:
    stay = keep.thinned(moments, policy)
    assert stay <= set(moments)
    assert len(stay) <= policy.days + policy.weeks + policy.months
    assert not moments or max(moments) in stay


@given(MOMENTS, KEEP)
def test_thinning_twice_thins_no_further(moments: list[datetime], policy: Thinning) -> None:
    once = keep.thinned(moments, policy)
    assert keep.thinned(once, policy) == once
