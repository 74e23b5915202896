"""The Develop page: a book is looked at first, then a card is made, kept, proposed."""

from __future__ import annotations

import pytest

from tests.made_up_book import write_book
from workbench.errors import StrategyFaulty
from workbench.ui import desk_asks, words
from workbench.ui.develop_options import Held, Options, OptionsBox

pytest.importorskip("scipy")


@pytest.fixture
def develop(window, settled, tmp_path):
    file = tmp_path / "loans.csv"
    write_book(file, 400)
    window.go("develop")
    settled()
    page = window.page("develop")
    page.open_book(file)
    settled()
    return page


def test_the_book_is_looked_at_before_anything_is_fitted(develop):
    assert develop.form.outcome.currentData() == "outcome"
    assert develop.form.time.currentData() == "issued"
    assert [part.key for part in develop._parts] == ["book", "columns"]
    assert ("sex", "it is a protected characteristic") in develop._parts[0].rows
    assert not develop.draft.isVisibleTo(develop)


def test_a_strategy_that_cannot_be_read_is_told_on_the_page(window, settled, monkeypatch):
    def refuse(_desk):
        raise StrategyFaulty(file="boat-loan.toml", faults="Line 3: no such fact.")

    monkeypatch.setattr(desk_asks, "product_names", refuse)
    window.go("develop")
    settled()
    assert "boat-loan.toml" in window.problems.said.text()


def test_a_column_left_out_is_named_so(develop, settled):
    develop.form.left_out["term"].click()
    settled()
    assert ("term", "it was excluded on request") in develop._parts[0].rows


def test_a_card_is_made_kept_and_proposed(develop, settled, window, tmp_path):
    develop.form.options = Options(cv=2)
    develop.develop()
    settled()
    assert {"ranking", "gains", "stability", "fairness"} <= {part.key for part in develop._parts}
    assert develop.tabs.current() == "quality" and len(develop.side.cards) >= 3
    develop.save_to(tmp_path / "card.xlsx")
    develop.form.product.setCurrentIndex(develop.form.product.findData("personal-loan"))
    develop.propose()
    settled()
    assert (tmp_path / "card.xlsx").stat().st_size > 5_000
    shelf = window.page("strategy").shelf
    assert shelf.current().strategy.version == "1.1" and shelf.current().state == "proposed"


def test_the_options_of_the_command_line_can_be_chosen(develop, settled, tmp_path):
    held = Held(("bad", "good"), develop.form.suspects, ("gbm",))
    box = OptionsBox(develop.form.options, held, develop)
    assert (box.folds.value(), box.bad.currentData(), box.against["ebm"].isEnabled()) == (
        5, "", False,
    )  # fmt: skip
    assert box.answer() == Options()
    box.folds.setValue(2)
    box.bad.setCurrentIndex(box.bad.findData("bad"))
    box.against["gbm"].click()
    box.kept["sex"].click()
    box.breaks.show_file(tmp_path / "bins.toml")
    box.rejects.show_file(tmp_path / "rejected.csv")
    box.scale[2].setValue(20)
    chosen = box.answer()
    box.deleteLater()
    (tmp_path / "bins.toml").write_text("[annual_inc]\nbreaks = [40000]\n", encoding="utf-8")
    develop.form.use_options(chosen)
    settled()
    wish = develop.form.wish()
    assert (wish.bad, wish.cv, wish.against, wish.keep) == ("bad", 2, ("gbm",), ("sex",))
    assert (wish.rejects, wish.scale) == (tmp_path / "rejected.csv", (600, 50, 20))
    assert develop.form.more.text() == "More options (7 set)…"
    assert "sex" not in [row[0] for row in develop._parts[0].rows]


def test_a_development_can_be_stopped(develop, settled):
    develop.develop()
    assert develop.form.stop.isVisibleTo(develop)
    develop.stop()
    settled()
    assert develop.made is None and develop.form.go.isVisibleTo(develop)


def test_a_column_that_tells_nothing_is_named_in_words(develop, settled):
    develop.form.outcome.setCurrentIndex(develop.form.outcome.findData("loan_amnt"))
    develop.check()
    settled()
    assert "loan_amnt" in develop.problems.said.text()


def test_without_the_extra_the_page_says_what_to_install(develop, monkeypatch):
    monkeypatch.setattr("workbench.workflow.developing.find_spec", lambda _name: None)
    develop.refresh()
    assert "credit-workbench[develop]" in develop._absent.text.text()
    assert develop._stack.currentWidget() is develop._absent


def test_the_page_speaks_chinese_at_once(develop, qapp, settled):
    words.speak(qapp, "zh")
    settled()
    assert develop.title() == "评分卡开发"
    assert develop._parts[0].title == "样本"


@pytest.mark.parametrize(("name", "why"), [("gone.csv", "no such file"), ("empty.csv", "no table")])
def test_a_book_that_cannot_be_read_says_why_and_what_to_do(develop, settled, tmp_path, name, why):
    (tmp_path / "empty.csv").touch()
    develop.open_book(tmp_path / name)
    settled()
    assert f"{name}: " in develop.problems.said.text()
    assert why in develop.problems.said.text()
