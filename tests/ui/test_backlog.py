"""A switch of theme or language: what is seen changes at once, hidden words before they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPushButton, QStackedWidget

from workbench import i18n
from workbench.i18n import N_
from workbench.ui import theme, words
from workbench.ui.backlog import backlog_of
from workbench.ui.labels import label
from workbench.ui.layouts import column, pane


class _Pages(QStackedWidget):
    """Two pages, each with a label in an ink; the first is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.labels = [label(N_("Review queue"), ink="text2"), label(N_("Letters"), ink="text2")]
        for each in self.labels:
            fields = (QLineEdit("12"), QPushButton("A"), QComboBox())
            for field in fields:
                field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.addWidget(pane(column(each, *fields), "page"))
        theme.dress(self)

    def inks(self) -> list[str]:
        """The colours of the two labels."""
        return [each.palette().windowText().color().name().upper() for each in self.labels]


@pytest.fixture
def pages(qtbot):
    """The pages, both seen once and dressed in light."""
    made = _Pages()
    qtbot.addWidget(made)
    made.show()
    made.setCurrentIndex(1)
    made.setCurrentIndex(0)
    return made


def _inks(*names: str) -> list[str]:
    return [theme._themes()[name]["text2"].upper() for name in names]


def test_a_menu_opened_after_a_switch_wears_the_theme(pages, qapp):
    menu = QMenu(pages)
    menu.addAction("One")
    menu.popup(pages.pos())
    menu.hide()
    theme.apply(qapp, "dark")
    menu.popup(pages.pos())
    seen = menu.grab().toImage()
    menu.close()
    assert seen.pixelColor(seen.width() - 8, seen.height() // 2) == theme.colour("raised")


@pytest.mark.parametrize("at", [0, 1])
def test_a_switched_window_looks_like_one_built_in_that_theme(pages, qapp, qtbot, at):
    theme.apply(qapp, "dark")
    fresh = _Pages()
    qtbot.addWidget(fresh)
    for each in (pages, fresh):
        each.resize(300, 300)
        each.show()
        each.setCurrentIndex(at)
        qapp.processEvents()
    assert pages.grab().toImage() == fresh.grab().toImage()


def test_the_same_sheet_again_dresses_nobody(pages, qapp):
    pages.labels[0].setProperty("ink", "approve")  # would be seen, were it dressed again
    theme.apply(qapp, "light")
    assert pages.inks() == _inks("light", "light")


def test_hidden_words_follow_the_language_when_they_are_shown(pages, qapp):
    words.speak(qapp, "zh")
    said = [i18n._(text, language="zh") for text in ("Review queue", "Letters")]
    assert [each.text() for each in pages.labels] == [said[0], "Letters"]
    pages.setCurrentIndex(1)
    assert [each.text() for each in pages.labels] == said


def test_hidden_words_follow_in_the_order_in_which_they_were_said(pages, qapp, qtbot):
    page, told = pages.widget(1), []
    words.again(page, lambda: told.append("page"))
    words.say(pages.labels[1], told.append, lambda: "label")
    words.again(page, lambda: told.append("page again"))
    told.clear()
    words.speak(qapp, "zh")
    assert told == []
    qtbot.waitUntil(lambda: told == ["page", "label", "page again"], timeout=20_000)


def test_what_is_gone_before_its_turn_is_passed_over(pages, qapp, qtbot):
    words.speak(qapp, "zh")
    pages.widget(1).deleteLater()
    waiting = backlog_of(qapp, "words")
    qtbot.waitUntil(lambda: not waiting._waiting, timeout=20_000)
    assert pages.count() == 1
