"""Performance intake: a monthly spreadsheet of accounts becomes movements and closed months.

The same steps as for applicants: preview, suggest, check, accept. Of an account that is kept
here, what was drawn and paid goes into its ledger; one kept elsewhere is watched by the months
it is told. The same row told again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from workbench import paths
from workbench.accounts import ledger
from workbench.accounts.account import AccountState, EventKind, utilisation
from workbench.accounts.product import RATE_UNIT, Product, ProductKind, product_named
from workbench.credit.facts import Dictionary, dictionary
from workbench.errors import ColumnsMissing
from workbench.i18n import _
from workbench.money.periods import add_months
from workbench.money.revolving import Cycle
from workbench.spreadsheets.convert import Intake, convert
from workbench.spreadsheets.matching import Matching, Profile, match
from workbench.spreadsheets.read import Sheet, Workbook, read
from workbench.storage import account_book, account_ledger, profiles
from workbench.storage.account_book import NewAccount
from workbench.storage.store import Step as Writing
from workbench.workflow import account_holders, account_months
from workbench.workflow.account_keys import person_key
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.intake import Fixes, problem_counts

_MOVES = {"drawn": EventKind.DRAWING, "refunded": EventKind.REFUND, "paid": EventKind.PAYMENT}
DRAWN_DAY = 5  # a sheet tells of months, not of days
_FACTS = ("active_lenders", "enquiries_3m", "income_monthly", "other_instalments_monthly")


@dataclass(frozen=True, slots=True)
class PerformanceResult:
    """What became of the rows: ready + waiting + repeated == rows. `opened` accounts are new,
    `months` rows went to accounts kept elsewhere, `entries` were added to ledgers here.
    `unknown` are references of waiting rows that name no account and open none, `stopped` the
    sentences of waiting rows that tell of a drawing while drawing is stopped.
    """

    rows: int
    ready: int
    waiting: int
    repeated: int
    opened: int
    months: int
    entries: int
    problems: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()


@cache
def account_dictionary() -> Dictionary:
    """What a performance sheet may say of an account."""
    return dictionary(paths.resources() / "account_facts.toml")


def preview(
    path: Path,
    *,
    sheet: str | None = None,
    password: str | None = None,
    header_row: int | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Workbook:
    """Read a spreadsheet; nothing is stored. Raises FileNotReadable, SheetUnknown."""
    return read(path, sheet=sheet, password=password, header_row=header_row, cancel=cancel)


def suggest(desk: Desk, sheet: Sheet, profile: str | None = None) -> Matching:
    """Columns matched to what is known of accounts, by a profile where there is one."""
    kept = profiles.profile_named(desk.store, profile) if profile else None
    return match(sheet, account_dictionary(), Profile.from_json(kept) if kept else None)


def check(sheet: Sheet, matching: Matching, product: str, fixes: Fixes | None = None) -> Intake:
    """Every row typed and checked: ready, or waiting with its problems. Nothing is stored."""
    currency = product_named(product).currency
    return convert(sheet, matching, account_dictionary(), currency=currency, fixes=fixes)


def import_performance(
    desk: Desk,
    path: Path,
    *,
    product: str,
    sheet: str | None = None,
    dry_run: bool = False,
    step: Step = no_step,
) -> tuple[PerformanceResult, Intake]:
    """Intake of one performance file in one go.

    Raises FileNotReadable, NoHeaderFound, SheetUnknown, or ColumnsMissing when account or month
    has no column; then nothing is stored.
    """
    product_named(product)
    step(0, 2)
    workbook = preview(path, sheet=sheet)
    matching = suggest(desk, workbook.chosen)
    _refuse_open(path, matching)
    intake = check(workbook.chosen, matching, product)
    step(1, 2)
    if dry_run:
        return _dry(intake), intake
    result = accept(desk, intake, product=product)
    step(2, 2)
    return result, intake


def _refuse_open(path: Path, matching: Matching) -> None:
    still_open = [account_dictionary()[name].text() for name in matching.required_open()]
    if still_open:
        raise ColumnsMissing(file=path.name, facts=", ".join(still_open))


def accept(desk: Desk, intake: Intake, *, product: str) -> PerformanceResult:
    """Store what the ready rows say, whole or not at all."""
    chosen = product_named(product)
    rows = _rows(intake.ready)
    known = account_book.known_references(
        desk.store, chosen.id, [row["account_reference"] for row in rows]
    )
    known |= _by_number(desk, rows, known)
    strange = {row["account_reference"] for row in rows} - set(known)
    openable = [r for r in rows if r["account_reference"] in strange and r["balance"] is not None]
    unknown = _firsts(iter(openable))
    lost = strange - {row["account_reference"] for row in unknown}
    waits = sum(row["account_reference"] in lost for row in rows)
    rows = [row for row in rows if row["account_reference"] not in lost]
    account_frame = account_ledger.account_frame(desk.store)
    kept_here = set(account_frame.filter(pl.col("source") != "imported")["id"])
    here = [row for row in rows if known.get(row["account_reference"]) in kept_here]
    told = account_ledger.noted(desk.store, [_mark(row) for row in here])
    fresh = [row for row in here if _mark(row) not in told]
    stopped = _stopped(account_frame, fresh, known)
    fresh = [row for row in fresh if _mark(row) not in stopped]
    elsewhere = [row for row in rows if known.get(row["account_reference"]) not in kept_here]
    told_months = _months_told(desk)
    holders = account_holders.told_by(desk, elsewhere, known)
    with desk.store.writing(desk.officer(), now()) as step:
        opened = [_new_account(desk, row, chosen) for row in unknown]
        ids = account_book.open_accounts(step, opened)
        known |= {one.reference: each for one, each in zip(opened, ids, strict=True)}
        entries = _enter(step, account_frame, fresh, known, chosen)
        months = _add_months(step, told_months, elsewhere, known, chosen)
        told_of = {known[reference]: told for reference, told in holders.items()}
        account_holders.keep_holders(step, desk, chosen.id, chosen.currency, told_of)
    waits += len(stopped)
    repeated = len(here) - len(fresh) - len(stopped) + len(elsewhere) - months
    return PerformanceResult(
        rows=intake.rows,
        ready=intake.ready_count - repeated - waits,
        waiting=intake.waiting_count + waits,
        repeated=intake.duplicates + repeated,
        opened=len(ids),
        months=months,
        entries=entries,
        problems=problem_counts(intake),
        unknown=tuple(sorted(lost)),
        stopped=tuple(stopped.values()),
    )


def _stopped(
    frame: pl.DataFrame, rows: Sequence[Mapping[str, Any]], known: Mapping[str, int]
) -> dict[str, str]:
    """Rows that tell of a drawing while drawing is stopped, by their mark, each as a sentence:
    such a row waits as a whole until a person has looked at it."""
    stops = frame.filter(pl.col("state") != AccountState.ACTIVE.value)
    since = dict(zip(stops["id"], stops["state_since"], strict=True))
    return {
        _mark(row): _(
            "{reference}, {month}: a drawing while drawing is stopped since {day}; look at the "
            "account first.",
            reference=row["account_reference"],
            month=f"{row['month']:%Y-%m}",
            day=since[key].isoformat(),
        )
        for row in rows
        if (key := known[row["account_reference"]]) in since
        and row["drawn"]
        and add_months(row["month"], 0, DRAWN_DAY) >= since[key]
    }


def _dry(intake: Intake) -> PerformanceResult:
    return PerformanceResult(
        intake.rows, intake.ready_count, intake.waiting_count, intake.duplicates, 0, 0, 0,
        problem_counts(intake),
    )  # fmt: skip


def _rows(ready: pl.DataFrame) -> list[dict[str, Any]]:
    """The ready rows with every fact, None where the sheet has no such column."""
    names = [fact.name for fact in account_dictionary()]
    found = ready.sort("month", maintain_order=True) if ready.height else ready
    return [{name: row.get(name) for name in names} for row in found.iter_rows(named=True)]


def _firsts(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first row of each account."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["account_reference"], row)
    return list(found.values())


def _by_number(
    desk: Desk, rows: Sequence[Mapping[str, Any]], known: Mapping[str, int]
) -> dict[str, int]:
    """References that are an account's number here, such as "C-000007"."""
    open_ones = {row["account_reference"] for row in rows} - set(known)
    asked = {
        text: found
        for text in open_ones
        if text.upper().startswith("C-") and (found := account_book.account_id(text))
    }
    if not asked:
        return {}
    have = set(account_ledger.account_frame(desk.store, list(asked.values()))["id"].to_list())
    return {text: found for text, found in asked.items() if found in have}


