"""What the window remembers of itself: its size, the page last worked on, columns put away,
filters in force.

Nothing of value lies here: without the file, everything is as on the first day.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings

from workbench import paths


def window_memory() -> QSettings:
    """The memory, a small file beside the settings."""
    file = paths.settings_folder() / "window.ini"
    return QSettings(str(file), QSettings.Format.IniFormat)


def words_kept(name: str) -> list[str]:
    """A list of words kept under a name; empty where there is none."""
    kept = window_memory().value(name)
    if isinstance(kept, str):
        return [kept] if kept else []
    return [str(word) for word in kept] if isinstance(kept, list) else []


def keep_words(name: str, words: list[str]) -> None:
    """Keep a list of words under a name."""
    window_memory().setValue(name, words)


def last_page() -> str:
    """The page that was worked on when the window was closed last; else the review queue."""
    return next(iter(words_kept("page")), "review")
