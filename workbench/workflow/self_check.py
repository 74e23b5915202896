"""Self-check: what the program stands on, asserted where it runs, frozen or not."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat as pyexpat

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from workbench import __version__, paths
from workbench.credit.facts import dictionary
from workbench.i18n import Language
from workbench.letters.pack import load_pack
from workbench.letters.record import Kind
from workbench.letters.specimen import specimen
from workbench.letters.typeset import write, write_apart
from workbench.scoring.strategy import shipped
from workbench.spreadsheets.read import read
from workbench.storage import engines, system_keyring, verification
from workbench.storage.store import Store
from workbench.workflow.samples import sample_file

OLDEST_EXPAT = (2, 4, 1)
_A_DAY = datetime(2026, 1, 2, 12, tzinfo=UTC)
PRAGMAS = {"foreign_keys": 1, "synchronous": 2, "recursive_triggers": 1, "trusted_schema": 0}
"""What a store's connections must have set: full synchronising, keys and triggers on."""


def selfcheck() -> Iterator[tuple[str, str, bool]]:
    """What the program stands on: name, what was found, and whether that is good."""
    yield "workbench", __version__, True
    yield "Python", sys.version.split()[0], sys.version_info >= (3, 11)
    found = engines.sqlite_version()
    yield "SQLite", ".".join(map(str, found)), found >= engines.OLDEST_SQLITE
    for product, strategy in shipped().items():
        yield f"strategy {product}", f"{strategy.version} {strategy.sha256[:12]}", True
    for name in ("us", "cn"):
        pack = load_pack(name)
        yield f"letter pack {name}", f"{pack.version} {pack.sha256[:12]}", True
    facts = dictionary()
    yield "dictionary", f"{facts.version}, {len(facts.facts)} facts", len(facts.facts) >= 60
    fonts = sorted(file.name for file in paths.resources().glob("fonts/*/*.ttf"))
    yield "fonts", ", ".join(fonts), len(fonts) >= 4
    yield "XML parser", *_xml_parser()
    yield "keyring", *system_keyring.standing()
    yield "folder of settings", *_can_be_written(paths.settings_folder())
    yield "folder of data", *_can_be_written(paths.data_folder())
    yield "folder of logs", *_can_be_written(paths.log_folder())
    with tempfile.TemporaryDirectory() as folder:
        yield from _store_works(Path(folder))
        yield "reader", *_reader_works()
    yield "letters", *_letters_work()


def _store_works(folder: Path) -> Iterator[tuple[str, str, bool]]:
    """A new encrypted store is made, its bytes give nothing away, and its pragmas hold."""
    file = folder / "check.db"
    with Store.open(file, key_folder=folder) as store:
        whole = verification.verify(store).ok
        found = store.pragmas(tuple(PRAGMAS))
    start = file.read_bytes()[:16]
    yield "store", "encrypted, journal whole", whole and start != b"SQLite format 3\0"
    for name, value in PRAGMAS.items():
        yield f"store {name}", str(found[name]), found[name] == value


def _xml_parser() -> tuple[str, bool]:
    """The parser is recent, and a document that declares an entity is refused."""
    recent = pyexpat.version_info >= OLDEST_EXPAT
    try:
        ElementTree.fromstring('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    except DefusedXmlException:
        return f"{pyexpat.EXPAT_VERSION}, entities refused", recent
    return f"{pyexpat.EXPAT_VERSION}, entities read", False


def _can_be_written(place: Path) -> tuple[str, bool]:
    """Whether a file can be made there, or in the folder that will hold it."""
    known = next(folder for folder in (place, *place.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=known):
            return "can be written", True
    except OSError:
        return "cannot be written", False


def _reader_works() -> tuple[str, bool]:
    file, _product = sample_file(Language.EN)
    rows = read(file).chosen.cells.height
    return f"sample workbook, {rows} rows", rows > 200


def _letters_work() -> tuple[str, bool]:
    """A letter comes out of a worker process byte by byte as it does here."""
    record = specimen(
        load_pack("us"), Kind.DECLINE, Language.EN, at=_A_DAY, officer="Check", title="Officer"
    )
    here = write(record, load_pack("us"))
    try:
        there = write_apart(record, load_pack("us"))
    except BrokenExecutor:
        return "worker processes do not start", False
    same = here.data is not None and there == here
    return f"{len(here.data or b'')} bytes, the same in a worker process", same
