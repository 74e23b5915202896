"""`python -m tests.fuzz [--minutes 10]`: a coverage-guided fuzzer on value parsers and reader.

Needs atheris (`uv sync --group fuzz`; Linux and macOS). Half of the time goes to each target.
What breaks one is left in --found, to be kept under tests/fuzz_seeds, where it is a test.
Exit status 1 when something was found.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SEEDS = Path(__file__).parent / "fuzz_seeds"
TARGETS = ("values", "reader")
MISSING = (
    "The fuzzer needs atheris, which is not installed. Run “uv sync --group fuzz” "
    "(Linux or macOS) and try again. The kept seeds run with the tests without it."
)
LONGEST = {"values": 200, "reader": 60_000}


def main() -> int:
    """Fuzz every target in a process of its own; 1 when one of them broke, 2 without atheris."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--only", choices=TARGETS)
    asked.add_argument("--found", type=Path, default=Path("fuzz-found"))
    asked.add_argument("--target", choices=TARGETS, help=argparse.SUPPRESS)
    asked.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print(MISSING, file=sys.stderr)
        return 2
    if chosen.target:
        return _fuzz(chosen.target, chosen.rest)
    names = [chosen.only] if chosen.only else list(TARGETS)
    seconds = int(chosen.minutes * 60 / len(names))
    return max(_run(name, seconds, chosen.found) for name in names)


def _run(target: str, seconds: int, found: Path) -> int:
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for seed in (SEEDS / target).iterdir():
            shutil.copy(seed, corpus)
        call = [sys.executable, "-m", "tests.fuzz", "--target", target, "--", corpus]
        call += [f"-max_total_time={seconds}", f"-max_len={LONGEST[target]}", "-timeout=25"]
        call += [f"-artifact_prefix={found}/{target}-", "-rss_limit_mb=2048", "-verbosity=0"]
        status = subprocess.run([*call, "-print_final_stats=1"]).returncode
    broken = [one for one in found.glob(f"{target}-*") if "slow-unit" not in one.name]
    print(f"{target}: {seconds} s, {len(broken)} findings{' in ' + str(found) if broken else ''}")
    if not any(found.iterdir()):
        found.rmdir()
    return 1 if status or broken else 0


def _fuzz(target: str, rest: list[str]) -> int:
    import atheris

    with atheris.instrument_imports(include=["workbench.spreadsheets", "workbench.credit"]):
        from tests.fuzz_targets import TARGETS as CALLS
    for seed in (SEEDS / target).iterdir():
        CALLS[target](seed.read_bytes())  # what is imported on first use is no slow unit
    atheris.Setup([sys.argv[0], *rest], CALLS[target])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
