"""Figures as people type them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

_MINUS = "\N{MINUS SIGN}"
_MOST, _MOST_PLACES = Decimal(10) ** 13, 12


def typed_figure(text: str) -> Decimal | None:
    """The figure in a text: "21,000.50", "２１０００" or "−5"; None where it is none.

    What is below ten million millions and has at most twelve decimals can be reckoned with
    exactly; everything else, as "NaN" and "1e999", is no figure here.
    """
    plain = unicodedata.normalize("NFKC", text).replace(_MINUS, "-")
    try:
        value = Decimal(plain.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= _MOST:
        return None
    return value if -int(value.as_tuple().exponent) <= _MOST_PLACES else None
