"""The pages of a letter as pictures: for the screen and for the printer, from the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pypdfium2 as pdfium
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
_ONE_AT_A_TIME = Lock()
"""PDFium must never be entered by two threads at once, not even for two documents."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place where the words searched for stand: the page, and a box for each line they run
    over (points from the page's upper left corner)."""

    page: int
    boxes: tuple[QRectF, ...]


@dataclass(frozen=True, slots=True)
class LetterPages:
    """A letter's stored bytes and the size of each of its pages (points; 595 x 842 is A4)."""

    data: bytes
    sizes: tuple[tuple[float, float], ...]

    @classmethod
    def read(cls, data: bytes) -> LetterPages:
        """The pages of a PDF. Raises pypdfium2.PdfiumError when the bytes are not a PDF."""
        with _opened(data) as document:
            return cls(data, tuple(document.get_page_size(n) for n in range(len(document))))

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, scale: float, *, for_print: bool = False) -> QImage:
        """Page `number` (from 0) with `scale` pixels per point: 300 dpi is 300 / 72."""
        mode = "print" if for_print else None
        with _opened(self.data) as document:
            page = document[number]
            with closing(page.render(scale=scale, prefer_bgrx=True, optimize_mode=mode)) as bitmap:
                return QImage(
                    bitmap.buffer,
                    bitmap.width,
                    bitmap.height,
                    bitmap.stride,
                    QImage.Format.Format_RGB32,
                ).copy()

    def text(self, number: int) -> str:
        """What page `number` says, in reading order, for a screen reader and for copying."""
        with _opened(self.data) as document:
            return str(document[number].get_textpage().get_text_bounded())

    def find(self, words: str) -> tuple[Found, ...]:
        """Every place where `words` stand, whatever their case, from the first page on."""
        if not words:
            return ()
        with _opened(self.data) as document:
            return tuple(
                Found(number, boxes)
                for number in range(len(document))
                for boxes in _hits(document[number], words)
            )


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """A document, closed with its pages and their texts before anybody else may enter."""
    with _ONE_AT_A_TIME, closing(pdfium.PdfDocument(data)) as document:
        yield document


def _hits(page: Any, words: str) -> Iterator[tuple[QRectF, ...]]:
    text = page.get_textpage()
    text.count_rects()
    search = text.search(words)
    while hit := search.get_next():
        first, count = hit
        yield _boxes(text, first, count, page.get_height())


def _boxes(text: Any, first: int, count: int, height: float) -> tuple[QRectF, ...]:
    lines = (text.get_rect(n) for n in range(text.count_rects(first, count)))
    return tuple(
        QRectF(left, height - top, right - left, top - bottom) for left, bottom, right, top in lines
    )
