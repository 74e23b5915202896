"""The day by keyboard alone, with real key presses on a screen of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("Xvfb", "xdotool")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def screen():
    """An X screen that nobody sees; its name, such as ":99"."""
    ready, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1500x950x24", "-nolisten", "tcp"],
        pass_fds=(writes,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(ready) as told:
        name = told.readline().strip()
    yield f":{name}"
    server.terminate()
    server.wait()


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in NEEDED), reason=f"needs {' and '.join(NEEDED)}"
    ),
]


def _walked(screen, folder, journey, *more):
    """What a journey says at its end, walked on that screen with its own settings."""
    own = {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.journeys.{journey}", str(folder), *more],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_day_is_done_without_a_mouse(screen, tmp_path, language):
    (tmp_path / "settings.toml").write_text(f'language = "{language}"', encoding="utf-8")
    assert _walked(screen, tmp_path, "keyboard_day") == "done by keyboard"


def test_a_queue_of_more_than_one_page_is_walked_without_a_mouse(screen, tmp_path):
    said = _walked(screen, tmp_path, "long_queue", "--count", "400")
    assert said == "the long queue walked by keyboard"
