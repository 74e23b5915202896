"""The child process that reads every cell of a small workbook: `python -m ... REQUEST.json`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from workbench.spreadsheets import guards
from workbench.spreadsheets.child_processes import MEMORY, limit_this_process
from workbench.spreadsheets.office_reading import CalamineBook
from workbench.spreadsheets.verdicts import Unreadable, Verdict

CELLS = "sheets.json"
_SECONDS = 20


def main(arguments: list[str]) -> int:
    """Leave the cells of every sheet, or a verdict, in the folder of the request."""
    asked = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limit_this_process(MEMORY, _SECONDS)
    try:
        found: dict[str, Any] = {"sheets": _sheets(Path(asked["path"]))}
    except Unreadable as refusal:
        found = {"verdict": refusal.why.verdict.value, "values": dict(refusal.why.values)}
    except (MemoryError, OSError, ValueError):
        found = {"verdict": Verdict.BROKEN.value, "values": {}}
    Path(asked["folder"], CELLS).write_text(json.dumps(found), encoding="utf-8")
    return 0


def _sheets(path: Path) -> dict[str, list[list[list[str]]]]:
    scans = guards.check_zip(path)
    book = CalamineBook(path, lambda: scans)
    return {
        head.name: [[_cell(cell) for cell in row] for row in book.grid(head.name).rows]
        for head in book.heads()
        if not head.chart
    }


def _cell(value: object) -> list[str]:
    """A cell as a pair: its kind, and its value as text that keeps every digit."""
    if isinstance(value, bool):
        return ["yes_no", str(value)]
    if isinstance(value, int | float):
        return ["number", repr(value)]
    if isinstance(value, dt.datetime):
        return ["date", value.date().isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    return ["text", str(value)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
