"""What a lender changes of its letters is seen at once, judged, and kept from a day on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate

from tests.letters.test_pictures import drawn
from tests.ui.test_letters_pages import words_of
from tests.ui.test_shell import _nameless as nameless
from workbench.ui import words
from workbench.workflow import lender_packs


@pytest.fixture
def page(window, settled):
    window.go("lender")
    settled()
    return window.page("lender")


def shown(page):
    return words_of(page.view.pages)


def edit(page, settled, path, **texts):
    page.entries.go_to(path)
    for language, text in texts.items():
        page.editor.texts[language].setPlainText(text)
    page.editor._pause.timeout.emit()
    settled()


def test_a_specimen_of_the_letter_is_shown_beside_the_entries(page):
    assert "unable to approve" in shown(page)
    assert not page.keep.isEnabled()
    assert nameless(page) == []


def test_a_changed_text_is_seen_kept_and_in_force(page, settled, day):
    path = ("lender", "complaints")
    edit(page, settled, ("lender", "name"), en="Example Bank", zh="示例银行")
    assert "Example Bank" in shown(page)
    page.begin.setDate(QDate(2020, 1, 1))
    page.keep.click()
    settled()
    assert lender_packs.pack_today(day, "us").lender.name.en == "Example Bank"
    assert "in force from 2020-01-01" in page.subtitle()
    assert path in {entry.path for entry in lender_packs.entries(day, "us")}


def test_a_field_in_one_language_only_cannot_be_kept(page, settled):
    edit(page, settled, ("texts", "contact"), en="Call {phone}.", zh="请来电。")
    assert "{phone}" in page.told.text()
    assert not page.keep.isEnabled()
    page.discard.click()
    settled()
    assert page.told.text() == "Everything is as shipped."


def test_an_entry_goes_back_to_what_was_shipped(page, settled):
    edit(page, settled, ("lender", "name"), en="Example Bank", zh="示例银行")
    page.editor.shipped.click()
    settled()
    assert page.editor.texts["en"].toPlainText() == "Harborview Sample Bank"
    assert not page.keep.isEnabled()


def test_a_logo_is_taken_and_what_is_no_picture_is_refused(page, settled, tmp_path):
    import base64

    file = tmp_path / "logo.png"
    file.write_bytes(base64.b64decode(drawn(120, 60, "#17375e")))
    page.entries.go_to(("pictures", "logo"))
    page.editor.take_picture(file)
    settled()
    assert page.editor.entry.is_changed
    file.write_bytes(b"no picture")
    page.editor.take_picture(file)
    assert "no PNG or JPEG" in page.told.text()


def test_a_number_that_is_none_is_refused_in_words(page, settled):
    page.entries.go_to(("timing", "reply_days"))
    page.editor.line.setText("soon")
    page.editor._pause.timeout.emit()
    assert "soon" in page.told.text()


def test_the_other_pack_and_language_are_shown(page, settled, qapp):
    page.open_at("cn")
    settled()
    assert "未获批准" in shown(page)
    words.speak(qapp, "zh")
    settled()
    assert page.title() == "机构与信函"
    page.entries.filter.setText("逾期")
    assert page.entries.list.count() > 1


def test_the_wording_of_a_reason_is_changed_and_seen_in_the_letter(page, settled):
    edit(page, settled, ("reasons", "DTI"), en="Debts beside income", zh="债务与收入相比")
    assert "Debts beside income" in shown(page)
    edit(page, settled, ("reasons", "DTI"), en="Score too low")
    assert "no reason" in page.told.text()
    assert not page.keep.isEnabled()


def test_the_letter_shown_is_one_that_says_what_is_edited(page, settled):
    page.entries.go_to(("texts", "withdrawn_records"))
    settled()
    assert page.kind.currentData() == "withdrawn"
    assert "keep the records" in shown(page)
