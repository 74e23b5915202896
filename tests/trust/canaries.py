"""Names and numbers of made-up people, looked for in everything the store writes."""

from __future__ import annotations

import random
import shutil

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.bit_flips import plain_copy
from tests.trust.figures import Figure, a_folder
from workbench.storage.backup import backup

CANARIES = 1_000


def run(share: float, seed: int) -> Figure:
    """A day with 1,000 people; every file (also while it is open) is searched for each."""
    del share
    dice = random.Random(seed)
    names = [f"Ana Example {n}" for n in range(1, CANARIES + 1)]
    dice.shuffle(names)
    with a_folder() as folder, a_folder() as seen:
        with operations.opened(folder) as store:
            day = Day(store, folder)
            day.whole(CANARIES)
            backup(store, folder / operations.COPY, actor="Lin Mei")
            shutil.copytree(folder, seen, dirs_exist_ok=True)
        written = b"".join(
            file.read_bytes()
            for place in (folder, seen)
            for file in sorted(place.rglob("*"))
            if file.is_file()
        )
        plain = plain_copy(folder)
    leaked = sum(name.encode() in written for name in names)
    bare = sum(name.encode() in plain for name in names)
    return Figure(
        "T13 names outside the store",
        CANARIES,
        CANARIES - leaked,
        "none readable",
        bare > 0,
        f"an unencrypted file shows {bare}",
        seed,
    )
