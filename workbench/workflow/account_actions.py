"""Actions: limits, rates and the right to draw follow behaviour; who proposes, who confirms.

Tightening may be done by rule alone. Loosening waits for a person, and for a second one above
the product's amount, above the first one's authority, and for every reinstatement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from workbench.accounts.account import (
    LOOSENING,
    TIGHTENING,
    Account,
    AccountState,
    Action,
    ActionKind,
    ActionState,
    EventKind,
)
from workbench.accounts.habits import habits
from workbench.accounts.product import RATE_UNIT, Product, product_named
from workbench.errors import AccountChanged, AccountRefused
from workbench.i18n import _, money
from workbench.money.amounts import exact, round_money, to_minor
from workbench.storage import (
    account_action_rows,
    account_book,
    account_ledger,
    holder_proof,
)
from workbench.storage.store import Step as Writing
from workbench.workflow import account_months, monitor, people
from workbench.workflow.account_endings import closing_objection
from workbench.workflow.account_entries import late_rate
from workbench.workflow.account_objections import why_not
from workbench.workflow.account_review import SECOND_PERSON, Proposal, Reason, needs, review
from workbench.workflow.desk import Desk, now

__all__ = [
    "action",
    "actions",
    "confirm",
    "propose",
    "reinstatement_objection",
    "review",
    "start",
    "take_effect",
    "withdraw",
]

NONE = Decimal(0)


def start(desk: Desk, proposals: Sequence[Proposal], *, note: str = "") -> tuple[Action, ...]:
    """Carry out what may be done by rule; record the rest as waiting for people.

    All or none. Raises AccountChanged where an account moved on since it was reviewed.
    """
    actions = [_action(desk, one, note) for one in proposals]
    with desk.store.writing(desk.officer(), now()) as step:
        ids = account_action_rows.add_actions(step, actions)
        for one, action_id in zip(actions, ids, strict=True):
            if one.state is ActionState.DONE:
                _carry_out(desk, step, replace(one, id=action_id))
    return _in_order(account_action_rows.actions(desk.store, ids=ids), ids)


def _in_order(found: Sequence[Action], ids: Sequence[int]) -> tuple[Action, ...]:
    by_id = {one.id: one for one in found}
    return tuple(by_id[each] for each in ids)


def _action(desk: Desk, one: Proposal, note: str, scope: str = "account") -> Action:
    state = ActionState.DONE
    if one.needs:
        state = ActionState.AWAITING_SECOND if one.needs == SECOND_PERSON else ActionState.PROPOSED
    moment = now()
    product = product_named(one.product)
    stops = one.kind in (ActionKind.FREEZE, ActionKind.SUSPENSION)
    return Action(
        id=0,
        account_id=one.account_id,
        account=one.number,
        name=one.name,
        product=one.product,
        currency=one.currency,
        kind=one.kind,
        state=state,
        reason_codes=tuple(reason.code for reason in one.reasons),
        old_limit=one.old_limit,
        new_limit=one.new_limit,
        old_rate=one.old_rate,
        new_rate=one.new_rate,
        effective_on=one.effective_on,
        review_on=one.effective_on + timedelta(days=product.policy.review_days) if stops else None,
        proposed_by=desk.officer(),
        proposed_at=moment,
        second=None,
        decided_at=moment if state is ActionState.DONE else None,
        exposure_change=one.exposure_change,
        loss_change=one.loss_change,
        scope=scope,
        note=note,
        letter_kind=None,
        version=1,
    )


def propose(
    desk: Desk,
    which: int | str,
    kind: ActionKind,
    *,
    new_limit: Decimal | None = None,
    new_rate: Decimal | None = None,
    reasons: Sequence[str] = (),
    note: str = "",
    scope: str = "account",
    on: date | None = None,
) -> tuple[Action, ...]:
    """One person's own action, under the same rules; a suspension may take in a whole customer
    ("customer") or product ("product"). Returns one action for each account. Raises
    AccountRefused with what stands against it.
    """
    file = monitor.account(desk, which)
    made = []
    for account in _in_scope(desk, file.account, scope):
        product = product_named(account.product, account.product_version)
        proposal = _by_hand(desk, account, product, kind, on or now().date())
        changed = replace(
            proposal,
            new_limit=proposal.new_limit if new_limit is None else new_limit,
            new_rate=proposal.new_rate if new_rate is None else new_rate,
            reasons=tuple(Reason(code) for code in reasons),
        )
        flags = frozenset(_flags(desk, account))
        changed = _with_consequences(desk, account, product, changed)
        changed = replace(changed, needs=_needs_by_hand(changed, product, flags))
        why = why_not(account, product, changed, flags) or _not_yet(desk, account, kind)
        if why:
            raise AccountRefused(number=account.number, why=why)
        made.append(changed)
    with desk.store.writing(desk.officer(), now()) as step:
        actions = [_action(desk, one, note, scope) for one in made]
        ids = account_action_rows.add_actions(step, actions)
        for action, action_id in zip(actions, ids, strict=True):
            if action.state is ActionState.DONE:
                _carry_out(desk, step, replace(action, id=action_id))
    return _in_order(account_action_rows.actions(desk.store, ids=ids), ids)


def _in_scope(desk: Desk, account: Account, scope: str) -> Sequence[Account]:
    if scope == "customer" and account.person:
        return account_book.accounts_of(desk.store, person=account.person)
    if scope == "product":
        return account_book.accounts_of(desk.store, product=account.product)
    return (account,)


def _flags(desk: Desk, account: Account) -> list[str]:
    found: list[str] = account_book.raw_account(desk.store, account.id)["flags"].split()
    return found


def _needs_by_hand(one: Proposal, product: Product, flags: frozenset[str]) -> str:
    """A person's own tightening is done at once: that person is the one who decides."""
    at_once = one.kind in TIGHTENING or one.kind is ActionKind.CLOSURE
    return "" if at_once else needs(one.kind, one.new_limit, product, flags)


