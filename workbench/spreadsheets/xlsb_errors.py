"""Error cells of binary workbooks (.xlsb), which the reader hands out as blanks.

Only the records needed are understood ([MS-XLSB] 2.1.4): rows, error cells, and the list of
sheets. Whatever cannot be followed is passed over; the reader itself judges the file.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from defusedxml import ElementTree  # type: ignore[import-untyped]

from workbench.spreadsheets.guards import PartScan
from workbench.spreadsheets.sheet import letter_of

_ROW, _CELL_ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156
_SHOWN = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_LARGEST = 64 * 2**20


def error_scans(path: Path) -> dict[str, PartScan]:
    """Sheet name -> the error cells on it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {
                name: PartScan(errors=dict(_errors(archive.read(part))))
                for name, part in _sheets(archive)
                if archive.getinfo(part).file_size <= _LARGEST
            }
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, struct.error, IndexError):
        return {}


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 1 < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (data[at] & 0x7F) << 7, at + 1
        size, shift = 0, 0
        while shift < 28:
            byte, at = data[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _errors(data: bytes) -> Iterator[tuple[str, str]]:
    row = 0
    for kind, body in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
        elif kind in {_CELL_ERROR, _FORMULA_ERROR}:
            column = struct.unpack_from("<I", body)[0]
            yield f"{letter_of(column)}{row + 1}", _SHOWN.get(body[8], "#N/A")


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    for kind, body in _records(archive.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation, at = _text(body, 8)
            name, _end = _text(body, at)
            target = targets.get(relation, "")
            yield name, posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def _text(body: bytes, at: int) -> tuple[str, int]:
    count = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * count
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
