"""Columns without a fact keep their texts, each under a name of its own."""

from __future__ import annotations

from workbench.spreadsheets.unmatched import names_of_columns


def test_no_two_columns_go_by_one_name() -> None:
    columns = [("A", "C"), ("B", "Note"), ("C", ""), ("D", "Note"), ("E", "Note D")]
    assert names_of_columns(columns) == {
        "A": "C", "B": "Note", "C": "C C", "D": "Note D", "E": "Note D E",
    }  # fmt: skip
