"""What customers ask about an account, answered from its own record; nothing is promised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workbench.accounts.account import (
    STATE_WORDS,
    Account,
    AccountState,
    Action,
    ActionKind,
    ActionState,
    Position,
)
from workbench.accounts.customer_flags import care
from workbench.accounts.product import FLEXIBLE, Product, ProductKind
from workbench.credit.reasons import reason_list
from workbench.i18n import N_, Language, _, day, money, number, percent
from workbench.money.amounts import exact, round_money

Figure = tuple[str, str]

QUESTIONS: Mapping[str, str] = {
    "change_due_day": N_("Can my due day be changed?"),
    "refund_after_statement": N_("I had a refund after the statement: why must I still pay?"),
    "settle_early": N_("Can I settle early, and what do I save?"),
    "interest_first": N_("Can level payments become interest first?"),
    "limit_cut": N_("Why was my limit lowered, frozen or suspended, and when does it come back?"),
    "lower_limit": N_("Can I have a lower limit?"),
    "rate_differs": N_("Why is my rate another one than my friend's?"),
    "one_day_late": N_("I was one day late: are there days of grace?"),
    "minimum_paid": N_("I paid the minimum: why am I shown as late?"),
    "settlement_certificate": N_("May I have a certificate that all is settled?"),
    "records_kept": N_("How long do negative records stay?"),
}
"""The questions by their stored words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The account that is asked about, as it stands."""

    account: Account
    product: Product
    position: Position
    actions: tuple[Action, ...]
    refunds: tuple[tuple[date, Decimal], ...]
    settling: Decimal | None
    still_to_come: Decimal
    on: date
    language: Language


@dataclass(frozen=True, slots=True)
class CustomerAnswer:
    """An answer: the question, sentences, and the customer's own figures."""

    question: str
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


def customer_answer(code: str, asked: Asked) -> CustomerAnswer:
    """The answer to one of QUESTIONS. Raises KeyError for another code."""
    paragraphs, figures = _ANSWERS[code](asked)
    return CustomerAnswer(
        _(QUESTIONS[code], language=asked.language), tuple(paragraphs), tuple(figures)
    )


Said = tuple[list[str], list[Figure]]


def _money(asked: Asked, amount: Decimal) -> str:
    return money(amount, asked.account.currency, language=asked.language)


def _day(asked: Asked, when: date) -> str:
    return day(when, language=asked.language, long=True)


def _change_due_day(asked: Asked) -> Said:
    account, language = asked.account, asked.language
    return [
        _(
            "Yes, to a day from the 1st to the 28th other than the statement day. The interest of "
            "the days in between is charged; help with the plan shows how much.",
            language=language,
        )
    ], [
        (_("Due day now", language=language), number(account.due_day, language=language)),
        (_("Statement day", language=language), number(account.statement_day, language=language)),
    ]


def _refund(asked: Asked) -> Said:
    language = asked.language
    said = [
        _(
            "A refund lowers the unpaid statement first; what is over stays as a credit for your "
            "next purchases. Until it has been booked, the statement is due as printed.",
            language=language,
        )
    ]
    figures = [
        (_("Refund of {day}", language=language, day=_day(asked, on)), _money(asked, amount))
        for on, amount in asked.refunds[-3:]
    ]
    figures.append(
        (
            _("Still to be paid of the statement", language=language),
            _money(asked, asked.position.on_statement + asked.position.revolving),
        )
    )
    return said, figures


def _settle_early(asked: Asked) -> Said:
    language = asked.language
    if asked.settling is None:
        return [
            _("Nothing runs on this account that could be settled early.", language=language)
        ], []
    saved = asked.still_to_come - asked.settling
    said = [
        _(
            "Yes, on any day. Settled today it costs {settling}; by the plan {rest} is still to "
            "come, "
            "so that you save {saved}.",
            language=language,
            settling=_money(asked, asked.settling),
            rest=_money(asked, asked.still_to_come),
            saved=_money(asked, max(saved, Decimal(0))),
        )
    ]
    return said, [(_("Settled today", language=language), _money(asked, asked.settling))]


def _interest_first(asked: Asked) -> Said:
    language = asked.language
    if FLEXIBLE in asked.product.methods or asked.product.kind is ProductKind.LINE:
        said = _(
            "Yes, as repayment help: interest alone for up to six months, level payments after "
            "them. "
            "It costs more in all, and the account is marked as restructured.",
            language=language,
        )
    else:
        said = _("Not with this product.", language=language)
    return [said], []