def _by_hand(
    desk: Desk, account: Account, product: Product, kind: ActionKind, day: date
) -> Proposal:
    standing = monitor.position(desk, account, now().date())
    use = standing.balance / account.limit if account.limit else None
    return Proposal(
        account_id=account.id,
        number=account.number,
        name=account.name,
        product=product.id,
        currency=account.currency,
        kind=kind,
        rule="",
        label={},
        reasons=(),
        old_limit=account.limit,
        new_limit=account.limit,
        old_rate=account.daily_rate,
        new_rate=account.daily_rate,
        effective_on=day + timedelta(days=product.policy.notice_days),
        exposure_change=NONE,
        loss_change=NONE,
        automatic=False,
        needs="",
        score=account.score,
        dpd=standing.dpd,
        utilisation=use,
    )


@exact
def _with_consequences(desk: Desk, account: Account, product: Product, one: Proposal) -> Proposal:
    """What is expected of a person's own action, reckoned as line_actions does."""
    balance = max((one.utilisation or NONE) * account.limit, NONE)
    stops = one.kind in (ActionKind.FREEZE, ActionKind.SUSPENSION, ActionKind.CLOSURE)
    drawable = account.state is AccountState.ACTIVE
    before = max(account.limit - balance, NONE) if drawable else NONE
    after = NONE if stops else max(one.new_limit - balance, NONE)
    change = (after - before) * product.undrawn_factor
    chance = Decimal(account_book.raw_account(desk.store, account.id)["pd"] or 0) / 1_000_000
    loss = change * chance * product.given_default
    return replace(
        one,
        exposure_change=round_money(change, account.currency),
        loss_change=round_money(loss, account.currency),
    )


def _not_yet(desk: Desk, account: Account, kind: ActionKind) -> str:
    if kind is ActionKind.REINSTATEMENT:
        return reinstatement_objection(desk, account)
    return closing_objection(desk, account, now().date()) if kind is ActionKind.CLOSURE else ""


def reinstatement_objection(desk: Desk, account: Account) -> str:
    """Why an account does not pass its product's reinstatement test yet; empty when it does."""
    product = product_named(account.product, account.product_version)
    months = account_ledger.month_frame(desk.store, account_id=account.id)
    test = product.policy.reinstate.expression()
    if not months.is_empty() and habits(months).select(test.alias("passed"))["passed"][0]:
        return ""
    return _(
        "It is not reinstated before this holds: {test}.", test=product.policy.reinstate_text()
    )


def actions(
    desk: Desk, state: ActionState | None = None, *, account: int | None = None
) -> tuple[Action, ...]:
    """Actions as they stand, newest first."""
    return account_action_rows.actions(desk.store, state, account=account)


def action(desk: Desk, action_id: int) -> Action:
    """One action as it stands. Raises NotFound."""
    return account_action_rows.action(desk.store, action_id)


def confirm(desk: Desk, action_id: int, *, seen_version: int) -> Action:
    """Confirm an action that waits: by any person, or where four eyes are needed by another one.

    Raises AccountRefused with what is missing, AccountChanged when it moved on meanwhile.
    """
    known = account_action_rows.action(desk.store, action_id)
    _refuse_moved(known, seen_version)
    two = known.state is ActionState.AWAITING_SECOND
    why = (_same_eyes(desk, known) if two else "") or _authority(desk, known)
    if why:
        raise AccountRefused(number=known.account, why=why)
    done = replace(
        known,
        state=ActionState.DONE,
        second=desk.officer() if two else None,
        decided_at=now(),
        version=known.version + 1,
    )
    with desk.store.writing(desk.officer(), now()) as step:
        account_action_rows.add_actions(step, [done])
        _carry_out(desk, step, done)
    return account_action_rows.action(desk.store, action_id)


