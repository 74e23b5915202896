"""Words put together for the reader."""

from __future__ import annotations

from tests.catalogue import catalogues
from workbench.i18n import sentences


def test_a_space_parts_two_sentences_but_never_follows_a_full_width_stop():
    assert sentences("Nothing is due.", "", "Two wait.") == "Nothing is due. Two wait."
    assert sentences("没有类似的改判记录。", "您的改判率：2.6%。") == (
        "没有类似的改判记录。您的改判率：2.6%。"
    )


def test_nothing_said_is_no_sentence():
    assert sentences("", "") == ""


def test_a_file_box_is_told_its_kinds_in_brackets_that_qt_reads():
    """Of a full-width bracket it takes nothing, and then shows no file at all."""
    kinds = ("({kinds})", "(*.")
    boxes = [
        (mark, entry.string)
        for catalogue in catalogues().values()
        for entry in catalogue
        for mark in kinds
        if isinstance(entry.id, str) and mark in entry.id
    ]
    assert len(boxes) > 10
    assert [said for mark, said in boxes if f" {mark}" not in said] == []
