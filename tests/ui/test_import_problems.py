"""Problems are put together so that one stroke fixes what is alike."""

from __future__ import annotations

from workbench.errors import Place, Problem, Severity
from workbench.ui.import_problems import ProblemBook, cell_of, fixes_of, grouped


def a_problem(row, value="n/a", *, code="missing", severity=Severity.WARNING, fix=None):
    place = Place(file="a.xlsx", sheet="Nov", row=row, column="F", header="Job yrs")
    return Problem(
        code,
        severity,
        place,
        "“{value}” is read as missing.",
        fact="employment_years",
        value=value,
        fix=fix,
    )


def test_the_same_value_in_the_same_column_is_one_card():
    groups = grouped([a_problem(21), a_problem(15), a_problem(43)])
    assert [p.place.row for p in groups[0].problems] == [15, 21, 43]
    assert groups[0].title("Job years") == "Job years · 3 rows"


def test_a_single_problem_is_named_by_its_row():
    assert grouped([a_problem(18)])[0].title("Job years") == "Row 18 · Job years"


def test_a_problem_of_several_sheets_is_named_by_its_sheet():
    west = Problem("x", Severity.WARNING, Place(sheet="West", row=4, header="Job"), "Look.")
    apart = Problem("y", Severity.WARNING, Place(sheet="South"), "Apart.")
    titles = [group.title("") for group in grouped([a_problem(4), west, apart])]
    assert titles == ["South", "Nov · Row 4 · Job yrs", "West · Row 4 · Job"]
    assert grouped([apart])[0].title("") == "South"


def test_errors_come_before_warnings_and_notes_are_left_out():
    error = a_problem(90, "x", severity=Severity.ERROR)
    note = a_problem(1, severity=Severity.INFO)
    assert [g.first for g in grouped([a_problem(2), note, error])] == [error, a_problem(2)]


def test_very_many_different_values_are_put_together_by_kind():
    groups = grouped([a_problem(row, f"{row}k") for row in range(2, 60)], most=40)
    assert len(groups) == 1
    assert len(groups[0].problems) == 58


def test_similar_problems_are_of_one_kind_and_have_a_right_value():
    first, second = a_problem(2, "21k", fix="21,000"), a_problem(9, "18k", fix="18,000")
    unsure, other = a_problem(4, "?"), a_problem(5, "3k", code="other", fix="3")
    book = ProblemBook([first, unsure, second, other])
    assert book.similar(first) == [first, second]
    assert fixes_of([first, unsure, second]) == {
        ("Nov", 2, "employment_years"): "21,000",
        ("Nov", 9, "employment_years"): "18,000",
    }


def test_a_problem_of_the_whole_sheet_has_no_cell():
    whole = Problem("sheet", Severity.WARNING, Place(sheet="Nov"), "A note.")
    assert cell_of(whole) is None
    assert fixes_of([whole]) == {}


def test_problems_are_walked_round_and_round():
    first, second = a_problem(2, "21k"), a_problem(9, "x")
    book = ProblemBook([second, first])
    assert book.after(None, 1) is first
    assert book.after(first, 1) is second
    assert book.after(second, 1) is first
    assert book.after(first, -1) is second
    assert ProblemBook([]).after(None, 1) is None


def test_a_problem_is_known_again_after_another_check():
    was, now = a_problem(2, "21k"), a_problem(2, "22k")
    assert ProblemBook([a_problem(1), now]).same(was) is now
    assert ProblemBook([a_problem(1)]).same(was) is None
