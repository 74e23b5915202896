"""`python -m tests.corpus FOLDER`: intake over every file of a folder of strange spreadsheets.

Each file must end, within 30 seconds and 2 GiB, in a preview or in one of the known sentences.
Prints a table; exit status 1 when a bar is missed. With an index.csv that records what other
readers saw in a file, cells they saw and we lost must come with a visible warning. As many files
are under way at once as there are processors, each in a child process of its own.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workbench.credit.facts import dictionary
from workbench.errors import FileNotReadable, Severity, WorkbenchError
from workbench.i18n import _
from workbench.spreadsheets.convert import convert
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.read import Workbook, read
from workbench.spreadsheets.sheet import CellKind
from workbench.spreadsheets.verdicts import SENTENCES, Why

SECONDS, MEMORY_KIB = 30.0, 2 * 2**20
BUG, RAW, LOST = "bug", "raw text", "lost without a word"
ERRORS = re.compile(r"[^;]*err->cal blank[^;]*")
BLANK = re.compile(r"cal blank, other [a-rt-z][^;]*")
UNCOMPUTED = re.compile(r"uncached-formulas[^;]*")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: str
    kind: str
    ending: str
    seconds: float
    rows: int = 0
    told: int = 0
    fault: str = ""


def files_of(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every file, with its line of index.csv where there is one."""
    index = folder / "index.csv"
    if index.is_file():
        with index.open(encoding="utf-8", newline="") as stream:
            for line in csv.DictReader(stream):
                yield folder / line["path"], line
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, {}


def take_in(path: Path, line: dict[str, str], *, whole: bool) -> Outcome:
    """Read one file as the program does, and with `whole` also match and convert it."""
    kind, start = line.get("kind") or path.suffix.lower(), time.monotonic()
    try:
        book = read(path)
        if whole:
            facts = dictionary()
            convert(book.chosen, match(book.chosen, facts), facts, currency="USD")
    except FileNotReadable as refusal:
        ending, fault = _verdict(refusal)
        return Outcome(str(path), kind, ending, time.monotonic() - start, fault=fault)
    except WorkbenchError as refusal:
        return Outcome(str(path), kind, type(refusal).__name__, time.monotonic() - start)
    except Exception as bug:  # noqa: BLE001 -- the run goes on; the table names it
        return Outcome(str(path), kind, BUG, time.monotonic() - start, fault=repr(bug)[:200])
    seconds, said = time.monotonic() - start, told(book)
    fault = "" if said or not loses(line) else f"{LOST}: {loses(line)}"
    return Outcome(str(path), kind, "preview", seconds, book.chosen.cells.height, said, fault)


def loses(line: dict[str, str]) -> str:
    """Which cells another reader saw that the one asked first here does not, by the index.

    Old workbooks are read by xlrd, which sees what calamine takes for blank. Text that calamine
    alone takes for blank is nothing but spaces.
    """
    told = line.get("reader_disagreements") or ""
    found = ERRORS.findall(told)
    if not line["path"].lower().endswith(".xls"):
        found += BLANK.findall(told)
    return "; ".join([*found, *UNCOMPUTED.findall(line.get("traits") or "")])


def _verdict(refusal: FileNotReadable) -> tuple[str, str]:
    why = refusal.values["why"]
    if isinstance(why, Why) and why.verdict in SENTENCES and _(SENTENCES[why.verdict]):
        return why.verdict.value, ""
    return RAW, str(why)


def told(book: Workbook) -> int:
    """How many things the preview warns of: notes, error cells and uncomputed formulas."""
    sheet = book.chosen
    notes = sum(note.severity is not Severity.INFO for note in sheet.notes)
    cells = 0
    for column in sheet.columns:
        kinds = sheet.kind_of(column.letter)
        cells += int(kinds.is_in([CellKind.ERROR, CellKind.NOT_COMPUTED]).sum())
    return notes + cells


def report(outcomes: list[Outcome]) -> int:
    """Print the table; the number of missed bars."""
    kinds = sorted({one.kind for one in outcomes})
    endings = [ending for ending, _n in Counter(one.ending for one in outcomes).most_common()]
    counted = Counter((one.kind, one.ending) for one in outcomes)
    print(f"{'kind':<22}" + "".join(f"{ending:>15}" for ending in endings))
    for kind in kinds:
        print(f"{kind:<22}" + "".join(f"{counted[kind, ending]:>15}" for ending in endings))
    totals = Counter(one.ending for one in outcomes)
    print(f"{'all':<22}" + "".join(f"{totals[ending]:>15}" for ending in endings))
    slow = [one for one in outcomes if one.seconds > SECONDS]
    for one in (*slow, *(one for one in outcomes if one.fault)):
        print(f"{one.seconds:6.1f} s  {one.ending}  {one.path}  {one.fault}")
    return _bars(outcomes, len(slow))


def _bars(outcomes: list[Outcome], slow: int) -> int:
    """Print what is measured against the bars; how many files, or sizes, miss one."""
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bugs = sum(one.ending == BUG for one in outcomes)
    raw = sum(one.ending == RAW for one in outcomes)
    lost = sum(one.fault.startswith(LOST) for one in outcomes)
    slowest = max((one.seconds for one in outcomes), default=0.0)
    print(
        f"{len(outcomes)} files: {bugs} deaths, {slow} hangs, {raw} raw texts, "
        f"{lost} silent losses; slowest {slowest:.1f} s; largest child {largest >> 10} MiB; "
        f"this process {own >> 10} MiB"
    )
    return slow + bugs + raw + lost + (max(largest, own) > MEMORY_KIB)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th file only")
    parser.add_argument("--quick", action="store_true", help="read only, without converting")
    parser.add_argument("--list", type=Path, help="write one line per file to this .csv")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="files under way at once")
    asked = parser.parse_args()
    files = list(files_of(asked.folder))[:: asked.every]
    outcomes = []
    with ThreadPoolExecutor(asked.jobs) as at_once:
        for one in at_once.map(partial(take_in, whole=not asked.quick), *zip(*files, strict=True)):
            outcomes.append(one)
            if sys.stderr.isatty():
                print(f"\r{len(outcomes)}", end="", file=sys.stderr)
    if asked.list:
        with asked.list.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerows(
                (o.path, o.kind, o.ending, f"{o.seconds:.2f}", o.rows, o.told, o.fault)
                for o in outcomes
            )
    return 1 if report(outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
