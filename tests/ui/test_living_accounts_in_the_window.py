"""A half year of living accounts in the window, from Chinese applicants to their letters."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from tests.journeys.test_living_accounts_by_command import (
    CURES,
    FULL,
    LATE_LOAN,
    LOAN,
    PRODUCTS,
    STOPS,
    WHO,
    excerpt,
)
from tests.ui.test_letters_pages import words_of
from workbench.accounts.account import ActionKind, ActionState
from workbench.credit.status import Outcome
from workbench.settings import Settings
from workbench.storage import letters_kept
from workbench.ui.letters_pages import LetterPages
from workbench.ui.many_cases import that_agree
from workbench.ui.shell import MainWindow
from workbench.workflow import account_actions, decide, prove
from workbench.workflow.desk import Desk

ALL = len(WHO["line"]) + len(WHO["loan"])


@pytest.fixture
def window(qtbot, tmp_path, jobs, settled, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = Settings(tmp_path / "settings.toml")
    with Desk.open(tmp_path / "store.db", settings=settings, person="Lin Mei") as desk:
        made = MainWindow(desk, jobs)
        qtbot.addWidget(made)
        made.show()
        made.begin("import")
        settled()
        made.desk_ = desk
        made.settled_ = lambda: [settled() for _again in range(3)]
        yield made
        settled()


def test_from_chinese_applicants_to_letters_about_their_accounts(
    window, tmp_path, qtbot, monkeypatch
):
    import_and_decide(window, tmp_path, qtbot)
    book_and_tell_six_months(window, tmp_path)
    act_by_rule_and_by_hand(window)
    confirm_by_two(window, monkeypatch, qtbot)
    write_the_letters(window)
    assert prove.verify(window.desk_).ok
    again = prove.replay(window.desk_)
    assert (again.identical, again.different) == (ALL, 0)


def import_and_decide(window, folder, qtbot):
    page = window.page("import")
    for which, product in PRODUCTS.items():
        page.file.choose_product(product)
        with qtbot.waitSignal(page.course.opened, timeout=20_000):
            page.open_file(str(excerpt(f"{which}_applicants", folder)))
        page.go_on()
        with qtbot.waitSignal(page.course.checked, timeout=20_000):
            page.go_on()
        with qtbot.waitSignal(page.course.taken, timeout=20_000):
            page.go_on()
        page.start_over()
        window.settled_()
    window.go("review")
    window.settled_()
    review = window.page("review")
    review.queue.table.selectAll()
    rows = that_agree(review.queue.table.selected(), Outcome.APPROVE)
    review.case.many.asked.emit(Outcome.APPROVE, rows)
    window.settled_()
    assert decide.counts(window.desk_)["approved"] == ALL
    window.go("letters")
    window.settled_()
    window.page("letters").write_all.click()
    window.settled_()
    assert len(letters_kept.letters(window.desk_.store)) == ALL


def book_and_tell_six_months(window, folder):
    window.go("accounts")
    window.settled_()
    page = window.page("accounts")
    page.bar.open_bar()
    page.bar.on.setText("2026-05-01")
    page.bar.book.click()
    window.settled_()
    assert page.list.counts["all"] == ALL
    for which, product in PRODUCTS.items():
        page.bar.product.setCurrentIndex(page.bar.product.findData(product))
        page.bar.take(str(excerpt(f"{which}_performance", folder)))
        window.settled_()
    page.bar.close_.click()
    window.settled_()


def act_by_rule_and_by_hand(window):
    page = window.page("accounts")
    page.open_at("campaign")
    window.settled_()
    for product in PRODUCTS.values():
        field = page.campaign.product
        field.setCurrentIndex(field.findData(product))
        field.activated.emit(field.currentIndex())
        window.settled_()
        page.campaign.act.click()
        window.settled_()
    for number, kind, fill in (
        (FULL, ActionKind.LIMIT_DECREASE, {"amount": "5000", "reason": "EXPO"}),
        (CURES, ActionKind.SUSPENSION, {"reason": "INCV"}),
        (CURES, ActionKind.REINSTATEMENT, {"note": "Papers were shown at the desk."}),
    ):
        propose(window, number, kind, fill)


def propose(window, number, kind, fill):
    page = window.page("accounts")
    page.open_at(number)
    window.settled_()
    assert page.pane.one.file.account.number == number
    page.pane.open_form(kind)
    form = page.pane.form
    if "amount" in fill:
        form.amount.setText(fill["amount"])
    if "reason" in fill:
        form.reasons[fill["reason"]].setChecked(True)
    form.note.setText(fill.get("note", ""))
    form._check()
    assert form.record.isEnabled(), form.effect.text()
    form.record.click()
    window.settled_()


def confirm_by_two(window, monkeypatch, qtbot):
    page, desk = window.page("accounts"), window.desk_
    page.open_at("calendar")
    window.settled_()
    waiting = len(page.calendar.waiting)
    assert waiting >= 2
    as_person(monkeypatch, desk, "Lin Mei")
    confirm_first(window, qtbot)
    assert page.problems.isVisibleTo(page) and len(page.calendar.waiting) == waiting
    as_person(monkeypatch, desk, "Wang Fang")
    for left in reversed(range(waiting)):
        confirm_first(window, qtbot)
        qtbot.waitUntil(lambda left=left: len(page.calendar.waiting) == left, timeout=20_000)
    done = {(a.account, a.kind): a for a in account_actions.actions(desk, ActionState.DONE)}
    for key in ((LOAN, ActionKind.LIMIT_INCREASE), (CURES, ActionKind.REINSTATEMENT)):
        assert (done[key].proposed_by, done[key].second) == ("Lin Mei", "Wang Fang")
    assert {(STOPS, ActionKind.SUSPENSION), (LATE_LOAN, ActionKind.SUSPENSION)} <= set(done)
    assert done[FULL, ActionKind.LIMIT_DECREASE].new_limit == 5_000
    assert page.calendar.waiting == ()


def as_person(monkeypatch, desk, person):
    monkeypatch.setattr(type(desk), "officer", lambda _desk: person)


def confirm_first(window, qtbot):
    cards = window.page("accounts").calendar.cards

    def offered():
        buttons = cards.findChildren(QPushButton)
        return [b for b in buttons if b.isVisibleTo(cards) and "Confirm" in b.text()]

    qtbot.waitUntil(lambda: bool(offered()), timeout=20_000)
    offered()[0].click()
    window.settled_()


def write_the_letters(window):
    page, store = window.page("accounts"), window.desk_.store
    page.calendar.write.click()
    window.settled_()
    kinds = [one.kind for one in letters_kept.letters(store)]
    assert {"limit_increase", "limit_decrease", "suspension", "reinstatement"} <= set(kinds)
    for one in letters_kept.letters(store):
        if one.kind == "reinstatement":
            text = words_of(LetterPages.read(letters_kept.letter_bytes(store, one.id)))
            assert CURES in "".join(text.split())
    assert page.calendar.untold == 0
