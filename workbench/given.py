"""What was given to a command: numbers, amounts, days and files, or the sentence of what is off."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.i18n import _
from workbench.money.typed_figures import typed_figure

_MOST_WHOLE, _LONGEST_NAME = 10**9, 255


def whole(text: str) -> int:
    """A whole number of at most nine digits."""
    try:
        found = int(text)
    except ValueError:
        found = _MOST_WHOLE
    if abs(found) >= _MOST_WHOLE:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a whole number of at most nine digits", text=text)
        )
    return found


def amount(text: str) -> Decimal:
    """An amount of money in units of its currency: "21,000.50"."""
    found = typed_figure(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("“{text}” is not an amount", text=text))
    return found


def ratio(text: str) -> Decimal:
    """A share or rate: "10%" or "0.1"."""
    plain = amount(text.rstrip("% "))
    return plain / 100 if text.rstrip().endswith("%") else plain


def threshold(text: str) -> tuple[str, Decimal]:
    """A rule and the figure it is tried with: "purchases=20"."""
    rule, is_said, figure = text.partition("=")
    if not is_said:
        raise argparse.ArgumentTypeError(_("“{text}” names no figure; write RULE=20", text=text))
    return rule, amount(figure)


def day(text: str) -> date:
    """A day: "2026-11-22"."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a day; write it like 2026-11-22", text=text)
        ) from fault


def month(text: str) -> date:
    """A month, "2026-11", by its first day; the day of a date is left away."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError as fault:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a month; write it like 2026-11", text=text)
        ) from fault


def place(text: str) -> Path:
    """A file or folder, there or not."""
    found = Path(text)
    if not text or any(_length(part) > _LONGEST_NAME for part in found.parts):
        raise argparse.ArgumentTypeError(_("“{text}” cannot be the name of a file", text=text))
    return found


def _length(name: str) -> int:
    """As the system counts: Windows in characters, the others in bytes."""
    return len(name) if sys.platform == "win32" else len(os.fsencode(name))
