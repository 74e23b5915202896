"""The child process that reads one file and may die of it: `python -m ... REQUEST.json`.

It reads with a limit on memory and time, and leaves its findings in the private folder of the
request: book.json (sheets, columns, notes) and cells-N.arrow, or a verdict.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.spreadsheets.child_processes import limit_this_process
from workbench.spreadsheets.sniffing import Format
from workbench.spreadsheets.verdicts import Unreadable, Verdict

BOOK = "book.json"


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks for. `path` is a private copy or link of the file, `folder` is where
    the findings go, `memory` is in bytes and `seconds` in processor time. With `careful`, nothing
    is read before the guards have looked through all of it."""

    path: str
    folder: str
    format: str
    name: str
    sheet: str | None = None
    password: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    memory: int = 0
    seconds: int = 0
    careful: bool = False

    def to_json(self) -> str:
        """The request as the child reads it."""
        return json.dumps(asdict(self))


def main(arguments: list[str]) -> int:
    """Read the requested file; 0 when findings or a verdict were left."""
    request = Request(**json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    limit_this_process(request.memory, request.seconds)
    try:
        found = _read(request)
    except Unreadable as refusal:
        found = {"verdict": refusal.why.verdict.value, "values": dict(refusal.why.values)}
    except MemoryError:
        found = {"verdict": Verdict.LIMIT.value, "values": {}}
    draft = Path(request.folder) / (BOOK + ".new")
    draft.write_text(json.dumps(found), encoding="utf-8")
    draft.replace(draft.with_name(BOOK))
    return 0


def _read(request: Request) -> dict[str, Any]:
    if request.format == Format.TEXT:
        from workbench.spreadsheets.text_intake import read_text

        return read_text(request)
    from workbench.spreadsheets.reading_ahead import Ahead, is_read_ahead

    large = not request.careful and is_read_ahead(Path(request.path), Format(request.format))
    ahead = Ahead(Path(request.path)) if large else None
    from workbench.spreadsheets.workbook_intake import read_workbook

    return read_workbook(request, ahead)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
