"""What a user may set, each declared once; the window's settings page is made from this."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from workbench import paths
from workbench.errors import UnsupportedSetting
from workbench.files import write_whole
from workbench.i18n import N_, Language, _


class Setting(NamedTuple):
    """One setting: its stored name, section, label, default and what it may be.

    `choices` maps a stored word to its label; without choices any text of at most
    `longest` characters is taken. A `bool` default makes a switch, an `int` a number. What
    has a place of its own in the window needs no field (`has_field`).
    """

    name: str
    section: str
    label: str
    default: str | int | bool
    choices: Mapping[str, str] | None = None
    help: str = ""
    least: int = 0
    most: int = 1_000_000
    longest: int = 200
    has_field: bool = True


DECLARED: tuple[Setting, ...] = (
    Setting(
        "language",
        N_("General"),
        N_("Language"),
        "system",
        {"system": N_("As the system"), "en": "English", "zh": "简体中文"},
    ),
    Setting(
        "theme",
        N_("General"),
        N_("Theme"),
        "system",
        {
            "system": N_("As the system"),
            "light": N_("Light"),
            "dark": N_("Dark"),
            "contrast": N_("High contrast"),
        },
    ),
    Setting(
        "scale",
        N_("General"),
        N_("Text and page size"),
        "100",
        {"100": "100%", "125": "125%", "150": "150%", "200": "200%"},
        help=N_("Takes effect the next time the program starts."),
    ),
    Setting(
        "motion",
        N_("General"),
        N_("Motion"),
        "system",
        {"system": N_("As the system"), "full": N_("Full"), "reduced": N_("Reduced")},
        help=N_("Reduced: progress bars stand still and the cursor does not blink."),
    ),
    Setting(
        "density",
        N_("General"),
        N_("Row height"),
        "normal",
        {"compact": N_("Compact"), "normal": N_("Normal"), "roomy": N_("Roomy")},
    ),
    Setting(
        "officer_name",
        N_("Officer"),
        N_("Name on decisions and letters"),
        "",
        help=N_("Empty: the name of the operating system's account."),
    ),
    Setting("officer_title", N_("Officer"), N_("Title on letters"), ""),
    Setting(
        "lock_minutes",
        N_("Officer"),
        N_("Lock the window after minutes"),
        10,
        help=N_("Once people were added. 0: never."),
        most=240,
    ),
    Setting("open_next_case", N_("Review"), N_("Open the next case after a decision"), True),
    Setting(
        "undo_seconds",
        N_("Review"),
        N_("Seconds in which a decision can be undone"),
        10,
        least=3,
        most=60,
    ),
    Setting(
        "override_words",
        N_("Review"),
        N_("Words for overrides"),
        "plain",
        {
            "plain": N_("Approved over a decline / declined over an approval"),
            "low_is_approve": N_("Low-side: approved over a decline (usual in the US)"),
            "high_is_approve": N_("High-side: approved over a decline"),
        },
    ),
    Setting(
        "skip_minutes",
        N_("Review"),
        N_("Minutes after which a skipped case comes back"),
        15,
        least=1,
        most=480,
    ),
    Setting("letter_keys", N_("Review"), N_("Decide with single letter keys (A, R, D)"), True),
    Setting("keys", N_("Review"), N_("Keys changed"), "", longest=8000, has_field=False),
    Setting(
        "letter_language",
        N_("Letters"),
        N_("Language of letters"),
        "pack",
        {"pack": N_("As the letter pack"), "en": "English", "zh": "简体中文"},
    ),
    Setting(
        "letter_pack",
        N_("Letters"),
        N_("Letter pack"),
        "strategy",
        {"strategy": N_("As the strategy"), "us": N_("United States"), "cn": N_("Mainland China")},
    ),
    Setting(
        "letter_file_name",
        N_("Letters"),
        N_("File names of letters"),
        "{number}",
        help=N_("May hold {number}, {application}, {kind}, {date} and {language}."),
        longest=80,
    ),
    Setting("daily_backup", N_("Backups"), N_("Back up every day"), True),
    Setting(
        "backup_folder",
        N_("Backups"),
        N_("Folder of backups"),
        "",
        help=N_("Empty: a folder beside your own store. Another disk is safer."),
        longest=1000,
    ),
    Setting("backup_days", N_("Backups"), N_("Daily backups kept"), 7, least=1, most=366),
    Setting("backup_weeks", N_("Backups"), N_("Weekly backups kept"), 5, most=520),
    Setting("backup_months", N_("Backups"), N_("Monthly backups kept"), 12, most=600),
)
_BY_NAME = {setting.name: setting for setting in DECLARED}


class Settings:
    """The user's settings: a small TOML file, readable by the window and the command line.

    A torn or unreadable file means defaults; nothing of value lives here.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or paths.settings_folder() / "settings.toml"
        self._values = _read(self.file)

    def get(self, name: str) -> str | int | bool:
        """The value set, or the declared default. Raises KeyError for an undeclared name."""
        return self._values.get(name, _BY_NAME[name].default)

    def text(self, name: str) -> str:
        """The value of a setting that is a word or a text."""
        return str(self.get(name))

    def set(self, name: str, value: str | int | bool) -> None:
        """Keep a value, on disk at once. Raises UnsupportedSetting when it is out of range, and
        FileNotWritable; then the value before stands."""
        import tomli_w  # reading settings needs no writer

        _check(_BY_NAME[name], value)
        values = {**self._values, name: value}
        write_whole(self.file, tomli_w.dumps(values).encode())
        self._values = values

    def language(self) -> Language:
        """The language to speak: the one set, or the operating system's."""
        chosen = self.text("language")
        return _system_language() if chosen == "system" else Language(chosen)

    def officer(self) -> str:
        """Who sits here: the name set, or the operating system's account."""
        return self.text("officer_name") or _account()


def _system_language() -> Language:
    """Chinese where the operating system speaks it, else English."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = next(filter(None, said), "") or _system_locale()
    return Language.ZH if spoken.lower().startswith(("zh", "chinese")) else Language.EN


def _system_locale() -> str:
    """The operating system's own word where no variable names a language."""
    import locale

    return locale.getlocale()[0] or ""


def _account() -> str:
    """The operating system's name for whoever is logged in, found as `getpass` finds it."""
    told = (os.environ.get(name) for name in ("LOGNAME", "USER", "LNAME", "USERNAME"))
    return next(filter(None, told), "") or _in_the_directory()


@cache
def _in_the_directory() -> str:
    """Asked once: a directory service may take its time."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "officer"


def _read(file: Path) -> dict[str, str | int | bool]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in found.items() if _fits(name, value)}


def _fits(name: str, value: object) -> bool:
    try:
        _check(_BY_NAME[name], value)
    except (KeyError, UnsupportedSetting):
        return False
    return True


def _check(setting: Setting, value: object) -> None:
    kind = type(setting.default)
    if type(value) is not kind:
        raise UnsupportedSetting(name=setting.name, value=value, why="")
    if setting.choices is not None and value not in setting.choices:
        raise UnsupportedSetting(
            name=setting.name,
            value=value,
            why=_("Choose one of: {choices}.", choices=", ".join(setting.choices)),
        )
    if isinstance(value, int) and kind is int and not setting.least <= value <= setting.most:
        raise UnsupportedSetting(
            name=setting.name,
            value=value,
            why=_("Choose {least} to {most}.", least=setting.least, most=setting.most),
        )
    if isinstance(value, str) and len(value) > setting.longest:
        raise UnsupportedSetting(name=setting.name, value=value[:20], why="")
