"""A store that opens may still be damaged inside: looked at once a day, said with a way out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from workbench.errors import StoreUnreadable, WorkbenchError
from workbench.i18n import N_, _
from workbench.ui.jobs import Jobs
from workbench.ui.window_memory import keep_words, words_kept

if TYPE_CHECKING:
    from workbench.ui.shell import MainWindow

_AGAIN_AFTER = timedelta(hours=20)


class DamageWatch:
    """Reads every page of the store's file behind the work. `fault` is set when the person chose
    to leave the damaged store for a backup."""

    def __init__(self, window: MainWindow, jobs: Jobs) -> None:
        self._window, self._jobs = window, jobs
        self.fault: StoreUnreadable | None = None

    def look(self) -> None:
        """Look at the pages, unless that was done within the day."""
        store = self._window.desk.store
        if store.is_behind:
            from workbench.workflow import keep

            self._window.problems.show_text(keep.older_copy_words())
        if not store.is_file or self._was_looked_at():
            return
        self._jobs.start(
            self._window,
            lambda _step: store.damaged_pages(),
            self._on_looked,
            self._on_refused,
            reads=True,
        )

    def _was_looked_at(self) -> bool:
        kept = words_kept(self._name())
        try:
            return bool(kept) and datetime.now(UTC) - datetime.fromisoformat(kept[0]) < _AGAIN_AFTER
        except ValueError:
            return False

    def _name(self) -> str:
        return f"looked-at/{self._window.desk.store.uuid}"

    def _on_looked(self, damaged: tuple[str, ...]) -> None:
        if not damaged:
            keep_words(self._name(), [datetime.now(UTC).isoformat()])
            return
        said = _(
            "The store is damaged on the disk: {n} of its pages cannot be trusted. What is shown "
            "can still be exported. Open a backup, and go on in that.",
            n=len(damaged),
        )
        self._window.problems.show_text(said, [(N_("Open a backup…"), self._leave)])

    def _on_refused(self, fault: WorkbenchError) -> None:
        """The damage lies where not even the look could be taken."""
        self._window.problems.show_error(fault, [(N_("Open a backup…"), self._leave)])

    def _leave(self) -> None:
        why = _("some of its pages are damaged.")
        self.fault = StoreUnreadable(file=self._window.desk.store.label, why=why)
        self._window.close()
