"""The bar below a case: approve, refer, decline, counter-offer - one key each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from workbench.credit.decision import Decision
from workbench.credit.status import Outcome
from workbench.i18n import N_, _, moment
from workbench.ui import key_map, theme
from workbench.ui.buttons import KeyButton
from workbench.ui.chips import OUTCOME_STATUS, Chip
from workbench.ui.labels import Elided
from workbench.ui.layouts import column, row
from workbench.ui.queue_columns import DECIDED_WORDS
from workbench.ui.words import say

DEEDS = {
    Outcome.APPROVE: "approve",
    Outcome.REFER: "refer",
    Outcome.DECLINE: "decline",
    Outcome.COUNTER_OFFER: "counter",
}
"""By outcome, the word under which its key is declared."""


class DecisionBar(QWidget):
    """Four buttons with their keys. `chosen` carries the Outcome."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {
            Outcome.APPROVE: KeyButton(N_("Approve"), _key("approve"), "approve", ink="approve"),
            Outcome.REFER: KeyButton(N_("Refer"), _key("refer"), "arrow_up"),
            Outcome.DECLINE: KeyButton(N_("Decline"), _key("decline"), "decline", ink="decline"),
            Outcome.COUNTER_OFFER: KeyButton(N_("Counter"), _key("counter"), "counter"),
        }
        counter = self.buttons[Outcome.COUNTER_OFFER]
        say(counter, counter.setToolTip, N_("Counter-offer"))
        for outcome, button in self.buttons.items():
            button.clicked.connect(lambda _c=False, chosen=outcome: self.chosen.emit(chosen))
        self.setLayout(row(*self.buttons.values(), margins=(12, 11, 12, 11)))
        say(self, self.setAccessibleName, N_("Decision"))


def _key(word: str) -> Callable[[], str]:
    return partial(key_map.caption, word)


class StandingBar(QWidget):
    """In the place of the buttons once a decision stands: who decided what, and reopening."""

    reopened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chip = Chip("approve", N_("Approved"))
        self._who = Elided("", ink="text2", scale=0.96)
        self._who.setFont(theme.font(0.96, tabular=True))
        self.reopen = KeyButton(N_("Reopen"), _key("take_back"), "undo")
        self.reopen.setFixedWidth(self.reopen.sizeHint().width() + 8)
        self.reopen.clicked.connect(lambda _c=False: self.reopened.emit())
        layout = column(row(self._chip, self._who, self.reopen, gap=10), margins=(14, 11, 12, 11))
        self.setLayout(layout)

    def show_decision(self, decision: Decision, *, can_reopen: bool) -> None:
        """Say who decided what and when; a written letter closes the case for good."""
        status = "override" if decision.override else OUTCOME_STATUS[decision.outcome]
        self._chip.show_status(status, DECIDED_WORDS[decision.outcome])
        self._who.show_text(
            _("by {officer}, {when}", officer=decision.officer, when=moment(decision.decided_at))
        )
        self.reopen.setVisible(can_reopen)
