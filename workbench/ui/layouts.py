"""Rows and columns of widgets, written the way they read.

    column(title, row(name, 12, number, None, button), None, margins=(16, 12, 16, 12), gap=8)

An int is a gap in pixels, None takes up the rest, a layout or a widget is itself.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

Item = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)
_EDGE: dict[str, Margins] = {"side": (1, 0, 0, 0), "side-start": (0, 0, 1, 0)}
"""Room for the line that the style sheet draws at one edge of these panes."""


def row(*items: Item, margins: Margins = NONE, gap: int = 8) -> QHBoxLayout:
    """Items side by side."""
    layout = QHBoxLayout()
    _fill(layout, items, margins, gap)
    return layout


def column(*items: Item, margins: Margins = NONE, gap: int = 8) -> QVBoxLayout:
    """Items one below the other."""
    layout = QVBoxLayout()
    _fill(layout, items, margins, gap)
    return layout


def _fill(layout: QBoxLayout, items: tuple[Item, ...], margins: Margins, gap: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def pane(layout: QLayout, role: str = "") -> QWidget:
    """A widget that holds the layout, painted by its role in the style sheet."""
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setProperty("role", role)
    layout.setContentsMargins(layout.contentsMargins() + QMargins(*_EDGE.get(role, NONE)))
    made.setLayout(layout)
    return made


def card(layout: QLayout, role: str = "card") -> QFrame:
    """A framed group on the page."""
    made = QFrame()
    made.setProperty("role", role)
    made.setLayout(layout)
    return made


class Card(QFrame):
    """A framed group that is made once and filled anew for each case or account."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")

    def lay(self, *items: Item, gap: int, margins: Margins) -> None:
        """Put these below each other."""
        self.setLayout(column(*items, gap=gap, margins=margins))


def rule() -> QFrame:
    """A hair line between groups."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


def scrolled(layout: QLayout) -> QScrollArea:
    """The layout in a pane that scrolls up and down, never sideways."""
    inner = pane(layout, "scrolled")
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


_DEEP = 6  # layouts within each other, from a word to the pane that scrolls


def lay_out() -> None:
    """Lay out now all that was filled anew. Left alone, a part tells the one around it of its
    size by events, and what is painted between two of them is painted again."""
    for _level in range(_DEEP):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def read_after(place: QWidget, *later: QWidget) -> None:
    """Let Tab come to `later`, and to what is in it, after everything in `place`: what is built
    afterwards would otherwise be last, wherever it stands."""
    before, window = place, place.window()
    for one in (place, *later):
        for reached in (one, *one.findChildren(QWidget)):
            takes = bool(reached.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes and reached.window() is window:  # a list that pops up is a window of its own
                if one is not place:
                    QWidget.setTabOrder(before, reached)
                before = reached


def go_to_pane(place: QWidget) -> bool:
    """Put the keyboard on the first thing in a place that takes it; whether there is one."""
    taking = Qt.FocusPolicy.TabFocus
    for inner in place.findChildren(QWidget):
        if inner.isVisible() and inner.isEnabled() and inner.focusPolicy() & taking:
            inner.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False


def has_keyboard(place: QWidget) -> bool:
    """Whether the keyboard is on something in this place, of its window."""
    held = place.window().focusWidget()
    return held is not None and (place is held or place.isAncestorOf(held))


def clear(layout: QLayout) -> None:
    """Take every item out of the layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
