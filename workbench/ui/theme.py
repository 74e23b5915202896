"""How the window looks: colours by token, type, palette and the small style sheet.

Colours live in `resources/themes/tokens.toml` under names; widgets ask for a name, never for a
value, so a theme is switched by naming another one:

    theme.apply(app, "dark")              # or "light", or "system"
    painter.setPen(theme.colour("text2"))
    painter.setFont(theme.font(1.22, theme.SEMIBOLD, tabular=True))
    label.setProperty("ink", "text2")     # the style sheet colours it, also after a switch
    theme.on_change(self, self.update)    # whatever else has to be done again
"""

from __future__ import annotations

import string
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from workbench import paths
from workbench.ui import motion
from workbench.ui.listeners import Listeners

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold

_LATIN = ("Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text")
_HANZI = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
_BUNDLED_HANZI = "Noto Sans SC"
_BASE_POINTS = 13.0 if sys.platform == "darwin" else 9.75  # 13 px on either

_DRESSED = "dressed"
_listeners = Listeners()
_dressed = Listeners()
_state: dict[str, str] = {"theme": "light"}
_scale = [1.0]
_USUAL_MOST = 13.0 if sys.platform == "darwin" else 11.0  # points no desktop begins above


@cache
def _themes() -> dict[str, dict[str, str]]:
    file = paths.resources() / "themes" / "tokens.toml"
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: table for name, table in read.items() if isinstance(table, dict)}


def names() -> tuple[str, ...]:
    """The themes there are: "light", "dark" and "contrast"."""
    return tuple(_themes())


def current() -> str:
    """The theme shown now."""
    return _state["theme"]


def is_dark() -> bool:
    """Whether the theme shown now is a dark one."""
    return colour("surface").lightness() < 128


def value(token: str) -> str:
    """The "#RRGGBB" of a token in the theme shown now. Raises KeyError for an unknown token."""
    return _themes()[current()][token]


def colour(token: str) -> QColor:
    """The colour of a token in the theme shown now."""
    return _colour(value(token))


@cache
def _colour(code: str) -> QColor:
    return QColor(code)


def mixed(token: str, share: float, ground: str = "surface") -> QColor:
    """A token laid thinly on a ground: 0.3 is 30 % of the token."""
    over, under = colour(token), colour(ground)
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * (1 - share),
        over.greenF() * share + under.greenF() * (1 - share),
        over.blueF() * share + under.blueF() * (1 - share),
    )


@cache
def font(scale: float = 1.0, weight: QFont.Weight = REGULAR, *, tabular: bool = False) -> QFont:
    """The window's type at a step of the base size (13 px); `tabular` for every number."""
    made = QFont()
    made.setFamilies(_families())
    made.setPointSizeF(_BASE_POINTS * scale * _scale[0])
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def _families() -> list[str]:
    _load_type("inter")
    hanzi = [name for name in _HANZI if QFontDatabase.hasFamily(name)]
    if not hanzi:
        _load_type("noto-sans-sc")
        hanzi = [_BUNDLED_HANZI]
    return [*_LATIN[:1], *(name for name in _LATIN[1:] if QFontDatabase.hasFamily(name)), *hanzi]


def _load_type(family: str) -> None:
    for file in sorted((paths.resources() / "fonts" / family).iterdir()):
        if file.suffix == ".ttf":
            QFontDatabase.addApplicationFont(str(file))


