"""A new style sheet on living windows: what is seen at once, what is hidden by and by.

Told of a new sheet, Qt itself dresses every widget again, and each as often as it has parents:
over a second with every page built. Here each is dressed once, and no hidden one is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from workbench.ui.backlog import backlog_of

_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


def put_on(app: QApplication, sheet: str) -> None:
    """Dress every window in this sheet: at once whatever can be seen, by and by the rest."""
    built = list(_parents_first(app))
    worn = [each for each in built if each.testAttribute(_POLISHED)]
    with _left_alone(built):
        app.setStyleSheet("")  # begun anew, Qt looks only at what it takes for polished
        app.setStyleSheet(sheet)
    for each in worn:
        if each.isVisible():
            _dress(each)
    hidden = [(each, partial(_dress, each)) for each in worn if not each.isVisible()]
    backlog_of(app, "dressing").begin(hidden)


def _parents_first(app: QApplication) -> Iterator[QWidget]:
    for top in app.topLevelWidgets():
        if top.parent() is None:
            yield top
            yield from top.findChildren(QWidget)


@contextmanager
def _left_alone(widgets: Sequence[QWidget]) -> Iterator[None]:
    """Let Qt take these for widgets that no change of style is meant for."""
    plain = [each for each in widgets if not each.testAttribute(_OWN_STYLE)]
    polished = [each for each in widgets if each.testAttribute(_POLISHED)]
    for each in plain:
        each.setAttribute(_OWN_STYLE)
    for each in polished:
        each.setAttribute(_POLISHED, False)
    yield
    for each in plain:
        each.setAttribute(_OWN_STYLE, False)
    for each in polished:
        each.setAttribute(_POLISHED)


def _dress(widget: QWidget) -> None:
    widget.style().polish(widget)
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