def _limit_cut(asked: Asked) -> Said:
    language = asked.language
    kinds = (ActionKind.LIMIT_DECREASE, ActionKind.FREEZE, ActionKind.SUSPENSION)
    last = next(
        (one for one in asked.actions if one.kind in kinds and one.state is ActionState.DONE), None
    )
    if last is None:
        return [
            _("Your limit has not been lowered, and drawing is not stopped.", language=language)
        ], []
    reasons = [reason_list().text(code, language) for code in last.reason_codes]
    said = [
        _(
            "It was done on {day}. Reason: {reasons}.",
            language=language,
            day=_day(asked, last.effective_on),
            reasons=("；" if language is Language.ZH else "; ").join(reasons),
        )
    ]
    if asked.account.state is not AccountState.ACTIVE:
        said.append(
            _(
                "It comes back when this holds and two people have confirmed it: {test}. We look "
                "at it "
                "again by {day} at the latest.",
                language=language,
                test=asked.product.policy.reinstate_text(language),
                day=_day(
                    asked,
                    asked.account.review_on
                    or asked.on + timedelta(days=asked.product.policy.review_days),
                ),
            )
        )
    figures = [
        (_("Limit before", language=language), _money(asked, last.old_limit)),
        (_("Limit now", language=language), _money(asked, asked.account.limit)),
        (_("State", language=language), _(STATE_WORDS[asked.account.state], language=language)),
    ]
    return said, figures


def _lower_limit(asked: Asked) -> Said:
    language = asked.language
    least = max(asked.position.balance, asked.product.policy.floor)
    return [
        _(
            "Yes, at once and without a reason, down to what you owe. To raise it again later is "
            "a new "
            "decision.",
            language=language,
        )
    ], [(_("Lowest limit now", language=language), _money(asked, least))]


def _rate_differs(asked: Asked) -> Said:
    language, rate = asked.language, asked.account.daily_rate
    return [
        _(
            "Your rate was set in your own decision, from the risk that the scorecard found and "
            "the "
            "product's price; it changes only as your contract allows, and never backwards.",
            language=language,
        )
    ], [
        (_("Daily rate", language=language), percent(rate, language=language, places=3)),
        (
            _("Rate a year (simple)", language=language),
            percent(rate * 365, language=language, places=2),
        ),
    ]


@exact
def _one_day_late(asked: Asked) -> Said:
    language, standing = asked.language, asked.position
    rate = asked.account.late_rate
    owed = standing.revolving + standing.on_statement
    cost = round_money(owed * rate, asked.account.currency)
    return [
        _(
            "There are no days of grace: payments of the due date are in time, from the next day "
            "on "
            "interest runs on what is late.",
            language=language,
        )
    ], [
        (_("One late day on what you owe now", language=language), _money(asked, cost)),
        (_("Days late now", language=language), number(standing.dpd, language=language)),
    ]


def _minimum_paid(asked: Asked) -> Said:
    language, standing = asked.language, asked.position
    said = [
        _(
            "The minimum counts when it reaches us in full by the due date, with everything that "
            "was "
            "past due before. What is left of it stays due.",
            language=language,
        )
    ]
    figures = [
        (_("Still missing of what fell due", language=language), _money(asked, standing.past_due))
    ]
    if standing.past_due_since:
        figures.append((_("Late since", language=language), _day(asked, standing.past_due_since)))
    return said, figures


def _certificate(asked: Asked) -> Said:
    language, standing = asked.language, asked.position
    if standing.balance > 0 or standing.planned > 0:
        return [
            _(
                "Not yet: {balance} is still owed. It is made out on the day on which nothing is "
                "owed.",
                language=language,
                balance=_money(asked, standing.balance),
            )
        ], []
    return [
        _(
            "We certify that on {day} nothing is owed on account {number}, opened on {opened}: "
            "neither "
            "principal nor interest nor fees.",
            language=language,
            day=_day(asked, asked.on),
            number=asked.account.number,
            opened=_day(asked, asked.account.opened_on),
        )
    ], []


def _records_kept(asked: Asked) -> Said:
    language, rules = asked.language, care()
    return [
        _(
            "{years} years from the day on which the negative event ended; then they are "
            "deleted. You "
            "are told before one is reported, and may add a statement of your own.",
            language=language,
            years=number(rules.negative_years, language=language),
        )
    ], []


_ANSWERS: Mapping[str, Callable[[Asked], Said]] = {
    "change_due_day": _change_due_day,
    "refund_after_statement": _refund,
    "settle_early": _settle_early,
    "interest_first": _interest_first,
    "limit_cut": _limit_cut,
    "lower_limit": _lower_limit,
    "rate_differs": _rate_differs,
    "one_day_late": _one_day_late,
    "minimum_paid": _minimum_paid,
    "settlement_certificate": _certificate,
    "records_kept": _records_kept,
}
