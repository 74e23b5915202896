"""Folders in which a store in a file gets damaged: on a network, or kept the same by a program."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.errors import StoreOnSharedFolder

MOUNTS = Path("/proc/self/mountinfo")
_REMOTE_DRIVE = 4  # Windows' DRIVE_REMOTE


def refuse_shared(file: Path, mounts: Path = MOUNTS) -> None:
    """Raise StoreOnSharedFolder when the file lies where other computers write as well."""
    kind = shared_kind(file, mounts)
    if kind:
        raise StoreOnSharedFolder(file=str(file), kind=kind)


def shared_kind(file: Path, mounts: Path = MOUNTS) -> str:
    """What sort of shared folder a file lies in ("nfs", "Dropbox"); empty for none."""
    place = file.resolve()
    known = _known()
    for part in place.parent.parts:
        for name in known["synchronised"]["names"]:
            if part == name or part.startswith((f"{name} - ", f"{name} (")):
                return str(name)
    system = _file_system(place, mounts)
    return system if system in known["network"]["types"] else ""


def _file_system(place: Path, mounts: Path) -> str:
    if sys.platform == "win32":
        return _windows_drive(place)
    if not mounts.exists():
        return ""
    lines = mounts.read_text("utf-8", "replace").splitlines()
    holding = [(point, kind) for point, kind in _mounted(lines) if place.is_relative_to(point)]
    return max(holding, key=lambda found: len(found[0]), default=("", ""))[1]


def _mounted(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Mount points and their file systems from a mount table's lines (proc(5), mountinfo)."""
    for line in lines:
        before, _dash, after = line.partition(" - ")
        if after:
            point = before.split(" ")[4].replace("\\040", " ")
            yield point, after.split(" ")[0]


def _windows_drive(place: Path) -> str:
    if place.drive.startswith("\\\\"):
        return "smb3"
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 -- known on Windows only
    return "smb3" if kernel.GetDriveTypeW(f"{place.drive}\\") == _REMOTE_DRIVE else ""


@cache
def _known() -> dict[str, Any]:
    file = paths.resources() / "shared_folders.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
