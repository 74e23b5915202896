"""A text in an unknown encoding is chosen by eye; a column without a fact becomes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from workbench.credit.facts import Kind
from workbench.settings import Settings
from workbench.ui import import_own_fact
from workbench.ui.import_page import ImportPage
from workbench.workflow.desk import Desk

LINES = "姓名,贷款金额（万元）,期限(月),月收入,客户经理\n王思远,12,24,15000,李梅\n"


@pytest.fixture
def page(tmp_path, jobs, qtbot, settled):
    with Desk.open(tmp_path / "store.db", settings=Settings(tmp_path / "settings.toml")) as desk:
        made = ImportPage(desk, jobs)
        qtbot.addWidget(made)
        made.file.choose_product("branch-loan")
        yield made
        settled()


@pytest.fixture
def opened(page, tmp_path: Path, qtbot):
    file = tmp_path / "branch.csv"
    file.write_bytes(LINES.encode("gb18030"))
    with qtbot.waitSignal(page.course.opened, timeout=20_000):
        page.open_file(str(file))
    return page


def shown(page) -> str:
    model = page.file.preview.model()
    return model.index(1, 0).data()


def test_the_first_rows_follow_the_encoding_that_is_looked_at(opened, qtbot):
    assert opened.file.encoding.list.currentData() == "gb18030"
    assert shown(opened) == "王思远"
    opened.file.encoding.list.highlighted.emit(opened.file.encoding.list.findData("cp1252"))
    qtbot.waitUntil(lambda: shown(opened) not in (None, "王思远"), timeout=20_000)


def test_a_chosen_encoding_reads_the_file_again(opened, qtbot):
    with qtbot.waitSignal(opened.course.opened, timeout=20_000):
        opened.file.encoding.list.activated.emit(opened.file.encoding.list.findData("big5"))
    assert opened.course.draft.workbook.encoding == "big5"
    with qtbot.waitSignal(opened.course.opened, timeout=20_000):
        opened.file.encoding.list.activated.emit(opened.file.encoding.list.findData("gb18030"))
    assert shown(opened) == "王思远"


def answered(header: str, kind: Kind) -> import_own_fact.OwnFactAnswer:
    return import_own_fact.OwnFactAnswer("Account manager", header, kind)


def test_a_column_is_made_an_own_fact_and_taken_for_it(opened, qtbot, monkeypatch):
    answer = answered("客户经理", Kind.TEXT)
    monkeypatch.setattr("workbench.ui.import_page.ask_own_fact", lambda *_asked: answer)
    opened.go_on()
    lines = opened.match.model.rows()
    opened.match.table.select_row([line.header for line in lines].index("客户经理"))
    assert opened.match.own.isVisibleTo(opened.match)
    with qtbot.waitSignal(opened.course.matched, timeout=20_000):
        opened.match.own.click()
    assert opened.course.draft.matching.column_of("own_account_manager").letter == "E"


def test_an_own_fact_needs_a_name(qtbot):
    box = import_own_fact.OwnFactBox("Broker fee")
    qtbot.addWidget(box)
    box.kind.setCurrentIndex(box.kind.findData(Kind.MONEY))
    assert box.answer() == import_own_fact.OwnFactAnswer("Broker fee", "Broker fee", Kind.MONEY)
    box.english.setText(" ")
    assert not box.make.isEnabled()
    assert box.result() == QDialog.DialogCode.Rejected
