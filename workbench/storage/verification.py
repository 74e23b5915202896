"""Proof of the record: the journal's chain, the anchors outside, signatures, what hangs on them.

Everything is recomputed from the texts as stored, so that one changed byte is found and the
first entry that no longer holds is named.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from workbench.i18n import N_, Language, _
from workbench.storage import (
    account_proof,
    balance_proof,
    casework_proof,
    erased_proof,
    holder_proof,
    journal,
    lanes,
    list_proof,
    merkle,
    people_tables,
    profile_proof,
    score_proof,
    sealing,
    signature_proof,
    standing_proof,
    tables,
    waiting_proof,
)
from workbench.storage.account_erasure import named_in_erasures, runs_here
from workbench.storage.account_tables import accounts
from workbench.storage.anchors import Anchors
from workbench.storage.server_witness import heads_on_server
from workbench.storage.store import Store

Progress = Callable[[int, int], None]
AT_ONCE = 2_000

CHAIN = N_("Journal entry {seq} does not follow from the entry before it.")
CUT_OFF = N_("Journal entry {seq} is missing; a record outside the store says it was there.")
REWRITTEN = N_("Journal entry {seq} is not the one that a record outside the store names.")
UNTOLD = N_("Journal entry {seq} was never told to the witness on the server.")
CONTENT = N_("What journal entry {seq} recorded in {table} is no longer as it was recorded.")
UNRECORDED = N_("{table} holds {count} records that no journal entry tells of.")
SIGNATURE = N_("Journal entry {seq}: what stands is not what was signed, or another key signed it.")
CLOSING = N_("Journal entry {seq} closed a day; its signature is not over the journal before it.")
LOST = N_("Case {number} does not stand where its own record leaves it.")
FENCE = N_("{table} in the store is not as this program made it: somebody changed its tables.")
SHOWN = N_("{table} shows of case {number} what journal entry {seq} did not record.")
LETTER = N_("The bytes of letter {number} are not those that were recorded.")
PAPER = N_("The bytes of a paper kept with case {number} are not those that were recorded.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold: the sentence, its values, and the entry it is about."""

    sentence: str
    seq: int | None = None
    table: str = ""
    count: int = 0
    number: str = ""

    def text(self, language: Language | None = None) -> str:
        """The sentence people read."""
        values = {"seq": self.seq, "table": self.table, "count": self.count, "number": self.number}
        return _(self.sentence, language=language, **values)


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the record holds. `first_bad` is the first journal entry that does not.

    `anchors` counts the witnesses outside the store that agreed; 0 means that there were none
    on this computer, so that a cut-off end could not be noticed.
    """

    ok: bool
    events: int
    first_bad: int | None
    faults: tuple[Fault, ...] = ()
    anchors: int = 0
    letters: int = 0
    signatures: int = 0


def verify(store: Store, progress: Progress | None = None) -> Verification:
    """Check the whole record, reading it in one consistent view."""
    told = progress or (lambda _done, _total: None)
    with store.reading() as connection:
        total = int(
            connection.execute(sa.select(sa.func.count()).select_from(tables.journal)).scalar_one()
        )
        chain = _Chain(connection, store.anchors())
        faults = list(chain.faults(lambda done: told(done, total)))
        broken = min((fault.seq for fault in faults if fault.seq is not None), default=None)
        faults += _contents(connection)
        letters, wrong = _letters(connection)
        wrong += _papers(connection)
        signed, forged = signature_proof.forged_signatures(connection)
        faults += [*wrong, *(Fault(SIGNATURE, seq=seq) for seq in forged)]
        faults += [Fault(CLOSING, seq) for seq in signature_proof.forged_closings(connection)]
        faults += _standing(connection)
        faults += _last_told(connection, broken)
        told(total, total)
    faults = list(dict.fromkeys(faults))
    faults.sort(key=lambda fault: (fault.seq is None, fault.seq))
    bad = [fault.seq for fault in faults if fault.seq is not None]
    return Verification(
        ok=not faults,
        events=chain.events,
        first_bad=min(bad) if bad else None,
        faults=tuple(faults),
        anchors=chain.agreed,
        letters=letters,
        signatures=signed,
    )


def _standing(connection: Connection) -> Iterator[Fault]:
    """Roles, limits, sign-ins and cases are not sealed: they follow from what is."""
    for table, seq in standing_proof.untold_rows(connection):
        yield Fault(CONTENT, seq=seq, table=table)
    for table, seq in standing_proof.other_limits(connection):
        yield Fault(CONTENT, seq=seq, table=table)
    for number in standing_proof.lost_cases(connection):
        yield Fault(LOST, number=number)
    for seq in account_proof.changed_accounts(connection):
        yield Fault(CONTENT, seq=seq, table="accounts")
    for number, seq in list_proof.otherwise_shown(connection):
        yield Fault(SHOWN, seq=seq, table="cases", number=number)
    for name in standing_proof.other_fences(connection):
        yield Fault(FENCE, table=name)


def _last_told(connection: Connection, broken: int | None) -> Iterator[Fault]:
    """Rows that change from day to day must be as the last entry about each left them. Where the
    journal is `broken` after that entry, nothing tells of the row any more."""
    waiting, untold = waiting_proof.changed_rows(connection)
    found = [
        *(Fault(SHOWN, seq, "case_work", number=number)
          for number, seq in casework_proof.otherwise_held(connection)),
        *(Fault(CONTENT, seq, "waiting_rows") for seq in waiting),
        *(Fault(CONTENT, seq, "profiles") for seq in profile_proof.changed_profiles(connection)),
        *(Fault(CONTENT, seq, name) for name, seq in erased_proof.changed_after(connection)),
        *(Fault(CONTENT, seq, "accounts") for seq in balance_proof.changed_balances(connection)),
        *(Fault(CONTENT, seq, "accounts") for seq in holder_proof.changed_holders(connection)),
        *(Fault(CONTENT, seq, "accounts") for seq in score_proof.changed_scores(connection)),
    ]  # fmt: skip
    told = [one for one in found if one.seq is not None and one.seq >= (broken or 0)]
    yield from told
    lost = Counter(one.table for one in found if one not in told)
    lost["waiting_rows"] += untold
    yield from (Fault(UNRECORDED, table=table, count=n) for table, n in lost.items() if n)


class _Chain:
    """One walk along the journal."""

    def __init__(self, connection: Connection, anchors: Anchors | None) -> None:
        self.connection = connection
        self.events = 0
        self.agreed = 0
        self._binding = anchors.read(journal.restores(connection)) if anchors else {}
        self._on_server = heads_on_server(connection)

    def faults(self, told: Callable[[int], None]) -> Iterator[Fault]:
        """The first break of the chain, and the first anchor that disagrees."""
        broken = _First()
        rewritten, untold = _First(), _First()
        told_from = min(self._on_server, default=None)
        last = journal.Head()
        for row in _entries(self.connection):
            seq, previous, found = row.seq, row.previous, row.hash
            said = (row.at, row.actor, row.event, row.subject, row.payload)
            follows = seq == last.seq + 1 and previous == last.hash
            whole = all(isinstance(text, str) for text in (*said, previous, found))
            if not (follows and whole and journal.digest(previous, seq, said) == found):
                broken.note(min(seq, last.seq + 1))
            rewritten.note(self._disagrees(seq, found))
            if told_from is not None and seq > told_from and seq not in self._on_server:
                untold.note(seq)
            last = journal.Head(seq, found)
            self.events += 1
            if self.events % AT_ONCE == 0:
                told(self.events)
        yield from broken.fault(CHAIN)
        yield from rewritten.fault(REWRITTEN)
        yield from untold.fault(UNTOLD)
        if max((*self._binding, *self._on_server), default=0) > last.seq:
            yield Fault(CUT_OFF, seq=last.seq + 1)

    def _disagrees(self, seq: int, found: str) -> int | None:
        said = {heads[seq] for heads in (self._binding, self._on_server) if seq in heads}
        self.agreed += said == {found}
        return seq if said - {found} else None


class _First:
    """The lowest seq noted."""

    def __init__(self) -> None:
        self.seq: int | None = None

    def note(self, seq: int | None) -> None:
        if seq is not None and (self.seq is None or seq < self.seq):
            self.seq = seq

    def fault(self, sentence: str) -> Iterator[Fault]:
        if self.seq is not None:
            yield Fault(sentence, seq=self.seq)


def _entries(connection: Connection) -> Iterator[sa.Row[Any]]:
    query = sa.select(tables.journal).order_by(tables.journal.c.seq)
    return iter(connection.execute(query.execution_options(yield_per=AT_ONCE)))


def _contents(connection: Connection) -> Iterator[Fault]:
    """Everything sealed must still give the roots that the journal recorded."""
    expected = _recorded_roots(connection)
    erased = _erased(connection)
    for table in sealing.SEALED:
        leaves = _leaves(connection, table, erased)
        wanted = expected.get(table.name, {})
        for seq, (count, root) in sorted(wanted.items()):
            found = leaves.pop(seq, [])
            if len(found) != count or None in found or merkle.root(found).hex() != root:
                yield Fault(CONTENT, seq=seq, table=table.name)
        if leaves:
            yield Fault(UNRECORDED, table=table.name, count=sum(map(len, leaves.values())))


def _recorded_roots(connection: Connection) -> dict[str, dict[int, tuple[int, str]]]:
    found: dict[str, dict[int, tuple[int, str]]] = {}
    for row in _entries(connection):
        try:
            said = json.loads(row.payload)
            found.setdefault(said["table"], {})[row.seq] = (said["count"], said["root"])
        except (ValueError, KeyError, TypeError):
            continue  # an entry that seals nothing, or a damaged one that the chain names
    return found


def _erased(connection: Connection) -> dict[str, set[int]]:
    """Whose words are gone: applications, and accounts booked from them; by the column that names
    them, or by the table whose own ids they are."""
    gone = set(connection.execute(sa.select(tables.erasures.c.application_id)).scalars())
    ended = sa.select(accounts.c.id, accounts.c.application_id).where(
        accounts.c.application_id.is_not(None), ~runs_here()
    )
    booked = {row.id for row in connection.execute(ended) if row.application_id in gone}
    booked |= named_in_erasures(connection)
    return {"application_id": gone, "account_id": booked, tables.applications.name: gone}


def _leaves(
    connection: Connection, table: sa.Table, erased: Mapping[str, set[int]]
) -> dict[int, list[Any]]:
    """Each entry's leaves, recomputed in the order of the ids; None where one is wrong."""
    subject = next((name for name in erased if name in table.c), "id")
    gone = erased.get(table.name if subject == "id" else subject, set())
    query = (
        sa.select(table.c.event_seq, table.c.salt, table.c.leaf, *sealing.raw_columns(table))
        .order_by(table.c.id)
        .execution_options(yield_per=AT_ONCE)
    )
    names = sealing.fields(table)
    place = 3 + names.index(subject)
    words = erased_proof.words_of(table).items()
    blank = {3 + names.index(name): left for name, left in words if name in names}
    found: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        seq, salt, kept = row[0], row[1], _bytes(row[2])
        if salt is None:
            told = any(row[at] != left for at, left in blank.items())
            leaf = kept if row[place] in gone and not told else None
        elif any(isinstance(value, bytes) for value in row[3:]):
            leaf = None
        else:
            leaf = merkle.content_hash(_bytes(salt), row[3:])
            leaf = leaf if leaf == kept else None
        found.setdefault(seq, []).append(leaf)
    return found


