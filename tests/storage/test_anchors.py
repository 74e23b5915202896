from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.conftest import Day
from workbench.storage.anchors import Anchors
from workbench.storage.backup import backup, restore
from workbench.storage.journal import Head
from workbench.storage.store import Store


def heads(*seqs: int, of: str = "a") -> list[Head]:
    return [Head(seq, of * 64) for seq in seqs]


@pytest.fixture
def anchors(tmp_path: Path) -> Anchors:
    return Anchors(tmp_path / "private" / "store.anchors")


def test_anchors_are_read_back(anchors: Anchors) -> None:
    anchors.add(heads(1, 2))
    anchors.add(heads(3))
    assert anchors.read({}) == dict.fromkeys((1, 2, 3), "a" * 64)


def test_no_file_means_no_anchors(anchors: Anchors) -> None:
    assert anchors.read({}) == {}


def test_the_first_word_on_an_entry_stands(anchors: Anchors) -> None:
    anchors.add(heads(1))
    anchors.add(heads(1, of="b"))
    assert anchors.read({}) == {1: "a" * 64}


def test_a_torn_line_is_passed_over(anchors: Anchors) -> None:
    anchors.add(heads(1))
    with anchors.file.open("ab") as stream:
        stream.write(b"2 aaaa\n\x00\x00\xff\n3 aa")
    anchors.add(heads(4))
    assert set(anchors.read({})) == {1, 4}


def test_only_a_restore_that_the_journal_tells_of_releases_anchors(anchors: Anchors) -> None:
    anchors.add(heads(1, 2, 3))
    anchors.add(heads(2, of="b"), restored=True)
    assert anchors.read({})[2] == "a" * 64
    assert anchors.read({2: "b" * 64}) == {1: "a" * 64, 2: "b" * 64}


def test_a_restore_that_cannot_be_announced_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Anchors(tmp_path / "file" / "store.anchors").add(heads(1), restored=True)


def test_only_its_user_can_read_the_file(anchors: Anchors) -> None:
    anchors.add(heads(1))
    assert anchors.file.stat().st_mode & 0o077 == 0


def test_a_disk_that_takes_no_anchor_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Anchors(tmp_path / "file" / "store.anchors").add(heads(1))
    assert (tmp_path / "file").read_text() == ""


def test_a_store_is_told_from_an_older_copy_of_it_when_it_is_opened(worked: Day) -> None:
    file, private = worked.folder / "store.db", worked.folder / "private"
    worked.store.close()
    older = file.read_bytes()
    with Store.open(file, key_folder=private) as store:
        assert not store.is_behind
        Day(store, worked.folder).add(1, first=50)
    file.write_bytes(older)
    with Store.open(file, key_folder=private) as store:
        assert store.is_behind


def test_a_restored_store_is_not_taken_for_an_older_copy(worked: Day) -> None:
    file, private = worked.folder / "store.db", worked.folder / "private"
    backup(worked.store, worked.folder / "kept.db", actor="Lin Mei")
    worked.add(1, first=50)
    worked.store.close()
    restore(worked.folder / "kept.db", file, actor="Lin Mei", key_folder=private)
    with Store.open(file, key_folder=private) as store:
        anchors = store.anchors()
        assert anchors and not store.is_behind
        anchors.add(heads(99), restored=True)  # announced, and it did not come about
    with Store.open(file, key_folder=private) as store:
        assert not store.is_behind
