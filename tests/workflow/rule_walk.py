"""Walks around the rules: people, switching users, sessions, proposals, signatures, reopening.

Whatever order a person tries things in, through the program or by SQL, what stands in the store
afterwards was entitled. `python -m tests.workflow.rule_walk --steps 20000` walks far.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.workflow.people_at_work import PASSWORDS
from workbench.credit.decision import Choice, CompensatingFactor
from workbench.credit.status import Outcome
from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.storage.verification import verify
from workbench.workflow import decide, people, second_signature
from workbench.workflow.desk import Desk, Seat, now

WHY = "Savings of 84,000 held for fourteen months; statement attached to the file."
NAMES = st.sampled_from(["ada", "omar", "lin", "eva"])
CASES = st.integers(1, 4)
CHOICES = st.builds(
    Choice,
    outcome=st.sampled_from([Outcome.APPROVE, Outcome.DECLINE, Outcome.REFER]),
    reason_code=st.sampled_from(["", "SAVINGS", "NOT_VERIFIED"]),
    justification=st.sampled_from(["", WHY]),
    reason_codes=st.sampled_from([(), ("VINC",)]),
    factors=st.sampled_from([(), (CompensatingFactor("Savings", "84,000"),)]),
)
UNSIGNED = """
    SELECT d.id FROM decisions d JOIN assessments a ON a.id = d.assessment_id
    JOIN people p ON p.shown_name = d.officer AND p.id = (
        SELECT max(q.id) FROM people q WHERE q.person = p.person)
    WHERE (d.direction = 'approve_over_decline'
        OR (d.direction IS NOT NULL AND p.role IN ('officer', 'manager'))
        OR (d.outcome = 'approve' AND a.score < 540 AND p.role = 'officer')
        OR (d.outcome = 'approve' AND d.application_id = 2 AND p.role = 'officer'))
    AND NOT EXISTS (SELECT 1 FROM decision_details x JOIN signatures s
        ON s.proposal_id = x.proposal_id AND s.word = 'approved' WHERE x.decision_id = d.id)
