"""Where things lie: the data files that ship, and the user's own folders."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

_MARKER = "dictionary.toml"
_APP = "credit-workbench"


def resources() -> Path:
    """The folder of shipped data files, from a wheel, a checkout or a frozen program.

    Raises FileNotFoundError when the installation is incomplete.
    """
    return _resources(os.environ.get("WORKBENCH_RESOURCES"))


@cache
def _resources(named: str | None) -> Path:
    here = Path(__file__).resolve().parent
    places = [here / "resources", here.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        places.insert(0, Path(frozen) / "workbench" / "resources")
    if named:
        places.insert(0, Path(named))
    for place in places:
        if (place / _MARKER).is_file():
            return place
    raise FileNotFoundError(f"The data files are missing; looked in {', '.join(map(str, places))}.")


def settings_folder() -> Path:
    """The folder of the user's settings and of the key of a store without a password."""
    return Path(platformdirs.user_config_dir(_APP, appauthor=False))


def data_folder() -> Path:
    """The folder of the user's own store."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False))


def log_folder() -> Path:
    """The folder of logs and crash reports."""
    return Path(platformdirs.user_log_dir(_APP, appauthor=False))


def cache_folder() -> Path:
    """The folder of what is only kept to begin sooner; it may be emptied at any time."""
    return Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def default_store() -> Path:
    """The store that `workbench` opens when none is named."""
    return data_folder() / "workbench.db"
