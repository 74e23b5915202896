"""The nouns of a living account: its terms, where it stands, what moved, what was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workbench.i18n import N_, _


def utilisation(balance: int, limit: int) -> int | None:
    """Balance over limit in millionths, None without a limit: 2,500 of 10,000 are 250,000."""
    return None if limit <= 0 else max(balance, 0) * 1_000_000 // limit


class AccountState(StrEnum):
    """Whether credit may be drawn. What is owed stays payable in every state."""

    ACTIVE = "active"
    FROZEN = "frozen_drawdown"  # nothing may be drawn, everything else goes on
    SUSPENDED = "suspended"  # the limit is withdrawn until a person restores it
    CLOSED = "closed"


STATE_WORDS = {
    AccountState.ACTIVE: N_("Active"),
    AccountState.FROZEN: N_("Drawing frozen"),
    AccountState.SUSPENDED: N_("Suspended"),
    AccountState.CLOSED: N_("Closed"),
}


class EventKind(StrEnum):
    """What moved or changed on an account. Events are only ever added."""

    DRAWING = "drawing"
    REFUND = "refund"
    PAYMENT = "payment"
    INTEREST = "interest"
    FEE = "fee"
    PLAN = "plan"  # a purchase turned into instalments
    PLAN_SETTLED = "plan_settled"
    DUE = "due"
    SCHEDULE = "schedule"  # a new schedule holds from here on
    CAPITALISED = "capitalised"  # interest to the day became principal
    WAIVED = "waived"  # interest to the day that is not charged
    LIMIT = "limit"
    RATE = "rate"
    STATE = "state"
    NOTICE = "notice"  # a letter about an action was written
    FACTS = "facts"  # what a performance sheet said beside the amounts


EVENT_WORDS = {
    EventKind.DRAWING: N_("Drawing"),
    EventKind.REFUND: N_("Refund"),
    EventKind.PAYMENT: N_("Payment"),
    EventKind.INTEREST: N_("Interest"),
    EventKind.FEE: N_("Fee"),
    EventKind.PLAN: N_("Instalment plan"),
    EventKind.PLAN_SETTLED: N_("Plan settled early"),
    EventKind.DUE: N_("Due"),
    EventKind.SCHEDULE: N_("New schedule"),
    EventKind.CAPITALISED: N_("Interest made principal"),
    EventKind.WAIVED: N_("Interest waived"),
    EventKind.LIMIT: N_("Limit changed"),
    EventKind.RATE: N_("Rate changed"),
    EventKind.STATE: N_("State changed"),
    EventKind.NOTICE: N_("Letter written"),
    EventKind.FACTS: N_("Reported facts"),
}

MOVES_MONEY = (EventKind.DRAWING, EventKind.REFUND, EventKind.PAYMENT, EventKind.FEE)
"""The kinds a person may record by hand; interest and dues come from the month-end."""


class ActionKind(StrEnum):
    """What a lender may do to a limit, a rate or the right to draw."""

    LIMIT_INCREASE = "limit_increase"
    INCREASE_REFUSED = "increase_refused"
    LIMIT_DECREASE = "limit_decrease"
    HOLD = "hold"
    FREEZE = "freeze"
    SUSPENSION = "suspension"
    REINSTATEMENT = "reinstatement"
    RATE_RISE = "rate_rise"
    RATE_CUT = "rate_cut"
    CLOSURE = "closure"


ACTION_WORDS = {
    ActionKind.LIMIT_INCREASE: N_("Raise the limit"),
    ActionKind.INCREASE_REFUSED: N_("Refuse an increase"),
    ActionKind.LIMIT_DECREASE: N_("Lower the limit"),
    ActionKind.HOLD: N_("Hold as it is"),
    ActionKind.FREEZE: N_("Freeze drawing"),
    ActionKind.SUSPENSION: N_("Suspend"),
    ActionKind.REINSTATEMENT: N_("Reinstate"),
    ActionKind.RATE_RISE: N_("Raise the rate"),
    ActionKind.RATE_CUT: N_("Lower the rate"),
    ActionKind.CLOSURE: N_("Close the account"),
}

LOOSENING = frozenset({ActionKind.LIMIT_INCREASE, ActionKind.REINSTATEMENT, ActionKind.RATE_CUT})
"""What gives more credit or cheaper credit: never done without a person."""

TIGHTENING = frozenset(
    {ActionKind.LIMIT_DECREASE, ActionKind.FREEZE, ActionKind.SUSPENSION, ActionKind.RATE_RISE}
)
"""What takes credit away: may be done by rule alone, with a reason and a notice."""


class ActionState(StrEnum):
    """How far an action has come."""

    PROPOSED = "proposed"
    AWAITING_SECOND = "awaiting_second"
    DONE = "done"
    WITHDRAWN = "withdrawn"


ACTION_STATE_WORDS = {
    ActionState.PROPOSED: N_("Waits for a person"),
    ActionState.AWAITING_SECOND: N_("Waits for a second person"),
    ActionState.DONE: N_("Done"),
    ActionState.WITHDRAWN: N_("Withdrawn"),
}

NOTICE_LETTERS = {
    ActionKind.LIMIT_INCREASE: "limit_increase",
    ActionKind.INCREASE_REFUSED: "increase_refused",
    ActionKind.LIMIT_DECREASE: "limit_decrease",
    ActionKind.RATE_RISE: "rate_rise",
    ActionKind.FREEZE: "suspension",
    ActionKind.SUSPENSION: "suspension",
    ActionKind.REINSTATEMENT: "reinstatement",
}
"""The kind of letter that tells a customer of each action. A cheaper rate needs none; who closed
their account is given the certificate that all is settled."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account and its terms today. `daily_rate` is a ratio a day, `late_rate` that on what
    is late; `person` a hashed key.

    `version` is what every change must have seen.
    """

    id: int
    number: str
    product: str
    product_version: str
    currency: str
    name: str
    reference: str
    person: str
    household: str
    application_id: int | None
    opened_on: date
    limit: Decimal
    daily_rate: Decimal
    late_rate: Decimal
    state: AccountState
    state_since: date
    review_on: date | None
    statement_day: int
    due_day: int
    restructured: bool
    closed_through: date | None
    score: int | None
    version: int


def holder_word(name: str) -> str:
    """The customer's name; of somebody who was erased, that they were."""
    return name or _("Personal data erased")


