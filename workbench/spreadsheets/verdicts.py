"""Why a file cannot be read: every sentence the reader may say, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workbench.i18n import N_, _


class Verdict(StrEnum):
    """One way in which a file cannot be read."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    FOLDER = "folder"
    EMPTY = "empty"
    LOCK_FILE = "lock_file"
    LOCKED = "locked"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 -- the name of a verdict
    WEB_PAGE = "web_page"
    NOT_SUPPORTED = "not_supported"
    POINTER = "pointer"
    BROKEN = "broken"
    TOO_BIG = "too_big"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    FAR_CELL = "far_cell"
    TOO_MANY_CELLS = "too_many_cells"
    DOCTYPE = "doctype"
    LIMIT = "limit"
    NO_DATA = "no_data"
    NO_SHEET = "no_sheet"
    ENCODING = "encoding"


SENTENCES: Mapping[Verdict, str] = {
    Verdict.MISSING: N_("There is no such file. Check the name, or choose the file again."),
    Verdict.FORBIDDEN: N_(
        "Another program holds this file, or it may not be read. Close it there and try again."
    ),
    Verdict.FOLDER: N_("This is a folder. Choose the spreadsheet inside it."),
    Verdict.EMPTY: N_("This file is empty (0 bytes). Ask for it again."),
    Verdict.LOCK_FILE: N_(
        "This is Excel's temporary lock file. Close Excel and choose the file without “~$”."
    ),
    Verdict.LOCKED: N_("This file has a password. Type it here, or save a copy without one."),
    Verdict.WRONG_PASSWORD: N_(
        "This password does not open the file. Type it again, or save a copy without one."
    ),
    Verdict.WEB_PAGE: N_(
        "The content is a web page, not a spreadsheet. Open it in Excel and save it as .xlsx."
    ),
    Verdict.NOT_SUPPORTED: N_("{format} is not read here. Open it and save it as .xlsx."),
    Verdict.POINTER: N_(
        "This is a placeholder that only points to the file. Download the file itself."
    ),
    Verdict.BROKEN: N_("The file is damaged or was cut off while copying. Ask for it again."),
    Verdict.TOO_BIG: N_(
        "The file has {size} MB; the limit is {limit} MB. Split it, or save it as .csv."
    ),
    Verdict.UNPACKS_TOO_BIG: N_(
        "The file unpacks to more than {limit} MB. Copy the table into a new workbook, or save "
        "it as .csv."
    ),
    Verdict.FAR_CELL: N_(
        "Cell {cell} on sheet “{sheet}” makes the table {rows} rows by {columns} columns large. "
        "Delete the empty rows and columns around the data and save."
    ),
    Verdict.TOO_MANY_CELLS: N_(
        "Sheet “{sheet}” has {cells} cells; the limit for workbooks is {limit}. Save it as .csv, "
        "which may be longer, and import that."
    ),
    Verdict.DOCTYPE: N_(
        "The file carries a document type declaration, which spreadsheets never need. "
        "Open it in Excel and save it as a new .xlsx."
    ),
    Verdict.LIMIT: N_(
        "This file could not be read safely and was stopped. Save it again as .xlsx and retry."
    ),
    Verdict.NO_DATA: N_(
        "No sheet with data ({empty} empty, {hidden} hidden, {charts} charts). "
        "Choose another file, or show the hidden sheet in Excel."
    ),
    Verdict.NO_SHEET: N_("There is no sheet of this name. The sheets are: {sheets}."),
    Verdict.ENCODING: N_(
        "The text is in an encoding that was not recognised. Save the file as CSV UTF-8."
    ),
}


@dataclass(frozen=True, slots=True)
class Why:
    """A verdict with its values; as text it is the sentence in the language spoken now."""

    verdict: Verdict
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        said: dict[str, Any] = dict(self.values)
        if "format" in said:
            said["format"] = _(str(said["format"]))
        return _(SENTENCES[self.verdict], **said)


class Unreadable(Exception):
    """Raised while reading; carries one of the known verdicts to whoever asked."""

    def __init__(self, verdict: Verdict, **values: object) -> None:
        super().__init__(verdict.value)
        self.why = Why(verdict, values)
