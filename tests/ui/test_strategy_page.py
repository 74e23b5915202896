"""The Strategy page: a strategy is read, tried on applicants and compared with another."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from workbench.i18n import Language
from workbench.scoring.strategy import shipped
from workbench.ui import file_boxes
from workbench.ui.shell import MainWindow
from workbench.ui.strategy_figures import figures_of
from workbench.ui.strategy_page import StrategyPage
from workbench.ui.strategy_trial_side import class_edges
from workbench.ui.strategy_words import condition_words, rule_words
from workbench.workflow import strategy_trials
from workbench.workflow.product_strategies import in_force
from workbench.workflow.samples import sample_file

PERSONAL = shipped()["personal-loan"]


def _stricter():
    """Personal loan with an approve cut-off that nobody of the made-up day reaches."""
    cut = PERSONAL.cut_off.model_copy(update={"approve": 600})
    return PERSONAL.model_copy(update={"cut_off": cut, "version": "9.0", "sha256": "9" * 64})


@pytest.fixture
def page(window: MainWindow, settled: Callable[[], None]) -> StrategyPage:
    """The Strategy page with personal-loan chosen."""
    window.go("strategy")
    settled()
    made = window.page("strategy")
    assert isinstance(made, StrategyPage)
    made.shelf.entry(PERSONAL.sha256).click()
    settled()
    return made


def _texts(page: StrategyPage) -> str:
    page.document.jump("summary")  # the whole document, which is built part by part
    return "\n".join(label.text() for label in page.document.findChildren(QLabel))


def test_a_strategy_is_read_as_a_document(page: StrategyPage) -> None:
    said = _texts(page)
    for rule in PERSONAL.rules:
        assert rule.label.en in said
        assert rule.source in said
    for characteristic in PERSONAL.scorecard.characteristics:
        assert characteristic.label.en in said


def test_the_document_speaks_chinese(page: StrategyPage, window, settled) -> None:
    window.switch_language()
    settled()
    assert PERSONAL.label.zh in _texts(page)
    assert "政策规则" in _texts(page)


def test_conditions_are_put_into_words() -> None:
    said = condition_words("obligations_to_income > 0.43", PERSONAL.derived)
    assert said == "Existing obligations to income > 43%"
    term = next(rule for rule in PERSONAL.rules if rule.id == "term_offered")
    assert rule_words(term, PERSONAL.derived).endswith("from 12 to 60")


def test_the_rows_of_a_spreadsheet_are_scored_into_a_table(
    page: StrategyPage, settled, tmp_path, monkeypatch
) -> None:
    page.open_at("try")
    assert not page.trial.save.isVisibleTo(page)
    page.trial_source.choose_file(sample_file(Language.EN)[0])
    out = tmp_path / "scores.csv"
    monkeypatch.setattr(file_boxes, "ask_scores_to_write", lambda _over, _name: str(out))
    page.trial.save.click()
    settled()
    assert page.trial.problems.said.text() == "Saved as scores.csv."
    assert len(out.read_text("utf-8").splitlines()) > 200
    page.trial.keep.click()
    settled()
    assert re.fullmatch(r"2\d\d applicants counted\.", page.trial.problems.said.text())


def test_a_strategy_is_tried_on_the_stored_applications(page: StrategyPage, settled) -> None:
    page.open_at("try")
    page.trial.start()
    settled()
    assert page.trial.tiles[0].figure.text() == "5"
    assert sum(page.trial.scores._counts) >= 1
    assert page.trial.components.lines()


def test_two_strategies_show_whom_they_treat_otherwise(page: StrategyPage, settled, day) -> None:
    facts = strategy_trials.applicants(day, "personal-loan")
    swap = strategy_trials.swapped(PERSONAL, _stricter(), facts)
    page.compare._on_compared(swap)
    moved = page.compare.model.rows()
    assert {one.was for one in moved} == {"approve"}
    assert page.compare.tiles[0].figure.text() == str(len(moved))


def test_enter_on_one_who_moves_opens_the_case(page: StrategyPage, qtbot, day, window) -> None:
    facts = strategy_trials.applicants(day, "personal-loan")
    page.compare._on_compared(strategy_trials.swapped(PERSONAL, _stricter(), facts))
    page.compare.table.opened.emit(page.compare.model.row(0))
    qtbot.waitUntil(lambda: window.current_page() is window.page("review"))


def test_no_class_of_scores_lies_on_both_sides_of_a_cut_off() -> None:
    edges = class_edges(320, 660, (505, 515))
    assert {505, 515} <= set(edges)
    assert edges[0] <= 320 and edges[-1] >= 660


def _edit(page: StrategyPage, path: tuple[str, ...], text: str) -> None:
    page.draft.fields[path].setText(text)
    page.draft.fields[path].textEdited.emit(text)


def test_a_changed_figure_shows_the_past_cases_it_would_flip(page, settled) -> None:
    _edit(page, ("rules", "income_minimum", "threshold"), "80,000")
    page.draft.see()
    settled()
    said = page.draft.changes.sentences()
    assert any("80,000" in one for one in said)
    assert any("past case" in one and "flip" in one for one in said)


@pytest.mark.parametrize("typed", ["high", "NaN", "1e999"])
def test_what_is_no_figure_is_marked_and_cannot_be_proposed(page: StrategyPage, typed: str) -> None:
    _edit(page, ("cut_off", "approve"), typed)
    assert page.draft.fields["cut_off", "approve"].property("wrong")
    assert not page.draft.propose.isEnabled()
    _edit(page, ("cut_off", "approve"), "５４１")
    assert page.draft.values() == {("cut_off", "approve"): 541}


def test_a_threshold_stands_beside_its_condition_and_near_its_name(
    page: StrategyPage, window: MainWindow, settled: Callable[[], None]
) -> None:
    page.tabs.button("change").click()
    for wide in (1440, 2560):
        window.resize(wide, 900)
        settled()
        field = page.draft.fields["cut_off", "approve"]
        assert 380 < field.x() < 960
    said = [label.text() for label in page.draft.findChildren(QLabel)]
    assert any(text.startswith("Passed when Yearly income") for text in said)


def test_ratios_are_typed_and_shown_as_percents(page: StrategyPage) -> None:
    figure = {f.path: f for f in figures_of(PERSONAL)}["rules", "obligations_share", "threshold"]
    assert figure.text() == "43%"
    assert figure.read("42.5") == figure.read("42.5%") == Decimal("0.425")


def test_two_people_put_a_version_in_force(page, settled, day) -> None:
    _edit(page, ("cut_off", "approve"), "541")
    page.draft.hand_in()
    settled()
    settled()
    chosen = page.shelf.current()
    assert chosen.state == "proposed"
    assert page.proposal.isVisible()
    page.proposal.published.emit()
    settled()
    assert "second person" in page.problems.said.text()
    day.settings.set("officer_name", "Zhao Rui")
    page.proposal.published.emit()
    settled()
    settled()
    assert in_force(day, "personal-loan").cut_off.approve == 541


def test_publishing_is_asked_once_and_the_safe_answer_has_the_focus(page, settled, qtbot) -> None:
    asked: list[str] = []

    def answer() -> None:
        box = page.window().findChild(QMessageBox) or QApplication.activeModalWidget()
        asked.append(box.defaultButton().text())
        box.defaultButton().click()

    _edit(page, ("cut_off", "approve"), "541")
    page.draft.hand_in()
    settled()
    settled()
    QTimer.singleShot(0, answer)
    with qtbot.assertNotEmitted(page.proposal.published):
        page.proposal.ask()
    assert asked == ["Keep as a proposal"]


def test_a_strategy_file_that_is_none_is_named(page: StrategyPage, settled, tmp_path, monkeypatch):
    file = tmp_path / "policy.toml"
    file.write_text("id = [", encoding="utf-8")
    monkeypatch.setattr(file_boxes, "ask_strategy", lambda _over: str(file))
    page.bring_in.click()
    settled()
    assert "policy.toml cannot be used" in page.problems.said.text()
    assert page.problems.isVisible()
