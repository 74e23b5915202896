"""`python -m tests.catalogue`: compile the translations and name every sentence without one.

Each room keeps its Chinese in `resources/translations/zh/<room>.po`; the `.mo` beside it is
what the program reads. Exit status 1 when a sentence is missing or no longer used.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations" / "zh"
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2)}

_NO_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)

Sentence = str | tuple[str, ...]


def used() -> dict[Sentence, str]:
    """Every sentence in the code, and the first place that says it."""
    found: dict[Sentence, str] = {}
    for file, line, message, _comments, _context in extract_from_dir(
        str(ROOT / "workbench"), keywords=KEYWORDS
    ):
        if message:
            found.setdefault(message, f"workbench/{file}:{line}")
    return found


def catalogues() -> dict[Path, Catalog]:
    """Every room's catalogue."""
    read = {}
    for file in sorted(FOLDER.glob("*.po")):
        with file.open("rb") as stream:
            read[file] = read_po(stream, locale="zh_Hans_CN", abort_invalid=True)
    return read


def translated(read: dict[Path, Catalog]) -> dict[str, Path]:
    """Every sentence that has its Chinese, by its English (the singular for plurals)."""
    return {
        _first(entry.id): file
        for file, catalogue in read.items()
        for entry in catalogue
        if entry.id and _is_said(entry.string)
    }


def missing() -> list[str]:
    """`place: sentence` for every sentence in the code without Chinese."""
    known = translated(catalogues())
    return [
        f"{place}: {_first(sentence)}"
        for sentence, place in used().items()
        if _first(sentence) not in known
    ]


def unused() -> list[str]:
    """`file: sentence` for every translation of a sentence that no code says any more."""
    said = {_first(sentence) for sentence in used()}
    return [
        f"{file.name}: {sentence}"
        for sentence, file in translated(catalogues()).items()
        if sentence not in said
    ]


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the `.mo` of a catalogue; the same every time."""
    catalogue.fuzzy = False
    catalogue.creation_date = catalogue.revision_date = _NO_CLOCK
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def _first(sentence: Sentence | list[str]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def _is_said(string: str | tuple[str, ...]) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


def main() -> int:
    """Compile, then say what is missing or left over."""
    for file, catalogue in catalogues().items():
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
    absent, idle = missing(), unused()
    for line in absent:
        print("no Chinese:", line)
    for line in idle:
        print("not used:", line)
    return 1 if absent or idle else 0


if __name__ == "__main__":
    sys.exit(main())
