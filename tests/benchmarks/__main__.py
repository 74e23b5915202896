"""`python -m tests.benchmarks [--quick] [NAME…]`: every ratio, one line each."""

from __future__ import annotations

import argparse
import importlib
import sys
import time

ALL = ("intake", "storing", "assess", "letters", "accounts", "window", "queue")


def main() -> int:
    """Run the named benchmarks (all by default) and print `name  ratio  what it compares`."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("--quick", action="store_true", help="small data, for the gate")
    asked.add_argument("names", nargs="*", choices=[*ALL, []], default=[])
    chosen = asked.parse_args()
    for name in chosen.names or ALL:
        began = time.perf_counter()
        module = importlib.import_module(f"tests.benchmarks.{name}")
        for what, ratio, note in module.run(chosen.quick):
            print(f"{what:<44} {ratio:10.2f}   {note}", flush=True)
        print(f"  ({name}: {time.perf_counter() - began:.0f} s)", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
