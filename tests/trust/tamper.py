"""Seventeen ways to rewrite the past in the file itself; each must be found, at the right entry."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from tests.trust.standing_changed import (
    change_a_balance,
    change_a_waiting_row,
    change_who_holds_a_case,
    prepare,
    scalar,
)
from tests.trust.workers import in_a_child, spread
from workbench.storage import journal
from workbench.storage.engines import sqlite_engine
from workbench.storage.keys import keys_to_try
from workbench.storage.verification import verify

Mutation = Callable[[Any, random.Random, int], int]
CUT_OFF = 12
_TEXTS = ("at", "actor", "event", "subject", "payload")


def _flip(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text))
    return text[:at] + ("~" if text[at] != "~" else "-") + text[at + 1 :]


def change_a_text(db: Any, dice: random.Random, last: int) -> int:
    """One character of one text of an entry."""
    seq, column = dice.randint(1, last), dice.choice(_TEXTS)
    was = scalar(db, f"SELECT {column} FROM journal WHERE seq = {seq}")
    db.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (_flip(was, dice), seq))
    return seq


def change_a_hash(db: Any, dice: random.Random, last: int) -> int:
    """One digit of a hash."""
    seq, column = dice.randint(1, last), dice.choice(("previous", "hash"))
    was = scalar(db, f"SELECT {column} FROM journal WHERE seq = {seq}")
    db.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (_flip(was, dice), seq))
    return seq


def delete_an_entry(db: Any, dice: random.Random, last: int) -> int:
    """One entry, leaving a gap."""
    seq = dice.randint(1, last - 1)
    db.execute("DELETE FROM journal WHERE seq = ?", (seq,))
    return seq


def delete_and_renumber(db: Any, dice: random.Random, last: int) -> int:
    """One entry, and the others move up."""
    seq = delete_an_entry(db, dice, last)
    db.execute("UPDATE journal SET seq = -seq WHERE seq > ?", (seq,))
    db.execute("UPDATE journal SET seq = -seq - 1 WHERE seq < 0")
    return seq


def swap_two(db: Any, dice: random.Random, last: int) -> int:
    """Two entries change places."""
    one, other = sorted(dice.sample(range(1, last + 1), 2))
    db.execute("UPDATE journal SET seq = -1 WHERE seq = ?", (one,))
    db.execute("UPDATE journal SET seq = ? WHERE seq = ?", (one, other))
    db.execute("UPDATE journal SET seq = ? WHERE seq = -1", (other,))
    return one


def repeat_an_entry(db: Any, dice: random.Random, last: int) -> int:
    """An old entry once more at the end."""
    seq = dice.randint(1, last)
    db.execute(
        "INSERT INTO journal SELECT ?, at, actor, event, subject, payload, previous, hash "
        "FROM journal WHERE seq = ?",
        (last + 1, seq),
    )
    return last + 1


def cut_off_the_end(db: Any, dice: random.Random, last: int) -> int:
    """The last entries."""
    seq = last - dice.randint(0, 5)
    db.execute("DELETE FROM journal WHERE seq >= ?", (seq,))
    return seq


def rehash(db: Any, first: int) -> None:
    """Make the chain hold again from an entry on."""
    previous = (
        scalar(db, f"SELECT hash FROM journal WHERE seq = {first - 1}")
        if first > 1
        else journal.NO_ENTRY
    )
    rows = db.execute(
        f"SELECT seq, {', '.join(_TEXTS)} FROM journal WHERE seq >= {first} ORDER BY seq"
    ).fetchall()
    for seq, *said in rows:
        following = journal.digest(previous, seq, tuple(said))
        db.execute(
            "UPDATE journal SET previous = ?, hash = ? WHERE seq = ?", (previous, following, seq)
        )
        previous = following


def change_and_rehash(db: Any, dice: random.Random, last: int) -> int:
    """One text, and the whole chain after it made to fit."""
    seq = change_a_text(db, dice, last)
    rehash(db, seq)
    return seq


def delete_and_rehash(db: Any, dice: random.Random, last: int) -> int:
    """One entry away, the others moved up, the chain made to fit."""
    seq = delete_and_renumber(db, dice, last)
    rehash(db, seq)
    return seq


def change_a_decision(db: Any, dice: random.Random, last: int) -> int:
    """Another officer's name on a decision."""
    del last
    decision = dice.randint(1, 12)
    db.execute("UPDATE decisions SET officer = officer || 'x' WHERE id = ?", (decision,))
    return int(scalar(db, f"SELECT event_seq FROM decisions WHERE id = {decision}"))


