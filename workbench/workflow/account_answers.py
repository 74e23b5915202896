"""Answers: what customers ask about an account, put together from its record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.accounts.account import EventKind
from workbench.accounts.customer_answers import (
    QUESTIONS,
    Asked,
    CustomerAnswer,
    customer_answer,
)
from workbench.accounts.product import ProductKind
from workbench.errors import NotKnown
from workbench.i18n import Language, _, current
from workbench.money.amounts import exact, round_money
from workbench.workflow import account_plans, monitor
from workbench.workflow.account_endings import loan_ends
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

__all__ = ["QUESTIONS", "CustomerAnswer", "answer", "settling_today"]


def answer(
    desk: Desk,
    which: int | str,
    code: str,
    language: Language | None = None,
    *,
    on: date | None = None,
) -> CustomerAnswer:
    """The answer to one of QUESTIONS for an account. Raises NotKnown with those there are."""
    if code not in QUESTIONS:
        raise NotKnown(kind=_("question"), name=code, known=QUESTIONS)
    day = on or now().date()
    file = monitor.account(desk, which, on=day)
    settling, rest = settling_today(file, day)
    asked = Asked(
        account=file.account,
        product=file.product,
        position=file.position,
        actions=file.actions,
        refunds=tuple((e.on, e.amount) for e in file.events if e.kind is EventKind.REFUND),
        settling=settling,
        still_to_come=rest,
        on=day,
        language=language or current(),
    )
    return customer_answer(code, asked)


@exact
def settling_today(file: AccountFile, on: date) -> tuple[Decimal | None, Decimal]:
    """What settles the loans or plans of an account on a day, and what is to come otherwise.

    Of a loan: all principal, interest to the day, the product's penalty. (None, 0) when
    nothing runs.
    """
    coming = [row for row in file.schedule if row.due_on > on]
    if not coming:
        return None, Decimal(0)
    rest = sum((row.payment for row in coming), Decimal(0))
    if file.product.kind is ProductKind.LINE:
        plans = {row.series for row in coming}
        settled = [account_plans.settling_plan(file, series, on) for series in plans]
        return sum((one.total for one in settled if one), Decimal(0)), rest
    ends = loan_ends(file, on)
    principal = sum((one.principal for one in ends), Decimal(0))
    interest = sum((one.interest for one in ends), Decimal(0))
    penalty = round_money(principal * file.product.early_penalty, file.account.currency)
    return principal + interest + penalty, rest
