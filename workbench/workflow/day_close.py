"""Closing a day: its figures and the journal's head in a signed file that leaves the store.

Each report is an anchor: whoever rewrites the journal later cannot make it fit a report that
somebody else keeps. It is signed with the key of who closes the day, or with the store's own
while nobody has a password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.errors import CaseFileRefused
from workbench.files import write_whole
from workbench.i18n import _
from workbench.storage import day_figures, people_secrets
from workbench.storage.column_types import moment_text
from workbench.storage.decision_texts import canonical_text
from workbench.storage.verification import verify
from workbench.workflow import people
from workbench.workflow.desk import Desk, now

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a day's report found; `why` is empty when it holds."""

    ok: bool
    day: str
    head: str
    signer: str
    why: str

    def text(self) -> str:
        """The finding as people read it."""
        if not self.ok:
            return _("The report of {day} does not hold: {why}", day=self.day, why=self.why)
        return _(
            "The report of {day} holds; the journal still stands on its entry {head}, signed by "
            "{signer}.",
            day=self.day,
            head=self.head,
            signer=self.signer,
        )


def close_day(desk: Desk, folder: Path, day: date | None = None) -> Path:
    """Write the report of a day (today without one) into a folder; returns its file.

    Raises NotAllowed or FileNotWritable.
    """
    people.refuse_unless_allowed(desk, "day_closed")
    chosen, key = day or now().date(), _key(desk)
    public = people_secrets.public_key_of(key)
    day_figures.tell_closed(desk.store, chosen, key, actor=desk.officer(), at=now())
    figures = day_figures.day_figures(desk.store, chosen)
    found = verify(desk.store)
    said = canonical_text(
        {
            "format": FORMAT,
            "day": chosen.isoformat(),
            "store": desk.store.uuid,
            "closed_by": desk.officer(),
            "closed_at": moment_text(now()),
            "events": dict(figures.events),
            "seq": figures.head.seq,
            "hash": figures.head.hash,
            "record_whole": found.ok,
            "first_bad": found.first_bad,
        }
    )
    signed = {"said": said, "key": public, "signature": people_secrets.sign(key, said.encode())}
    out = folder / f"day-{chosen.isoformat()}.json"
    write_whole(out, json.dumps(signed, indent=1, sort_keys=True, ensure_ascii=False).encode())
    return out


def check(desk: Desk, file: Path) -> Checked:
    """Whether a report is as it was signed, of this store, and the journal still fits it.

    Raises CaseFileRefused for a file that is no report.
    """
    told, said, key = _read(file)
    day, seq = str(told.get("day", "")), int(told.get("seq", 0))
    head = day_figures.head_at(desk.store, seq)
    signer = _signer(desk, key)
    why = ""
    if not people_secrets.is_signed_by(key, said.encode(), _signature(file)):
        why = _("its signature does not fit its content.")
    elif not signer:
        why = _("it is signed with a key that nobody here has.")
    elif told.get("store") != desk.store.uuid:
        why = _("it is of another store.")
    elif head is None:
        why = _("journal entry {seq} is missing.", seq=seq)
    elif head.hash != told.get("hash"):
        why = _("journal entry {seq} is another than the one it names.", seq=seq)
    return Checked(not why, day, f"{seq}", signer, why)


def _read(file: Path) -> tuple[dict[str, Any], str, str]:
    try:
        signed = json.loads(file.read_text(encoding="utf-8"))
        said, key = str(signed["said"]), str(signed["key"])
        told = json.loads(said)
        return dict(told), said, key
    except (OSError, ValueError, KeyError, TypeError) as fault:
        why = _("it is no day's report.")
        raise CaseFileRefused(file=file.name, why=why) from fault


def _signature(file: Path) -> str:
    return str(json.loads(file.read_text(encoding="utf-8")).get("signature", ""))


def _signer(desk: Desk, key: str) -> str:
    """Whose key it is: a person's, or this store's own."""
    for one in people.everybody(desk):
        if one.public_key == key:
            return one.shown_name
    own = _own_key_file(desk)
    if own.exists() and people_secrets.public_key_of(bytes.fromhex(own.read_text())) == key:
        return _("this computer")
    return ""


def _key(desk: Desk) -> bytes:
    """The key of who closes the day; the store's own on this computer while they have none."""
    signed = desk.seat.signed
    if signed is not None and signed.signing_key:
        return signed.signing_key
    file = _own_key_file(desk)
    if not file.exists():
        key, _public = people_secrets.new_signing_key()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, key.hex().encode())
        file.chmod(0o600)
    return bytes.fromhex(file.read_text())


def _own_key_file(desk: Desk) -> Path:
    return paths.settings_folder() / "days" / f"{desk.store.uuid}.key"
