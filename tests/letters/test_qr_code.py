"""The square code is, module by module, what another encoder makes of the same address."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from reportlab.graphics.barcode import qrencoder

from workbench.letters.qr_code import MOST_BYTES, TooLong, qr_code


def by_another(text: str, version: int) -> tuple[bytes, ...]:
    """The code by ReportLab's encoder, level M, mask 3."""
    code = qrencoder.QRCode(version, qrencoder.QRErrorCorrectLevel.M)
    code.addData(qrencoder.QR8bitByte(text))
    code.makeImpl(False, 3)
    return tuple(bytes(int(bool(dark)) for dark in row) for row in code.modules)


@pytest.mark.parametrize("length", [1, 14, 15, 42, 62, 84, 106, 122, 152, 180, MOST_BYTES])
def test_every_size_is_as_another_encoder_makes_it(length: int) -> None:
    text = ("https://verify.example/l/AA-2026-000007?h=6f1c9ab2d4e7" * 4)[:length]
    made = qr_code(text)
    assert made == by_another(text, (len(made) - 17) // 4)


@settings(max_examples=25, deadline=None)
@given(some.text("abcdefghijklmnopqrstuvwxyz0123456789-/:?=%.", min_size=1, max_size=150))
def test_any_address_is_as_another_encoder_makes_it(text: str) -> None:
    made = qr_code(text)
    assert made == by_another(text, (len(made) - 17) // 4)


def test_an_address_too_long_for_the_code_is_refused() -> None:
    with pytest.raises(TooLong):
        qr_code("x" * (MOST_BYTES + 1))
