"""`python -m tests.faulty_strategies [--quick]`: strategies made up by a seed, one fault in each.

Every fault must be reported in its own words, and none may crash the check. Prints a table of
fault, how often it was sown, and how often it was found.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter

from tests.sown_faults import FAULTS, Fault, made_up
from workbench.i18n import Language
from workbench.scoring.check import check, urged
from workbench.scoring.strategy_tree import to_text

WHOLE, QUICK = 10_000, 260


def trial(number: int) -> tuple[Fault, str]:
    """The fault sown in the numbered strategy, and what the check says, line by line."""
    draw = random.Random(number)
    fault = FAULTS[number % len(FAULTS)]
    tree = made_up(draw)
    fault.sow(tree, draw)
    text = to_text(tree).replace(*fault.in_text) if fault.in_text[0] else to_text(tree)
    return fault, "\n".join(one.text(Language.EN) for one in (*check(text), *urged(text)))


def is_found(fault: Fault, said: str) -> bool:
    """Whether the check said what it must of a fault."""
    return bool(said) and fault.said in said


def main() -> int:
    """Sow and check; 1 when a fault was missed."""
    asked = argparse.ArgumentParser(prog="python -m tests.faulty_strategies")
    asked.add_argument("--quick", action="store_true", help=f"{QUICK} instead of {WHOLE:,}")
    count = QUICK if asked.parse_args().quick else WHOLE
    sown: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for number in range(count):
        fault, said = trial(number)
        sown[fault.name] += 1
        found[fault.name] += is_found(fault, said)
    for name in sown:
        missed = "" if sown[name] == found[name] else "  MISSED"
        print(f"{name:<36} {sown[name]:>6} {found[name]:>6}{missed}")
    print(f"{'in all':<36} {sown.total():>6} {found.total():>6}")
    return 0 if sown == found else 1


if __name__ == "__main__":
    sys.exit(main())
