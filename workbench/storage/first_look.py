"""The first rows of the queue, read before anything heavy is loaded: what a person sees at once.

One plain query over the encrypted file, through its own short-lived connection that only reads.
Where anything is out of the ordinary (no file yet, a key under a password or in the keyring, which
may ask the person first, people who have to sign in, another version, damage) there is no first
look, and the store is opened as always.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as cipher

from workbench import paths
from workbench.money.amounts import from_minor
from workbench.storage import keys, lanes
from workbench.storage.queue_rows import QueuePage, QueueRow

_COLUMNS = (
    "application_id, name, reference, amount, currency, score, dsr_ppm, advice, outcome, state, "
    "waiting_since, overridden, batch_id, product, version"
)
_MILLION = 1_000_000
_MOST_KEYS = 2  # a store that was moved lies under another's name


class FirstLook(NamedTuple):
    """The first page of the cases that need review, longest waiting first, and every count."""

    page: QueuePage
    counts: Mapping[str, int]


def first_look(
    place: str | Path | None, size: int = 40, *, key_folder: Path | None = None
) -> FirstLook | None:
    """What stands first in the queue of a store file; None where it has to be opened first."""
    if str(place or "").startswith("postgresql"):
        return None
    file = Path(place) if place else paths.default_store()
    folder = (key_folder or paths.settings_folder()) / "keys"
    if not file.is_file():
        return None
    for key in islice(keys.keys_to_try(file, folder, ask_keyring=False), _MOST_KEYS):
        with suppress(cipher.Error), closing(_opened(file, key)) as connection:
            return None if _knows_people(connection) else _look(connection, size)
    return None


def _opened(file: Path, key: bytes) -> Any:
    opened = cipher.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2)
    opened.execute("PRAGMA cipher_log_level=NONE")
    opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    opened.execute("PRAGMA query_only=ON")
    return opened


def _knows_people(connection: Any) -> bool:
    return connection.execute("SELECT 1 FROM people LIMIT 1").fetchone() is not None


def _look(connection: Any, size: int) -> FirstLook:
    by_lane = dict(connection.execute("SELECT lane, count(*) FROM cases GROUP BY lane"))
    against = connection.execute("SELECT count(*) FROM cases WHERE overridden").fetchone()[0]
    counts = {view: sum(by_lane.get(lane, 0) for lane in lns) for view, lns in lanes.VIEWS.items()}
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM cases WHERE lane = ? "  # noqa: S608 -- constants only
        "ORDER BY waiting_since, application_id LIMIT ?",
        (lanes.REVIEW, size),
    ).fetchall()
    page = QueuePage(tuple(_row(*row) for row in rows), counts["needs_review"], None)
    return FirstLook(page, {**counts, "overridden": int(against)})


def _row(number: int, *rest: Any) -> QueueRow:
    name, reference, amount, currency, score, dsr, advice, outcome, state, since, *last = rest
    overridden, batch, product, version = last
    return QueueRow(
        application_id=number,
        number=lanes.number(number),
        name=name,
        reference=reference,
        amount=None if amount is None else from_minor(amount, currency),
        currency=currency,
        score=score,
        dsr=None if dsr is None else Decimal(dsr) / _MILLION,
        advice=advice,
        outcome=outcome,
        state=state,
        waiting_since=datetime.fromisoformat(since),
        overridden=bool(overridden),
        batch_id=batch,
        product=product,
        version=version,
    )
