"""Whether things may move: as the system asks, or as the user says in Settings.

Nothing moves without need anyway. Reduced, no bar runs to and fro, no cursor blinks, and the
time left to undo is told second by second.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

_GTK = ("gtk-4.0/settings.ini", "gtk-3.0/settings.ini")
_NO = {"0", "false", "no"}
_BLINK = 1000  # milliseconds, where the system says nothing
_reduced = [False]


def use(chosen: str) -> None:
    """Take the word of the setting: "system", "full" or "reduced"."""
    _reduced[0] = chosen == "reduced" or (chosen == "system" and system_asks_for_less())
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.styleHints().setCursorFlashTime(0 if _reduced[0] else _BLINK)


def is_reduced() -> bool:
    """Whether nothing is to move of itself."""
    return _reduced[0]


def style() -> str:
    """What the style sheet says of it: Qt's own widgets move no more either."""
    return "* { widget-animation-duration: 0; }\n" if _reduced[0] else ""


def system_asks_for_less() -> bool:
    """Whether animations are switched off for the whole desktop; False where it does not say."""
    if sys.platform == "win32":
        return _windows_asks()
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    gtk = (_entry(home / file, "Settings", "gtk-enable-animations") for file in _GTK)
    kde = _entry(home / "kdeglobals", "KDE", "AnimationDurationFactor")
    return any(said in _NO for said in gtk) or kde in {"0", "0.0"}


def _entry(file: Path, section: str, name: str) -> str:
    if not file.is_file():
        return ""
    import configparser

    read = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        read.read(file, encoding="utf-8")
    except (configparser.Error, OSError, ValueError):
        return ""
    return read.get(section, name, fallback="").strip().lower()


def _windows_asks() -> bool:
    import ctypes

    wanted = ctypes.c_int(1)
    client_area_animation = 0x1042
    ask = getattr(ctypes, "windll").user32.SystemParametersInfoW  # noqa: B009 -- on Windows only
    ask(client_area_animation, 0, ctypes.byref(wanted), 0)
    return not wanted.value
