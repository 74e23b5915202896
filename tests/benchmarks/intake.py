"""Intake and export of 100,000 rows by 25 columns, against openpyxl on the same cells."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
from openpyxl import Workbook, load_workbook

from workbench.credit.facts import dictionary
from workbench.settings import Settings
from workbench.spreadsheets.convert import convert
from workbench.spreadsheets.decisions_workbook import write_decisions
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.read import read
from workbench.storage.store import Store
from workbench.workflow import intake
from workbench.workflow.desk import Desk

ROWS, FEW, MANY = 100_000, 5_000, 1_000_000
_READ_MANY = """
import resource, sys
from pathlib import Path
from workbench.credit.facts import dictionary
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.read import read
sheet = read(Path(sys.argv[1])).chosen
facts = every_row(sheet, match(sheet, dictionary()), dictionary(), currency="USD")
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(facts.height, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
_PURPOSES = ("debt_consolidation", "credit_card", "home_improvement", "car", "other", "medical")
_YEARS = ("< 1 year", "1 year", "3 years", "5 years", "8 years", "10+ years", "n/a")


def applications(count: int, seed: int = 7) -> pl.DataFrame:
    """Made-up applications in the shape of a lender's export: 25 columns, no two rows alike."""
    chance = random.Random(seed)
    day = dt.date(1990, 1, 1)
    rows = range(count)

    def some(most: int, zeros: float = 0.0) -> list[int]:
        return [0 if chance.random() < zeros else chance.randint(1, most) for _ in rows]

    return pl.DataFrame(
        {
            "loan_amnt": [chance.randint(20, 1_600) * 25 for _ in rows],
            "term": [chance.choice((36, 60)) for _ in rows],
            "purpose": [chance.choice(_PURPOSES) for _ in rows],
            "emp_length": [chance.choice(_YEARS) for _ in rows],
            "home_ownership": [chance.choice(("RENT", "OWN", "MORTGAGE")) for _ in rows],
            "annual_inc": [18_000.0 + i for i in rows],
            "verification_status": [chance.choice(("Verified", "Not Verified")) for _ in rows],
            "addr_state": [chance.choice(("NY", "CA", "TX", "OH", "GA")) for _ in rows],
            "dti": [round(chance.uniform(0.5, 29.9), 2) for _ in rows],
            "delinq_2yrs": some(3, 0.9),
            "earliest_cr_line": [day + dt.timedelta(days=30 * n) for n in some(200)],
            "inq_last_6mths": some(4, 0.5),
            "mths_since_last_delinq": [n or None for n in some(80, 0.6)],
            "mths_since_last_record": [n or None for n in some(110, 0.95)],
            "open_acc": some(25),
            "pub_rec": some(2, 0.95),
            "pub_rec_bankruptcies": some(1, 0.97),
            "revol_bal": some(90_000),
            "revol_util": [round(chance.random(), 3) for _ in rows],
            "total_acc": some(60),
            "acc_now_delinq": some(1, 0.99),
            "collections_12_mths_ex_med": some(1, 0.99),
            "tax_liens": some(1, 0.99),
            "issue_d": [dt.date(2026, 11, 1)] * count,
            "meets_policy": [chance.random() < 0.9 for _ in rows],
        }
    )


def run(quick: bool) -> list[tuple[str, float, str]]:
    """(what, ratio, how it reads) per measurement; below 1 is quicker than openpyxl."""
    count = FEW if quick else ROWS
    frame = applications(count)
    with tempfile.TemporaryDirectory() as folder:
        source, ours, theirs = (Path(folder) / f"{name}.xlsx" for name in ("in", "ours", "theirs"))
        plain = _timed(lambda: _write_by_openpyxl(frame, theirs))
        quick_one = _timed(lambda: _write(frame, ours))
        theirs.rename(source)
        typed = _timed(lambda: _take_in(source, count))
        stored = _timed(lambda: _store(source, count, Path(folder)))
        read_only = _timed(lambda: _read_by_openpyxl(source, count))
    size = f"{count:,} x {frame.width}"
    return [
        (
            f"intake read and typed, {size}",
            typed / read_only,
            f"{typed:.2f} s to {read_only:.2f} s",
        ),
        (
            f"intake stored and journalled, {size}",
            stored / read_only,
            f"{stored:.2f} s to {read_only:.2f} s: read, typed, checked, stored, journalled",
        ),
        (f"export, {size}", quick_one / plain, f"{quick_one:.2f} s to {plain:.2f} s"),
        _many_rows(MANY // 20 if quick else MANY),
    ]


def _many_rows(count: int) -> tuple[str, float, str]:
    """The most memory that reading and typing a long .csv takes, of 2 GiB: ours, or the child's."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "many.csv"
        applications(50_000).drop("annual_inc").write_csv(file)
        body = file.read_bytes().partition(b"\n")[2]
        with file.open("ab") as more:
            for _n in range(count // 50_000 - 1):
                more.write(body)
        began = time.perf_counter()
        said = subprocess.run(
            [sys.executable, "-c", _READ_MANY, str(file)], capture_output=True, check=True
        ).stdout
        took, size = time.perf_counter() - began, file.stat().st_size >> 20
    rows, own, child = map(int, said.split())
    assert rows == count
    note = f"{size} MB in {took:.0f} s; child {child >> 10} MiB, program {own >> 10} MiB"
    return f".csv of {count:,} x 24, memory / 2 GiB", max(own, child) / 2**21, note


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _write_by_openpyxl(frame: pl.DataFrame, out: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Applications")
    sheet.append(frame.columns)
    for row in frame.iter_rows():
        sheet.append(row)
    book.save(out)


def _write(frame: pl.DataFrame, out: Path) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        yield from frame.iter_rows()

    assert write_decisions(rows(), frame.columns, [("Rows", frame.height)], out) == frame.height


def _take_in(path: Path, count: int) -> None:
    sheet, facts = read(path).chosen, dictionary()
    found = convert(sheet, match(sheet, facts), facts, currency="USD")
    assert found.ready_count == count


def _store(path: Path, count: int, folder: Path) -> None:
    """The whole of an import, as `workbench import` does it, into a store of its own."""
    with Store.open(folder / "store.db", key_folder=folder) as store:
        desk = Desk(store, Settings(folder / "settings.toml"))
        result, _intake = intake.import_file(desk, path, product="personal-loan")
    assert result.ready == count


def _read_by_openpyxl(path: Path, count: int) -> None:
    sheet = load_workbook(path, read_only=True).active
    assert sum(1 for _row in sheet.iter_rows(values_only=True)) == count + 1
