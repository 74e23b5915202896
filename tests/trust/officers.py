"""Fifty officers decide on one PostgreSQL store at once: nothing lost, one unbroken chain."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from tests.storage.conftest import Day
from tests.trust.figures import Figure, a_folder
from tests.trust.two_programs import decide, decide_unseen
from workbench.errors import ChangedMeanwhile, StoreLocked
from workbench.storage import tables
from workbench.storage.store import Store
from workbench.storage.verification import verify

SERVER = os.environ.get("WORKBENCH_TEST_POSTGRESQL", "")
PROGRAMS, OFFICERS, CASES = 5, 10, 200


def run(share: float, seed: int) -> Figure | None:
    """50 officers x 200 decisions (a share of them). None without a server."""
    if not SERVER:
        return None
    each = max(6, int(200 * share))
    told, sound, lost, p99 = _day(each, seed, "seen")
    _told, _sound, lost_then, _p99 = _day(each, seed, "unseen")
    tried = PROGRAMS * OFFICERS * each
    trouble = told["locked"] + told["crashed"] + lost + (0 if sound else tried)
    return Figure(
        "T5b fifty officers, PostgreSQL",
        tried,
        tried - trouble,
        "0 lost, chain whole",
        lost_then > 0,
        f"p99 {p99:.0f} ms, {told['changed']} honest conflicts; unseen loses {lost_then}",
        seed,
    )


def _day(each: int, seed: int, how: str) -> tuple[Counter[str], bool, int, float]:
    name = f"workbench_{uuid.uuid4().hex}"
    url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    _on_server(f"CREATE DATABASE {name}")
    try:
        with a_folder() as folder, Store.open(url, key_folder=folder) as store:
            day = Day(store, folder)
            day.add(CASES)
            day.assess(count=CASES)
            told, times = _all_at_once(url, folder, each, seed, how)
            with store.reading() as connection:
                total = sa.select(sa.func.sum(tables.cases.c.version))
                versions = int(connection.execute(total).scalar_one())
            sound = verify(store).ok
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")
    p99 = statistics.quantiles(times, n=100)[98]
    return told, sound, told["decided"] - (versions - 2 * CASES), p99


def _on_server(statement: str) -> None:
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(statement))
    server.dispose()


def _all_at_once(
    url: str, folder: Path, each: int, seed: int, how: str
) -> tuple[Counter[str], list[float]]:
    command = [sys.executable, "-m", "tests.trust.officers", url, str(folder), str(each), how]
    programs = [
        subprocess.Popen([*command, str(seed + n)], stdout=subprocess.PIPE, text=True)
        for n in range(PROGRAMS)
    ]
    told: Counter[str] = Counter()
    times: list[float] = []
    for program in programs:
        said, _nothing = program.communicate()
        if program.returncode:
            told["crashed"] += 1
            continue
        counted, took = json.loads(said)
        told.update(counted)
        times += took
    return told, times


def main() -> None:
    """Ten officers in one program, each with a connection of his own."""
    url, folder, each, how, seed = sys.argv[1:]
    told: Counter[str] = Counter()
    times: list[float] = []

    def work(dice: random.Random) -> None:
        with Store.open(url, key_folder=Path(folder)) as store:
            day = Day(store, Path(folder))
            for _n in range(int(each)):
                began = time.perf_counter()
                told[_try(day, dice.randint(1, CASES), how)] += 1
                times.append(1000 * (time.perf_counter() - began))

    officers = [
        threading.Thread(target=work, args=(random.Random(1000 * int(seed) + n),))
        for n in range(OFFICERS)
    ]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    sys.stdout.write(json.dumps([told, times]))


def _try(day: Day, case: int, how: str) -> str:
    try:
        (decide if how == "seen" else decide_unseen)(day, case)
    except ChangedMeanwhile:
        return "changed"
    except StoreLocked:
        return "locked"
    return "decided"


if __name__ == "__main__":
    main()
