"""Printing letters: the very pages that are kept, at the printer's own resolution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from workbench.errors import PrinterRefused
from workbench.ui.letters_pages import POINTS_PER_INCH, LetterPages

DPI = 300
Step = Callable[[int, int], None]
_NO_MARGINS = QMarginsF(0, 0, 0, 0)


def a_printer() -> QPrinter:
    """A printer that takes whole pages at 300 dpi; the print dialog fills in the rest."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(DPI)
    printer.setFullPage(True)
    return printer


def print_letters(printer: QPrinter, letters: Iterable[LetterPages], pages: int, step: Step) -> int:
    """Print letters one after another, each taken when its turn comes; how many sides were used.

    `pages` is how many they have together. On a printer that turns the paper every letter begins
    on a fresh sheet. Runs on any thread. `step` may stop it between two pages; what was handed to
    the printer by then is printed. Raises PrinterRefused where it takes no page, or no more.
    """
    turned = printer.duplex() != QPrinter.DuplexMode.DuplexNone
    painter, sides, done = QPainter(), 0, 0
    for letter, number in _sides(letters, turned=turned):
        step(done, pages)
        if not _turn_to(printer, painter, letter, number or 0, first=sides == 0):
            name = Path(printer.outputFileName()).name or printer.printerName()
            raise PrinterRefused(printer=name, done=done, pages=pages)
        if number is not None:
            _draw(printer, painter, letter, number)
            done += 1
        sides += 1
    painter.end()
    step(pages, pages)
    return sides


def _sides(
    letters: Iterable[LetterPages], *, turned: bool
) -> Iterator[tuple[LetterPages, int | None]]:
    """Every side to print: a letter and its page, or no page for an empty back."""
    for letter in letters:
        yield from ((letter, number) for number in range(len(letter)))
        if turned and len(letter) % 2:
            yield letter, None


def _turn_to(
    printer: QPrinter, painter: QPainter, letter: LetterPages, number: int, *, first: bool
) -> bool:
    """Begin the side of a page; whether the printer takes it."""
    width, height = letter.sizes[number]
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Point)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, _NO_MARGINS))
    printer.setFullPage(True)
    return painter.begin(printer) if first else printer.newPage()


def _draw(printer: QPrinter, painter: QPainter, letter: LetterPages, number: int) -> None:
    scale = printer.resolution() / POINTS_PER_INCH
    picture = letter.picture(number, scale, for_print=True)
    painter.drawImage(QRect(0, 0, picture.width(), picture.height()), picture)
