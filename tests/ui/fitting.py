"""Whether every word has room: walks the widgets and compares each text with its place.

`python -m tests.ui.fitting` walks every page and sheet in both languages and prints what does
not fit, one line each; QT_SCALE_FACTOR sets the scale, FITTING_POINTS the size of type.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)

from workbench.ui.backlog import Backlog
from workbench.ui.labels import Elided
from workbench.ui.tabs import Tabs
from workbench.ui.words import spoken

SLACK = 1.5  # pixels that rounding at a broken scale may take


def misfits(root: QWidget) -> list[str]:
    """Every visible text below `root` that has less room than it needs."""
    found = []
    for waiting in root.findChildren(Backlog):  # a document is built part by part
        waiting.finish()
    for _turn in range(3):  # what was just shown is laid out
        QCoreApplication.processEvents()
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() and widget.width() > 0:
            found += [
                f"{_chain(widget)}: “{text}” needs {need:.0f}, has {room:.0f}"
                for text, need, room in _needs(widget)
                if need > room + SLACK
            ]
    return found


def _chain(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " in ".join(names)


def _needs(widget: QWidget) -> Iterator[tuple[str, float, float]]:
    """(text, pixels needed, pixels there) of everything written on one widget."""
    match widget:
        case Elided():
            if not widget.toolTip():
                yield widget.text(), _width(widget, widget.text()), widget.width()
        case QLabel() if widget.text():
            yield from _label(widget)
        case QCheckBox() | QRadioButton():
            yield widget.text(), widget.sizeHint().width(), widget.width()
        case QPushButton() if widget.text():
            yield from _push(widget)
        case QComboBox():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            edit = QStyle.SubControl.SC_ComboBoxEditField
            kind = QStyle.ComplexControl.CC_ComboBox
            room = widget.style().subControlRect(kind, option, edit, widget).width()
            for at in range(widget.count()):
                yield widget.itemText(at), _width(widget, widget.itemText(at)), room
        case QLineEdit() if widget.placeholderText() and not widget.text():
            margins = widget.textMargins()
            room = widget.width() - margins.left() - margins.right() - 16
            yield widget.placeholderText(), _width(widget, widget.placeholderText()), room
        case QHeaderView() if widget.orientation() is Qt.Orientation.Horizontal:
            yield from _headings(widget)


def _label(label: QLabel) -> Iterator[tuple[str, float, float]]:
    if label.textFormat() is Qt.TextFormat.RichText:
        return
    if label.wordWrap():
        yield label.text(), label.heightForWidth(label.width()), label.height()
    else:
        room = label.contentsRect().width()
        for line in label.text().splitlines():
            yield line, _width(label, line), room
        yield label.text(), QFontMetricsF(label.font()).height() - 2, label.height()


def _push(button: QPushButton) -> Iterator[tuple[str, float, float]]:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    contents = QStyle.SubElement.SE_PushButtonContents
    room = button.style().subElementRect(contents, option, button).width()
    text = button.text().strip()
    if type(button).__name__ == "KeyButton":
        yield text, button.minimumSizeHint().width(), button.width()
    elif button.property("role") != "row":
        icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
        yield text, _width(button, text) + icon, room


def _headings(header: QHeaderView) -> Iterator[tuple[str, float, float]]:
    model = header.model()
    for section in range(header.count()):
        if not header.isSectionHidden(section):
            title = str(
                model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
                or ""
            )
            yield title, _width(header, title) * 0.97, header.sectionSize(section) - 12


def _width(widget: QWidget, text: str) -> float:
    return QFontMetricsF(widget.font()).horizontalAdvance(text.replace("&&", "&"))


def sides(root: QWidget) -> Iterator[str]:
    """Show each side of each row of tabs below `root`, one after another; its name."""
    yield ""
    for tabs in root.findChildren(Tabs):
        words = list(tabs._titles)
        for word in words[1:] if tabs.isVisible() and tabs.isEnabled() else ():
            if tabs.button(word).isEnabled() and tabs.isVisible():
                tabs.button(word).click()
                yield spoken(tabs._titles[word])
        if len(words) > 1 and tabs.isVisible():
            tabs.button(words[0]).click()


def main() -> int:
    """Walk every page in both languages; exit status 1 when something has no room."""
    from tests.screens import stage
    from workbench.ui import theme
    from workbench.ui.places import PLACES

    _app = QApplication([])
    theme.follow_type(float(os.environ.get("FITTING_POINTS", "9.75")))
    size = tuple(int(n) for n in os.environ.get("FITTING_SIZE", "1180x720").split("x"))
    bad = 0
    with stage() as scene:
        for language in ("en", "zh"):
            scene.dress("light", language, size)  # type: ignore[arg-type]
            for place in PLACES:
                scene.window.go(place.word)
                scene.settle(0.05)
                page = scene.window.current_page()
                assert page is not None
                seen = set()
                for side in sides(page):
                    scene.settle(0.05)
                    for line in misfits(scene.window):
                        if line not in seen:
                            seen.add(line)
                            bad += 1
                            print(language, place.word, side, line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
