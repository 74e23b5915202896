"""An import half done: what the officer matched and put right, and the same put over the file
again when it was read anew. The file's own rows are never kept, only what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.i18n import N_, _
from workbench.ui.import_draft import Draft

if TYPE_CHECKING:
    from workbench.ui.import_course import ImportCourse

_CHANGED = N_("{file} was changed since. It is read as it is now; match it and put it right again.")


def written_down(draft: Draft | None, step: int) -> dict[str, Any] | None:
    """The import at this step in plain words for keeping; None where no file is open.

    Its password is not kept: it is asked for again.
    """
    if draft is None or draft.workbook is None or draft.matching is None:
        return None
    taken = draft.workbook.taken()
    return {
        "path": str(draft.path.absolute()),
        "file": draft.path.name,
        "sha256": draft.workbook.sha256,
        "product": draft.product,
        "sheet": taken[0] if len(taken) == 1 else None,
        "header_row": draft.sheet.header_row,
        "encoding": draft.workbook.encoding or None,
        "batch": draft.repairs.batch.id if draft.repairs else None,
        "columns": [[one.letter, one.fact, one.unit] for one in draft.matching.columns],
        "by_hand": sorted(draft.by_hand),
        "fixes": [[*cell, text] for cell, text in draft.fixes.texts.items()],
        "step": step,
    }


class Resuming:
    """Takes up an import of an earlier run: begins to read, and goes on once the file is there.
    Until then `kept` is what was written down."""

    def __init__(self, course: ImportCourse) -> None:
        self._course = course
        self.kept: Mapping[str, Any] | None = None

    def begin(self, kept: Mapping[str, Any]) -> None:
        """Read the same file, or the same waiting rows, again."""
        if kept["batch"] is not None:
            self._course.open_waiting(int(kept["batch"]))
        else:
            self._course.stop()
            self._course.draft = Draft(Path(kept["path"]), str(kept["product"]))
            header = kept["header_row"] or None
            self._course.read(sheet=kept["sheet"], header_row=header, encoding=kept["encoding"])
        self.kept = kept

    def take_up(self, tell: Callable[[str], object]) -> int | None:
        """Put what was matched and fixed over the file as it was read now: the step to go on
        with. Where the file is another one by now, nothing is put over it and `tell` is told."""
        kept, self.kept = self.kept, None
        draft = self._course.draft
        if kept is None or draft is None or draft.workbook is None:
            return None
        if kept["batch"] is None and draft.workbook.sha256 != kept["sha256"]:
            tell(_(_CHANGED, file=draft.path.name))
            return None
        _put_over(draft, kept)
        return int(kept["step"]) if kept["batch"] is None else None


def _put_over(draft: Draft, kept: Mapping[str, Any]) -> None:
    assert draft.matching is not None
    for letter, fact, unit in kept["columns"]:
        before = draft.matching[letter]
        if (before.fact, before.unit) != (fact, unit):
            draft.matching = draft.matching.with_fact(letter, fact, unit)
    draft.by_hand.update(kept["by_hand"])
    draft.fixes.put({(sheet, row, fact): text for sheet, row, fact, text in kept["fixes"]})
    draft.round += 1
