"""A walk around the rules by four people on one screen, and the same walk where one is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trust.figures import Figure, a_folder
from tests.workflow.conftest import make_office
from tests.workflow.rule_walk import RuleWalk, walk
from tests.workflow.test_second_signature import OVERRIDE
from workbench.workflow import second_signature

STEPS, QUICK = 20_000, 0.05


def run(share: float, seed: int) -> Figure:
    """20,000 steps in any order (a share of them), with forgeries by SQL among them."""
    wanted, done, held = max(60, int(STEPS * share)) if share > QUICK else 60, 0, True
    with a_folder() as folder, pytest.MonkeyPatch.context() as patched:
        office = folder / "office"
        make_office(office, patched)
        while done < wanted and held:
            try:
                done += walk(office, examples=4, steps=25)
            except AssertionError as fault:
                held = False
                print(f"        {fault}")
        red = _own_proposals_pass(office, patched)
    return Figure(
        "T12 rules walked around",
        done,
        done if held else 0,
        "nothing wrong stands",
        red,
        "without the check and its fences own proposals pass",
        seed,
    )


def _own_proposals_pass(office: Path, patched: pytest.MonkeyPatch) -> bool:
    walker = RuleWalk()
    RuleWalk.source = office
    walker.open()
    with walker.desk.store.writing("system") as step:
        step.record("store_made", "store", {})
        for name in ("own", "session", "role", "open", "limits"):
            step.connection.exec_driver_sql(f"DROP TRIGGER signatures_{name}")
    patched.setattr(second_signature, "objections_to_sign", lambda *_all: iter(()))
    walker.start_the_program_anew("lin")
    walker.propose(3, OVERRIDE)
    walker.approve(3)
    try:
        walker.nothing_wrong_stands()
    except AssertionError:
        return True
    finally:
        walker.teardown()
    return False
