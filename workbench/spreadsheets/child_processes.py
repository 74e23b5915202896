"""Child processes with limits: whatever a strange file does to them, the program goes on."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from workbench.errors import Cancelled
from workbench.spreadsheets.verdicts import Unreadable, Verdict

MEMORY = 2 * 2**30
_PATIENCE = 0.02


def command(module: str) -> list[str]:
    """How a child is started; a frozen program starts itself with `--child NAME`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", module]
    return [sys.executable, "-m", f"workbench.spreadsheets.{module}"]


def run_child(
    module: str, request: Path, seconds: float, cancel: Callable[[], bool] | None = None
) -> int:
    """Run a module of this room on a request file; gives its exit status.

    Raises Unreadable when it takes longer than `seconds`, Cancelled when `cancel()` turns true;
    the child is killed then. What it prints stays in the request's folder.
    """
    with (request.parent / "child.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [*command(module), str(request)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(request.parent),
        )
        try:
            return _wait(child, time.monotonic() + seconds, cancel)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()


def _environment(folder: Path) -> dict[str, str]:
    here = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (here, known))),
        "POLARS_MAX_THREADS": "2",
        "TMPDIR": str(folder),
        "PYTHONWARNINGS": "ignore",
    }


def _wait(
    child: subprocess.Popen[bytes], deadline: float, cancel: Callable[[], bool] | None
) -> int:
    while True:
        try:
            return child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            if cancel is not None and cancel():
                raise Cancelled from None
            if time.monotonic() > deadline:
                raise Unreadable(Verdict.LIMIT) from None


def limit_this_process(memory: int, seconds: int) -> None:
    """Set the limits of the process this runs in, where the system has them (0: none).

    It is short-lived and all it makes stays, so that the collector would walk it in vain.
    """
    gc.disable()
    os.umask(0o077)
    if sys.platform == "win32":
        from workbench.spreadsheets import windows_limits

        windows_limits.limit_here(memory, seconds)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
