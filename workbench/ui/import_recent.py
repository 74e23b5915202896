"""The spreadsheets opened last, newest first, kept beside the user's settings."""

from __future__ import annotations

from pathlib import Path

KEPT = 6


class RecentFiles:
    """A short list of paths in one text file; files that are gone are not shown."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "recent.txt"

    def paths(self) -> list[Path]:
        """The files opened last that are still there, newest first."""
        try:
            lines = self._file.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return []
        return [path for line in lines if line and (path := Path(line)).is_file()]

    def add(self, path: Path) -> None:
        """Put a file on top of the list. A list that cannot be kept is no harm."""
        chosen = path.absolute()
        kept = [chosen, *(old for old in self.paths() if old != chosen)][:KEPT]
        draft = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text("\n".join(map(str, kept)) + "\n", encoding="utf-8")
            draft.replace(self._file)
        except OSError:
            return
