"""A day that was cut off goes on where it stopped: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Sheet = Callable[..., Path]
NAMES = ["Ruth Ellis", "Omar Reyes", "Clara Costa", "Felix Weber", "Nadia Quinn", "Peter Lopez"]


def _run(file: Path, out: Path) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "workbench", "run", str(file), "--product", "personal-loan"]
    return subprocess.Popen(
        [*call, "--out", str(out), "--accept-advice", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ},
    )


def _finished(process: subprocess.Popen[str]) -> dict[str, int]:
    said, _err = process.communicate(timeout=120)
    return json.loads(said.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["workbench.db-wal", "letters/*.pdf", "decisions.xlsx"])
def test_a_killed_run_goes_on_and_ends_as_if_nothing_had_happened(
    sheet: Sheet, tmp_path: Path, moment: str
) -> None:
    file, out = sheet(*({"Name": name} for name in NAMES)), tmp_path / "out"
    killed = _run(file, out)
    while killed.poll() is None and not list(out.glob(moment)):
        pass
    killed.kill()
    killed.communicate()
    done = _finished(_run(file, out))
    assert (done["rows"], done["decided"], done["letters"]) == (6, 6, 6)
    letters = sorted(one.name for one in (out / "letters").glob("*.pdf"))
    assert letters == [f"{letters[0][:8]}{n:06d}.pdf" for n in range(1, 7)]
    assert not list(out.rglob(".draft-*"))
