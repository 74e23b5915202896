"""`python -m tests.benchmarks.develop DATA TARGET [--leave-out COLUMN…]`: the time to develop a
card from a labelled table against that of fitting interpret's EBM on the same rows and columns."""

from __future__ import annotations

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from workbench.scoring.develop.additive import fit_with_made
from workbench.scoring.develop.labelled import Labelled, make_ready
from workbench.scoring.develop.points_card import Rows, make_card
from workbench.scoring.develop.rivals import explainable_boosting
from workbench.workflow.develop import labelled_table


def run(ready: Labelled) -> list[tuple[str, float, str]]:
    """Name, ratio, and what was measured; without interpret only our own seconds."""
    began = time.perf_counter()
    made = fit_with_made(ready.frame, ready.bad, ready.fields)
    make_card(made, Rows.of(ready.frame, ready.bad))
    ours = time.perf_counter() - began
    told = f"{len(ready.bad):,} rows, {len(ready.fields)} columns in {ours:.1f} s"
    if find_spec("interpret") is None:
        return [("develop, seconds", ours, told)]
    began = time.perf_counter()
    explainable_boosting(ready.frame, ready.bad, ready.fields)
    theirs = time.perf_counter() - began
    return [("develop / interpret EBM", theirs / ours, f"{told}; the EBM in {theirs:.1f} s")]


def main() -> int:
    """Print one line a ratio."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.develop")
    asked.add_argument("data", type=Path)
    asked.add_argument("target")
    asked.add_argument("--leave-out", nargs="*", default=[], metavar="COLUMN")
    chosen = asked.parse_args()
    table = labelled_table(chosen.data)
    for what, ratio, note in run(make_ready(table, chosen.target, exclude=chosen.leave_out)):
        sys.stdout.write(f"{what:<44} {ratio:10.2f}   {note}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
