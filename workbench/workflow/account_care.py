"""Care: flags on a customer, the one-page sheet with their own numbers, and what moves a score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from workbench.accounts.customer_answers import QUESTIONS as _QUESTIONS
from workbench.accounts.customer_flags import FlagRule, care
from workbench.accounts.customer_sheet import (
    ApplicationScore,
    Customer,
    CustomerSheet,
    ScoreMove,
    sheet_of_customer,
)
from workbench.accounts.habits import STATEMENTS, behaviour_inputs, card_points
from workbench.accounts.product import ProductKind
from workbench.i18n import N_, Language, _, pick
from workbench.storage import account_ledger, applications, assessments
from workbench.workflow import account_watch, decide, lender_packs, monitor
from workbench.workflow.account_answers import answer
from workbench.workflow.desk import Desk, now
from workbench.workflow.monitor import AccountFile

QUESTIONS = tuple(_QUESTIONS.items())
"""(code, text) of the questions customers ask; `answer` answers them."""

PAY_IN_FULL = N_("You pay the whole statement")
PAY_MINIMUM = N_("You pay the minimum and carry the rest")
PAY_LATE = N_("You pay one day late")
WAYS_TO_PAY = (PAY_IN_FULL, PAY_MINIMUM, PAY_LATE)
PLACES_SHOWN = 4


__all__ = [
    "QUESTIONS",
    "answer",
    "application_score",
    "customer_sheet",
    "customer_sheets",
    "flags",
    "labels",
    "lender_phone",
    "score_moves",
]


def flags(desk: Desk, file: AccountFile, on: date | None = None) -> tuple[FlagRule, ...]:
    """The flags raised on the customer of an account, in the order of the lender's rules."""
    frame = account_watch.watched(desk, file.product, on or now().date())
    if frame.is_empty():
        return ()
    mine = frame.filter(pl.col("account_id") == file.account.id)
    codes = mine["flags"][0].split() if mine.height else []
    return tuple(rule for code, rule in care().flags.items() if code in codes)


def customer_sheet(
    desk: Desk, which: int | str, language: Language, on: date | None = None
) -> CustomerSheet:
    """The customer's page in one language. Raises NotFound."""
    return customer_sheets(desk, which, on)[language]


def customer_sheets(
    desk: Desk, which: int | str, on: date | None = None
) -> dict[Language, CustomerSheet]:
    """The customer's page in both languages, with the same numbers. Raises NotFound."""
    day = on or now().date()
    file = monitor.account(desk, which, on=day)
    raised, phone = flags(desk, file, day), lender_phone(desk, file)
    scored = account_watch.behaviour(desk, file, day)
    return {
        language: sheet_of_customer(
            Customer(
                account=file.account,
                product=file.product,
                position=file.position,
                months=file.months,
                score=scored.score if scored else None,
                moves=score_moves(desk, file, language),
                application=application_score(desk, file, language),
                flags=raised,
                phone=phone,
            ),
            language,
        )
        for language in Language
    }


def application_score(desk: Desk, file: AccountFile, language: Language) -> ApplicationScore | None:
    """The score of the decision behind an account, with the four places where it left most
    points; None for an account kept elsewhere, or one decided without a score.
    """
    kept = assessments.latest_assessment(desk.store, file.account.application_id or 0)
    if kept is None or kept.score is None:
        return None
    strategy = decide.strategy_by_sha(desk, kept.strategy_sha256)
    points = decide.as_assessment(strategy, kept).points
    most = sorted(points, key=lambda one: (one.points - one.maximum, one.characteristic))
    left = [
        ScoreMove(pick(dict(one.label), language), one.maximum - one.points)
        for one in most[:PLACES_SHOWN]
        if one.maximum > one.points
    ]
    return ApplicationScore(kept.score, left)


def lender_phone(desk: Desk, file: AccountFile) -> str:
    """The lender's own number, from the letter pack of the account's product."""
    if file.account.application_id is None:
        product = file.account.product
    else:
        product = applications.application(desk.store, file.account.application_id).product
    return lender_packs.pack_of(desk, product).lender.phone


def score_moves(
    desk: Desk, file: AccountFile, language: Language | None = None
) -> tuple[ScoreMove, ...]:
    """What the next statement would do to the behaviour score, by how it is paid.

    Each move is the card's score of the account as it would then be, with as much bought as in
    the latest month, less its score now; none before the sixth statement, and none for a loan.
    Paying in full never has fewer points than the minimum, nor the minimum than paying late.
    """
    months = account_ledger.month_frame(desk.store, account_id=file.account.id)
    if months.is_empty() or file.product.kind is ProductKind.LOAN:
        return ()
    present = behaviour_inputs(months)
    inputs = next_statements(present, float(file.position.minimum_due))
    scores = card_points(inputs, account_watch.NT_DOLLARS_A_YUAN)["score"].to_list()
    if None in scores:
        return ()  # the card reads six statements, and this account has fewer
    return tuple(
        ScoreMove(_(label, language=language), score - scores[0])
        for label, score in zip(WAYS_TO_PAY, scores[1:], strict=True)
    )


def next_statements(present: pl.DataFrame, minimum: float) -> pl.DataFrame:
    """The behaviour inputs of one account (amounts in currency units), and below them those of
    its next statement by each of WAYS_TO_PAY, with as much bought as in the latest month."""
    told = present.row(0, named=True)
    owed, before, paid = (told[name] or 0.0 for name in ("balance_1", "balance_2", "payment_1"))
    bought, due = max(owed - before + paid, 0.0), max(owed, 0.0)
    least = min(minimum, due)
    late = max(told["status_1"] or 0.0, 0.0) + 1
    then = ((-1.0, due), (0.0, least), (late, 0.0))
    rows = (_next_statement(present, how, owed - part + bought, part) for how, part in then)
    return pl.concat([present, *rows], how="vertical_relaxed")


def _next_statement(
    present: pl.DataFrame, status: float, balance: float, payment: float
) -> pl.DataFrame:
    """The inputs one statement on: everything moves back by one, the oldest falls out."""
    new = {"status": status, "balance": balance, "payment": payment}
    moved = [
        pl.lit(value, pl.Float64).alias(f"{name}_{place}")
        if place == 1
        else pl.col(f"{name}_{place - 1}").alias(f"{name}_{place}")
        for name, value in new.items()
        for place in range(1, STATEMENTS + 1)
    ]
    return present.select("account_id", "credit_limit", *moved).select(present.columns)


def labels(codes: Sequence[str], language: Language | None = None) -> tuple[str, ...]:
    """Flags as people read them."""
    known = care().flags
    return tuple(known[code].text(language) for code in codes if code in known)
