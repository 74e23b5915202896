from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.rule_walk import RuleWalk, walk
from workbench.workflow import second_signature


@pytest.mark.usefixtures("quick_passwords")
def test_no_order_of_steps_gets_around_the_rules(an_office: Path) -> None:
    assert walk(an_office, examples=4, steps=25) > 20


@pytest.mark.usefixtures("quick_passwords")
def test_the_walk_notices_a_rule_that_is_gone(
    an_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with the fences down and the check left out, own proposals pass."""
    walker = RuleWalk()
    RuleWalk.source = an_office
    walker.open()
    walker.lower(*(f"signatures_{name}" for name in ("own", "session", "role", "open", "limits")))
    monkeypatch.setattr(second_signature, "objections_to_sign", lambda *_all: iter(()))
    walker.start_the_program_anew("lin")
    from tests.workflow.test_second_signature import OVERRIDE

    walker.propose(3, OVERRIDE)
    walker.approve(3)
    with pytest.raises(AssertionError, match="own proposal"):
        walker.nothing_wrong_stands()
    walker.teardown()
