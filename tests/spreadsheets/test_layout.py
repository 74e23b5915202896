"""Where the table is on a sheet."""

from __future__ import annotations

from workbench.spreadsheets.known_headers import is_known
from workbench.spreadsheets.layout import Merge, Table, find_table

HEADER = ["Name", "Loan amount", "Term", "Income"]
PEOPLE = [["Anna Berg", 5000.0, 36.0, 3000.0], ["Tom Hale", 7000.0, 24.0, 4000.0]]


def table(
    grid: list[list[object]], merges: tuple[Merge, ...] = (), header_row: int | None = None
) -> Table:
    width = max(map(len, grid))
    return find_table(
        [[*row, *[""] * (width - len(row))] for row in grid], "S", is_known, merges, header_row
    )


def names(found: Table) -> list[str]:
    return [header for _i, header in found.columns]


def test_titles_above_the_header_are_told_and_left_out() -> None:
    found = table([["Applications November"], [], HEADER, *PEOPLE])
    assert (found.header, found.first, found.end) == ((2,), 3, 5)
    assert [note.code for note in found.notes] == ["title_left_out"]


def test_instructions_above_the_header_do_not_hide_it() -> None:
    text = "Fill in one row per applicant. Do not change the columns."
    assert table([[text], HEADER, *PEOPLE]).header == (1,)


def test_machine_names_above_the_true_header_are_passed_over() -> None:
    found = table([["X1", "X2", "X3", "X4"], HEADER, *PEOPLE])
    assert found.header == (1,)
    assert names(found) == HEADER


def test_a_header_over_two_lines_is_joined() -> None:
    merges: tuple[Merge, ...] = (((0, 1), (0, 2)),)
    found = table([["Name", "Loan", "", "Income"], ["", "Amount", "Term", ""], *PEOPLE], merges)
    assert names(found) == ["Name", "Loan / Amount", "Loan / Term", "Income"]
    assert found.first == 2


def test_groups_above_the_header_are_joined_to_it() -> None:
    merges: tuple[Merge, ...] = (((0, 0), (0, 1)), ((0, 2), (0, 3)))
    found = table(
        [["Person", "", "Money", ""], ["姓名", "电话", "贷款金额", "月收入"], *PEOPLE], merges
    )
    assert names(found)[2] == "Money / 贷款金额"


def test_units_below_the_header_belong_to_it() -> None:
    found = table([["姓名", "贷款金额", "期限", "月收入"], ["", "万元", "月", "元"], *PEOPLE])
    assert names(found)[1:] == ["贷款金额 (万元)", "期限 (月)", "月收入 (元)"]
    assert found.first == 2


def test_totals_and_notes_below_are_told_and_left_out() -> None:
    found = table([HEADER, *PEOPLE, ["Total", 12000.0], [], ["Prepared by the branch on Monday"]])
    assert found.end == 3
    assert [note.code for note in found.notes] == ["note_left_out", "note_left_out"]


def test_the_last_applicant_is_never_taken_for_a_note() -> None:
    assert table([HEADER, *PEOPLE, ["Ng", 900.0, "", ""]]).end == 4


def test_the_officer_can_name_the_header_row() -> None:
    found = table([["a", "b", "c", "d"], HEADER, *PEOPLE], header_row=1)
    assert names(found) == ["a", "b", "c", "d"]
    assert found.first == 1


def test_a_sheet_without_header_goes_by_letters() -> None:
    found = table([[1.0, 2.0], [3.0, 4.0]])
    assert names(found) == ["A", "B"]
    assert [note.code for note in found.notes] == ["no_header"]


def test_a_column_without_name_is_kept_and_an_empty_one_is_not() -> None:
    found = table([["Name", "", "Term", ""], ["Anna", "x", 12.0, ""]])
    assert names(found) == ["Name", "", "Term"]


def test_a_table_far_below_the_top_is_found() -> None:
    found = table([[""]] * 200 + [HEADER, *PEOPLE])
    assert (found.header, names(found)) == ((200,), HEADER)


def test_a_header_row_that_is_not_there_is_searched_for() -> None:
    assert table([HEADER, *PEOPLE], header_row=99).header == (0,)
