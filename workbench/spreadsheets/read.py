"""Reading a spreadsheet that somebody sent: `read(path)`, always in a limited child process."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from workbench.errors import FileNotReadable, Place, Problem, Severity, SheetUnknown
from workbench.i18n import N_
from workbench.spreadsheets import guards
from workbench.spreadsheets.child_processes import MEMORY, run_child
from workbench.spreadsheets.grids import KIND_SUFFIX, NUMBER_SUFFIX
from workbench.spreadsheets.layout import is_total
from workbench.spreadsheets.reader_child import BOOK, Request
from workbench.spreadsheets.sheet import (
    ROW,
    SHEET,
    CellKind,
    Sheet,
    SheetInfo,
    SourceColumn,
    TopRow,
    Workbook,
)
from workbench.spreadsheets.sniffing import Format, sniff
from workbench.spreadsheets.verdicts import Unreadable, Verdict, Why

__all__ = ["Sheet", "SheetInfo", "SourceColumn", "Workbook", "read"]

SECONDS = 20
WALL_SECONDS = 28
BYTES_PER_SECOND = 2**20
WALL_PER_SECOND = 3
"""A large file gets a second of processor time per MB, and three by the clock: others work too."""
_SAMPLES = 3


def read(
    path: str | Path,
    *,
    sheet: str | None = None,
    password: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Workbook:
    """Read a spreadsheet (.xlsx .xlsm .xlsb .xls .ods .csv .tsv, by content) in a child process.

    `header_row` (from 1) and `encoding` override what is found. Raises FileNotReadable whose
    `why` is one of the known sentences, SheetUnknown, or Cancelled when `cancel()` turns true.
    """
    file = Path(path)
    try:
        form = sniff(file)
        guards.check_size(file, text=form is Format.TEXT)
        sha256 = _sha256(file)
        with private_folder() as folder:
            request = Request(
                path=str(_linked(file, form, folder)),
                folder=str(folder),
                format=form.value,
                name=file.stem,
                sheet=sheet if form is not Format.TEXT else None,
                password=password,
                header_row=header_row,
                encoding=encoding,
                memory=MEMORY,
                seconds=SECONDS + file.stat().st_size // BYTES_PER_SECOND,
            )
            found = _run(request, folder, cancel)
            return _workbook(file, sha256, found, folder)
    except Unreadable as refusal:
        raise _as_error(file, sheet, refusal.why) from None


def _as_error(file: Path, sheet: str | None, why: Why) -> FileNotReadable | SheetUnknown:
    if why.verdict is Verdict.NO_SHEET:
        return SheetUnknown(file=file.name, sheet=sheet, sheets=why.values["sheets"])
    return FileNotReadable(file=file.name, why=why)


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise Unreadable(Verdict.FORBIDDEN) from None


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder only this user can look into; gone afterwards with all it held."""
    folder = Path(tempfile.mkdtemp(prefix="workbench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _linked(file: Path, form: Format, folder: Path) -> Path:
    """The file under a name that tells its true format, which the readers go by."""
    link = folder / f"source.{form.value}"
    try:
        link.symlink_to(file.resolve())
    except OSError:
        shutil.copyfile(file, link)
    return link


def _run(request: Request, folder: Path, cancel: Callable[[], bool] | None) -> dict[str, Any]:
    asked = folder / "request.json"
    extra = Path(request.path).stat().st_size // BYTES_PER_SECOND
    patience = WALL_SECONDS + WALL_PER_SECOND * extra
    ends = time.monotonic() + patience
    for careful in (False, True):
        again = replace(request, careful=careful)
        asked.write_text(again.to_json(), encoding="utf-8")
        run_child("reader_child", asked, ends - time.monotonic(), cancel)
        if (folder / BOOK).exists():
            return _answer(folder / BOOK)
    raise Unreadable(Verdict.LIMIT)


def _answer(book: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(book.read_text(encoding="utf-8"))
    if "verdict" in found:
        raise Unreadable(Verdict(found["verdict"]), **found["values"])
    return found


def _workbook(file: Path, sha256: str, found: Mapping[str, Any], folder: Path) -> Workbook:
    pieces = sorted(folder.glob("cells-*.arrow"), key=lambda piece: int(piece.stem[6:]))
    frame = pl.concat([pl.read_ipc(piece.read_bytes()) for piece in pieces])
    letters = [column["letter"] for column in found["columns"]]
    frame, dropped = _without_totals(frame, letters)
    headers = {column["letter"]: column["header"] for column in found["columns"]}
    frame, again = _without_headers(frame, headers)
    sheet = Sheet(
        name=found["chosen"],
        header_row=found["header_row"],
        first_data_row=found["first_data_row"],
        columns=tuple(_column(column, frame) for column in found["columns"]),
        cells=frame.select(SHEET, ROW, *letters),
        numbers=_suffixed(frame, letters, NUMBER_SUFFIX),
        kinds=_suffixed(frame, letters, KIND_SUFFIX),
        notes=(*(_note(fields) for fields in found["notes"]), *dropped, *again),
        top=tuple(TopRow(row, tuple(texts)) for row, texts in found["top"]),
        titles=found["titles"],
        epoch_1904=found["epoch_1904"],
    )
    sheet = replace(sheet, notes=(*sheet.notes, *_broken_cells(sheet, found.get("broken", 0))))
    infos = tuple(SheetInfo(**info) for info in found["sheets"])
    return Workbook(str(file), sha256, infos, sheet, found.get("encoding", ""))


def _broken_cells(sheet: Sheet, known: int) -> list[Problem]:
    """What is said of error cells and of formulas without a result, before any matching.

    `known` is how many the reader met on the sheet: those above the header or in lines left
    out are told as well.
    """
    told, outside = [], known
    for kind, (code, sentence) in _BROKEN.items():
        first, count = "", 0
        for column in sheet.columns:
            rows = sheet.cells[ROW].filter(sheet.kind_of(column.letter) == int(kind))
            count += len(rows)
            if len(rows) and not first:
                first = f"{column.letter}{rows[0]}"
        outside -= count
        if count:
            values = {"count": str(count), "first": first}
            place = Place(sheet=sheet.name)
            told.append(Problem(code, Severity.WARNING, place, sentence, values))
    if outside > 0:
        values = {"count": str(outside)}
        place = Place(sheet=sheet.name)
        told.append(Problem("errors_outside", Severity.WARNING, place, _OUTSIDE, values))
    return told


_OUTSIDE = N_("Cells outside the table with an Excel error or a formula without a result: {count}.")


_BROKEN = {
    CellKind.ERROR: (
        "error_cells",
        N_("Cells with an Excel error: {count}, first {first}. Correct them and save."),
    ),
    CellKind.NOT_COMPUTED: (
        "formulas_not_computed",
        N_(
            "Formulas without a stored result: {count}, first {first}. Open the file in "
            "Excel, press Save, and import it again."
        ),
    ),
}


def _column(found: Mapping[str, Any], frame: pl.DataFrame) -> SourceColumn:
    texts = frame[found["letter"]].drop_nulls()
    return SourceColumn(
        found["letter"],
        found["header"],
        CellKind(found["kind"]),
        tuple(texts.head(_SAMPLES).to_list()),
        len(texts),
    )


def _suffixed(frame: pl.DataFrame, letters: list[str], suffix: str) -> pl.DataFrame:
    present = [letter for letter in letters if letter + suffix in frame.columns]
    return frame.select(pl.col(letter + suffix).alias(letter) for letter in present)


def _note(fields: Mapping[str, Any]) -> Problem:
    place = Place(**fields["place"])
    severity = Severity(fields["severity"])
    return Problem(fields["code"], severity, place, fields["sentence"], fields["values"])


def _without_headers(
    frame: pl.DataFrame, headers: Mapping[str, str]
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Rows that only repeat the header, as printed pages do, go, and that is told."""
    named = [(pl.col(letter) == header) for letter, header in headers.items() if header]
    if len(named) < _NAMES_ENOUGH or frame.is_empty():
        return frame, ()
    first = frame.filter(named[0].fill_null(value=False) & named[1].fill_null(value=False))
    same = first.filter(pl.sum_horizontal(named) > len(named) / 2)
    if same.is_empty():
        return frame, ()
    values = {"count": str(same.height), "first": str(same[ROW][0])}
    place = Place(sheet=same[SHEET][0])
    told = Problem("header_repeated", Severity.INFO, place, _REPEATED, values)
    return frame.join(same.select(SHEET, ROW), on=[SHEET, ROW], how="anti"), (told,)


_NAMES_ENOUGH = 2
_REPEATED = N_("Rows that repeat the header, left out: {count}, first row {first}.")


def _without_totals(
    frame: pl.DataFrame, letters: list[str]
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Rows that are sums of others go, and each is told."""
    if not letters or frame.is_empty():
        return frame, ()
    first = pl.coalesce(pl.col(letters[:3]))
    short = frame.select(pl.when(first.str.len_chars() <= 14).then(first).alias("t")).to_series()
    words = [word for word in short.unique().drop_nulls().to_list() if is_total(word)]
    if not words:
        return frame, ()
    is_sum = short.is_in(words).fill_null(value=False)
    sentence = N_("Row {row} was left out: it is a total (“{text}”).")
    gone = frame.filter(is_sum)
    told = tuple(
        Problem(
            "total_left_out",
            Severity.INFO,
            Place(sheet=sheet, row=row),
            sentence,
            {"row": str(row), "text": text},
        )
        for sheet, row, text in zip(gone[SHEET], gone[ROW], short.filter(is_sum), strict=True)
    )
    return frame.filter(~is_sum), told
