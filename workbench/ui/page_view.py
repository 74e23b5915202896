"""The pages of a letter on the desk, exactly as they will be printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.i18n import _
from workbench.ui import theme
from workbench.ui.jobs import Jobs
from workbench.ui.letters_pages import Found, LetterPages
from workbench.ui.words import again

MARGIN = 18
GAP = 16
WHOLE = 96 / 72
"""Logical pixels per point when a page is shown in its real size."""
ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_KEPT = 12


class PageView(QAbstractScrollArea):
    """White pages under one another; pictures are made off the GUI thread, in view first.

    Ctrl+plus and Ctrl+minus zoom, Ctrl+0 fits the width, PageUp and PageDown turn pages,
    Ctrl+C copies what the page in view says.
    """

    zoomed = Signal(float)
    """The zoom in force: 1.0 is real size."""
    page_reached = Signal(int, int)
    """The page in view (from 1) and how many there are."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pages: LetterPages | None = None
        self._letter = 0
        self._zoom: float | None = None
        self._pictures: dict[tuple[int, float], QImage] = {}
        self._asked: set[tuple[int, float]] = set()
        self._found: tuple[Found, ...] = ()
        self._at_found = 0
        self._page = 0
        self.setObjectName("page_view")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().setSingleStep(40)
        again(self, self._name_it)
        theme.on_change(self, self.viewport().update)
        self._name_it()

    @property
    def pages(self) -> LetterPages | None:
        """The letter shown, if there is one."""
        return self._pages

    @property
    def zoom(self) -> float:
        """The zoom in force; 1.0 is real size."""
        return self._scale() / WHOLE

    def show_pages(self, pages: LetterPages | None) -> None:
        """Put a letter on the desk, or clear the desk."""
        self._letter += 1
        self._pages = pages
        self._pictures.clear()
        self._asked.clear()
        self._found = ()
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._page = 0
        self._tell_page()
        self._name_it()
        self.viewport().update()

    def set_zoom(self, zoom: float | None) -> None:
        """Zoom to a factor of the real size; None fits the width from now on."""
        top = self._place_in_view()
        self._zoom = None if zoom is None else min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._lay_out()
        self._return_to(top)
        self.viewport().update()
        self.zoomed.emit(self.zoom)

    def zoom_in(self) -> None:
        """The next larger zoom."""
        self.set_zoom(next((z for z in ZOOMS if z > self.zoom + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """The next smaller zoom."""
        self.set_zoom(next((z for z in reversed(ZOOMS) if z < self.zoom - 0.01), ZOOMS[0]))

    def fit_width(self) -> None:
        """As wide as the desk, also when it is resized."""
        self.set_zoom(None)

    def show_found(self, found: tuple[Found, ...]) -> None:
        """Mark these places and go to the first."""
        self._found = found
        self._at_found = 0
        self._go_to_found()

    def next_found(self, step: int = 1) -> None:
        """Go to the next (or with -1 the previous) marked place, round and round."""
        if self._found:
            self._at_found = (self._at_found + step) % len(self._found)
            self._go_to_found()

    def page_rect(self, number: int) -> QRect:
        """Where page `number` (from 0) lies in the viewport now."""
        return self._rects()[number].translated(self._shift())

    def picture_of(self, number: int) -> QImage | None:
        """The picture of a page at the zoom in force, if it has been made."""
        return self._pictures.get((number, self._pixels()))

    def sizeHint(self) -> QSize:
        return QSize(720, 800)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("sunken"))
        if self._pages is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for number, rect in self._visible():
                self._paint_page(painter, number, rect)
            # not from here: a job that starts shows itself at once, and painting is not nested
            QTimer.singleShot(0, self, self._ask_for_pictures)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = self._place_in_view()
        super().resizeEvent(event)
        self._lay_out()
        self._return_to(top)
        if self._zoom is None:
            self.zoomed.emit(self.zoom)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()
        self.zoomed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
        }
        act = keys.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_page()
        elif act and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        rects = self._rects()
        number = self._page + step
        bar = self.verticalScrollBar()
        if 0 <= number < len(rects):
            bar.setValue(rects[number].top() - MARGIN)
        else:
            bar.setValue(bar.maximum() if step > 0 else 0)

    def _scale(self) -> float:
        if self._zoom is not None:
            return self._zoom * WHOLE
        widest = max((w for w, _h in self._pages.sizes), default=0) if self._pages else 0
        room = self._steady_width() - 2 * MARGIN
        if not widest or room <= 0:
            return WHOLE
        return math.floor(min(room / widest, 2 * WHOLE) * 1000) / 1000

    def _steady_width(self) -> int:
        """The width beside the scroll bar, whether it is shown or not: a width that changed with
        the bar would fit a page for which the bar goes, then one for which it comes, for ever."""
        return self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()

    def _pixels(self) -> float:
        return round(self._scale() * self.devicePixelRatioF(), 6)

    def _rects(self) -> list[QRect]:
        if self._pages is None:
            return []
        pixels, ratio = self._pixels(), self.devicePixelRatioF()
        widest = max(w for w, _h in self._pages.sizes) * pixels / ratio
        width = max(self.viewport().width(), 2 * MARGIN + math.ceil(widest))
        rects, top = [], MARGIN
        for w, h in self._pages.sizes:
            size = QSize(math.ceil(w * pixels / ratio), math.ceil(h * pixels / ratio))
            rects.append(QRect(QPoint((width - size.width()) // 2, top), size))
            top += size.height() + GAP
        return rects

    def _shift(self) -> QPoint:
        return QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _visible(self) -> Iterator[tuple[int, QRect]]:
        shift, port = self._shift(), self.viewport().rect()
        for number, rect in enumerate(self._rects()):
            moved = rect.translated(shift)
            if moved.intersects(port):
                yield number, moved

    def _paint_page(self, painter: QPainter, number: int, rect: QRect) -> None:
        painter.fillRect(rect, Qt.GlobalColor.white)
        picture = self.picture_of(number) or self._any_picture_of(number)
        if picture is not None:
            painter.drawImage(QRectF(rect), picture)
        painter.setPen(QPen(theme.colour("line")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        self._paint_found(painter, number, rect)

    def _any_picture_of(self, number: int) -> QImage | None:
        return next((p for (page, _s), p in self._pictures.items() if page == number), None)

    def _paint_found(self, painter: QPainter, number: int, rect: QRect) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for at, found in enumerate(self._found):
            if found.page == number:
                colour = Qt.GlobalColor.yellow if at == self._at_found else Qt.GlobalColor.lightGray
                for box in found.boxes:
                    painter.fillRect(self._on_page(box, rect), colour)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _on_page(self, box: QRectF, rect: QRect) -> QRectF:
        scale = self._scale()
        return QRectF(
            rect.left() + box.left() * scale,
            rect.top() + box.top() * scale,
            box.width() * scale,
            box.height() * scale,
        )

    def _ask_for_pictures(self) -> None:
        if self._pages is None:
            return
        scale = self._pixels()
        for number, _rect in self._visible():
            key = (number, scale)
            if key not in self._pictures and key not in self._asked:
                self._asked.add(key)
                self._make(key)

    def _make(self, key: tuple[int, float]) -> None:
        pages, letter = self._pages, self._letter
        assert pages is not None

        def done(picture: QImage) -> None:
            if letter == self._letter:
                self._asked.discard(key)
                self._keep(key, picture)

        self._jobs.start(self, lambda _step: pages.picture(*key), done, reads=True)

    def _keep(self, key: tuple[int, float], picture: QImage) -> None:
        stale = [k for k in self._pictures if k[0] == key[0]]
        for old in stale:
            del self._pictures[old]
        self._pictures[key] = picture
        while len(self._pictures) > _KEPT:
            del self._pictures[next(iter(self._pictures))]
        self.viewport().update()

    def _lay_out(self) -> None:
        rects = self._rects()
        port = self.viewport().size()
        height = rects[-1].bottom() + 1 + MARGIN if rects else 0
        width = max((r.width() for r in rects), default=0) + 2 * MARGIN
        bar = self.verticalScrollBar()
        bar.setPageStep(port.height())
        bar.setRange(0, max(0, height - port.height()))
        across = self.horizontalScrollBar()
        across.setPageStep(port.width())
        across.setRange(0, max(0, width - port.width()))

    def _place_in_view(self) -> tuple[int, float]:
        top = self.verticalScrollBar().value()
        for number, rect in enumerate(self._rects()):
            if rect.bottom() + GAP >= top:
                return number, (top - rect.top()) / max(1, rect.height())
        return 0, 0.0

    def _return_to(self, place: tuple[int, float]) -> None:
        rects = self._rects()
        number, part = place
        if number < len(rects):
            rect = rects[number]
            self.verticalScrollBar().setValue(round(rect.top() + part * rect.height()))

    def _on_scrolled(self) -> None:
        self._tell_page()
        self.viewport().update()

    def _tell_page(self) -> None:
        half = self.verticalScrollBar().value() + self.viewport().height() // 2
        rects = self._rects()
        page = next((n for n, r in enumerate(rects) if r.bottom() + GAP > half), len(rects) - 1)
        before, self._page = self._page, max(0, page)
        self.page_reached.emit(self._page + 1 if rects else 0, len(rects))
        if self._page != before:
            self._name_it()

    def copy_page(self) -> None:
        """Put what the page in view says on the clipboard."""
        self._read(QGuiApplication.clipboard().setText)

    def _read(self, done: Callable[[str], object]) -> None:
        pages, now = self._pages, (self._letter, self._page)
        if pages is None:
            return

        def answered(said: str) -> None:
            if now == (self._letter, self._page):
                done(said)

        self._jobs.start(self, lambda _step: pages.text(now[1]), answered, reads=True)

    def _go_to_found(self) -> None:
        if self._found:
            found = self._found[self._at_found]
            box = self._on_page(found.boxes[0], self._rects()[found.page])
            self.verticalScrollBar().setValue(round(box.top()) - self.viewport().height() // 3)
        self.viewport().update()

    def _name_it(self) -> None:
        self.setAccessibleName(_("Letter as it will be printed"))
        if self._pages is not None:
            self.setAccessibleDescription(
                _("{pages} pages, exactly as they will be printed", pages=len(self._pages))
            )
            self._read(self._say_words)

    def _say_words(self, said: str) -> None:
        """A screen reader reads the page itself."""
        told = _("Page {page} of {pages}", page=self._page + 1, pages=len(self._pages or ()))
        self.setAccessibleDescription(f"{told}\n{said.strip()}")
