"""A past rewritten with all its seals, no witness left: what people signed tells of it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trust.figures import Figure, a_folder
from tests.workflow.conftest import make_office
from tests.workflow.forging import WAYS, Forger, a_signed_day, rewrite
from tests.workflow.people_at_work import Office
from workbench.storage import signature_proof
from workbench.storage.verification import verify


def run(share: float, seed: int) -> Figure:
    """100 careful forgeries of each of nine kinds (a share of them)."""
    dice = random.Random(seed)
    times = max(1, int(100 * share))
    with a_folder() as folder, pytest.MonkeyPatch.context() as patched:
        base = folder / "base"
        make_office(base, patched)
        a_signed_day(Office(base), 2)
        tried = [way for way in WAYS for _n in range(times)]
        dice.shuffle(tried)
        held = sum(_found(base, folder / "forged", patched, way) for way in tried)
        patched.setattr(signature_proof, "is_signed_by", lambda *_all: True)
        passed = sum(not _found(base, folder / "forged", patched, way) for way in WAYS)
    return Figure(
        "T8c forgeries against signatures",
        len(tried),
        held,
        "every one, at its entry",
        passed > 0,
        f"{len(WAYS)} kinds, chain made to fit; without the keys {passed} of {len(WAYS)} pass",
        seed,
    )


def _found(
    base: Path, folder: Path, patched: pytest.MonkeyPatch, way: Callable[[Forger], int]
) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    patched.setenv("XDG_CONFIG_HOME", str(folder))
    expected: list[int] = []

    def change(forger: Forger) -> None:
        expected.append(way(forger))

    with Office(folder).desk("ada") as desk:
        rewrite(desk.store, change)
        found = verify(desk.store)
    return not found.ok and found.first_bad == expected[0]
