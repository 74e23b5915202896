"""Text tables (.csv, .tsv): their encoding, their delimiter, and their rows."""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.i18n import N_
from workbench.spreadsheets.verdicts import Unreadable, Verdict

ENCODINGS = ("utf-8", "gb18030", "big5", "cp932", "cp1252", "utf-16-le", "utf-16-be")
_SAMPLE = 256 * 1024
_DELIMITERS = ",;\t|，"
_FIELD_LIMIT = 1 << 20
_LIKE_WRITING, _SURELY_WRITING = 0.3, 0.85
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text table is written."""

    encoding: str
    delimiter: str
    named: bool = False
    sure: bool = True


def dialect_of(path: Path, encoding: str | None = None) -> Dialect:
    """Encoding and delimiter of a text table; `encoding` overrides what the bytes suggest.

    Raises Unreadable when no encoding fits, or when the content is not text at all.
    """
    found, sure = (_known(encoding), True) if encoding else _encoding(path)
    lines = _first_lines(path, found)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return Dialect(found, lines[0].strip()[4], named=True, sure=sure)
    return Dialect(found, _delimiter(lines), sure=sure)


def _known(encoding: str) -> str:
    try:
        b"".decode(encoding)  # refuses what encodes no text, such as base64
        return codecs.lookup(encoding).name
    except LookupError:
        raise Unreadable(Verdict.ENCODING) from None


def rows_of(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """The records in order, one list per record; a blank line is an empty list.

    Raises Unreadable when a field passes 1 MB: then a quotation mark is open somewhere.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as stream:
        try:
            yield from csv.reader(
                _as_written(stream), delimiter=dialect.delimiter, skipinitialspace=True
            )
        except csv.Error:
            raise Unreadable(Verdict.BROKEN) from None


def first_rows(path: Path, encoding: str, count: int = 30) -> list[list[str]]:
    """The first records as they read in an encoding; nothing is checked or kept."""
    return list(itertools.islice(rows_of(path, dialect_of(path, encoding)), count))


def _as_written(lines: Iterable[str]) -> Iterator[str]:
    """The lines without marks that no one typed, and without the formula that keeps a number a
    text: ="0012" is 0012."""
    for line in lines:
        odd = "\x00" in line or "\x1a" in line
        typed = line.replace("\x00", "").replace("\x1a", "") if odd else line
        yield _KEPT_TEXT.sub(r'\1"\2\3"', typed) if '="' in typed else typed


_KEPT_TEXT = re.compile(r'(^|[,;\t|])(?:="([^"]*)"|"=""([^"]*)""")(?=[,;\t|\r\n]|$)')


def _encoding(path: Path) -> tuple[str, bool]:
    """The encoding, and whether it is more than a guess."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name, True
    wide = _wide(sample)
    if wide:
        return wide, True
    _refuse_binary(sample)
    if _decodes(path, "utf-8"):
        return "utf-8", True
    return _best_of(path, sample)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark shows as a NUL in every other byte."""
    even, odd = sample[0:2000:2].count(0), sample[1:2000:2].count(0)
    half = max(1, min(len(sample), 2000) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _refuse_binary(sample: bytes) -> None:
    strange = sum(
        sample.count(bytes([code])) for code in (*range(9), *range(14, 27), 28, 29, 30, 31)
    )
    if strange > max(2, len(sample) // 100):
        raise Unreadable(Verdict.NOT_SUPPORTED, format=_UNKNOWN)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            for chunk in iter(lambda: stream.read(1 << 20), b""):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _best_of(path: Path, sample: bytes) -> tuple[str, bool]:
    """The legacy encoding whose reading looks most like writing."""
    best, score = likeliest(sample, [name for name, _j, _b in _JUDGES if _decodes(path, name)])
    if score >= _LIKE_WRITING:
        return best, score >= _SURELY_WRITING
    if b"\x00" in sample:
        raise Unreadable(Verdict.ENCODING)
    return ("cp1252" if _decodes(path, "cp1252") else "latin-1"), False


def likeliest(sample: bytes, encodings: Iterable[str]) -> tuple[str, float]:
    """The one of these legacy encodings in which the sample, which has to fit them all, looks
    most like writing, and how much; 0 for none."""
    known = set(encodings)
    scores = {name: judge(sample) + bonus for name, judge, bonus in _JUDGES if name in known}
    best = max(scores, key=lambda name: scores[name], default="")
    return best, scores.get(best, 0.0)


def _decoded(sample: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(sample)


def _share(text: str, is_common: Callable[[str], bool]) -> float:
    high = [character for character in text if ord(character) > 127]
    if any(0xE000 <= ord(c) <= 0xF8FF or 0x80 <= ord(c) < 0xA0 for c in high):
        return -1.0
    return sum(map(is_common, high)) / len(high) if high else 0.0


def _judge_gb(sample: bytes) -> float:
    return _share(_decoded(sample, "gb18030"), lambda c: _lead(c, "gb2312", 0xA1, 0xD7))


def _judge_big5(sample: bytes) -> float:
    return _share(_decoded(sample, "big5"), lambda c: _lead(c, "big5", 0xA1, 0xC6))


def _judge_japanese(sample: bytes) -> float:
    text = _decoded(sample, "cp932")
    kana = sum(0x3041 <= ord(c) <= 0x30FE for c in text)
    return _share(text, lambda c: _lead(c, "cp932", 0x81, 0x97)) * (1.0 if kana else 0.5)


def _judge_western(sample: bytes) -> float:
    """Western letters with accents stand alone between plain ones; Hanzi come in pairs."""
    text = _decoded(sample, "cp1252")
    pairs = sum(1 for a, b in itertools.pairwise(text) if ord(a) > 127 and ord(b) > 127)
    high = sum(1 for c in text if ord(c) > 127)
    return 1.0 - 1.5 * pairs / high if high else 0.0


def _lead(character: str, encoding: str, least: int, most: int) -> bool:
    try:
        return least <= character.encode(encoding)[0] <= most
    except UnicodeEncodeError:
        return False


_JUDGES: tuple[tuple[str, Callable[[bytes], float], float], ...] = (
    ("gb18030", _judge_gb, 0.15),
    ("big5", _judge_big5, 0.1),
    ("cp932", _judge_japanese, 0.0),
    ("cp1252", _judge_western, 0.05),
)


def _first_lines(path: Path, encoding: str, count: int = 60) -> list[str]:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        try:
            return [line.replace("\x00", "") for line in itertools.islice(stream, count)]
        except UnicodeError:
            raise Unreadable(Verdict.ENCODING) from None


def _delimiter(lines: list[str]) -> str:
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        score = _agreement(lines, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _agreement(lines: list[str], delimiter: str) -> float:
    """How far the records agree on their number of cells when cut at this mark."""
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = Counter(widths).most_common(1)[0]
    return 0.0 if width < 2 else times / len(widths) + min(width, 20) / 100


_UNKNOWN = N_("This format")
