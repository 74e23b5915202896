"""What stands against an action on an account, in sentences; nothing is decided here."""

from __future__ import annotations

from decimal import Decimal

from workbench.accounts.account import TIGHTENING, Account, AccountState, ActionKind
from workbench.accounts.customer_flags import care
from workbench.accounts.product import Product
from workbench.credit.reasons import reason_list
from workbench.i18n import _, money
from workbench.workflow.account_review import Proposal

NONE = Decimal(0)


def why_not(account: Account, product: Product, one: Proposal, flags: frozenset[str]) -> str:
    """What stands against an action, in a sentence; empty when nothing does."""
    states = {
        ActionKind.REINSTATEMENT: (AccountState.FROZEN, AccountState.SUSPENDED),
        ActionKind.SUSPENSION: (AccountState.ACTIVE, AccountState.FROZEN),
        ActionKind.CLOSURE: (AccountState.ACTIVE, AccountState.FROZEN, AccountState.SUSPENDED),
    }.get(one.kind, (AccountState.ACTIVE,))
    if account.state not in states:
        return _("In its present state nothing of this kind can be done to it.")
    if one.kind in TIGHTENING and not one.reasons:
        return _("Name at least one coded reason; the customer is told it.")
    unknown = [each.code for each in one.reasons if each.code not in reason_list()]
    if unknown:
        return _("There is no reason “{code}” in the list.", code=unknown[0])
    if one.kind in (ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE):
        return _limit_objection(account, product, one, flags)
    if one.kind in (ActionKind.RATE_RISE, ActionKind.RATE_CUT):
        return _rate_objection(product, one)
    return ""


def _limit_objection(
    account: Account, product: Product, one: Proposal, flags: frozenset[str]
) -> str:
    up = one.kind is ActionKind.LIMIT_INCREASE
    if up == (one.new_limit <= account.limit):
        return _("The new limit must be above the old one to raise it, and below it to lower it.")
    if up and flags & care().no_increase:
        return _("The customer's flags allow no increase: {flags}.", flags=", ".join(
            care().flags[code].text() for code in sorted(flags & care().no_increase)
        ))  # fmt: skip
    most = min(
        [product.limit_most] + [cap for cap in (care().limit_most(flags),) if cap is not None]
    )
    if up and one.new_limit > most:
        return _("The limit may be {most} at most.", most=money(most, account.currency))
    balance = (one.utilisation or NONE) * account.limit
    if not up and one.new_limit < balance.quantize(Decimal("0.01")):
        return _(
            "A limit is never set below what is owed: {balance}.",
            balance=money(balance, account.currency),
        )
    return ""


def _rate_objection(product: Product, one: Proposal) -> str:
    up = one.kind is ActionKind.RATE_RISE
    if up == (one.new_rate <= one.old_rate):
        return _("The new rate must be above the old one to raise it, and below it to lower it.")
    if not product.daily_least <= one.new_rate <= product.daily_most:
        return _(
            "The contract allows daily rates from {least} to {most} only.",
            least=product.daily_least,
            most=product.daily_most,
        )
    return ""