def withdraw(desk: Desk, action_id: int, *, seen_version: int, note: str = "") -> Action:
    """Take back an action that still waits; what was done stays done."""
    known = account_action_rows.action(desk.store, action_id)
    _refuse_moved(known, seen_version)
    with desk.store.writing(desk.officer(), now()) as step:
        taken = replace(
            known, state=ActionState.WITHDRAWN, decided_at=now(), note=note or known.note,
            version=known.version + 1,
        )  # fmt: skip
        account_action_rows.add_actions(step, [taken])
    return account_action_rows.action(desk.store, action_id)


def _same_eyes(desk: Desk, known: Action) -> str:
    """Why whoever sits here is no second person: who proposed it, or was signed in here too."""
    if desk.officer() == known.proposed_by:
        return _("{officer} proposed it; another person has to confirm it.", officer=desk.officer())
    return people.in_this_session(desk, known.proposed_by)


def _refuse_moved(known: Action, seen_version: int) -> None:
    if known.version != seen_version:
        raise AccountChanged(number=known.account, actor=known.second or known.proposed_by)
    if known.state in (ActionState.DONE, ActionState.WITHDRAWN):
        raise AccountRefused(number=known.account, why=_("This action is settled already."))


def _authority(desk: Desk, known: Action) -> str:
    """Why this person's role may not grant so much; measured on the customer's total exposure."""
    if known.kind not in LOOSENING:
        return ""
    account = account_book.account(desk.store, known.account_id)
    total = monitor.exposure(desk, account).total + max(known.new_limit - known.old_limit, NONE)
    held = people.matrix(desk).roles[people.role(desk)]
    if held.amount_most is None or total <= held.amount_most:
        return ""
    return _(
        "{role} may grant up to {most} on total exposure; this comes to {exposure}.",
        role=held.text(),
        most=money(held.amount_most, known.currency),
        exposure=money(total, known.currency),
    )


def take_effect(desk: Desk, on: date | None = None) -> int:
    """Put into effect what was decided with notice and is due by a day; returns how many."""
    day = on or now().date()
    ready = [
        one
        for one in account_action_rows.actions(desk.store, ActionState.DONE)
        if one.decided_at and one.decided_at.date() < one.effective_on <= day
    ]
    made = account_ledger.noted(desk.store, [_mark(one) for one in ready])
    still = [one for one in ready if _mark(one) not in made]
    if still:
        with desk.store.writing(desk.officer(), now()) as step:
            for one in still:
                _apply(desk, step, one, day)
    return len(still)


def _mark(action: Action) -> str:
    return f"action {action.id}"


def _carry_out(desk: Desk, step: Writing, one: Action) -> None:
    """Change the account now, unless the contract gives notice first."""
    if one.effective_on <= step.at.date():
        _apply(desk, step, one, one.effective_on)


def _apply(desk: Desk, step: Writing, one: Action, on: date) -> None:
    kind, amount, changes = _effect(desk, one, on)
    said = holder_proof.moved(step.connection, one.account_id, changes)
    account_book.change(step, one.account_id, None, **changes)
    row: dict[str, Sequence[Any]] = {
        "account_id": [one.account_id],
        "kind": [kind.value],
        "amount": [amount],
        "on_day": [on.isoformat()],
        "period": [account_months.first_of(on).isoformat()],
        "note": [_mark(one)],
    }
    account_ledger.add_events(step, row, event=holder_proof.CHANGED, subject=one.account, said=said)


def _effect(desk: Desk, one: Action, on: date) -> tuple[EventKind, int, dict[str, Any]]:
    """The event that tells of an action, and what it changes in the account."""
    if one.kind in (ActionKind.LIMIT_INCREASE, ActionKind.LIMIT_DECREASE):
        units = to_minor(one.new_limit, one.currency)
        return EventKind.LIMIT, units, {"credit_limit": units}
    if one.kind in (ActionKind.RATE_RISE, ActionKind.RATE_CUT):
        rate = int(one.new_rate * RATE_UNIT)
        late = int(late_rate(desk, product_named(one.product), one.new_rate) * RATE_UNIT)
        return EventKind.RATE, rate, {"rate": rate, "late_rate": late}
    state = _STATES.get(one.kind, AccountState.ACTIVE)
    review = one.review_on.isoformat() if one.review_on else None
    told = {"state": state.value, "state_since": on.isoformat(), "review_on": review}
    return EventKind.STATE, 0, told


_STATES = {
    ActionKind.FREEZE: AccountState.FROZEN,
    ActionKind.SUSPENSION: AccountState.SUSPENDED,
    ActionKind.REINSTATEMENT: AccountState.ACTIVE,
    ActionKind.CLOSURE: AccountState.CLOSED,
}