def system_theme() -> str:
    """What the desktop asks for; light where it says nothing."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def follow_type(points: float) -> None:
    """Take the desktop's size of type where somebody made it larger than any desktop begins with:
    14 points are 14 points here. Told before the first widget is made."""
    _scale[0] = points / _BASE_POINTS if points > _USUAL_MOST else 1.0
    font.cache_clear()


def grown(pixels: int) -> int:
    """A width or height that holds words, given for type of the usual size: 100 is 144 at 14
    points."""
    return round(pixels * _scale[0])


def apply(app: QApplication, chosen: str) -> None:
    """Show this theme ("light", "dark", "contrast" or "system") at once, in every window.

    The sheet is each page's own, and that of each part of a window's frame. In a sheet of the
    application's Qt dresses all widgets there are again whenever one of them moves to another
    parent, and in one of the window's all pages ever opened whenever it is changed.
    """
    _state["theme"] = system_theme() if chosen == "system" else chosen
    font.cache_clear()
    if not _state.get("style"):
        app.setStyle("Fusion")
        _state["style"] = "fusion"
    app.setFont(font())
    app.setPalette(_palette())
    _dress_again(app)
    _listeners.tell()


def dress(part: QWidget) -> None:
    """Put a part of a window into the style sheet: a page, the rail, or a window of its own that
    stands over no dressed part. What is in it or opens over it takes it on. Told once all of it is
    built, so that nothing is dressed twice."""
    if not part.property(_DRESSED):
        part.setProperty(_DRESSED, True)
        _dressed.add(part, lambda: _put_on(part))
    _put_on(part)


def _dress_again(app: QApplication) -> None:
    """What is seen in the window in front at once; the rest by and by, or when it is shown."""
    front, later = app.activeWindow(), []
    for part, put_on in _dressed.living():
        assert isinstance(part, QWidget)
        if part.isVisible() and front in {None, part.window()}:
            put_on()
        else:
            later.append((part, put_on))
    if later:
        from workbench.ui.backlog import backlog_of

        backlog_of(app, "dress").begin(later)


def _put_on(part: QWidget) -> None:
    sheet = _style_sheet(current(), motion.style())
    if sheet != part.styleSheet():
        part.setStyleSheet(sheet)


def words_for_qt() -> list[str]:
    """What a fresh application is told so that it begins in the style: sooner than by asking."""
    _state["style"] = "fusion"
    return ["-style", "fusion"]


def on_change(owner: QObject, call: Callable[[], object]) -> None:
    """Call again after every switch of the theme, as long as `owner` lives."""
    _listeners.add(owner, call)


_PALETTE = {
    "Window": "window",
    "WindowText": "text",
    "Base": "surface",
    "AlternateBase": "sunken",
    "Text": "text",
    "Button": "raised",
    "ButtonText": "text",
    "BrightText": "on_accent",
    "Highlight": "accent",
    "HighlightedText": "on_accent",
    "ToolTipBase": "raised",
    "ToolTipText": "text",
    "PlaceholderText": "text3",
    "Link": "accent_text",
    "LinkVisited": "override",
    "Light": "raised",
    "Midlight": "hover",
    "Mid": "line_strong",
    "Dark": "line_strong",
    "Shadow": "shadow",
    "Accent": "accent",
}


def _palette() -> QPalette:
    made = QPalette()
    for role, token in _PALETTE.items():
        made.setColor(QPalette.ColorRole[role], colour(token))
    for role in ("WindowText", "Text", "ButtonText"):
        made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], colour("text3"))
    return made


@cache
def _style_sheet(theme: str, still: str) -> str:
    tokens = _themes()[theme]
    text = (paths.resources() / "themes" / "window.qss").read_text(encoding="utf-8")
    inks = "".join(f'QLabel[ink="{name}"] {{ color: {code}; }}\n' for name, code in tokens.items())
    drawn = {
        "chevron": _drawn("chevron_down", tokens["text2"]),
        "tick": _drawn("check", tokens["on_accent"], 2.4),
    }
    return still + inks + string.Template(text).substitute(tokens, **drawn)


def _drawn(icon: str, code: str, width: float = 1.6) -> str:
    """An icon as a file in this colour: style sheets can only name files."""
    source = (paths.resources() / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", code).replace('width="1.5"', f'width="{width}"')
    file = Path(_scratch().path()) / f"{icon}-{code[1:]}.svg"
    file.write_text(source, encoding="utf-8")
    return file.as_posix()


@cache
def _scratch() -> QTemporaryDir:
    return QTemporaryDir()
