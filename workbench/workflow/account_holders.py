"""Holders: where the letters of accounts go that nobody applied for here.

A performance sheet tells it, or a person does; without it an account's letters wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from workbench.credit.facts import Value
from workbench.errors import AccountRefused
from workbench.i18n import _
from workbench.storage import account_book, account_ledger, applications, holders_kept
from workbench.storage.holders_kept import FACTS, Holder
from workbench.storage.store import Step as Writing
from workbench.workflow.account_keys import household_key
from workbench.workflow.desk import Desk, now

PLACE = ("address", "city", "region", "postcode")
"""The facts of a holder that say where letters go."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where letters reach a holder; street and city are needed."""

    address: str
    city: str
    region: str = ""
    postcode: str = ""


def tell_address(desk: Desk, which: int | str, told: Address) -> None:
    """Keep where the letters of an account go that is kept elsewhere.

    Raises NotFound, or AccountRefused for an account booked here, whose letters go to the
    address of its application.
    """
    account = account_book.account(desk.store, which)
    why = ""
    if account_book.raw_account(desk.store, account.id)["source"] != "imported":
        why = _("It was booked from an application; its letters go to the address given there.")
    elif not told.address.strip() or not told.city.strip():
        why = _("Street and city are both needed for a letter to arrive.")
    if why:
        raise AccountRefused(number=account.number, why=why)
    held = known_holders(desk, [account.id]).get(account.id, {})
    place = {name: getattr(told, name).strip() or None for name in PLACE}
    own = {"application_reference": account.reference, "applicant_name": account.name}
    with desk.store.writing(desk.officer(), now()) as step:
        keep_holders(
            step, desk, account.product, account.currency, {account.id: {**own, **held, **place}}
        )


def keep_holders(
    step: Writing, desk: Desk, product: str, currency: str, holders: Mapping[int, Holder]
) -> None:
    """Keep what is told of the holders of accounts (by id), inside the caller's transaction."""
    files = holders_kept.add_holders(
        step, product=product, currency=currency, source_name="holders",
        holders=list(holders.values()),
    )  # fmt: skip
    account_book.change_many(
        step.connection,
        [
            {"key": key, "application_id": file, "household": household_key(desk, _facts(holder))}
            for (key, holder), file in zip(holders.items(), files, strict=True)
        ],
    )


def _facts(holder: Holder) -> Mapping[str, Value]:
    return {name: value for name, value in holder.items() if value is not None}


def known_holders(desk: Desk, accounts: Sequence[int]) -> dict[int, dict[str, str | None]]:
    """What is known of the holders of these accounts, by the accounts' ids."""
    frame = account_ledger.account_frame(desk.store, accounts)
    if frame.is_empty():
        return {}
    frame = frame.select("id", pl.col("application_id").cast(pl.Int64)).drop_nulls()
    facts = applications.fact_frame(desk.store, ids=frame["application_id"].to_list())
    absent = [pl.lit(None, pl.String).alias(name) for name in FACTS if name not in facts.columns]
    told = frame.join(
        facts.with_columns(absent).select("application_id", *FACTS), on="application_id"
    )
    return {row.pop("id"): row for row in told.drop("application_id").iter_rows(named=True)}


def told_by(
    desk: Desk, rows: Sequence[Mapping[str, Any]], known: Mapping[str, int]
) -> dict[str, Holder]:
    """What the rows of a performance sheet tell anew of each account's holder, by its reference;
    the latest row with an address counts. `known` are the ids of accounts there are already."""
    told: dict[str, Holder] = {
        row["account_reference"]: {
            "application_reference": row["account_reference"],
            "applicant_name": row["holder_name"] or row["account_reference"],
            "id_number": row["holder_id"],
            **{name: row[name] for name in PLACE},
        }
        for row in rows
        if row["address"]
    }
    held = known_holders(desk, [known[one] for one in told if one in known])
    return {
        reference: one
        for reference, one in told.items()
        if _is_news(one, held.get(known.get(reference, -1)))
    }


def _is_news(told: Holder, held: Holder | None) -> bool:
    return held is None or any(told[name] != held.get(name) for name in PLACE)
