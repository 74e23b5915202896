"""Several cases selected at once: what each answer would do, before anything is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.credit.status import CaseState, Outcome, outcome_word
from workbench.i18n import N_, money, plural, sentences
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.chips import OUTCOME_STATUS, Chip
from workbench.ui.labels import heading, named_value, shown
from workbench.ui.layouts import Item, card, clear, column, row

if TYPE_CHECKING:
    from workbench.storage.queue import QueueRow

_AGREEABLE = (Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.DECLINE)


def press_words(outcome: Outcome, n: int) -> str:
    """ "Approve 14 cases", for the button."""
    if outcome is Outcome.APPROVE:
        return plural("Approve {n} case", "Approve {n} cases", n)
    if outcome is Outcome.DECLINE:
        return plural("Decline {n} case", "Decline {n} cases", n)
    return plural("Make {n} counter-offer", "Make {n} counter-offers", n)


def that_agree(rows: Sequence[QueueRow], outcome: Outcome) -> list[QueueRow]:
    """The undecided rows among these for which the engine advises this outcome."""
    return [r for r in rows if r.state == CaseState.ASSESSED and r.advice == outcome]


class ManyCases(QWidget):
    """Counts by effect and one button each. `asked` carries the Outcome and its rows."""

    asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 16, 16, 16)
        self._layout.setSpacing(10)

    def show_rows(self, rows: Sequence[QueueRow], left: int = 0) -> None:
        """Say what could be done with these rows; so many more than all of them were `left`."""
        clear(self._layout)
        title = plural("{n} case selected", "{n} cases selected", len(rows))
        self._layout.addWidget(shown(title, scale=1.36, weight=theme.SEMIBOLD))
        if left:
            said = plural(
                "{n} more case of this view is not selected.",
                "{n} more cases of this view are not selected.",
                left,
            )
            self._layout.addWidget(shown(said, ink="text2", wrap=True))
        self._layout.addWidget(self._sums(rows))
        undecided = [each for each in rows if each.state == CaseState.ASSESSED]
        closed = len(rows) - len(undecided)
        for outcome in _AGREEABLE:
            agreeing = that_agree(undecided, outcome)
            if agreeing:
                against = len(undecided) - len(agreeing)
                self._layout.addWidget(self._offer(outcome, agreeing, against, closed))
        self._layout.addStretch(1)

    def _sums(self, rows: Sequence[QueueRow]) -> QWidget:
        advised = Counter(row.advice or "" for row in rows)
        lines: list[Item] = [heading(N_("What the engine advises"))]
        for word, count in advised.most_common():
            outcome = Outcome(word) if word else None
            chip = (
                Chip(OUTCOME_STATUS[outcome], partial(outcome_word, outcome))
                if outcome
                else Chip("pending", N_("Not scored"))
            )
            number = shown(f"{count:,}", scale=0.96, weight=theme.MEDIUM, tabular=True)
            lines.append(row(chip, None, number))
        for currency in sorted({r.currency for r in rows}):
            amounts = [r.amount or Decimal(0) for r in rows if r.currency == currency]
            total = sum(amounts, Decimal(0))
            lines.append(named_value(N_("Amount in all"), money(total, currency, places=0)))
        return card(column(*lines, gap=6, margins=(14, 11, 14, 12)))

    def _offer(
        self, outcome: Outcome, agreeing: list[QueueRow], against: int, closed: int
    ) -> QWidget:
        press = button(
            partial(press_words, outcome, len(agreeing)),
            lambda: self.asked.emit(outcome, agreeing),
            role="primary" if outcome is Outcome.APPROVE else "",
            icon=OUTCOME_STATUS[outcome],
            height=34,
        )
        said = [
            plural(
                "{n} other would go against the advice or settle a referral; it is left out.",
                "{n} others would go against the advice or settle a referral; they are left out.",
                against,
            )
            if against
            else "",
            plural("{n} is decided already.", "{n} are decided already.", closed) if closed else "",
        ]
        words = shown(sentences(*said), ink="text2", scale=0.94, wrap=True)
        words.setVisible(any(said))
        layout = column(row(press, None), words, gap=6, margins=(14, 11, 14, 12))
        made = card(layout)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return made
