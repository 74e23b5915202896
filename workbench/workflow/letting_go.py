"""Letting go: what is past its time, what is held, and erasure for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from workbench.i18n import plural
from workbench.letters.pack import load_pack
from workbench.storage import applications, batches, erasure
from workbench.storage import retention as keeping
from workbench.storage.retention import Kept
from workbench.workflow.desk import Desk, now
from workbench.workflow.lender_packs import PACKS
from workbench.workflow.product_strategies import products

BASES = ("request", "retention_ended")
"""Why data may be erased: the person asked for it, or its time is over."""


def past_their_time(desk: Desk, at: datetime | None = None) -> tuple[Kept, ...]:
    """Applications whose retention under their letter pack has ended, oldest first.

    The time runs from the last event of the case: receipt, decision, letter, mailing, or the
    closing of an account booked from it; while one is open, no time runs.
    """
    moment = at or now()
    return keeping.past_their_time(
        desk.store,
        {product: _months_before(moment, months) for product, months in _months(desk).items()},
    )


def erase(desk: Desk, numbers: Sequence[str], basis: str) -> int:
    """Erase what is personal in these applications for good; returns how many were erased.

    Numbers, codes, dates and the chain of the journal stay and still prove themselves. Raises
    NotFound, or ErasureRefused where a legal hold is in force or an account is still open; then
    nothing was erased.
    """
    wanted = [applications.application(desk.store, number).id for number in numbers]
    return erasure.erase(desk.store, wanted, basis=basis, actor=desk.officer(), at=now())


def erased_sentence(gone: int) -> str:
    """What an erasure did, in a sentence."""
    return plural(
        "The personal data of {n} application is erased; backups made earlier still hold it.",
        "The personal data of {n} applications is erased; backups made earlier still hold it.",
        gone,
    )


def place_hold(desk: Desk, number: str, basis: str) -> None:
    """Keep an application whatever its age; `basis` names the file or order that asks for it."""
    found = applications.application(desk.store, number).id
    keeping.place_hold(desk.store, found, basis=basis, actor=desk.officer(), at=now())


def lift_hold(desk: Desk, number: str, basis: str) -> None:
    """End a legal hold. Raises NotFound where none is in force."""
    found = applications.application(desk.store, number).id
    keeping.lift_hold(desk.store, found, basis=basis, actor=desk.officer(), at=now())


def _months(desk: Desk) -> Mapping[str, int]:
    """Each product's months of retention, by the letter pack of its strategy.

    A product whose strategy is not known here is kept as long as the strictest pack asks.
    """
    asked = {pack: load_pack(pack).timing.retention_months for pack in PACKS}
    known = {product: asked[strategy.pack] for product, strategy in products(desk).items()}
    found = {batch.product for batch in batches.batches(desk.store, holders=True)}
    return {product: known.get(product, max(asked.values())) for product in found}


def _months_before(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 - months, 12)
    day = min(moment.day, 28)
    return moment.replace(year=moment.year + years, month=month + 1, day=day)
