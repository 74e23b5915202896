"""Stores as each released version left them: they must open, upgraded, with nothing changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from workbench.storage import assessments, decisions, migrating, tables
from workbench.storage.journal import head_of
from workbench.storage.store import Store
from workbench.storage.verification import verify

MUSEUM = Path(__file__).parent / "museum"
PIECES = sorted(piece.name for piece in MUSEUM.iterdir())


@pytest.fixture(params=PIECES)
def piece(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a store of an older program, with the key and witnesses it had."""
    held = MUSEUM / str(request.param)
    uuid = json.loads((held / "holds.json").read_text("utf-8"))["uuid"]
    private = tmp_path / "private"
    for name, place in (
        ("store.kept", tmp_path / "workbench.db"),
        ("store.key", private / "keys" / "store.key"),
        ("store.anchors", private / "anchors" / f"{uuid}.anchors"),
        ("holds.json", tmp_path / "holds.json"),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(held / name, place)
    return tmp_path


def opened(piece: Path) -> Store:
    return Store.open(piece / "workbench.db", create=False, key_folder=piece / "private")


def told(piece: Path) -> dict[str, Any]:
    return dict(json.loads((piece / "holds.json").read_text("utf-8")))


def test_a_store_of_every_released_version_opens_with_its_record_whole(piece: Path) -> None:
    last = next((piece / "private/anchors").iterdir()).read_text().split()[-1]
    with opened(piece) as store:
        found = verify(store)
        with store.reading() as connection:
            assert head_of(connection).hash == last
    assert (found.ok, found.events) == (True, told(piece)["events"])


def test_what_an_old_store_holds_is_all_there_after_the_upgrade(piece: Path) -> None:
    names = ("applications", "assessments", "decisions", "letters")
    with opened(piece) as store, store.reading() as connection:
        counted = {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(tables.metadata.tables[name])
            ).scalar()
            for name in names
        }
    assert counted == {name: told(piece)[name] for name in names}


def test_the_decisions_of_an_old_store_read_as_they_were_made(piece: Path) -> None:
    with opened(piece) as store:
        made = [d for one in (7, 8, 9) for d in decisions.decisions_of(store, one)]
        assert [d.outcome for d in made] == ["approve", "decline", "approve"]
        assert {d.officer for d in made} == {"Mara Quinn"}
        assert len(assessments.assessments_of(store)) == told(piece)["assessments"]


def test_a_copy_of_the_old_version_is_laid_beside_it_before_it_is_changed(piece: Path) -> None:
    version = told(piece)["version"]
    with opened(piece) as store, store.reading() as connection:
        now = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    assert now == migrating.KNOWN
    kept = piece / f"workbench.version-{version}.db"
    assert kept.exists()
    assert kept.stat().st_mode & 0o077 == 0
