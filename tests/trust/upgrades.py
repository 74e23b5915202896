"""A store of every released version, upgraded and stopped at any call on the way."""

from __future__ import annotations

from tests.storage import pieces
from tests.trust.every_call import figure
from tests.trust.figures import Figure


def run(share: float, seed: int) -> Figure | None:
    """Every call of every piece's upgrade, six ways each (a share of them)."""
    found = [
        one for piece in pieces.PIECES if (one := figure(piece, (piece,), share, seed)) is not None
    ]
    if not found:
        return None
    return Figure(
        "T6 upgrades of old stores",
        sum(one.tried for one in found),
        sum(one.held for one in found),
        "old or new, told",
        all(one.control for one in found),
        "; ".join(f"{one.name}: {one.note}" for one in found),
        seed,
    )
