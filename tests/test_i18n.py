"""Words put together for the reader."""

from __future__ import annotations

from workbench.i18n import sentences


def test_a_space_parts_two_sentences_but_never_follows_a_full_width_stop():
    assert sentences("Nothing is due.", "", "Two wait.") == "Nothing is due. Two wait."
    assert sentences("没有类似的改判记录。", "您的改判率：2.6%。") == (
        "没有类似的改判记录。您的改判率：2.6%。"
    )


def test_nothing_said_is_no_sentence():
    assert sentences("", "") == ""
