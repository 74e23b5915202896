"""Kill points: the shim is compiled, preloaded into `kill_points`, and its findings are read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.trust.figures import Figure, a_folder

SOURCE = Path(__file__).with_name("shim.c")


def run(share: float, seed: int) -> Figure | None:
    """Every call of every operation, six ways each (a share of them). None without a compiler."""
    return figure("T1 kill points survived", ("day", "people"), share, seed)


def figure(name: str, fields: tuple[str, ...], share: float, seed: int) -> Figure | None:
    """Every call of these fields' operations; what went wrong goes to standard error."""
    if compiler() is None:
        return None
    found = []
    for field in fields:
        with a_folder() as folder:
            done = preloaded(folder, "tests.trust.kill_points", field, str(share), str(seed))
        found.append(json.loads(done))
    operations = [one for field in found for one in field["operations"]]
    tried = sum(one["tried"] for one in operations)
    bad = [fault for one in operations for fault in one["bad"]]
    for fault in bad[:5]:
        print(f"        {fault}", file=sys.stderr)
    calls = sum(one["calls"] for one in operations)
    return Figure(
        name,
        tried,
        tried - len(bad),
        "whole or absent, told",
        all(field["control"] for field in found),
        f"operations {len(operations)}, calls {calls}, 6 ways",
        seed,
    )


def compiler() -> str | None:
    """A C compiler, where the shim can be preloaded."""
    found = shutil.which("gcc") or shutil.which("cc")
    return found if sys.platform.startswith("linux") else None


def preloaded(folder: Path, module: str, *arguments: str) -> str:
    """Run a module with the shim between it and the disk; returns what it says."""
    library = folder / "shim.so"
    command = [str(compiler()), "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    environment = {**os.environ, "LD_PRELOAD": str(library), "POLARS_MAX_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
