"""A store of every released version, upgraded and stopped at any call on the way."""

from __future__ import annotations

from tests.storage import pieces
from tests.trust.every_call import figure
from tests.trust.figures import Figure

BETWEEN = 1 / 4


def run(share: float, seed: int) -> Figure | None:
    """Every call of the oldest and the newest piece's upgrade and every fourth of those between,
    whose steps the oldest one takes too, six ways each (a share of them)."""
    ends = (pieces.PIECES[0], pieces.PIECES[-1])
    shares = {piece: share if piece in ends else share * BETWEEN for piece in pieces.PIECES}
    found = [
        one for piece in shares if (one := figure(piece, (piece,), shares[piece], seed)) is not None
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