def change_an_application(db: Any, dice: random.Random, last: int) -> int:
    """A fact of an application."""
    del last
    application = dice.randint(1, 12)
    db.execute(
        "UPDATE applications SET facts = replace(facts, '36', '24') WHERE id = ?", (application,)
    )
    return int(scalar(db, f"SELECT event_seq FROM applications WHERE id = {application}"))


def change_a_letter(db: Any, dice: random.Random, last: int) -> int:
    """One byte of a letter."""
    del last
    letter = dice.randint(1, 8)
    db.execute("UPDATE letters SET content = content || x'20' WHERE id = ?", (letter,))
    return int(scalar(db, f"SELECT event_seq FROM letters WHERE id = {letter}"))


def change_what_a_list_shows(db: Any, dice: random.Random, last: int) -> int:
    """A column of a case that the queue shows, and that its application or advice says."""
    del last
    column, table = dice.choice(
        (("name", "applications"), ("reference", "applications"), ("amount", "applications"),
         ("waiting_since", "applications"), ("score", "assessments"), ("dsr_ppm", "assessments"))
    )  # fmt: skip
    case = dice.randint(1, 8)
    db.execute(f"UPDATE cases SET {column} = coalesce({column}, 0) || '1' WHERE application_id = ?",
               (case,))  # fmt: skip
    subject = "id" if table == "applications" else "application_id"
    return int(scalar(db, f"SELECT max(event_seq) FROM {table} WHERE {subject} = {case}"))


def change_a_batch(db: Any, dice: random.Random, last: int) -> int:
    """Where a batch came from, by whom, or how it was read."""
    del last
    column = dice.choice(("source_name", "sheet", "currency", "matching", "actor", "added_at"))
    db.execute(f"UPDATE batches SET {column} = {column} || 'x' WHERE id = 1")
    return int(scalar(db, "SELECT event_seq FROM batches WHERE id = 1"))


MUTATIONS: tuple[Mutation, ...] = (
    change_a_text,
    change_a_hash,
    delete_an_entry,
    delete_and_renumber,
    swap_two,
    repeat_an_entry,
    cut_off_the_end,
    change_and_rehash,
    delete_and_rehash,
    change_a_decision,
    change_an_application,
    change_a_letter,
    change_what_a_list_shows,
    change_a_batch,
    change_who_holds_a_case,
    change_a_waiting_row,
    change_a_balance,
)


class Forger:
    """Somebody with the file, its key and a database tool: no fence stands in the way."""

    def __init__(self, folder: Path) -> None:
        file = folder / operations.STORE
        self.engine = sqlite_engine(
            file, next(keys_to_try(file, folder / operations.PRIVATE / "keys")), writer=True
        )
        self.connection = self.engine.connect()
        self.db: Any = self.connection.connection.dbapi_connection
        self.db.execute("PRAGMA foreign_keys = OFF")
        self.fences = self.db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        self.db.execute("BEGIN")
        for name, _sql in self.fences:
            self.db.execute(f"DROP TRIGGER {name}")

    def close(self) -> None:
        """Put the fences back as they were, and leave the file as it is now."""
        for _name, sql in self.fences:
            self.db.execute(sql)
        self.db.execute("COMMIT")
        self.connection.close()
        self.engine.dispose()


def run(share: float, seed: int) -> Figure:
    """1,000 mutations of each of seventeen kinds (a share of them)."""
    times = max(5, int(1000 * share))
    tries = [(mutate, random.Random(f"{seed} {n}")) for mutate in MUTATIONS for n in range(times)]
    with a_folder() as base:
        in_a_child(lambda: prepare(base))
        last = operations.entries(base)
        held = spread(lambda one: _found_at(base, *one, last, witness=True), tries)
        missed = sum(
            not _found_at(base, cut_off_the_end, dice, last, witness=False)
            for _mutate, dice in tries[:CUT_OFF]
        )
    return Figure(
        "T8 tampering found and located",
        len(held),
        sum(held),
        "every one, at its entry",
        missed > 0,
        f"{len(MUTATIONS)} kinds; without a witness {missed} of {CUT_OFF} cut-off ends pass",
        seed,
    )


def _found_at(
    base: Path, mutate: Mutation, dice: random.Random, last: int, *, witness: bool
) -> bool:
    """Whether `verify` finds a mutation and names its entry."""
    with a_folder() as folder:
        shutil.copytree(base, folder, dirs_exist_ok=True)
        forger = Forger(folder)
        expected = mutate(forger.db, dice, last)
        forger.close()
        with operations.opened(folder) as store:
            anchors = store.anchors()
            if not witness and anchors:
                anchors.file.unlink()
            found = verify(store)
    return not found.ok and found.first_bad == expected
