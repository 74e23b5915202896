"""A strategy goes through Excel and comes back as it was."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from workbench import paths
from workbench.errors import FileNotReadable
from workbench.scoring.strategy import Strategy, read_strategy
from workbench.scoring.strategy_tree import Tree, listed, same_content, to_text, tree_of
from workbench.spreadsheets import strategy_workbook as books

FILES = sorted((paths.resources() / "strategies").glob("*/*/strategy.toml"))


def read(text: str) -> Strategy:
    strategy, faults = read_strategy(text)
    assert strategy is not None, [fault.text() for fault in faults]
    return strategy


def through_excel(tree: Tree, folder: Path) -> Tree:
    books.write_strategy_workbook(tree, folder / "strategy.xlsx")
    return books.read_strategy_workbook(folder / "strategy.xlsx")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parts[-3])
def test_every_strategy_comes_back_with_the_same_content(file: Path, tmp_path: Path) -> None:
    strategy = read(file.read_text(encoding="utf-8"))
    back = read(to_text(through_excel(tree_of(strategy), tmp_path)))
    assert same_content(strategy, back)


WORDS = st.text(st.sampled_from('ab;"[]=1. 中，\n'), min_size=1, max_size=8)
NUMBERS = st.decimals(-(10**9), 10**9, places=9).map(
    lambda number: int(number) if number == number.to_integral_value() else number.normalize()
)


@given(words=st.lists(WORDS | NUMBERS | st.booleans(), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_whatever_a_bin_lists_can_be_written_and_read(words: list[object]) -> None:
    written = books._written(words)
    cell = Decimal(written) if type(written) is int else written
    assert books._as_list(cell) == words  # type: ignore[arg-type]


def edited(file: Path, sheet: str, cell: str, value: object) -> None:
    book = load_workbook(file)
    book[sheet][cell] = value
    book.save(file)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "personal-loan.xlsx"
    books.write_strategy_workbook(tree_of(read(_personal_loan())), file)
    return file


def _personal_loan() -> str:
    return next(f for f in FILES if "personal-loan" in f.parts).read_text(encoding="utf-8")


def test_a_figure_changed_in_excel_is_the_only_difference(book: Path) -> None:
    column = {cell.value: cell.row for cell in load_workbook(book)["Figures 参数"]["A"]}
    edited(book, "Figures 参数", f"B{column['cut_off.approve']}", 545)
    tree = books.read_strategy_workbook(book)
    want = tree_of(read(_personal_loan()))
    want["cut_off"]["approve"] = 545
    assert read(to_text(tree)) == read(to_text(want)) or listed(tree) == listed(want)


def test_a_version_typed_as_a_number_stays_a_word(book: Path) -> None:
    column = {cell.value: cell.row for cell in load_workbook(book)["Figures 参数"]["A"]}
    edited(book, "Figures 参数", f"B{column['version']}", 1.1)
    assert books.read_strategy_workbook(book)["version"] == "1.1"


def test_two_rules_of_one_name_are_refused_by_their_sheet(book: Path) -> None:
    edited(book, "Rules 规则", "A3", load_workbook(book)["Rules 规则"]["A2"].value)
    with pytest.raises(FileNotReadable, match="two rows of “Rules 规则”"):
        books.read_strategy_workbook(book)


def test_a_bin_of_nothing_is_refused(book: Path) -> None:
    edited(book, "Bins 分箱", "A2", "nothing")
    with pytest.raises(FileNotReadable, match="a bin of an unknown nothing"):
        books.read_strategy_workbook(book)


def test_another_workbook_is_no_strategy(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(FileNotReadable, match="no sheet"):
        books.read_strategy_workbook(tmp_path / "other.xlsx")