def _bytes(value: bytes | str) -> bytes:
    """Bytes, also where a forger left a text in their place."""
    return value.encode() if isinstance(value, str) else bytes(value)


def _letters(connection: Connection) -> tuple[int, list[Fault]]:
    """How many letters there are, and those whose bytes are others, or gone without erasure."""
    count = 0
    wrong: list[Fault] = []
    for row in _with_bytes(connection, tables.letters, tables.letters.c.number):
        count += row.content is not None
        if not _is_as_recorded(row):
            wrong.append(Fault(LETTER, seq=row.event_seq, number=row.number))
    return count, wrong


def _papers(connection: Connection) -> Iterator[Fault]:
    evidence = people_tables.evidence
    for row in _with_bytes(connection, evidence, evidence.c.application_id):
        if not _is_as_recorded(row):
            yield Fault(PAPER, seq=row.event_seq, number=lanes.number(row.application_id))


def _with_bytes(
    connection: Connection, table: sa.Table, named: sa.Column[Any]
) -> Iterator[sa.Row[Any]]:
    """What is kept with its bytes; erasure takes them and the salt."""
    query = (
        sa.select(named, table.c.sha256, table.c.event_seq, table.c.content)
        .where(sa.or_(table.c.content.is_not(None), table.c.salt.is_not(None)))
        .order_by(table.c.id)
        .execution_options(yield_per=50)
    )
    return iter(connection.execute(query))


def _is_as_recorded(row: sa.Row[Any]) -> bool:
    content = row.content
    return content is not None and hashlib.sha256(_bytes(content)).hexdigest() == row.sha256
