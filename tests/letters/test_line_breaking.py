"""Lines of English and Chinese."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.i18n import Language
from workbench.letters.content import said
from workbench.letters.line_breaking import CLOSING, OPENING, Line, break_lines

HAN = (
    "您有权要求我公司予以说明，并有权拒绝（仅通过自动化决策的方式）作出决定。"
    "金额4,468.20元；共24期：《办法》“甲”、"
)


def words(line: Line) -> str:
    return "".join(text for _face, text, _gap in line.pieces)


def test_no_closing_mark_begins_a_line_and_no_opening_mark_ends_one() -> None:
    for width in range(3000, 30000, 700):
        lines = [words(line) for line in break_lines(said(HAN * 3), Language.ZH, width)]
        assert not [line for line in lines if line.lstrip()[0] in CLOSING]
        assert not [line for line in lines[:-1] if line.rstrip()[-1] in OPENING]


def test_a_number_stays_whole_with_its_unit() -> None:
    for width in range(8000, 30000, 900):
        lines = [words(line) for line in break_lines(said(HAN * 3), Language.ZH, width)]
        assert sum(line.count("4,468.20元") for line in lines) == 3
        assert sum(line.count("24期") for line in lines) == 3


def test_a_chinese_paragraph_never_ends_on_one_character() -> None:
    for count in range(30, 60):
        lines = break_lines(said("款" * count + "。"), Language.ZH, 10_000)
        assert len(words(lines[-1])) > 2


def test_a_justified_line_is_as_wide_as_its_measure() -> None:
    lines = break_lines(said(HAN * 5), Language.ZH, 45_000, justified=True)
    assert all(abs(line.width - 45_000) < 1 for line in lines[:-1])


def test_a_word_wider_than_its_line_is_cut_and_nothing_is_lost() -> None:
    lines = break_lines(said("W" * 200), Language.EN, 5_000)
    assert "".join(words(line) for line in lines) == "W" * 200
    assert max(line.width for line in lines) <= 5_000


def test_a_space_that_does_not_break_keeps_an_amount_together() -> None:
    for width in range(9000, 20000, 500):
        lines = [
            words(one)
            for one in break_lines(said("还款人民币\u00a012.00\u00a0元" * 3), Language.ZH, width)
        ]
        assert sum("12.00 元" in line for line in lines) >= 1
        assert not [line for line in lines if line.startswith(" ")]


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=80),
    st.integers(2_000, 40_000),
)
def test_no_text_is_lost_or_added(text: str, width: int) -> None:
    for language in Language:
        lines = break_lines(said(text), language, width)
        joined = "".join("".join(words(line) for line in lines).split())
        assert joined == "".join(text.replace("\u00a0", " ").split())


def test_a_line_that_cannot_be_filled_is_left_short() -> None:
    text = said("请致电" + "1-800-555-0142" * 2 + "，或致函 HarborviewSampleBankOfTheNorth。")
    loose, *_rest = break_lines(text, Language.ZH, 24_000, justified=True)
    assert all(gap < 150 for _face, _text, gap in loose.pieces)
