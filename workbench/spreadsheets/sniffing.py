"""What a file is by its first bytes; its name is only a hint."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from workbench.i18n import N_
from workbench.spreadsheets.verdicts import Unreadable, Verdict


class Format(StrEnum):
    """What a file holds."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    OLD_XLS = "old_xls"
    ENCRYPTED = "encrypted"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("A PDF document")),
    (b"\x1f\x8b", N_("A gzip archive")),
    (b"7z\xbc\xaf", N_("A 7-Zip archive")),
    (b"Rar!", N_("A RAR archive")),
    (b"{\\rtf", N_("A text document (.rtf)")),
    (b"\x89PNG", N_("A picture")),
    (b"\xff\xd8\xff", N_("A picture")),
    (b"GIF8", N_("A picture")),
    (b"PAR1", N_("A Parquet table")),
    (b"ARROW1", N_("An Arrow table")),
    (b"SQLite format 3", N_("A database file")),
    (b"TABLE\r\n", N_("An old exchange format (.dif)")),
    (b"TABLE\n", N_("An old exchange format (.dif)")),
    (b'{"', N_("A JSON document")),
    (b"[{", N_("A JSON document")),
    (b"\x00\x00\x02\x00", N_("A Lotus worksheet")),
    (b"\x00\x00\x1a\x00", N_("A Lotus worksheet")),
)
_SYMBOLIC_CELL = re.compile(rb"[\r\n](C;[XY]\d+;|P;P)|^ID;PWXL")
_POINTERS = (b"version https://git-lfs", b"[InternetShortcut]", b'{"url"', b'{"doc_id"')


def sniff(path: Path) -> Format:
    """The format of the file's content.

    Raises Unreadable for what is no spreadsheet: lock files, web pages, archives, pictures.
    """
    head = _head(path)
    if path.name.startswith("~$"):
        raise Unreadable(Verdict.LOCK_FILE)
    if not head:
        raise Unreadable(Verdict.EMPTY)
    if head.startswith(b"PK"):
        return _inside_zip(path)
    if head.startswith(_OLE):
        return Format.XLS
    if head.startswith(_OLD_BIFF):
        return Format.OLD_XLS
    _refuse_foreign(head)
    return Format.TEXT


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4096)
    except FileNotFoundError:
        raise Unreadable(Verdict.MISSING) from None
    except IsADirectoryError:
        raise Unreadable(Verdict.FOLDER) from None
    except OSError:
        raise Unreadable(Verdict.FORBIDDEN) from None


def _inside_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            kind = _zip_mimetype(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise Unreadable(Verdict.BROKEN) from None
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if any(name.endswith("workbook.xml") or name == "[content_types].xml" for name in names):
        return _office_part(names)
    if "spreadsheet" in kind or "content.xml" in names:
        return Format.ODS
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("A Numbers document"))
    raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("A zip archive without a workbook"))


def _office_part(names: set[str]) -> Format:
    if any(name.startswith("word/") for name in names):
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("A text document"))
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("A presentation"))
    return Format.XLSX


def _zip_mimetype(archive: zipfile.ZipFile) -> str:
    try:
        with archive.open("mimetype") as stream:
            return stream.read(200).decode("ascii", "replace")
    except (KeyError, RuntimeError, zipfile.BadZipFile, OSError, NotImplementedError, EOFError):
        return ""


def _refuse_foreign(head: bytes) -> None:
    if head.startswith(_POINTERS):
        raise Unreadable(Verdict.POINTER)
    for mark, name in _FOREIGN:
        if head.startswith(mark):
            raise Unreadable(Verdict.NOT_SUPPORTED, format=name)
    if head.startswith(b"ID;") and _SYMBOLIC_CELL.search(head):
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("An old exchange format (.slk)"))
    _refuse_markup(head)


def _refuse_markup(head: bytes) -> None:
    """Web pages, and the formats of spreadsheets that are plain markup."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\x00", b"")[:600].lower()
    if start.startswith((b"<!--", b"mime-version:")):
        raise Unreadable(Verdict.WEB_PAGE)
    if not start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<")):
        return
    if b"office:document" in start or b"opendocument" in start:
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("A flat OpenDocument sheet (.fods)"))
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b"mso-application" in start:
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("An Excel 2003 XML sheet"))
    if b"html" in start or b"<table" in start or b"<meta" in start:
        raise Unreadable(Verdict.WEB_PAGE)
    if start.startswith(b"<?xml"):
        raise Unreadable(Verdict.NOT_SUPPORTED, format=N_("An XML document"))
