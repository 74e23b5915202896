"""What every test stands on: a home of its own, a store, and nothing said unexpectedly."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import i18n
from workbench.credit.facts import use_own

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _why_no_qt() -> str:
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as fault:
        return str(fault)
    return ""


NO_QT = _why_no_qt()
_WINDOW_FOLDERS = ("ui", "journeys")
pytest_plugins = () if NO_QT else ("pytestqt.plugin",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Without Qt its plugin's settings are still known, and still checked for spelling."""
    if NO_QT:
        parser.addini("qt_api", "the Qt binding")
        parser.addini("qt_log_level_fail", "Qt messages that fail a test")
        parser.addini("qt_log_ignore", "Qt messages that tell nothing", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """A library that stops itself (PDFium, GLib) leaves the place in every thread behind, as
    any other fault does; what it writes during a test would be kept with the test's own words.

    Where Python is told to keep no byte code, the programs that tests start keep theirs for this
    run: each would take seconds to compile what the one before it had compiled."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        kept = tempfile.TemporaryDirectory(prefix="bytecode-")
        os.environ["PYTHONPYCACHEPREFIX"] = kept.name
        config.add_cleanup(kept.cleanup)
    if hasattr(signal, "SIGTRAP"):
        faulthandler.register(signal.SIGTRAP, os.dup(2), chain=True)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave the window's tests out where Qt cannot run; test_house.py says so."""
    window = collection_path.parent == Path(__file__).parent and collection_path.name in (
        _WINDOW_FOLDERS
    )
    return True if NO_QT and window else None


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    use_own(())
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("USER", "Lin Mei")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    said = [
        record.getMessage()
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    assert said == [], "unexpected log lines"


@pytest.fixture
def resources() -> Path:
    from workbench import paths

    return paths.resources()
