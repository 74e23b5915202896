"""Unrecorded work is kept sealed: for this store, under its own name, and nobody else's eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.storage.drafts import Drafts


@pytest.fixture
def drafts(tmp_path):
    """The drafts of a store with a key of its own."""
    return Drafts(tmp_path / "drafts", "a1b2", b"k" * 32)


def test_a_draft_is_read_as_it_was_kept(drafts):
    drafts.keep("12-1", "理由：收入稳定")
    assert drafts.read("12-1") == "理由：收入稳定"


def test_its_file_tells_nothing_and_opens_for_its_user_alone(drafts, tmp_path):
    drafts.keep("12-1", "Amelia Hart")
    (file,) = (tmp_path / "drafts").iterdir()
    assert b"Amelia" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_another_key_another_store_or_another_name_reads_nothing(drafts, tmp_path):
    drafts.keep("12-1", "secret")
    folder = tmp_path / "drafts"
    assert Drafts(folder, "a1b2", b"x" * 32).read("12-1") is None
    (folder / "a1b2-12-1.draft").rename(folder / "a1b2-13-1.draft")
    assert drafts.read("13-1") is None
    assert Drafts(folder, "ffff", b"k" * 32).names() == []


def test_a_torn_file_is_no_draft(drafts, tmp_path):
    drafts.keep("12-1", "secret")
    (tmp_path / "drafts" / "a1b2-12-1.draft").write_bytes(b"half")
    assert drafts.read("12-1") is None


def test_a_draft_let_go_is_gone(drafts):
    drafts.keep("12-1", "secret")
    drafts.forget("12-1")
    drafts.forget("12-1")
    assert drafts.names() == []


def test_a_draft_that_goes_while_it_is_looked_for_is_no_draft(drafts, tmp_path, monkeypatch):
    drafts.keep("12-1", "secret")
    folder = tmp_path / "drafts"
    gone = folder / "a1b2-13-1.draft"
    monkeypatch.setattr(Path, "glob", lambda _at, _like: [gone, folder / "a1b2-12-1.draft"])
    assert drafts.names() == ["12-1"]