def _new_account(desk: Desk, row: Mapping[str, Any], product: Product) -> NewAccount:
    """An account kept elsewhere, first told of by this row."""
    daily = int(product.daily_rate * RATE_UNIT)
    facts = {"id_number": row["holder_id"], "applicant_name": row["holder_name"]}
    return NewAccount(
        product=product.id,
        product_version=product.version,
        currency=product.currency,
        name=row["holder_name"] or row["account_reference"],
        reference=row["account_reference"],
        person=person_key(desk, facts),
        household="",
        opened_on=row["opened_on"] or account_months.first_of(row["month"]),
        credit_limit=row["credit_limit"] or 0,
        rate=daily,
        late_rate=int(product.late_rate(product.daily_rate) * RATE_UNIT),
        statement_day=product.cycle.statement_day,
        due_day=product.cycle.due_day,
        bucket=product.bucket(0).word,
        source="imported",
    )


def _mark(row: Mapping[str, Any]) -> str:
    """By which a row told again is known."""
    return f"told {row['account_reference']} {row['month']:%Y-%m}"


def _enter(
    step: Writing,
    frame: pl.DataFrame,
    rows: Sequence[Mapping[str, Any]],
    known: Mapping[str, int],
    product: Product,
) -> int:
    """What was drawn, refunded and paid, as entries of the ledgers kept here."""
    through = dict(zip(frame["id"], frame["closed_through"], strict=True))
    opened = dict(zip(frame["id"], frame["opened_on"], strict=True))
    columns: dict[str, list[Any]] = {
        name: [] for name in ("account_id", "kind", "amount", "on_day", "period", "note")
    }
    for row in rows:
        key = known[row["account_reference"]]
        month = account_months.first_of(row["month"])
        closed = through[key]
        period = max(month, add_months(closed, 1)) if closed else month
        for kind, amount, on, note in _entries(row, product, max(month, opened[key])):
            for name, value in zip(
                columns,
                (key, kind.value, amount, on.isoformat(), period.isoformat(), note),
                strict=True,
            ):
                columns[name].append(value)
    account_ledger.add_events(step, dict(columns), event="performance_told", subject=product.id)
    return len(columns["kind"])


