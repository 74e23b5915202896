"""One sheet of an .xlsx workbook looked through cell by cell, for what its readers pass over.

A reader takes the text of a cell that names no text for the first one of the workbook, keeps
the last of two cells with one address, and makes room for a cell beyond the end of any sheet.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]

from workbench.errors import Place, Problem, Severity
from workbench.i18n import N_
from workbench.spreadsheets.layout import Merge
from workbench.spreadsheets.sheet import index_of, letter_of
from workbench.spreadsheets.verdicts import Unreadable, Verdict

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_TEXT_NUMBER = re.compile(r"\d{1,9}")
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14


@dataclass(slots=True)
class Look:
    """What stands on a sheet, by the cells' own names. `twice`: addresses that hold two values;
    `lost`: cells with something else than the number of a text, and what it is."""

    errors: dict[str, str] = field(default_factory=dict)
    not_computed: set[str] = field(default_factory=set)
    twice: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def notes(self, sheet: str) -> tuple[Problem, ...]:
        """What is said of cells that stand twice."""
        if not self.twice:
            return ()
        values = {"count": str(len(self.twice)), "first": self.twice[0]}
        place = Place(sheet=sheet)
        return (Problem("cells_twice", Severity.WARNING, place, _TWICE, values),)


_TWICE = N_(
    "Cells that stand twice in the file: {count}, first {first}. What was written "
    "last was read. Open the file in Excel, check these cells and save."
)


def look_closely(path: Path, part: str) -> Look:
    """Look through the part of an archive that holds a sheet.

    Raises Unreadable when it is damaged, has a cell where no sheet has one, or carries a
    document type.
    """
    found, filled = Look(), set[int]()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            for row, element in _rows(stream, found):
                for place, cell in _placed(element, row):
                    _take(cell, *place, found, filled)
    except DefusedXmlException:
        raise Unreadable(Verdict.DOCTYPE) from None
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError):
        raise Unreadable(Verdict.BROKEN) from None
    return found


def _rows(stream: object, found: Look) -> Iterator[tuple[int, Element]]:
    """Every row with its number, which follows the one before where none is written."""
    number = 0
    for _event, element in ElementTree.iterparse(stream, forbid_dtd=True):
        local = _local(element)
        if local == "row":
            written = element.get("r", "")
            number = int(written) if written.isdecimal() and len(written) <= 7 else number + 1
            yield number, element
            element.clear()
        elif local == "mergeCell":
            found.merges += _merge(element.get("ref", ""))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _merge(reference: str) -> list[Merge]:
    ends = [_ADDRESS.fullmatch(end) for end in reference.split(":")]
    places = [(int(end[2]) - 1, index_of(end[1])) for end in ends if end]
    return [(places[0], places[1])] if len(places) == len(ends) == 2 else []


def _placed(row: Element, number: int) -> Iterator[tuple[tuple[int, int], Element]]:
    """The cells of a row with their row and column, from 1."""
    column = 0
    for cell in row:
        if _local(cell) != "c":
            continue
        written = cell.get("r", "").strip()
        place = _place(written) if written else (number, column + 1)
        column = place[1]
        yield place, cell


def _place(written: str) -> tuple[int, int]:
    address = _ADDRESS.fullmatch(written.upper())
    row, column = (int(address[2]), index_of(address[1]) + 1) if address else (0, 0)
    if not (0 < row <= _LAST_ROW and 0 < column <= _LAST_COLUMN):
        raise Unreadable(Verdict.BROKEN)
    return row, column


def _take(cell: Element, row: int, column: int, found: Look, filled: set[int]) -> None:
    kind, parts = cell.get("t", "n"), {_local(part): part for part in cell}
    value, name = _value(parts), f"{letter_of(column - 1)}{row}"
    if not value:
        # a text formula with an empty result has been computed: it shows nothing
        if "f" in parts and not (kind == "str" and "v" in parts):
            found.not_computed.add(name)
        return
    place = row * _LAST_COLUMN + column
    if place in filled:
        found.twice.append(name)
    filled.add(place)
    if kind == "e":
        found.errors[name] = value.strip()
    elif kind == "s" and not _TEXT_NUMBER.fullmatch(value):
        found.lost[name] = value


def _value(parts: Mapping[str, Element]) -> str:
    if "is" in parts:
        return "".join(parts["is"].itertext())
    return (parts["v"].text or "") if "v" in parts else ""
