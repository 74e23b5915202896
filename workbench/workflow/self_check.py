"""Self-check: what the program stands on, asserted where it runs, frozen or not."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workbench import __version__, paths
from workbench.credit.facts import dictionary
from workbench.i18n import Language
from workbench.letters.pack import load_pack
from workbench.scoring.strategy import shipped
from workbench.spreadsheets.read import read
from workbench.storage import engines, verification
from workbench.storage.store import Store
from workbench.workflow.samples import sample_file


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
    with tempfile.TemporaryDirectory() as folder:
        yield "store", *_store_works(Path(folder))
        yield "reader", *_reader_works()


def _store_works(folder: Path) -> tuple[str, bool]:
    """A new encrypted store is made, and its bytes give nothing away."""
    file = folder / "check.db"
    with Store.open(file, key_folder=folder) as store:
        whole = verification.verify(store).ok
    start = file.read_bytes()[:16]
    return "encrypted, journal whole", whole and start != b"SQLite format 3\0"


def _reader_works() -> tuple[str, bool]:
    file, _product = sample_file(Language.EN)
    rows = read(file).chosen.cells.height
    return f"sample workbook, {rows} rows", rows > 200
