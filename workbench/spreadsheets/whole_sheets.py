"""Every cell of a small workbook, sheet by sheet, with its type: for tables that we wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.errors import FileNotReadable
from workbench.spreadsheets import guards
from workbench.spreadsheets.child_processes import run_child
from workbench.spreadsheets.read import private_folder
from workbench.spreadsheets.sheets_child import CELLS
from workbench.spreadsheets.sniffing import Format, sniff
from workbench.spreadsheets.verdicts import Unreadable, Verdict

Cell = Decimal | bool | date | str | None
_PATIENCE = 30.0


def read_cells(path: str | Path) -> Mapping[str, list[list[Cell]]]:
    """The rows of every sheet of an .xlsx workbook, from A1 on; a blank cell is None.

    Numbers keep the digits that Excel keeps (15). Raises FileNotReadable.
    """
    file = Path(path)
    try:
        if sniff(file) is not Format.XLSX:
            raise Unreadable(Verdict.NOT_SUPPORTED, format=file.suffix or file.name)
        guards.check_size(file, text=False)
        found = _read(file)
    except Unreadable as refusal:
        raise FileNotReadable(file=file.name, why=refusal.why) from None
    return {name: [list(map(_cell, row)) for row in rows] for name, rows in found.items()}


def _read(file: Path) -> dict[str, list[list[list[str]]]]:
    with private_folder() as folder:
        request = folder / "request.json"
        asked = {"path": str(file.resolve()), "folder": str(folder)}
        request.write_text(json.dumps(asked), encoding="utf-8")
        run_child("sheets_child", request, _PATIENCE)
        answer = folder / CELLS
        if not answer.exists():
            raise Unreadable(Verdict.LIMIT)
        found = json.loads(answer.read_text(encoding="utf-8"))
    if "verdict" in found:
        raise Unreadable(Verdict(found["verdict"]), **found["values"])
    sheets: dict[str, list[list[list[str]]]] = found["sheets"]
    return sheets


def _cell(pair: list[str]) -> Cell:
    kind, text = pair
    if kind == "number":
        number = Decimal(text)
        return Decimal(int(number)) if number == number.to_integral_value() else number
    if kind == "yes_no":
        return text == "True"
    if kind == "date":
        return date.fromisoformat(text)
    return text if text.strip() else None
