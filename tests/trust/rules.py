"""A walk around the rules by four people on one screen, and the same walk where one is gone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.trust.figures import Figure, a_folder
from tests.trust.workers import CORES, in_a_child, spread
from tests.workflow.conftest import at_the_office, make_office
from tests.workflow.people_at_work import Office
from tests.workflow.rule_walk import RuleWalk, walk
from tests.workflow.test_second_signature import OVERRIDE
from workbench.workflow import second_signature

STEPS, QUICK = 20_000, 0.05


def run(share: float, seed: int) -> Figure:
    """20,000 steps in any order (a share of them), with forgeries by SQL among them."""
    wanted = max(60, int(STEPS * share)) if share > QUICK else 60
    with a_folder() as folder, pytest.MonkeyPatch.context() as patched:
        office = folder / "office"
        in_a_child(lambda: make_office(office, patched))
        at_the_office(office, patched)
        Office(office).desk("ada").close()  # the key opens to a password, once for all workers
        parts = spread(
            lambda worker: _walked(office, -(-wanted // CORES), seed + 1_000 * worker),
            range(CORES),
        )
        red = _own_proposals_pass(office, patched)
    for _done, fault in parts:
        print(f"        {fault}" * bool(fault), end="", file=sys.stderr)
    done = sum(done for done, _fault in parts)
    return Figure(
        "T12 rules walked around",
        done,
        0 if any(fault for _done, fault in parts) else done,
        "nothing wrong stands",
        red,
        "without the check and its fences own proposals pass",
        seed,
    )


def _walked(office: Path, wanted: int, seed: int) -> tuple[int, str]:
    """At least so many steps by one worker, and what stood at the end of a wrong one."""
    done = 0
    while done < wanted:
        try:
            done += walk(office, examples=8, steps=50, start=seed + done)
        except AssertionError as fault:
            return done, f"{fault}\n"
    return done, ""


def _own_proposals_pass(office: Path, patched: pytest.MonkeyPatch) -> bool:
    walker = RuleWalk()
    RuleWalk.source = office
    walker.open()
    walker.lower(*(f"signatures_{name}" for name in ("own", "session", "role", "open", "limits")))
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
