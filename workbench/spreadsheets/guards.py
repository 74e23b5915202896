"""What is looked at before any reader may touch a file: sizes, chains and far cells."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from operator import lt
from pathlib import Path

from workbench.spreadsheets.sheet import index_of
from workbench.spreadsheets.verdicts import Unreadable, Verdict

LARGEST_WORKBOOK = 50 * 2**20
LARGEST_TEXT = 1024 * 2**20
LARGEST_UNPACKED = 600 * 2**20
LARGEST_PART = 600 * 2**20
MOST_PARTS = 5_000
MOST_CELLS = 20_000_000
MOST_FILLED = 10_000_000
WIDEST_EMPTY = 20
_FAR_JUMP = 1000
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT, _SMALL = 2, 5, 4096
_CHUNK = 1 << 20
_ENDS = (b"</row>", b"</c>", b"</x:c>")
_ODD_TEXT = re.compile(rb't="s"><v>(?!\d{1,9}<)')
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SHEET_PART = re.compile(r"^/?(.*/)?worksheets/[^/]+\.xml$", re.IGNORECASE)
_SHEET_ROOT = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
_LOOKED_AT = 4096
_PLAIN_ROW = re.compile(rb'row r="(\d{1,10})"')
_ROW = re.compile(rb"<(?:\w+:)?row [^>]*?\br=[\"'](\d{1,10})[\"']")
_FILLED = rb"(?:[^>]*[^/>])?>"
_WIDE_CELL = re.compile(rb" r=\"([A-Z]{2,8})(\d{1,10})\"" + _FILLED)
_FILLED_CELL = re.compile(rb"<(?:\w+:)?c r=[\"']([A-Z]{1,8})(\d{1,10})[\"']" + _FILLED)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).){0,4000}?<(?:\w+:)?v>([^<]{1,20})<",
    re.DOTALL,
)
_NOT_COMPUTED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_EMPTY_TEXT = re.compile(rb"^[^>]*\bt=[\"']str[\"'].*<(?:\w+:)?v\b", re.DOTALL)
"""A formula whose result is a text of no letters has been computed."""


@dataclass(slots=True)
class PartScan:
    """What a scan of one sheet part found, by the cells' own names ("D12"). A wide part is
    written in UTF-16, which the scan cannot look through and the first reader takes for empty.
    `ordered`: every row stands below the one before it."""

    size: int = 0
    cells: int = 0
    ordered: bool = True
    deepest: int = 0
    last_row: int = 0
    last_column: int = 26
    far_cell: str = ""
    plain: bool = True
    wide: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    not_computed: set[str] = field(default_factory=set)


def check_size(path: Path, *, text: bool) -> None:
    """Refuse a file past the limit before it is opened."""
    limit = LARGEST_TEXT if text else LARGEST_WORKBOOK
    size = path.stat().st_size
    if size > limit:
        raise Unreadable(Verdict.TOO_BIG, size=size >> 20, limit=limit >> 20)


def check_zip(path: Path) -> dict[str, PartScan]:
    """Unpack every part, counting, and look through the sheets; keys are part names in small
    letters.

    Raises Unreadable for bombs, encrypted or damaged parts, document types and far cells.
    """
    found: dict[str, PartScan] = {}
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts)
            for part in parts:
                size, scan = _look_through(archive, part)
                unpacked += size
                if unpacked > LARGEST_UNPACKED:
                    raise Unreadable(Verdict.UNPACKS_TOO_BIG, limit=LARGEST_UNPACKED >> 20)
                if scan is not None:
                    found[part.filename.lower()] = scan
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Unreadable(Verdict.BROKEN) from None
    return found


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(Verdict.UNPACKS_TOO_BIG, limit=LARGEST_UNPACKED >> 20)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(Verdict.LOCKED)


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, PartScan | None]:
    """The true size of a part and, where it holds a sheet, what was found on it."""
    size, tail, scan = 0, b"", None
    with archive.open(part) as stream:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            if size == 0:
                scan = _begun(part.filename, chunk)
            size += len(chunk)
            if size > LARGEST_PART:
                raise Unreadable(Verdict.UNPACKS_TOO_BIG, limit=LARGEST_PART >> 20)
            if scan is not None:
                tail = _scan_chunk(scan, tail + chunk)
    if scan is not None:
        scan.size = size
    return size, scan


def _begun(name: str, chunk: bytes) -> PartScan | None:
    """A scan for the part that begins like this, when it holds a sheet."""
    if not name.lower().endswith((".xml", ".rels")):
        return None
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        raise Unreadable(Verdict.DOCTYPE)
    if not _SHEET_PART.match(name) and not _SHEET_ROOT.search(chunk[:_LOOKED_AT]):
        return None
    plain = b"<worksheet" in chunk and b" r='" not in chunk
    return PartScan(plain=plain, wide=chunk.startswith(_WIDE))


def _scan_chunk(scan: PartScan, data: bytes) -> bytes:
    """Scan what is whole in the data; what may go on in the next chunk is handed back."""
    end = max((data.rfind(mark) + len(mark) for mark in _ENDS if mark in data), default=0)
    whole, rest = data[:end], data[end:]
    cells = whole.count(b"<c ")
    scan.plain = scan.plain and cells == whole.count(b'<c r="') and not _ODD_TEXT.search(whole)
    scan.cells += cells + (0 if scan.plain else whole.count(b":c "))
    _measure(scan, whole)
    if b't="e"' in whole or (not scan.plain and b"t='e'" in whole):
        scan.errors.update((m[1].decode(), m[2].decode()) for m in _ERROR.finditer(whole))
    if b"<f" in whole or (not scan.plain and b":f" in whole):
        found = _NOT_COMPUTED.finditer(whole)
        scan.not_computed.update(m[1].decode() for m in found if not _EMPTY_TEXT.search(m[0]))
    return rest


def _measure(scan: PartScan, data: bytes) -> None:
    """The last row and column with a value so far, and the cell far from those before it.

    Rows and cells that carry only a format do not count: no reader makes room for them.
    """
    rows = [int(digits) for digits in _PLAIN_ROW.findall(data)]
    plain = scan.plain and len(rows) == data.count(b"<row")
    if not plain:
        rows = [int(digits) for digits in _ROW.findall(data)]
    deepest = max(rows, default=0)
    scan.ordered = scan.ordered and _ascend([scan.deepest, *rows])
    scan.deepest = max(scan.deepest, deepest)
    if plain and deepest <= scan.last_row + len(rows) + _FAR_JUMP:
        scan.last_row = max(scan.last_row, deepest)
        filled = _WIDE_CELL.findall(data)
    else:
        filled = _FILLED_CELL.findall(data)
    for letters, digits in filled:
        column, row = index_of(letters.decode()) + 1, int(digits)
        if column > scan.last_column + _FAR_JUMP or row > scan.last_row + _FAR_JUMP:
            scan.far_cell = f"{letters.decode()}{row}"
        scan.last_column = max(scan.last_column, column)
        scan.last_row = max(scan.last_row, row)


def _ascend(rows: list[int]) -> bool:
    return all(map(lt, rows, rows[1:]))


def check_extent(scan: PartScan, sheet: str) -> None:
    """Refuse a sheet that no memory holds: for its cells, or for one cell far from the others."""
    if scan.cells > MOST_FILLED:
        raise Unreadable(
            Verdict.TOO_MANY_CELLS,
            sheet=sheet,
            cells=f"{scan.cells:,}",
            limit=f"{MOST_FILLED:,}",
        )
    area = scan.last_row * scan.last_column
    if area > MOST_CELLS and area > WIDEST_EMPTY * max(scan.cells, 1):
        raise Unreadable(
            Verdict.FAR_CELL,
            cell=scan.far_cell or f"A{scan.last_row}",
            sheet=sheet,
            rows=f"{scan.last_row:,}",
            columns=f"{scan.last_column:,}",
        )


def check_chains(path: Path) -> None:
    """Walk the sector chains of an OLE file, so that a loop never reaches a reader.

    Raises Unreadable when the tables are cut off or a chain runs in a circle.
    """
    data = path.read_bytes()
    if len(data) < 512:
        raise Unreadable(Verdict.BROKEN)
    try:
        chains = _Chains(data)
        for start in chains.starts():
            chains.walk(start)
    except (struct.error, IndexError, ValueError):
        raise Unreadable(Verdict.BROKEN) from None


class _Chains:
    """The allocation table of an OLE file ([MS-CFB] 2.2-2.6)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
        self.table = [entry for sector in self._table_sectors() for entry in self._numbers(sector)]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        start = (sector + 1) * self.size
        count = len(self.data[start : start + self.size]) // 4
        return struct.unpack_from(f"<{count}I", self.data, start)

    def _table_sectors(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self.data, 76))
        following, seen = struct.unpack_from("<I", self.data, 68)[0], set[int]()
        while following < _LAST_SECTOR:
            if following in seen:
                raise Unreadable(Verdict.BROKEN)
            seen.add(following)
            *more, following = self._numbers(following)
            listed += more
        known = len(self.data) // self.size + 1
        return [sector for sector in listed if sector < known]

    def starts(self) -> list[int]:
        """Where the directory, the small-sector table and every large stream begin."""
        directory = self.walk(struct.unpack_from("<I", self.data, 48)[0])
        found = [struct.unpack_from("<I", self.data, 60)[0]]
        for sector in directory:
            for entry in range((sector + 1) * self.size, (sector + 2) * self.size - 127, 128):
                kind = self.data[entry + 66] if entry + 128 <= len(self.data) else 0
                start, length = (
                    struct.unpack_from("<II", self.data, entry + 116) if kind else (0, 0)
                )
                if kind == _ROOT or (kind == _STREAM and length >= _SMALL):
                    found.append(start)
        return found

    def walk(self, start: int) -> list[int]:
        """The sectors of one chain. Raises Unreadable when it runs in a circle."""
        sectors, seen, sector = [], set[int](), start
        while sector < _LAST_SECTOR and sector < len(self.table):
            if sector in seen:
                raise Unreadable(Verdict.BROKEN)
            seen.add(sector)
            sectors.append(sector)
            sector = self.table[sector]
        return sectors