"""
WRONG = {
    "a decision above authority without a second signature": UNSIGNED,
    "somebody signed an own proposal": """
        SELECT s.id FROM signatures s JOIN proposals p ON p.id = s.proposal_id
        WHERE s.word <> 'withdrawn' AND s.person = p.person""",
    "a signature in a session where the proposer had been": """
        SELECT s.id FROM signatures s JOIN proposals p ON p.id = s.proposal_id
        JOIN sign_ins i ON i.session = s.session AND i.person = p.person
        WHERE s.word <> 'withdrawn' AND i.event_seq < s.event_seq""",
    "a hard rule was set aside": """
        SELECT id FROM decisions WHERE application_id = 4 AND outcome = 'approve'""",
    "an override without reason": """
        SELECT id FROM decisions WHERE direction IS NOT NULL
        AND (coalesce(reason_code, '') = '' OR length(coalesce(justification, '')) < 15)""",
    "a decision without the model it rests on": """
        SELECT d.id FROM decisions d LEFT JOIN assessments a ON a.id = d.assessment_id
        LEFT JOIN strategies s ON s.sha256 = a.strategy_sha256 WHERE s.sha256 IS NULL""",
    "an administrator decided": """
        SELECT d.id FROM decisions d WHERE d.officer = 'Ada'""",
    "a case stands decided on nothing": """
        SELECT application_id FROM cases WHERE state IN ('decided', 'notified')
        AND decision_id IS NULL""",
    "two decisions stand on one case": """
        SELECT d.application_id FROM decisions d
        WHERE d.outcome <> 'refer'
        AND d.id NOT IN (SELECT decision_id FROM decision_undos)
        AND d.id NOT IN (SELECT decision_id FROM reopenings)
        GROUP BY d.application_id HAVING count(*) > 1""",
}
FORGERIES = (
    "UPDATE decisions SET officer = 'Lin'",
    "DELETE FROM signatures",
    "UPDATE people SET role = 'manager' WHERE person = 2",
    "UPDATE authority_roles SET amount_most = NULL",
    (
        "INSERT INTO signatures (id, proposal_id, application_id, person, session, word, "
        "signature, signed_at, event_seq, leaf) SELECT 90, id, application_id, 3, session, "
        "'approved', '', "
        "'2026-11-22T09:00:00.000000Z', event_seq, x'00' FROM proposals ORDER BY id DESC LIMIT 1"
    ),
    (
        "INSERT OR REPLACE INTO proposals SELECT id, application_id, assessment_id, 3, role, "
        "session, outcome, exposure, currency, said, proposed_at, event_seq, salt, leaf "
        "FROM proposals"
    ),
)
"""What somebody with the key and a database tool might try, fences up."""


class RuleWalk(RuleBasedStateMachine):
    """One store, one screen; anybody signs in, switches, starts anew, proposes, signs."""

    source = Path()
    steps = 0

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=os.environ.get("TMPDIR")))
        shutil.copytree(self.source, self.folder, dirs_exist_ok=True)
        self._home = os.environ.get("XDG_CONFIG_HOME", "")
        os.environ["XDG_CONFIG_HOME"] = str(self.folder)
        chosen = Settings(self.folder / "settings.toml")
        self.desk = Desk.open(self.folder / "store.db", settings=chosen)

    def lower(self, *fences: str) -> None:
        """Take fences down, for the wrong build; the end of the walk puts them up again."""
        self.lowered: list[str] = []
        with self.desk.store.writing("system") as step:
            step.record("store_made", "store", {})
            for name in fences:
                ddl = f"SELECT sql FROM sqlite_master WHERE name = '{name}'"
                self.lowered.append(step.connection.exec_driver_sql(ddl).scalar_one())
                step.connection.exec_driver_sql(f"DROP TRIGGER {name}")

    def _raise_again(self) -> None:
        with self.desk.store.writing("system") as step:
            step.record("store_made", "store", {})
            for ddl in self.lowered:
                step.connection.exec_driver_sql(ddl)

    def teardown(self) -> None:
        if hasattr(self, "lowered"):
            self._raise_again()
        if hasattr(self, "desk"):
            assert verify(self.desk.store).ok
            self.desk.close()
            os.environ["XDG_CONFIG_HOME"] = self._home
            shutil.rmtree(self.folder)

    @rule(name=NAMES)
    def switch_user(self, name: str) -> None:
        people.sign_in(self.desk, name, PASSWORDS[name])

    @rule(name=NAMES)
    def start_the_program_anew(self, name: str) -> None:
        self.desk.seat.signed, self.desk.seat.session = None, Seat().session
        people.sign_in(self.desk, name, PASSWORDS[name])

    @rule()
    def sign_out(self) -> None:
        people.sign_out(self.desk)

    @rule(case=CASES, choice=CHOICES)
    def decide(self, case: int, choice: Choice) -> None:
        self._try(lambda seen: decide.decide(self.desk, case, choice, seen_version=seen), case)

    @rule(case=CASES, choice=CHOICES)
    def decide_or_propose(self, case: int, choice: Choice) -> None:
        self._try(
            lambda seen: second_signature.decide_or_propose(
                self.desk, case, choice, seen_version=seen
            ),
            case,
        )

    @rule(case=CASES, choice=CHOICES)
    def propose(self, case: int, choice: Choice) -> None:
        self._try(
            lambda seen: second_signature.propose(self.desk, case, choice, seen_version=seen), case
        )

    @rule(case=CASES)
    def approve(self, case: int) -> None:
        self._try(lambda _seen: second_signature.approve(self.desk, case), case)

    @rule(case=CASES)
    def send_back(self, case: int) -> None:
        self._try(lambda _seen: second_signature.send_back(self.desk, case, remark="no"), case)

    @rule(case=CASES)
    def withdraw(self, case: int) -> None:
        self._try(lambda _seen: second_signature.withdraw(self.desk, case), case)

    @rule(case=CASES)
    def reopen(self, case: int) -> None:
        self._try(lambda _seen: second_signature.reopen(self.desk, case, "A paper came."), case)

    @rule(case=CASES)
    def undo(self, case: int) -> None:
        made = decide.case(self.desk, case).decision
        if made is not None:
            self._try(lambda _seen: decide.undo(self.desk, made), case)

    @rule(forgery=st.sampled_from(FORGERIES))
    def forge(self, forgery: str) -> None:
        try:
            with self.desk.store.writing(self.desk.officer(), now()) as step:
                changed = step.connection.exec_driver_sql(forgery).rowcount
                assert not changed, forgery
        except sa.exc.DBAPIError:
            pass

    def _try(self, call: Any, case: int) -> None:
        type(self).steps += 1
        with contextlib.suppress(WorkbenchError):
            call(decide.case(self.desk, case).version)

    @invariant()
    def nothing_wrong_stands(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.store.reading() as connection:
            for what, query in WRONG.items():
                assert connection.execute(sa.text(query)).all() == [], what


def walk(source: Path, *, examples: int, steps: int, start: int | None = None) -> int:
    """Walk over copies of an office; returns how many things were tried.

    The same `start` walks the same way.
    """
    RuleWalk.source, RuleWalk.steps = source, 0
    run_state_machine_as_test(
        RuleWalk if start is None else seed(start)(RuleWalk),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return RuleWalk.steps


def main() -> int:
    """Walk at least so many steps and say how many."""
    import pytest

    from tests.workflow.conftest import make_office

    asked = argparse.ArgumentParser()
    asked.add_argument("--steps", type=int, default=20_000)
    wanted = asked.parse_args().steps
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        make_office(Path(folder) / "office", patched)
        done = 0
        while done < wanted:
            done += walk(Path(folder) / "office", examples=40, steps=50)
            sys.stderr.write(f"{done}\n")
    sys.stdout.write(f"{done} steps, 0 violations\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
