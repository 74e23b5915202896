"""From a case to its true cost: the offer as a sentence, looked at on the page of true cost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from workbench.credit.assessment import Assessment
from workbench.i18n import N_, _, money, percent
from workbench.ui.buttons import button
from workbench.ui.page import Page


def offer_sentence(assessment: Assessment, currency: str) -> str:
    """The possible offer as a fee sentence; "" where there is no priced offer."""
    rate, amount = assessment.price.annual_rate, assessment.offered_amount
    if rate is None or amount is None or assessment.offered_term_months is None:
        return ""
    return _(
        "{amount} at {rate} a year over {months} months, equal payments",
        amount=money(amount, currency),
        rate=percent(rate, places=2),
        months=assessment.offered_term_months,
    )


def cost_link(sentence: Callable[[], str]) -> QPushButton:
    """A link that opens the page of true cost on the sentence asked for when it is followed."""

    def follow() -> None:
        page: QWidget | None = link
        while page is not None and not isinstance(page, Page):
            page = page.parentWidget()
        if page is not None:
            page.wants_page.emit(f"cost:{sentence()}")

    link = button(N_("True cost of this offer, beside others"), follow, role="link", height=24)
    return link
