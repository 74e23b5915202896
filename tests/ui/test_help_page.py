"""Help: the same chapters in both languages, opened at the page one came from."""

from __future__ import annotations

import re

import pytest

from workbench.ui.help_page import chapters
from workbench.ui.places import PLACES


def test_both_languages_have_the_same_chapters():
    english, chinese = ([c.word for c in chapters(language)] for language in ("en", "zh"))
    assert english == chinese != []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_leads_to_a_chapter(language):
    known = {chapter.word for chapter in chapters(language)}
    links = {
        link
        for chapter in chapters(language)
        for link in re.findall(r"\]\(([^)]+)\)", chapter.text)
    }
    assert links <= known


def test_every_working_page_has_its_chapter():
    known = {chapter.word for chapter in chapters("en")}
    assert {p.word for p in PLACES} - {"help", "about"} <= known


def test_f1_opens_the_chapter_of_the_page(window, settled):
    window.go("audit")
    settled()
    window.open_help()
    page = window.page("help")
    assert page.title() == "Help"
    assert "Audit trail" in page.text.toPlainText()


def test_the_chapter_of_facts_tells_every_fact_of_the_dictionary():
    from workbench.credit.facts import dictionary
    from workbench.i18n import Language

    for language in Language:
        [facts] = [chapter for chapter in chapters(language) if chapter.word == "facts"]
        assert [f.name for f in dictionary() if f.text(language) not in facts.text] == []
