"""An import in the window: from the file on the disk to scored applications."""

from __future__ import annotations

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.test_shell import _nameless as nameless
from workbench.errors import Cancelled, StoreLocked, StrategyFaulty
from workbench.scoring.strategy import shipped_strategy
from workbench.settings import Settings
from workbench.storage import applications, batches
from workbench.ui import desk_asks, file_boxes, import_course, import_score_step, words
from workbench.ui.import_page import CHECK, FILE, MATCH, SCORE, ImportPage
from workbench.workflow import assess, decide, strategies
from workbench.workflow.desk import Desk

HEADER = ("姓名 / Name", "ID No.", "Income (month)", "Loan amt", "Term (months)", "Remarks")
ROWS = [
    ("Amelia Hart", "H100", 5200, 12000, 36, ""),
    ("陈浩然", "H101", "21k", 30000, 24, "calls back"),
    ("Tom Becker", "H102", "18k", 9000, 12, ""),
    ("Priya Nair", "H103", 4100, None, 60, ""),
    ("Grace Lindqvist", "H104", 6100, 15000, 36, ""),
]


@pytest.fixture
def file(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Nov"
    sheet.append(["Riverside branch, November"])
    sheet.append([])
    for row in (HEADER, *ROWS):
        sheet.append(row)
    path = tmp_path / "applicants.xlsx"
    book.save(path)
    return path


@pytest.fixture
def desk(tmp_path):
    with Desk.open(tmp_path / "store.db", settings=Settings(tmp_path / "settings.toml")) as desk:
        yield desk


@pytest.fixture
def page(qtbot, desk, jobs, settled):
    page = ImportPage(desk, jobs)
    qtbot.addWidget(page)
    page.file.choose_product("personal-loan")
    page.refresh()
    yield page
    settled()


@pytest.fixture
def opened(page, file, qtbot):
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.open_file(str(file))
    return page


@pytest.fixture
def checked(opened, qtbot):
    opened.go_on()
    with qtbot.waitSignal(opened.course.checked, timeout=10_000):
        opened.go_on()
    return opened


def take_in(page, qtbot):
    with qtbot.waitSignal(page.course.taken, timeout=20_000) as taken:
        page.go_on()
    return taken.args[0]


def test_an_empty_workbook_for_the_chosen_product_is_saved(page, settled, tmp_path, monkeypatch):
    out = tmp_path / "to-fill-in.xlsx"
    monkeypatch.setattr(file_boxes, "ask_template_to_write", lambda _over, _name: str(out))
    page.file.choose_product("cash-loan")
    page.file.template.click()
    settled()
    assert load_workbook(out).active.max_column > 10
    assert page.problems.said.text() == "Saved as to-fill-in.xlsx."
    assert page.problems.isVisibleTo(page)


def test_a_product_published_meanwhile_is_offered_and_the_one_chosen_stays(page, desk, settled):
    text = shipped_strategy("cash-loan").source_text
    text = text.replace('product = "cash-loan"', 'product = "boat-loan"')
    proposed = strategies.draft(desk, text, proposer="Ana Reyes")
    strategies.publish(desk, proposed.strategy.sha256, approver="Lin Mei")
    assert page.file.product.findData("boat-loan") < 0
    page.refresh()
    settled()
    assert page.file.product.findData("boat-loan") >= 0
    assert page.file.chosen_product() == "personal-loan"


def test_a_strategy_that_cannot_be_read_is_told_and_the_products_stay(
    page, settled, monkeypatch, qtbot
):
    def refuse(_desk):
        raise StrategyFaulty(file="boat-loan.toml", faults="Line 3: no such fact.")

    before = [page.file.product.itemData(at) for at in range(page.file.product.count())]
    monkeypatch.setattr(desk_asks, "product_names", refuse)
    with qtbot.waitSignal(page.course.waiting_listed, timeout=20_000):
        page.refresh()
    settled()
    assert "boat-loan.toml" in page.problems.said.text()
    assert [page.file.product.itemData(at) for at in range(page.file.product.count())] == before
    assert page.file.chosen_product() == "personal-loan"


def test_a_file_is_read_and_its_header_row_found_below_the_title(opened):
    assert opened.steps.currentIndex() == FILE
    assert opened.file.preview.header_row() == 3
    assert opened.subtitle() == "applicants.xlsx · sheet “Nov” · 5 rows"
    assert opened.footer.next.isEnabled()


def test_columns_are_matched_and_what_is_not_used_is_said(opened):
    opened.go_on()
    assert opened.steps.currentIndex() == MATCH
    shown = {line.header: line.fact for line in opened.match.model.rows()}
    assert shown["Loan amt"] == "amount_requested"
    assert shown["Remarks"] is None
    assert "Remarks" in opened.match.summary.text()


def test_a_required_fact_without_a_column_holds_the_import_up(opened):
    opened.go_on()
    letter = next(m.letter for m in opened.match.model.rows() if m.fact == "amount_requested")
    opened.course.match(letter, None)
    assert not opened.footer.next.isEnabled()
    assert "Amount requested" in opened.footer.said.text()
    opened.course.match(letter, "amount_requested")
    assert opened.footer.next.isEnabled()


def test_how_the_numbers_of_a_column_are_meant_can_be_said(opened, qtbot):
    opened.go_on()
    lines = opened.match.model.rows()
    opened.match.table.select_row([m.fact for m in lines].index("amount_requested"))
    assert opened.match.unit_title.text() == "Numbers of “Loan amt”"
    opened.match.unit.activated.emit(opened.match.unit.findData("thousand"))
    assert opened.course.draft.matching.column_of("amount_requested").unit == "thousand"
    with qtbot.waitSignal(opened.course.checked):
        opened.go_on()
    ready = opened.course.draft.intake.ready
    assert 1_200_000_000 in ready["amount_requested"].to_list()


def test_bad_rows_are_counted_and_the_rest_can_be_scored(checked):
    assert checked.steps.currentIndex() == CHECK
    assert checked.check.tabs.button("errors").text().split() == ["Errors", "3"]
    assert checked.footer.next.text() == "Score 2 rows"
    assert checked.footer.said.text().startswith("3 rows with errors will wait.")


def test_one_stroke_fixes_what_is_alike_and_one_undo_takes_it_back(checked, qtbot):
    card = next(c for c in checked.check.cards.cards if c.problem.value == "21k")
    similar = card.findChildren(QPushButton)[1]
    assert similar.text() == "Apply to 1 similar"
    with qtbot.waitSignal(checked.course.checked):
        similar.click()
    assert checked.footer.next.text() == "Score 4 rows"
    with qtbot.waitSignal(checked.course.checked):
        checked.check.undo.click()
    assert checked.footer.next.text() == "Score 2 rows"
    with qtbot.waitSignal(checked.course.checked):
        checked.check.redo.click()
    assert checked.footer.next.text() == "Score 4 rows"


def test_a_value_typed_into_the_grid_lets_its_row_go_on(checked, qtbot):
    model = checked.check.grid.cells
    index = model.index_of(("Nov", 7, "amount_requested"))
    with qtbot.waitSignal(checked.course.checked):
        model.setData(index, "8,000", Qt.ItemDataRole.EditRole)
    assert model.data(index) == "8,000"
    assert checked.footer.next.text() == "Score 3 rows"


def test_the_rows_are_taken_in_scored_and_counted(checked, desk, qtbot):
    result = take_in(checked, qtbot)
    assert checked.steps.currentIndex() == SCORE
    assert (result.rows, result.scored, result.waiting) == (5, 2, 3)
    assert checked.score.headline.text() == "2 applications scored"
    assert checked.score.tiles["waiting"].count.text() == "3"
    frame = applications.fact_frame(desk.store, batch=result.batch_id)
    assert sorted(frame["applicant_name"]) == ["Amelia Hart", "Grace Lindqvist"]


def test_a_whole_import_is_undone_when_the_officer_means_it(checked, desk, qtbot, monkeypatch):
    take_in(checked, qtbot)
    answers = iter((False, True))
    monkeypatch.setattr(import_score_step, "_is_meant", lambda *_asked: next(answers))
    checked.score.undo.click()
    assert decide.counts(desk)["all"] == 2
    with qtbot.waitSignal(checked.course.taken_back):
        checked.score.undo.click()
    assert decide.counts(desk)["all"] == 0
    assert checked.steps.currentIndex() == FILE
    assert checked.problems.said.text() == "2 cases were taken back."


def test_a_fix_is_stored_and_the_file_stays_as_it_is(checked, desk, file, qtbot):
    before = file.read_bytes()
    with qtbot.waitSignal(checked.course.checked):
        checked.course.fix({("Nov", 5, "income_monthly"): "21,000"})
    result = take_in(checked, qtbot)
    frame = applications.fact_frame(desk.store, batch=result.batch_id)
    fixed = frame.filter(frame["applicant_name"] == "陈浩然")
    assert fixed["income_monthly"].to_list() == [2_100_000]
    assert file.read_bytes() == before


def test_the_same_file_again_adds_nothing(checked, desk, file, qtbot):
    take_in(checked, qtbot)
    checked.start_over()
    with qtbot.waitSignal(checked.course.opened, timeout=20_000):
        checked.open_file(str(file))
    checked.go_on()
    with qtbot.waitSignal(checked.course.checked):
        checked.go_on()
    result = take_in(checked, qtbot)
    assert result.scored == 0
    assert checked.score.headline.text() == "Nothing new in this file"
    assert len(batches.batches(desk.store)) == 1


def test_a_saved_profile_is_used_for_the_next_file_with_such_columns(opened, file, qtbot):
    opened.course.match("F", "job_title")
    with qtbot.waitSignal(opened.course.matched):
        opened.course.save_profile("Riverside monthly")
    opened.start_over()
    with qtbot.waitSignal(opened.course.opened, timeout=20_000):
        opened.open_file(str(file))
    assert opened.profile.text() == "Profile: Riverside monthly"
    assert {m.header: m.fact for m in opened.match.model.rows()}["Remarks"] == "job_title"


def test_a_file_that_is_no_spreadsheet_is_named_with_its_cure(page, tmp_path, qtbot):
    wrong = tmp_path / "report.xlsx"
    wrong.write_text("<html><body>Sign in</body></html>", encoding="utf-8")
    with qtbot.waitSignal(page.course.troubled, timeout=20_000):
        page.open_file(str(wrong))
    assert "web page" in page.problems.said.text()
    assert page.file.pages.currentIndex() == 0
    assert page.footer.isHidden()


def test_a_locked_file_asks_for_its_password_and_opens_with_it(page, file, tmp_path, qtbot):
    locked = tmp_path / "locked.xlsx"
    with file.open("rb") as plain, locked.open("wb") as out:
        OOXMLFile(plain).encrypt("Riverside", out)
    with qtbot.waitSignal(page.course.troubled, timeout=20_000):
        page.open_file(str(locked))
    assert "has a password" in page.problems.said.text()
    assert not page.file.password_row.isHidden()
    page.file.password.setText("Riverside")
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.file.password.returnPressed.emit()
    assert page.subtitle().startswith("locked.xlsx")


def test_several_files_follow_one_another(page, file, tmp_path, qtbot):
    second = tmp_path / "second.xlsx"
    second.write_bytes(file.read_bytes())
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.file.files_chosen.emit([file, second])
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.start_over()
    assert page.subtitle().startswith("second.xlsx")
    page.start_over()
    assert page.course.draft is None


def test_every_step_is_said_in_chinese_at_once(checked, qapp):
    words.speak(qapp, "zh")
    assert checked.title() == "导入申请"
    assert checked.stepper.marks[2].text() == "检查与修正"
    assert checked.footer.next.text() == "评分 2 行"
    assert checked.check.tabs.button("errors").text().split() == ["错误", "3"]


def test_every_control_has_a_spoken_name(checked):
    assert nameless(checked) == []


def test_what_was_put_right_in_the_officers_own_workbook_comes_in_alone(
    checked, desk, file, qtbot, monkeypatch
):
    take_in(checked, qtbot)
    back = file.with_name("answer.xlsx")
    asked = "workbench.ui.import_page.QFileDialog.getSaveFileName"
    monkeypatch.setattr(asked, lambda *_asked: (str(back), ""))
    with qtbot.waitSignal(checked.course.saved, timeout=20_000):
        checked.ask_report()
    book = load_workbook(back)
    book.active["D7"] = 8000
    book.save(back)
    checked.start_over()
    with qtbot.waitSignal(checked.course.opened, timeout=20_000):
        checked.open_file(str(back))
    checked.go_on()
    with qtbot.waitSignal(checked.course.checked, timeout=20_000):
        checked.go_on()
    assert take_in(checked, qtbot).scored == 1
    assert decide.counts(desk)["all"] == 3


def test_a_check_that_could_not_be_made_can_be_asked_for_again(opened, settled, monkeypatch):
    def refuse(*_asked):
        raise StoreLocked(file="store.db")

    opened.go_on()
    with monkeypatch.context() as patched:
        patched.setattr(import_course, "in_force", refuse)
        opened.go_on()
        settled()
    assert opened.problems.isVisibleTo(opened)
    assert opened.footer.next.isEnabled()
    opened.go_on()
    settled()
    assert opened.steps.currentIndex() == CHECK


def test_rows_stored_and_not_scored_are_told_of_and_scored_from_there(
    checked, desk, settled, monkeypatch
):
    def stop(*_asked, **_named):
        raise Cancelled

    with monkeypatch.context() as patched:
        patched.setattr(assess, "assess_ready", stop)
        checked.go_on()
        settled()
    assert (decide.counts(desk)["not_assessed"], checked.steps.currentIndex()) == (2, CHECK)
    assert "2 applications are stored and not scored yet." in checked.problems.said.text()
    checked.start_over()
    settled()
    press = {one.text(): one for one in checked.problems.findChildren(QPushButton)}
    press["Score them"].click()
    settled()
    assert checked.score.headline.text() == "2 applications scored"
    assert decide.counts(desk)["not_assessed"] == 0
