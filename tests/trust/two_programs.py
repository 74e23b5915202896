"""Eight programs decide on one store at once: nothing locked out, lost, or decided twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from workbench.errors import ChangedMeanwhile, StoreLocked
from workbench.storage import decisions, history, queue, tables
from workbench.storage.verification import verify

PROGRAMS = 8
CASES = 40


def run(share: float, seed: int) -> Figure:
    """8 programs x 500 steps (a share of them) on one file."""
    each = max(40, int(500 * share))
    with a_folder() as folder:
        told = _all_at_once(folder, each, seed, "seen")
        sound, lost = _accounts(folder, told)
    with a_folder() as folder:
        wrong = _all_at_once(folder, each, seed, "unseen")
        _sound, lost_then = _accounts(folder, wrong)
    tried = PROGRAMS * each
    trouble = told["locked"] + told["crashed"] + lost + (0 if sound else tried)
    return Figure(
        "T5 eight programs, one store",
        tried,
        tried - trouble,
        "0 locked, lost, crashed",
        lost_then > 0,
        f"{told['decided']} decided, {told['changed']} honest conflicts; unseen loses {lost_then}",
        seed,
    )


def _all_at_once(folder: Path, each: int, seed: int, how: str) -> Counter[str]:
    with operations.opened(folder) as store:
        day = Day(store, folder)
        day.add(CASES)
        day.assess(count=CASES)
    command = [sys.executable, "-m", "tests.trust.two_programs", str(folder), str(each), how]
    programs = [
        subprocess.Popen([*command, str(seed + n)], stdout=subprocess.PIPE, text=True)
        for n in range(PROGRAMS)
    ]
    told: Counter[str] = Counter()
    for program in programs:
        said, _nothing = program.communicate()
        told.update(json.loads(said) if program.returncode == 0 else {"crashed": 1})
    return told


def _accounts(folder: Path, told: Counter[str]) -> tuple[bool, int]:
    """Whether the record holds, and how many acknowledged changes of a case left no trace."""
    with operations.opened(folder) as store:
        found = verify(store)
        with store.reading() as connection:
            versions = connection.execute(sa.select(sa.func.sum(tables.cases.c.version))).scalar()
    return found.ok, told["decided"] - (int(versions or 0) - 2 * CASES)


def main() -> None:
    """Decide on random cases as this program sees them; refer, so that they stay open."""
    folder, each, how, seed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    dice = random.Random(seed)
    told: Counter[str] = Counter()
    with operations.opened(folder) as store:
        day = Day(store, folder)
        for _n in range(each):
            case = dice.randint(1, CASES)
            try:
                (decide if how == "seen" else decide_unseen)(day, case)
                told["decided"] += 1
            except ChangedMeanwhile:
                told["changed"] += 1
            except StoreLocked:
                told["locked"] += 1
    sys.stdout.write(json.dumps(told))


def decide(day: Day, case: int) -> None:
    """A decision on the case as it is seen now."""
    seen = queue.version(day.store, case)
    decisions.add_decision(day.store, day.decision(case, "refer"), seen)


def decide_unseen(day: Day, case: int) -> None:
    """The wrong build: what was read before is written back, whoever was there meanwhile."""
    seen = queue.version(day.store, case)
    history.history(day.store, case)
    with day.store.writing("Lin Mei") as step:
        step.record("decided", f"A-{case:06d}", {})
        step.connection.execute(
            sa.update(tables.cases)
            .where(tables.cases.c.application_id == case)
            .values(version=seen + 1)
        )


if __name__ == "__main__":
    main()
