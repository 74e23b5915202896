"""Accounts in the window: list and account, proposals with four eyes, campaign, calendar, help."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from workbench.accounts.account import ActionKind, ActionState
from workbench.ui import words
from workbench.ui.account_action_cards import ActionCards
from workbench.ui.account_asks import known_place, waiting
from workbench.workflow import account_actions
from workbench.workflow.desk import Desk


@pytest.fixture
def page(accounts_page):
    return accounts_page


def _pick(page, settled, *, late):
    rows = page.list.model.rows()
    at = next(n for n, row in enumerate(rows) if (row.dpd > 0) is late and (late or not row.flags))
    page.list.table.select_row(at)
    settled()
    return page.pane.one


def test_the_list_shows_every_account_and_its_views_count(page):
    assert page.list.model.rowCount() == 20
    assert page.list.counts["all"] == 20 and page.list.counts["past_due"] > 0
    assert "20" in page.subtitle()


def test_the_list_is_searched_sorted_and_narrowed(page, settled):
    page.list.filter.setText("C-000007")
    page.list.load()
    settled()
    assert [row.number for row in page.list.model.rows()] == ["C-000007"]
    page.list.clear_filter()
    settled()
    page.list.table.sorted_by.emit("balance", True)
    settled()
    balances = [row.balance for row in page.list.model.rows()]
    assert balances == sorted(balances, reverse=True)


def test_a_search_without_a_match_can_be_cleared(page, settled):
    page.list.filter.setText("nobody of this name")
    page.list.load()
    settled()
    assert page.list._stack.currentWidget() is page.list._blank
    page.list.clear.click()
    settled()
    assert page.list.model.rowCount() == 20


def test_every_side_of_an_account_shows_something(page, settled):
    one = _pick(page, settled, late=False)
    for side in ("standing", "months", "schedule", "events", "score", "relief", "help"):
        page.pane.tabs.button(side).click()
        settled()
    assert page.pane.months.model.rowCount() == len(one.file.months)
    assert not page.pane.schedule.table.isVisibleTo(page)


def test_an_increase_waits_and_is_refused_to_its_own_proposer_where_four_eyes_are_needed(
    page, settled, book
):
    one = _pick(page, settled, late=False)
    page.pane.open_form(ActionKind.LIMIT_INCREASE)
    form = page.pane.form
    form.amount.setText(f"{one.file.account.limit + 1000}")
    form.note.setText("Pays in full every month.")
    form._check()
    assert form.record.isEnabled(), form.effect.text()
    form._record()
    settled()
    settled()
    (action,) = waiting(book)
    assert action.state in (ActionState.PROPOSED, ActionState.AWAITING_SECOND)
    assert page.done.isVisibleTo(page)


def test_a_second_person_confirms_an_increase_and_a_reinstatement_from_the_calendar(
    page, settled, book, monkeypatch
):
    one = _pick(page, settled, late=False).file.account
    raised = {"new_limit": one.limit + 1_000, "note": "Pays in full every month."}
    account_actions.propose(book, one.id, ActionKind.LIMIT_INCREASE, **raised)
    other = next(r for r in page.list.model.rows() if not r.dpd and not r.flags and r.id != one.id)
    account_actions.propose(book, other.id, ActionKind.SUSPENSION, reasons=("IDV",))
    account_actions.propose(book, other.id, ActionKind.REINSTATEMENT, note="Papers were shown.")
    page.open_at("calendar")
    settled()
    for place, person in ((0, "Lin Mei"), (0, "Wang Fang"), (0, "Wang Fang")):
        monkeypatch.setattr(type(book), "officer", lambda _desk, person=person: person)
        confirms = [
            b for b in page.calendar.cards.findChildren(QPushButton) if "Confirm" in b.text()
        ]
        confirms[place].click()
        settled()
        settled()
    done = {a.kind: a for a in account_actions.actions(book, ActionState.DONE)}
    assert page.calendar.waiting == ()
    assert done[ActionKind.LIMIT_INCREASE].second == "Wang Fang"
    assert done[ActionKind.REINSTATEMENT].second == "Wang Fang"


def test_thousands_of_actions_that_wait_are_shown_a_page_at_a_time(page, settled, book, qtbot):
    one = _pick(page, settled, late=False).file.account
    raised = {"new_limit": one.limit + 1_000, "note": "Pays in full every month."}
    (action,) = account_actions.propose(book, one.id, ActionKind.LIMIT_INCREASE, **raised)
    cards = ActionCards(named=True)
    qtbot.addWidget(cards)
    cards.show_actions([action] * 45)

    def confirms():
        return [b for b in cards.findChildren(QPushButton) if b.text() == "Confirm"]

    assert (len(confirms()), cards.more.text()) == (20, "Show 20 more")
    cards.more.click()
    assert (len(confirms()), cards.more.text()) == (40, "Show 5 more")
    cards.more.click()
    assert len(confirms()) == 45
    assert not cards.more.isVisibleTo(cards)


def test_a_suspension_asks_for_a_reason_and_is_done_at_once(page, settled):
    one = _pick(page, settled, late=True)
    page.pane.open_form(ActionKind.SUSPENSION)
    form = page.pane.form
    assert not form.record.isEnabled() and form.effect.text()
    form.reasons["PDUE"].setChecked(True)
    form._record()
    settled()
    settled()
    assert page.list.counts["suspended"] == 1
    page.open_at(one.file.account.number)
    settled()
    settled()
    assert page.pane.reinstate.isVisibleTo(page) and not page.pane.suspend.isVisibleTo(page)


def test_a_limit_below_the_balance_is_said_to_be_impossible_before_it_is_proposed(page, settled):
    one = _pick(page, settled, late=False)
    page.pane.open_form(ActionKind.LIMIT_DECREASE)
    for typed in ("NaN", "1e999", "1"):
        page.pane.form.amount.setText(typed)
        page.pane.form._check()
        assert not page.pane.form.record.isEnabled()
    assert one.file.position.balance > 1
    assert not page.pane.form.record.isEnabled()
    assert "balance" in page.pane.form.effect.text()


def test_escape_leaves_the_form_and_letter_keys_do_not_act_while_typing(page, settled, qtbot):
    _pick(page, settled, late=False)
    before = page.list.table.current_row()
    page.pane.open_form()
    qtbot.keyClicks(page.pane.form.note, "jk")
    assert page.list.table.current_row() == before
    qtbot.keyClick(page.pane.form, Qt.Key.Key_Escape)
    assert page.pane.form is None


def test_an_action_that_moved_on_meanwhile_is_refused_in_words(page, settled, book):
    one = _pick(page, settled, late=False)
    limit = one.file.account.limit + 500
    (action,) = account_actions.propose(
        book, one.file.account.id, ActionKind.LIMIT_INCREASE, new_limit=limit, note="A raise."
    )
    page._confirm(replace(action, version=action.version + 5))
    settled()
    assert page.problems.isVisibleTo(page)
    page._withdraw(action)
    settled()
    settled()
    assert not waiting(book) and not page.problems.isVisibleTo(page)


def test_a_campaign_is_seen_before_it_is_acted_on(page, settled, book):
    page.open_at("campaign")
    settled()
    settled()
    side = page.campaign
    proposals = len(side.tried.proposals)
    assert proposals > 0 and side.model.rowCount() == proposals
    assert not account_actions.actions(book)
    side.act.click()
    settled()
    settled()
    assert len(account_actions.actions(book)) == proposals


def test_other_thresholds_are_tried_and_the_rules_in_force_stay_the_measure(page, settled):
    page.open_at("campaign")
    settled()
    settled()
    side = page.campaign
    before = len(side.now.proposals)
    side.thresholds["suspend_late"].setText("1")
    side.look()
    settled()
    assert len(side.now.proposals) == before
    assert side.tried.counts != side.now.counts
    side.thresholds["suspend_late"].setText("x")
    assert side.tried_thresholds() == {}
    assert side.thresholds["suspend_late"].property("wrong") == "true"


def test_the_calendar_keeps_a_suspension_until_it_is_settled(page, settled, book):
    one = _pick(page, settled, late=True)
    account_actions.propose(book, one.file.account.id, ActionKind.SUSPENSION, reasons=("PDUE",))
    page.open_at("calendar")
    settled()
    assert one.file.account.number in [entry.number for entry in page.calendar.entries]
    page.calendar.opened.emit(one.file.account.number)
    settled()
    settled()
    assert page.pane.one.file.account.number == one.file.account.number


def test_where_the_letters_of_an_account_kept_elsewhere_go_is_told_in_place(page, settled, book):
    one = _pick(page, settled, late=True).file.account
    assert not page.pane.enter.isVisibleTo(page)
    page.pane.open_place()
    form = page.pane.form
    assert not form.record.isEnabled() and form.said.text()
    form.street.setText("12 Larch Street")
    form.city.setText("Albany")
    form.check()
    form.record.click()
    settled()
    settled()
    assert known_place(book, one.id).street == "12 Larch Street"
    assert page.done.isVisibleTo(page)


def test_what_customers_ask_is_answered_and_their_sheet_saved(page, settled, tmp_path):
    _pick(page, settled, late=False)
    page.pane.show_side("help")
    settled()
    asks = page.pane.help.findChildren(QPushButton)
    assert len(asks) >= 11
    page.pane.help.ask("one_day_late")
    settled()
    assert page.pane.help.answer.count() > 1
    page.pane.help.save_answer(tmp_path / "answer.pdf")
    page.pane.help.save_to(tmp_path / "sheet.pdf")
    settled()
    assert (tmp_path / "answer.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_what_was_done_is_told_by_letters_from_the_calendar(page, settled, book):
    account_actions.propose(book, 1, ActionKind.SUSPENSION, reasons=("IDV",))
    page.open_at("calendar")
    settled()
    side = page.calendar
    assert side.untold == 1 and side.write.isVisibleTo(page)
    side.write_letters()
    settled()
    settled()
    assert "waits for an address" in side.told.text()


def test_money_is_not_recorded_on_an_account_that_is_kept_elsewhere(page, settled):
    _pick(page, settled, late=False)
    assert not page.pane.enter.isVisibleTo(page) and page.pane.place.isVisibleTo(page)


def test_repayment_help_shows_both_plans_and_its_cost_in_words(page, settled):
    _pick(page, settled, late=True)
    page.pane.show_side("relief")
    settled()
    side = page.pane.relief
    side.cash.setText("100000")
    side.look()
    settled()
    assert side.found.cheapest is not None and side._beside.isVisibleTo(page)
    assert side.tables.count() == 2
    side.cash.setText("1")
    side.look()
    settled()
    assert side.found.cheapest is None and not side._beside.isVisibleTo(page)


def test_performance_is_brought_in_with_its_problems_named(page, settled, tmp_path):
    file = tmp_path / "more.csv"
    file.write_text(
        "Account,Month,Name,Credit limit,Balance\nHB-9001,2026-10-01,New One,5000,100\n"
        "HB-9002,2026-10-01,Odd One,5000,a lot\n",
        encoding="utf-8",
    )
    page.bring_in.click()
    page.bar.product.setCurrentIndex(page.bar.product.findData("purchase-line"))
    page.bar.take(str(file))
    settled()
    settled()
    assert page.bar.said.isVisibleTo(page) and page.bar.listed.count() >= 1
    assert page.list.counts["all"] == 21


def test_the_page_speaks_chinese_at_once(page, qapp, settled):
    words.speak(qapp, "zh")
    settled()
    assert page.title() == "账户"
    assert page.list.tabs.button("all").text().startswith("全部")


def test_an_empty_book_offers_the_first_step(qtbot, jobs, settled, tmp_path, monkeypatch):
    from workbench.ui.accounts_page import AccountsPage

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with Desk.open(tmp_path / "empty.db") as desk:
        page = AccountsPage(desk, jobs)
        qtbot.addWidget(page)
        page.refresh()
        settled()
        assert page.list._stack.currentWidget() is page.list._blank
        assert page.list._starts[0].isVisibleTo(page)


def test_a_form_half_filled_in_stays_when_the_list_is_read_again(page, settled):
    page.list.table.select_row(0)
    settled()
    page.pane.open_form()
    page.pane.form.note.setText("As agreed by telephone")
    page.refresh()
    settled()
    settled()
    assert page.pane.form.note.text() == "As agreed by telephone"


def test_a_form_that_is_left_gives_the_keyboard_back_to_the_list(page, settled, qtbot):
    page.list.table.select_row(0)
    settled()
    page.pane.open_form()
    qtbot.waitUntil(page.pane.form.isVisible, timeout=20_000)
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Escape)
    assert page.window().focusWidget() is page.list.table


def test_an_account_that_changed_meanwhile_is_shown_as_it_is_once_its_form_is_left(
    page, settled, book, qtbot
):
    one = _pick(page, settled, late=False)
    page.pane.open_form()
    qtbot.waitUntil(page.pane.form.isVisible, timeout=20_000)
    which, limit = one.file.account.id, one.file.account.limit + 500
    account_actions.propose(
        book, which, ActionKind.LIMIT_INCREASE, new_limit=limit, note="A raise."
    )
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Escape)
    settled()
    settled()
    assert [action.new_limit for action in page.pane.one.file.actions] == [limit]


def test_what_a_campaign_recorded_is_told(page, settled):
    page.open_at("campaign")
    settled()
    settled()
    page.campaign.act.click()
    settled()
    settled()
    assert page.campaign.problems.isVisible()
    assert "recorded" in page.campaign.problems.said.text()


@pytest.mark.parametrize("typed", ["soon", "NaN"])
def test_a_threshold_that_is_no_figure_is_named_and_nothing_is_acted_on(page, settled, typed):
    page.open_at("campaign")
    settled()
    settled()
    side = page.campaign
    field = next(iter(side.thresholds.values()))
    field.setText(typed)
    side.look()
    settled()
    assert side.wrong.isVisible() and f"“{typed}” is not a figure" in side.wrong.text()
    assert not side.act.isEnabled()
    page.refresh()
    settled()
    assert next(iter(side.thresholds.values())).text() == typed
