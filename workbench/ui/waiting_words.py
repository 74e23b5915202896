"""How long a case has waited, in a few signs."""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.i18n import _


def waiting_text(since: datetime, now: datetime | None = None) -> str:
    """How long a case has waited: "9 min", "4.3 h", "2 d"."""
    moment = now or datetime.now(UTC)
    minutes = max(0.0, (moment - since).total_seconds() / 60)
    if minutes < 60:
        return _("{n} min", n=int(minutes))
    if minutes < 60 * 24:
        hours = minutes / 60
        return _("{n} h", n=f"{hours:.1f}" if hours < 10 else f"{hours:.0f}")
    return _("{n} d", n=int(minutes / 60 / 24))
