"""How accounts, their states, flags and actions are said and marked in the window."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from workbench.accounts.account import (
    ACTION_WORDS,
    STATE_WORDS,
    AccountState,
    Action,
    ActionKind,
    ActionState,
)
from workbench.accounts.customer_flags import FlagRule, care
from workbench.accounts.product import product_named
from workbench.errors import NotFound
from workbench.i18n import MINUS, N_, _, money, number

STATE_STATUS: Mapping[AccountState, str] = {
    AccountState.ACTIVE: "approve",
    AccountState.FROZEN: "refer",
    AccountState.SUSPENDED: "decline",
    AccountState.CLOSED: "withdrawn",
}
"""The status chip of each state."""

ACTION_STATUS: Mapping[ActionState, str] = {
    ActionState.PROPOSED: "pending",
    ActionState.AWAITING_SECOND: "refer",
    ActionState.DONE: "approve",
    ActionState.WITHDRAWN: "withdrawn",
}
"""The status chip of how far an action has come."""

KIND_INKS: Mapping[ActionKind, str] = {
    ActionKind.LIMIT_INCREASE: "gain",
    ActionKind.REINSTATEMENT: "gain",
    ActionKind.RATE_CUT: "gain",
    ActionKind.LIMIT_DECREASE: "middle",
    ActionKind.RATE_RISE: "middle",
    ActionKind.FREEZE: "loss",
    ActionKind.SUSPENSION: "loss",
    ActionKind.HOLD: "base",
    ActionKind.INCREASE_REFUSED: "base",
    ActionKind.CLOSURE: "base",
}
"""The colour of an action in charts: looser, tighter, stopped, unchanged."""


def kinds_of(state: AccountState) -> tuple[ActionKind, ...]:
    """What a person can do to an account in this state, in the order it is offered."""
    if state is AccountState.ACTIVE:
        return (
            ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE, ActionKind.HOLD,
            ActionKind.FREEZE, ActionKind.SUSPENSION, ActionKind.RATE_CUT, ActionKind.RATE_RISE,
            ActionKind.CLOSURE,
        )  # fmt: skip
    return {
        AccountState.FROZEN: (
            ActionKind.REINSTATEMENT,
            ActionKind.SUSPENSION,
            ActionKind.CLOSURE,
        ),
        AccountState.SUSPENDED: (ActionKind.REINSTATEMENT, ActionKind.CLOSURE),
    }.get(state, ())


def state_word(state: AccountState) -> str:
    """A state in the reader's language."""
    return _(STATE_WORDS[state])


def kind_word(kind: ActionKind) -> str:
    """An action in the reader's language."""
    return _(ACTION_WORDS[kind])


def product_word(product: str) -> str:
    """A product's name; its stored word where the file is no longer here."""
    try:
        return product_named(product).text()
    except NotFound:
        return product


def late_text(dpd: int) -> str:
    """Days late in a column; "–" on time."""
    return _("{n} d", n=number(dpd)) if dpd else "–"


def flag_rule(code: str) -> FlagRule | None:
    """A flag's rule; None for a flag that the rules no longer know."""
    return care().flags.get(code)


def flag_text(code: str) -> str:
    """A flag as people read it."""
    rule = flag_rule(code)
    return rule.text() if rule else code


def change_text(one: Action) -> str:
    """What an action changes: "8,000 → 6,000", "0.05% → 0.045% a day", or nothing but the state."""
    if one.new_limit != one.old_limit:
        return f"{_whole(one.old_limit)} → {_whole(one.new_limit)}"
    if one.new_rate != one.old_rate:
        old, new = (f"{(rate * 100).normalize():f}%" for rate in (one.old_rate, one.new_rate))
        return _("{old} → {new} a day", old=old, new=new)
    return ""


def action_title(one: Action) -> str:
    """What an action does: "Raise the limit: 20,000 → 24,000", or its kind alone."""
    change, what = change_text(one), kind_word(one.kind)
    return _("{what}: {change}", what=what, change=change) if change else what


def signed_money(amount: Decimal, currency: str) -> str:
    """An amount with its sign: "+¥1,200.00", a real minus, "¥0.00" for none."""
    if not amount:
        return money(amount, currency)
    return ("+" if amount > 0 else MINUS) + money(abs(amount), currency)


def _whole(amount: Decimal) -> str:
    return money(amount, places=0 if amount == int(amount) else 2)


VIEWS = (
    ("all", N_("All")),
    ("past_due", N_("Past due")),
    ("flagged", N_("Flagged")),
    ("frozen", N_("Frozen")),
    ("suspended", N_("Suspended")),
)
"""The saved views of the list of accounts, as tabs."""

MORE_VIEWS = (
    ("active", N_("Active")),
    ("restructured", N_("Restructured")),
    ("closed", N_("Closed")),
)
"""The views that are asked for less often."""
