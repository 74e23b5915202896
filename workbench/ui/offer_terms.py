"""What an offer would cost, computed while amount and term are typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from workbench.credit.terms import Terms
from workbench.errors import WorkbenchError
from workbench.i18n import _, money, percent
from workbench.ui.labels import label, set_ink
from workbench.ui.layouts import row


class OfferTerms(QWidget):
    """One line: instalment, true yearly cost, total of payments."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label(ink="text2", scale=0.92, tabular=True, wrap=True)
        self.setLayout(row(self.said))

    def show_terms(self, compute: Callable[[], Terms]) -> None:
        """Show what `compute` gives, or the sentence that says why nothing can be offered."""
        try:
            terms = compute()
        except WorkbenchError as refusal:
            self.said.setText(str(refusal.values.get("why", refusal.text())))
            set_ink(self.said, "refer")
            return
        set_ink(self.said, "text2")
        self.said.setText(
            _(
                "{instalment} a month, {apr} a year in all, {total} in total",
                instalment=money(terms.instalment, terms.currency),
                apr=percent(terms.apr, places=2),
                total=money(terms.total_of_payments, terms.currency),
            )
        )
