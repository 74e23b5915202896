"""Single bits turned in the file of the store: noticed before any value is shown."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import sqlcipher3.dbapi2 as cipher

from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from tests.trust.workers import in_a_child, spread
from workbench.errors import StoreUnreadable
from workbench.storage.engines import sqlite_engine
from workbench.storage.keys import keys_to_try


def run(share: float, seed: int) -> Figure:
    """1,000 flips (a share of them) in the encrypted file, and as many in a plain one."""
    times = max(40, int(1000 * share))
    flips = [random.Random(f"{seed} {n}") for n in range(times)]
    with a_folder() as base, a_folder() as folder:
        in_a_child(lambda: operations.prepare(base))
        plain = plain_copy(base)
        held = sum(spread(lambda dice: _noticed(base, folder / str(os.getpid()), dice), flips))
        unseen = sum(not _noticed_in_plain(plain, folder / "plain", dice) for dice in flips)
    return Figure(
        "T8b turned bits noticed",
        times,
        held,
        "every one",
        unseen > 0,
        f"an unencrypted file lets {unseen} of {times} pass",
        seed,
    )


def _flip(file: Path, dice: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)


def _noticed(base: Path, folder: Path, dice: random.Random) -> bool:
    operations.on_a_copy(base, folder)
    _flip(folder / operations.STORE, dice)
    try:
        with operations.opened(folder) as store:
            return bool(store.damaged_pages())
    except StoreUnreadable:
        return True


def plain_copy(base: Path) -> bytes:
    """The same store without encryption: the wrong build."""
    file = base / operations.STORE
    key = next(keys_to_try(file, base / operations.PRIVATE / "keys"))
    engine = sqlite_engine(file, key, writer=True)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw
        raw.execute(f"ATTACH DATABASE '{base / 'plain.db'}' AS plain KEY ''")  # type: ignore[attr-defined]
        raw.execute("SELECT sqlcipher_export('plain')").fetchall()  # type: ignore[attr-defined]
        raw.execute("DETACH DATABASE plain")  # type: ignore[attr-defined]
    engine.dispose()
    content = (base / "plain.db").read_bytes()
    (base / "plain.db").unlink()
    return content


def _noticed_in_plain(content: bytes, folder: Path, dice: random.Random) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "plain.db").write_bytes(content)
    _flip(folder / "plain.db", dice)
    opened = cipher.connect(str(folder / "plain.db"))
    opened.text_factory = bytes
    try:
        return opened.execute("PRAGMA integrity_check").fetchone()[0] != b"ok"
    except (cipher.DatabaseError, UnicodeDecodeError):
        return True
    finally:
        opened.close()
