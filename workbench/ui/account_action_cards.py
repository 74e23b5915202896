"""Actions that wait for a person, as cards: what, why, what it brings, and who may confirm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from workbench.accounts.account import ACTION_STATE_WORDS, Action, ActionState
from workbench.credit.reasons import reason_list
from workbench.i18n import N_, _, day, moment, plural, sentences
from workbench.ui import account_words as said
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.chips import Chip
from workbench.ui.labels import Elided, shown
from workbench.ui.layouts import card, clear, column, row

_AT_ONCE = 20
"""Cards built before one asks for more: a campaign may leave thousands to be confirmed."""


class ActionCards(QWidget):
    """`confirmed` and `withdrawn` carry the action. The workflow refuses who may not."""

    confirmed = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, *, named: bool = False) -> None:
        super().__init__()
        self._named = named
        self._actions: Sequence[Action] = ()
        self._shown, self._wanted = 0, _AT_ONCE
        self._layout = QVBoxLayout()
        self._layout.setSpacing(6)
        self.more = button(self._more_words, self._show_more, height=30)
        side = 0 if named else 12
        foot = row(None, self.more, None)
        self.setLayout(column(self._layout, foot, gap=6, margins=(side, 2, side, 6)))
        self.hide()

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show the first of these, as many as were looked at; hidden when there are none."""
        clear(self._layout)
        self._actions, self._shown = actions, 0
        self._show(self._wanted)
        self.setVisible(bool(actions))

    def _show(self, many: int) -> None:
        for one in self._actions[self._shown : many]:
            self._layout.addWidget(self._card(one))
        self._shown = min(many, len(self._actions))
        self.more.setText(self._more_words())
        self.more.setVisible(self._shown < len(self._actions))

    def _show_more(self) -> None:
        self._wanted = self._shown + _AT_ONCE
        self._show(self._wanted)

    def _more_words(self) -> str:
        left = min(_AT_ONCE, len(self._actions) - self._shown)
        return plural("Show {n} more", "Show {n} more", left)

    def _card(self, one: Action) -> QFrame:
        title = said.action_title(one)
        if self._named:
            title = _("{account} {name}: {what}", account=one.account, name=one.name, what=title)
        chip = Chip(said.ACTION_STATUS[one.state], ACTION_STATE_WORDS[one.state])
        confirm = button(
            N_("Confirm"),
            partial(self.confirmed.emit, one),
            role="primary",
            icon="check",
            height=28,
        )
        back = button(N_("Withdraw"), partial(self.withdrawn.emit, one), icon="close", height=28)
        name = Elided(title)
        name.setFont(theme.font(1.0, theme.SEMIBOLD, tabular=True))
        head = row(name, back, confirm)
        head.setStretch(0, 1)
        lines = [shown(text, ink="text2", scale=0.94, wrap=True) for text in _lines(one)]
        return card(column(head, row(chip, None), *lines, gap=4, margins=(14, 9, 12, 10)))


def _lines(one: Action) -> list[str]:
    reasons = reason_list()
    why = "; ".join(reasons.text(code) for code in one.reason_codes if code in reasons)
    two = one.state is ActionState.AWAITING_SECOND
    who = _(
        "Proposed by {who}, {when}; from {date}.",
        who=one.proposed_by,
        when=moment(one.proposed_at),
        date=day(one.effective_on),
    )
    if two:
        who = sentences(who, _("Another person has to confirm it."))
    effect = (
        ""
        if not one.exposure_change and not one.loss_change
        else _(
            "Exposure {exposure}, expected loss {loss}.",
            exposure=said.signed_money(one.exposure_change, one.currency),
            loss=said.signed_money(one.loss_change, one.currency),
        )
    )
    return [text for text in (why, one.note, who, effect) if text]