def _entries(
    row: Mapping[str, Any], product: Product, earliest: date
) -> Iterator[tuple[EventKind, int, date, str]]:
    """One row's movements with their days: drawn early in the month, paid on the due date."""
    month = account_months.first_of(row["month"])
    mark = _mark(row)
    paid_on = row["paid_on"] or product.cycle.due_on(add_months(month, 0, 1))
    days = {
        "drawn": add_months(month, 0, DRAWN_DAY),
        "refunded": add_months(month, 0, 20),
        "paid": paid_on,
    }
    facts = {
        name: row[name] // 100 if name.endswith("_monthly") else row[name]
        for name in _FACTS
        if row[name] is not None
    }
    yield EventKind.FACTS, 0, month, mark
    if facts:
        yield EventKind.FACTS, 0, month, account_months.facts_text(facts)
    for name, kind in _MOVES.items():
        if product.kind is ProductKind.LOAN and kind is EventKind.DRAWING:
            continue  # a loan is drawn with its term and method
        if row[name]:
            yield kind, row[name], max(days[name], earliest), mark


def _add_months(
    step: Writing,
    have: set[tuple[int, date]],
    rows: Sequence[Mapping[str, Any]],
    known: Mapping[str, int],
    product: Product,
) -> int:
    """Months of accounts kept elsewhere, as told; those told before are left out."""
    fresh: dict[tuple[int, date], Mapping[str, Any]] = {}
    for row in rows:
        key = (known[row["account_reference"]], account_months.first_of(row["month"]))
        if key not in have and key not in fresh and row["balance"] is not None:
            fresh[key] = row
    if not fresh:
        return 0
    made = [_month_row(key, row, product) for key, row in fresh.items()]
    columns: dict[str, Sequence[Any]] = {name: [row[name] for row in made] for name in made[0]}
    account_ledger.add_months(step, columns, event="months_told", subject=product.id)
    account_book.change_many(step.connection, _latest(fresh, product))
    return len(fresh)


