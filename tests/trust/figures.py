"""What one line of the trust report says."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One figure: what was tried, how many held, and whether the wrong build was caught.

    `control` is None where no wrong build is possible; otherwise whether the same check failed
    on one that is wrong on purpose. A control that does not fail makes the figure worthless.
    """

    name: str
    tried: int
    held: int
    target: str
    control: bool | None
    note: str
    seed: int

    @property
    def ok(self) -> bool:
        """All held, and the control was red."""
        return self.tried > 0 and self.held == self.tried and self.control is not False

    def line(self) -> str:
        """The figure as the report prints it."""
        control = {None: "-", True: "red", False: "NOT RED"}[self.control]
        verdict = "ok" if self.ok else "MISSED"
        return (
            f"{verdict:6}  {self.name:34}  {self.held:>6} of {self.tried:<6}  {self.target:22}  "
            f"control {control:8} seed {self.seed:<4} {self.note}"
        )


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder that is gone afterwards; in memory where there is one, unless TMPDIR says where."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    where = os.environ.get("TMPDIR") or memory
    with tempfile.TemporaryDirectory(prefix="trust-", dir=where) as name:
        yield Path(name).resolve()
