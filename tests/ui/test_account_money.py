"""Money that moves on an account kept here: recorded, drawn, put into plans, months closed."""

from __future__ import annotations

import pytest

from workbench.accounts.account import AccountState, ActionKind
from workbench.storage import account_book
from workbench.storage.account_book import NewAccount
from workbench.workflow.desk import now


@pytest.fixture
def page(accounts_page):
    return accounts_page


@pytest.fixture
def open_here(book, page, settled):
    """Open an account of our own, nothing drawn yet, and bring it to the front."""

    def opens(product):
        opened = NewAccount(
            product=product, product_version="1.0", currency="CNY", name="Kept Here",
            reference="KH-1", person="", household="", opened_on=now().date(),
            credit_limit=500_000, rate=50_000, late_rate=50_000, statement_day=1, due_day=10,
        )  # fmt: skip
        with book.store.writing("Lin Mei") as step:
            account_book.open_accounts(step, [opened])
        page.refresh()
        settled()
        page.open_at("KH-1")
        settled()
        settled()
        return page.pane.one

    return opens


@pytest.fixture
def kept_here(open_here):
    return open_here("purchase-line")


def _record(page, settled, kind, amount=""):
    """Record a movement in the form; gives what the form said it would do."""
    page.pane.open_entry()
    form = page.pane.form
    form.kind.setCurrentIndex(form.kind.findData(kind))
    form.on_kind()
    form.amount.setText(amount)
    form.check()
    assert form.record.isEnabled(), form.said.text()
    said = form.said.text()
    form.record_it()
    settled()
    settled()
    return said


def test_money_that_moved_is_recorded_and_what_may_not_be_drawn_is_said(page, settled, kept_here):
    assert kept_here.file.account.name == "Kept Here" and page.pane.enter.isEnabled()
    page.pane.open_entry()
    form = page.pane.form
    form.kind.setCurrentIndex(form.kind.findData("drawing"))
    for typed in ("NaN", "1e999", "5,000.01"):
        form.amount.setText(typed)
        form.check()
        assert not form.record.isEnabled()
    assert not form.record.isEnabled() and "may still be drawn" in form.said.text()
    form.amount.setText("1,200")
    form.check()
    form.record_it()
    settled()
    settled()
    assert [event.amount for event in page.pane.one.file.events if event.amount] == [1200]


def test_a_loan_is_drawn_by_its_terms_settled_and_the_account_closed(page, settled, open_here):
    open_here("cash-loan")
    assert "12 payments" in _record(page, settled, "loan", "3,000")
    assert len(page.pane.one.file.schedule) == 12
    assert "¥3,000.00 is paid" in _record(page, settled, "settle")
    assert page.pane.one.file.position.balance == 0
    page.pane.open_form(ActionKind.CLOSURE)
    page.pane.form.record.click()
    settled()
    settled()
    assert page.pane.one.file.account.state is AccountState.CLOSED


def test_a_purchase_is_turned_into_a_plan_and_the_plan_ended(page, settled, kept_here):
    _record(page, settled, "drawing", "1,200")
    assert "3 parts of about ¥410.00" in _record(page, settled, "plan", "1,200")
    assert page.pane.one.file.position.planned == 1200
    assert "¥1,200.00 comes onto" in _record(page, settled, "plan_end")
    assert page.pane.one.file.position.planned == 0


def test_the_last_month_is_closed_once(page, settled, kept_here):
    page.bring_in.click()
    page.bar.close_month()
    settled()
    settled()
    assert page.bar.said.isVisibleTo(page) and page.bar.said.text()
