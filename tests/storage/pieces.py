"""The museum: stores as each released version left them, laid out to be opened again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

MUSEUM = Path(__file__).parent / "museum"
PIECES = tuple(sorted(piece.name for piece in MUSEUM.iterdir()))


def holds(piece: str) -> dict[str, Any]:
    """What the store held when it was put away."""
    return dict(json.loads((MUSEUM / piece / "holds.json").read_text("utf-8")))


def lay(piece: str, file: Path, private: Path) -> None:
    """Lay the store at `file`, its key and witnesses under `private`."""
    uuid = holds(piece)["uuid"]
    for name, place in (
        ("store.kept", file),
        ("store.key", private / "keys" / f"{piece}.key"),
        ("store.anchors", private / "anchors" / f"{uuid}.anchors"),
    ):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MUSEUM / piece / name, place)
