"""The start of the window: what is put off until it has been seen, so that it is seen sooner."""

from __future__ import annotations

import builtins
import gc
import importlib
import sys

from workbench import paths
from workbench.ui.kept_code import compiled_once

_SWITCH = 0.0005  # seconds after which a thread that loads or computes lets the window go on


def begin() -> None:
    """Load without looking for rubbish; let no thread keep the window waiting for long."""
    gc.disable()
    sys.setswitchinterval(_SWITCH)
    load_qt()


def load_qt() -> None:
    """Load PySide without what it would do anew at each start."""
    with compiled_once(paths.cache_folder() / "qt.code"):
        importlib.import_module("PySide6.QtCore")
    leave_sources_unread()


def end() -> None:
    """Look for rubbish again wherever there is some: no window is open any more."""
    gc.enable()


def leave_sources_unread() -> None:
    """PySide puts a function of its own before every import, which reads the source text of each
    module to see whether it speaks of PySide6. That matters to its switches of features alone,
    which nothing here uses; and it asks pydantic's half-loaded modules for what they cannot
    answer yet. From here on Python itself imports again.
    """
    own = vars(builtins).get("__orig_import__")
    if own is not None:
        vars(builtins)["__import__"] = own
