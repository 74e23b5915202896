"""Lines of entries in a TOML text."""

from __future__ import annotations

from workbench.scoring.toml_lines import line_of, lines_of

TEXT = '''# [not.a.table]
id = "x"  # = y
[card]
text = """
[fake]
a = 1
"""
[[card.part]]
name = "a ] b"
bins = [
  { from = 1, points = 2 },
  { points = 3 }, # [[comment]]
]
[[card.part]]
name = 'b'
[card.part.more]
deep = { er = [1, 2] }
[[rules]]
day = 2026-01-01
'''


def test_every_entry_has_its_line() -> None:
    lines = lines_of(TEXT)
    assert lines["id",] == 2
    assert lines["card", "text"] == 4
    assert lines["card", "part", 0] == 8
    assert lines["card", "part", 0, "bins", 1, "points"] == 12
    assert lines["card", "part", 1, "name"] == 15
    assert lines["card", "part", 1, "more", "deep", "er", 1] == 17
    assert lines["rules", 0, "day"] == 19
    assert ("card", "fake") not in lines and ("fake",) not in lines


def test_what_is_not_there_has_the_line_around_it() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, ("card", "part", 0, "bins", 0, "label", "zh")) == 11
    assert line_of(lines, ("rules", 0, "reason")) == 18
    assert line_of(lines, ("nothing",)) == 1


def test_the_first_line_counts_and_the_last_needs_no_end() -> None:
    assert lines_of("id = 1") == {("id",): 1}
    assert lines_of("[[a]]\nb = [\n  1,\n  2]") == {
        ("a", 0): 1,
        ("a", 0, "b"): 2,
        ("a", 0, "b", 0): 3,
        ("a", 0, "b", 1): 4,
    }