@dataclass(frozen=True, slots=True)
class Position:
    """Where an account stands on a day. `balance` is all of its parts less the credit.

    `revolving` bears interest, `on_statement` does so after its due date, `unbilled` is not on
    a statement yet (of a loan: not due yet), `planned` is still to come in instalment plans.
    """

    on: date
    unbilled: Decimal
    on_statement: Decimal
    revolving: Decimal
    planned: Decimal
    interest: Decimal
    fees: Decimal
    credit: Decimal
    balance: Decimal
    available: Decimal
    past_due: Decimal
    past_due_since: date | None
    dpd: int
    bucket: str
    minimum_due: Decimal
    due_on: date | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One closed month of an account; `month` is its first day, `utilisation` a ratio."""

    month: date
    statement_on: date
    due_on: date | None
    opening: Decimal
    purchases: Decimal
    refunds: Decimal
    payments: Decimal
    interest: Decimal
    fees: Decimal
    closing: Decimal
    minimum_due: Decimal
    dpd: int
    bucket: str
    limit: Decimal
    utilisation: Decimal | None
    minimum_only: bool
    source: str


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One thing that happened on an account: money moved, or a term changed."""

    id: int
    kind: EventKind
    amount: Decimal
    on: date
    booked_at: datetime
    actor: str
    note: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One instalment of a schedule that holds; `balance` is the principal left after it."""

    series: int
    number: int
    due_on: date
    principal: Decimal
    interest: Decimal
    fee: Decimal
    payment: Decimal
    balance: Decimal
    paid: bool


@dataclass(frozen=True, slots=True)
class Action:
    """A change to a limit, a rate or a state, with who proposed and who confirmed it.

    `exposure_change` and `loss_change` are what was expected of it when it was proposed.
    """

    id: int
    account_id: int
    account: str
    name: str
    product: str
    currency: str
    kind: ActionKind
    state: ActionState
    reason_codes: tuple[str, ...]
    old_limit: Decimal
    new_limit: Decimal
    old_rate: Decimal
    new_rate: Decimal
    effective_on: date
    review_on: date | None
    proposed_by: str
    proposed_at: datetime
    second: str | None
    decided_at: datetime | None
    exposure_change: Decimal
    loss_change: Decimal
    scope: str
    note: str
    letter_kind: str | None
    version: int
