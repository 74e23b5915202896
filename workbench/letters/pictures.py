"""A lender's pictures: logo, signatures, seal, as a pack holds them and a file shows them."""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 200_000
_MOST_SIDE = 1600
_PAPER = (255, 255, 255)


class PictureFaulty(ValueError):
    """What a pack holds is no picture that can be printed; says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of red, green and blue, packed for a file. See-through parts are paper."""

    name: str
    width: int
    height: int
    data: bytes


def encoded(file: bytes) -> str:
    """A picture file (PNG or JPEG) as a pack holds it. Raises PictureFaulty."""
    text = base64.b64encode(file).decode("ascii")
    read_picture(text)
    return text


@lru_cache(maxsize=64)
def read_picture(text: str) -> Picture:
    """The picture that a pack holds as base64 text. Raises PictureFaulty."""
    try:
        file = base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise PictureFaulty("it is not base64 text") from fault
    if len(file) > MOST_BYTES:
        raise PictureFaulty(f"it is larger than {MOST_BYTES // 1000} kB")
    try:
        with Image.open(io.BytesIO(file), formats=("PNG", "JPEG")) as image:
            if max(image.size) > _MOST_SIDE:
                raise PictureFaulty(f"it is wider or higher than {_MOST_SIDE} pixels")
            flat = _on_paper(image)
    except (UnidentifiedImageError, OSError, SyntaxError) as fault:
        raise PictureFaulty("it is no PNG or JPEG picture") from fault
    packed = zlib.compress(flat.tobytes(), 9)
    return Picture(f"P{zlib.crc32(packed):08X}", flat.width, flat.height, packed)


def _on_paper(image: Image.Image) -> Image.Image:
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, (*_PAPER, 255))
    paper.alpha_composite(seen)
    return paper.convert("RGB")
