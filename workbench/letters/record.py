"""What a letter is made from: one decided case, frozen, with everything the letter may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workbench.credit.status import Component, Outcome
from workbench.credit.terms import Terms
from workbench.i18n import N_, Language
from workbench.money.schedules import Schedule


class Kind(StrEnum):
    """The kinds of letters. The value is the stored word and the pack's table name."""

    APPROVAL = "approval"
    COUNTER_OFFER = "counter_offer"
    DECLINE = "decline"
    DECLINE_BY_RULE = "decline_by_rule"  # a policy rule decided before any score counted
    INCOMPLETE = "incomplete"
    WITHDRAWN = "withdrawn"
    OFFER_LAPSED = "offer_lapsed"
    LIMIT_INCREASE = "limit_increase"
    INCREASE_REFUSED = "increase_refused"
    LIMIT_DECREASE = "limit_decrease"
    RATE_RISE = "rate_rise"
    SUSPENSION = "suspension"
    REINSTATEMENT = "reinstatement"
    REVIEW_RESULT = "review_result"
    ADVERSE_REPORTING = "adverse_reporting"


KIND_WORDS = {
    Kind.APPROVAL: N_("Approval"),
    Kind.COUNTER_OFFER: N_("Offer on different terms"),
    Kind.DECLINE: N_("Decline"),
    Kind.DECLINE_BY_RULE: N_("Decline by a policy rule"),
    Kind.INCOMPLETE: N_("Request for information"),
    Kind.WITHDRAWN: N_("Withdrawal confirmed"),
    Kind.OFFER_LAPSED: N_("Offer lapsed"),
    Kind.LIMIT_INCREASE: N_("Limit increase"),
    Kind.INCREASE_REFUSED: N_("Limit increase refused"),
    Kind.LIMIT_DECREASE: N_("Limit decrease"),
    Kind.RATE_RISE: N_("Rate rise"),
    Kind.SUSPENSION: N_("Suspension"),
    Kind.REINSTATEMENT: N_("Reinstatement"),
    Kind.REVIEW_RESULT: N_("Result of a review"),
    Kind.ADVERSE_REPORTING: N_("Notice before adverse reporting"),
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who the letter goes to. `id_masked` is already masked ("3301**********1234")."""

    name: str
    lines: tuple[str, ...] = ()
    id_masked: str = ""


@dataclass(frozen=True, slots=True)
class StatedReason:
    """One principal reason: its code, what decided, and the words where the code is "OTH"."""

    code: str
    component: Component
    specified: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReportUse:
    """The consumer report (信用报告) that was used: who provided it, and when it was read."""

    agency: str
    address: str
    phone: str
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """A range of scores, both ends included, and the share of people in it (0 to 1)."""

    lowest: int
    highest: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class ScoreUse:
    """The credit score that was used, of one person only.

    `key_factors` are at most four texts in the letter's language (five when one of them is
    the number of inquiries). `ranks_above` is the share of people with a lower score, and
    `spread` how all people scored by the same card on the same scale are spread.
    """

    person: str
    score: int
    lowest: int
    highest: int
    created_on: date
    provider: str
    key_factors: tuple[str, ...]
    inquiries_is_a_factor: bool = False
    ranks_above: Decimal | None = None
    spread: tuple[ScoreBand, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountChange:
    """A change to an account: limits, yearly rates, from when, and what brought it about.

    `restored_when` is the test that a suspended account has to pass to be open again.
    """

    account: str
    effective_on: date
    old_limit: Decimal | None = None
    new_limit: Decimal | None = None
    old_rate: Decimal | None = None
    new_rate: Decimal | None = None
    balance: Decimal | None = None
    delinquent: bool = False
    restored_when: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AdverseEntry:
    """One item about to be reported to the credit registry (征信业管理条例 第十五条)."""

    what: Mapping[str, str]
    amount: Decimal | None
    since: date


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """Everything one letter is made from; the same record gives the same bytes.

    `issued_at` (UTC) is the only clock. `conditions` must be met before money is paid out.
    `report_used` with `report` None means that a report was used and its provider is not known:
    such a letter is held back. `code` is the verification code (`authenticity.sealed`).
    """

    number: str
    kind: Kind
    language: Language
    issued_at: datetime
    application: str
    applied_on: date
    addressee: Addressee
    product: Mapping[str, str]
    currency: str
    amount: Decimal
    term_months: int | None
    outcome: Outcome
    decided_by: Component
    decided_on: date
    officer: str
    officer_title: str
    reasons: tuple[StatedReason, ...] = ()
    terms: Terms | None = None
    schedule: Schedule | None = None
    report_used: bool = False
    report: ReportUse | None = None
    score: ScoreUse | None = None
    scored: bool = False
    purpose: Mapping[str, str] | None = None
    secured_by: Mapping[str, str] | None = None
    change: AccountChange | None = None
    needed: tuple[Mapping[str, str], ...] = ()
    conditions: tuple[Mapping[str, str], ...] = ()
    entries: tuple[AdverseEntry, ...] = ()
    review_found: Mapping[str, str] | None = None
    business_revenue: Decimal | None = None
    more_reasons_confirmed: bool = False
    late_reason: str = ""
    due_on: date | None = None
    replaces: str = ""
    code: str = ""

    @property
    def issued_on(self) -> date:
        """The letter's date."""
        return self.issued_at.date()


ADVERSE = frozenset(
    {
        Kind.COUNTER_OFFER,
        Kind.DECLINE,
        Kind.DECLINE_BY_RULE,
        Kind.INCREASE_REFUSED,
        Kind.LIMIT_DECREASE,
        Kind.RATE_RISE,
        Kind.SUSPENSION,
    }
)
"""The kinds that carry principal reasons and the rights of an adverse action."""

OFFERS = frozenset({Kind.APPROVAL, Kind.COUNTER_OFFER})
"""The kinds that carry terms."""
