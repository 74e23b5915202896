"""The start of the window: what is put off until it has been seen, so that it is seen sooner."""

from __future__ import annotations

import gc
import importlib
import sys

_SWITCH = 0.0005  # seconds after which a thread that loads or computes lets the window go on


def begin() -> None:
    """Load without looking for rubbish; let no thread keep the window waiting for long."""
    gc.disable()
    sys.setswitchinterval(_SWITCH)
    importlib.import_module("PySide6.QtCore")
    leave_sources_unread()


def end() -> None:
    """Look for rubbish again, but not among what was loaded: it stays as long as the window."""
    gc.freeze()
    gc.enable()


def leave_sources_unread() -> None:
    """PySide reads the source text of every module loaded after it, to see whether the module
    speaks of PySide6; that matters to its switches of features alone, which nothing here uses.
    Reading them also asks pydantic's half-loaded modules for what they cannot answer yet.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda _module: False
