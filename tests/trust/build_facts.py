"""What the program stands on, and a program whose store stands on less."""

from __future__ import annotations

from unittest.mock import patch

from tests.trust.figures import Figure
from workbench.storage import engines
from workbench.workflow.self_check import selfcheck


def run(share: float, seed: int) -> Figure:
    """Every check of `workbench --selfcheck`."""
    del share
    checks = list(selfcheck())
    weak = tuple(p for p in engines.PRAGMAS if not p.startswith(("foreign_keys", "recursive")))
    with patch.object(engines, "PRAGMAS", weak):
        red = not all(good for _name, _value, good in selfcheck())
    return Figure(
        "T15 build facts",
        len(checks),
        sum(good for _name, _value, good in checks),
        "all as asserted",
        red,
        "without recursive triggers",
        seed,
    )
