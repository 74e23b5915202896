"""`python -m tests.trust [--quick] [--seed N] [NAME…]`: one page of figures, each with its control.

Quick tries a share of every figure's attempts, within five minutes. Exit status 1 when one is
missed or a control does not fail.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
from functools import partial

from tests.trust.figures import Figure
from tests.trust.workers import spread

ALL = (
    "every_call",
    "upgrades",
    "busy_days",
    "power_cuts",
    "disk_full",
    "two_programs",
    "officers",
    "server_killed",
    "tamper",
    "signed_words",
    "every_column",
    "bit_flips",
    "copies",
    "canaries",
    "gone",
    "rules",
    "hostile_names",
    "bad_inputs",
    "launches",
    "build_facts",
)
QUICK = 0.02


def main() -> int:
    """Print the report."""
    asked = argparse.ArgumentParser(prog="python -m tests.trust")
    asked.add_argument("--quick", action="store_true", help="a share of the attempts")
    asked.add_argument("--share", type=float, default=None, help="the share, from 0 to 1")
    asked.add_argument("--seed", type=int, default=11)
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ALL)}")
    chosen = asked.parse_args()
    if unknown := [name for name in chosen.names if name not in ALL]:
        asked.error(f"there is no figure {', '.join(unknown)}; there are {', '.join(ALL)}")
    share = chosen.share or (QUICK if chosen.quick else 1.0)
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    missed = 0
    for name in chosen.names or ALL:
        (held,) = spread(partial(_holds, share, chosen.seed), [name])
        missed += not held
    return 1 if missed else 0


def _holds(share: float, seed: int, name: str) -> bool:
    """Print one figure; in a process of its own, whose threads the next one must not inherit."""
    began = time.perf_counter()
    figure: Figure | None = importlib.import_module(f"tests.trust.{name}").run(share, seed)
    if figure is None:
        print(f"-       {name}: not possible here", flush=True)
        return True
    print(f"{figure.line()} ({time.perf_counter() - began:.0f} s)", flush=True)
    return figure.ok


if __name__ == "__main__":
    sys.exit(main())