def _months_told(desk: Desk) -> set[tuple[int, date]]:
    frame = account_ledger.month_frame(desk.store)
    return set(frame.select("account_id", "month").rows()) if frame.height else set()


def _month_row(key: tuple[int, date], row: Mapping[str, Any], product: Product) -> dict[str, Any]:
    account_id, month = key
    cycle = Cycle(product.cycle.statement_day, product.cycle.due_day)
    statement = add_months(month, 1, cycle.statement_day)
    balance, dpd = row["balance"], row["days_past_due"] or 0
    paid, drawn, refunded = (row[name] or 0 for name in ("paid", "drawn", "refunded"))
    parts = dict.fromkeys(ledger.STATE, 0)
    minimum = row["minimum_due"] or 0
    facts = {name: row[name] for name in _FACTS if row[name] is not None}
    facts |= {name: facts[name] // 100 for name in facts if name.endswith("_monthly")}
    return {
        "account_id": account_id,
        "month": month.isoformat(),
        "statement_on": statement.isoformat(),
        "due_on": cycle.due_on(statement).isoformat(),
        "opening": balance - drawn + paid + refunded,
        "drawn": drawn,
        "refunded": refunded,
        "paid": paid,
        "interest_new": 0,
        "fees_new": 0,
        "closing": balance,
        "minimum_due": minimum,
        "dpd": dpd,
        "bucket": product.bucket(dpd).word,
        "credit_limit": row["credit_limit"] or 0,
        "minimum_only": bool(minimum and dpd == 0 and minimum <= paid < balance
                             and paid <= minimum * (1 + product.minimum_only_within)),
        "source": "imported",
        "facts": account_months.facts_text(facts),
        **(parts | {"revolving": max(balance, 0), "credit": max(-balance, 0)}),
    }  # fmt: skip


def _latest(
    fresh: Mapping[tuple[int, date], Mapping[str, Any]], product: Product
) -> list[dict[str, Any]]:
    """Where each account kept elsewhere stands by its latest month."""
    last: dict[int, tuple[date, Mapping[str, Any]]] = {}
    for (account_id, month), row in fresh.items():
        if account_id not in last or last[account_id][0] < month:
            last[account_id] = (month, row)
    return [
        {
            "key": account_id,
            "closed_through": month.isoformat(),
            "balance": row["balance"],
            "credit_limit": row["credit_limit"] or 0,
            "dpd": row["days_past_due"] or 0,
            "bucket": product.bucket(row["days_past_due"] or 0).word,
            "utilisation": utilisation(row["balance"], row["credit_limit"] or 0),
        }
        for account_id, (month, row) in last.items()
    ]
