"""Somebody with the file, its key and patience: every fence down, seals and chain made to fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tests.workflow.people_at_work import Office
from workbench.credit.decision import Choice
from workbench.credit.status import Outcome
from workbench.storage import journal, merkle, people_secrets, sealing, tables
from workbench.storage.signature_proof import closing_text
from workbench.storage.store import Store
from workbench.workflow import day_close, decide, second_signature


@dataclass
class Forger:
    """The store's own connection, without its fences; foreign keys do not bind."""

    connection: sa.Connection

    def say(self, statement: str, **values: object) -> None:
        """Change anything."""
        self.connection.execute(sa.text(statement), values)

    def ask(self, query: str) -> Any:
        """One value."""
        return self.connection.exec_driver_sql(query).scalar()

    def seal_again(self, name: str, number: int) -> None:
        """Make a changed row's hash, and the root its entry holds, those of what it says now."""
        table = tables.metadata.tables[name]
        columns = [table.c.event_seq, table.c.salt, *sealing.raw_columns(table)]
        row = self.connection.execute(sa.select(*columns).where(table.c.id == number)).one()
        leaf = merkle.content_hash(bytes(row[1]), tuple(row[2:]))
        self.connection.execute(sa.update(table).where(table.c.id == number).values(leaf=leaf))
        self.retell(row[0], lambda said: {**said, "root": merkle.root([leaf]).hex()})

    def retell(self, seq: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Change what an entry says."""
        said = json.loads(self.ask(f"SELECT payload FROM journal WHERE seq = {seq}"))
        text = journal.canonical(change(said))
        self.say("UPDATE journal SET payload = :text WHERE seq = :seq", text=text, seq=seq)

    def chain_again(self) -> None:
        """Make every entry follow from the one before it."""
        previous = journal.NO_ENTRY
        table = tables.journal
        names = ("seq", "at", "actor", "event", "subject", "payload")
        columns = [sa.type_coerce(table.c[name], sa.String).label(name) for name in names]
        for seq, *said in self.connection.execute(sa.select(*columns).order_by(table.c.seq)).all():
            following = journal.digest(previous, int(seq), tuple(said))
            chained = {"previous": previous, "hash": following}
            self.connection.execute(sa.update(table).where(table.c.seq == seq).values(chained))
            previous = following


def rewrite(store: Store, change: Callable[[Forger], object]) -> None:
    """Let a forger change the record and cover it up; the witness outside goes as well."""
    with store._writer.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        fences = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        standing = raw.execute(fences).fetchall()
        for name, _ddl in standing:
            raw.execute(f"DROP TRIGGER {name}")
        with connection.begin():
            forger = Forger(connection)
            change(forger)
            forger.chain_again()
        for _name, ddl in standing:
            raw.execute(ddl)
    witnesses = store.anchors()
    if witnesses:
        witnesses.file.unlink(missing_ok=True)


def _approval(forger: Forger) -> int:
    return int(forger.ask("SELECT event_seq FROM signatures WHERE id = 1"))


def _closing(forger: Forger) -> int:
    return int(forger.ask("SELECT seq FROM journal WHERE event = 'day_closed'"))


def another_remark(forger: Forger) -> int:
    """Other words of the second person."""
    forger.say("UPDATE signatures SET remark = remark || ' Not.' WHERE id = 1")
    forger.seal_again("signatures", 1)
    return _approval(forger)


def another_signer(forger: Forger) -> int:
    """The approval in a colleague's name."""
    forger.say("UPDATE signatures SET person = 3 WHERE id = 1")
    forger.seal_again("signatures", 1)
    return _approval(forger)


def no_signature(forger: Forger) -> int:
    """The approval without what proves it."""
    forger.say("UPDATE signatures SET signature = '' WHERE id = 1")
    forger.seal_again("signatures", 1)
    return _approval(forger)


def another_amount(forger: Forger) -> int:
    """More money than was signed, in the decision alone."""
    forger.say('UPDATE decisions SET terms = replace(terms, \'"amount":"\', \'"amount":"9\')')
    forger.seal_again("decisions", 1)
    return _approval(forger)


def another_proposal(forger: Forger) -> int:
    """More money than was signed, in the proposal and in the decision."""
    another_amount(forger)
    forger.say('UPDATE proposals SET said = replace(said, \'"amount":"\', \'"amount":"9\')')
    forger.seal_again("proposals", 1)
    return _approval(forger)


def another_past(forger: Forger) -> int:
    """Another hour for something done before the day was closed."""
    for table, column, entry in (
        ("journal", "at", "seq"),
        ("authorities", "adopted_at", "event_seq"),
    ):
        earlier = f"{column} = replace({column}, '2026', '2025')"
        forger.say(f"UPDATE {table} SET {earlier} WHERE {entry} = 2")
    return _closing(forger)


def a_closing_of_another_day(forger: Forger) -> int:
    """Another day in the closing's own entry."""
    seq = _closing(forger)
    forger.retell(seq, lambda said: {**said, "day": "2020-01-01"})
    return seq


def a_closing_unsigned(forger: Forger) -> int:
    """The closing without its signature."""
    seq = _closing(forger)
    forger.retell(seq, lambda said: {"day": said["day"], "key": said["key"]})
    return seq


def a_closing_by_another_key(forger: Forger) -> int:
    """The closing signed anew, over this very journal, with a key of the forger's own."""
    seq = _closing(forger)
    key, public = people_secrets.new_signing_key()
    actor, previous = (
        forger.ask(f"SELECT {name} FROM journal WHERE seq = {seq}")
        for name in ("actor", "previous")
    )
    uuid = forger.ask("SELECT uuid FROM identity")

    def signed_anew(said: dict[str, Any]) -> dict[str, Any]:
        text = closing_text(uuid, said["day"], actor, journal.Head(seq - 1, previous))
        return {**said, "key": public, "signature": people_secrets.sign(key, text)}

    forger.retell(seq, signed_anew)
    return seq


WAYS = (
    another_remark,
    another_signer,
    no_signature,
    another_amount,
    another_proposal,
    another_past,
    a_closing_of_another_day,
    a_closing_unsigned,
    a_closing_by_another_key,
)
"""Each returns the entry at which `verify` must stop."""


def a_signed_day(office: Office, case: int) -> None:
    """Omar proposes, Eva approves and closes the day."""
    with office.desk("omar") as omar:
        seen = decide.case(omar, case).version
        second_signature.decide_or_propose(omar, case, Choice(Outcome.APPROVE), seen_version=seen)
    with office.desk("eva") as eva:
        second_signature.approve(eva, case, remark="Statements seen.")
        day_close.close_day(eva, office.folder)
