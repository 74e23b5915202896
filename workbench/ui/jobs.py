"""Slow work, off the GUI thread.

    jobs.start(self, lambda step: intake.accept(desk, ..., step), self._on_accepted,
               failed=self.problems.show_error, title=N_("Importing"))

The work is a plain function: it takes `step(done, total)`, calls it now and then, and returns a
value; `step` raises Cancelled once the user asked to stop. It touches no widget. Answers come
back on the GUI thread, and only while the asker lives. Everything that writes runs one after
another on one thread; `reads=True` is for look-ups, which need not wait behind an import.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from workbench import program_log
from workbench.errors import Cancelled, WorkbenchError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from PySide6.QtWidgets import QWidget

Step = Callable[[int, int], None]
Work = Callable[[Step], Any]
_THREADS = {"writer": 1, "reader": 2}
_TELL_EVERY = 0.1  # seconds
_LONG = 1.0  # seconds after which a job without a title is noted too


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work, who waits for it, and how far it is. `title` names it to the user."""

    owner: QObject
    done: Callable[[Any], object]
    failed: Callable[[WorkbenchError], object] | None = None
    progress: Step | None = None
    title: str = ""
    place: str = ""
    at: int = 0
    total: int = 0
    started: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the work to stop; what it finished is kept."""
        self.stop.set()


class Jobs(QObject):
    """Runs jobs and answers on the GUI thread.

    The threads only ever emit the two private signals. They belong to this object, which
    outlives every window, so no thread can reach a deleted widget. `troubled` carries a
    WorkbenchError whose asker named no `failed`, and the window that asked; a fault of our own
    is raised on the GUI thread, where the crash page catches it. `changed` tells that a job
    began, moved or ended.
    """

    changed = Signal()
    troubled = Signal(object, object)
    _moved = Signal(object, int, int)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._running: list[Job] = []
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection  # never answered before `start` returns
        self._moved.connect(self._on_moved, queued)
        self._ended.connect(self._on_ended, queued)

    def start(
        self,
        owner: QObject,
        work: Work,
        done: Callable[[Any], object],
        failed: Callable[[WorkbenchError], object] | None = None,
        progress: Step | None = None,
        *,
        title: str = "",
        reads: bool = False,
    ) -> Job:
        """Run `work(step)` on a thread; call `done(result)`, or `failed(error)`, with its end.

        `failed` also gets Cancelled, whose sentence says that finished work is kept.
        A job with a title (a catalogue sentence such as N_("Writing letters")) is shown in the
        status bar with count, bar and stop.
        """
        job = Job(owner, done, failed, progress, title, program_log.place_of(work))
        if self._closed:
            job.cancel()
            return job
        self._running.append(job)
        future = self._pool("reader" if reads else "writer").submit(work, self._step_of(job))
        future.add_done_callback(lambda ended: self._ended.emit(job, ended))
        self.changed.emit()
        return job

    def tell(self, error: WorkbenchError) -> None:
        """Tell of what no window asked for, in every window."""
        self.troubled.emit(error, None)

    def running(self) -> tuple[Job, ...]:
        """Jobs begun and not ended, oldest first."""
        return tuple(self._running)

    def close(self) -> None:
        """Stop everything and wait; nothing is answered or begun afterwards."""
        self._closed = True
        for job in self._running:
            job.stop.set()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def _pool(self, name: str) -> ThreadPoolExecutor:
        if name not in self._pools:
            from concurrent.futures import ThreadPoolExecutor  # the first window needs none

            self._pools[name] = ThreadPoolExecutor(_THREADS[name], thread_name_prefix=name)
        return self._pools[name]

    def _step_of(self, job: Job) -> Step:
        told = 0.0

        def step(at: int, total: int) -> None:
            nonlocal told
            if job.stop.is_set():
                raise Cancelled
            now = time.monotonic()
            if at >= total or now - told >= _TELL_EVERY:
                told = now
                self._moved.emit(job, at, total)

        return step

    @Slot(object, int, int)
    def _on_moved(self, job: Job, at: int, total: int) -> None:
        if self._closed:
            return
        job.at, job.total = at, total
        if job.progress and shiboken6.isValid(job.owner):
            job.progress(at, total)
        self.changed.emit()

    @Slot(object, object)
    def _on_ended(self, job: Job, future: Future[Any]) -> None:
        if self._closed:
            return
        self._running.remove(job)
        _note(job, future)
        self.changed.emit()
        if not future.cancelled() and shiboken6.isValid(job.owner):
            self._answer(job, future)

    def _answer(self, job: Job, future: Future[Any]) -> None:
        fault = future.exception()
        if fault is None:
            job.done(future.result())
        elif not isinstance(fault, WorkbenchError):
            raise fault
        elif job.failed is not None:
            job.failed(fault)
        elif not isinstance(fault, Cancelled):
            self.troubled.emit(fault, _outermost(job.owner))


def _outermost(owner: QObject) -> QObject:
    above = owner.parent()
    return owner if above is None else _outermost(above)


def jobs_of(widget: QWidget) -> Jobs:
    """The runner of the window that a widget stands in. Raises LookupError outside of any."""
    above: QWidget | None = widget
    while above is not None:
        found = getattr(above, "jobs", None)
        if isinstance(found, Jobs):
            return found
        above = above.parentWidget()
    raise LookupError(widget)


def _note(job: Job, future: Future[Any]) -> None:
    """Note how a job ended, where it was long, has a name, or did not end well."""
    spent = time.monotonic() - job.started
    fault = None if future.cancelled() else future.exception()
    if not (job.title or fault or spent > _LONG):
        return
    end = type(fault).__name__ if fault else "done"
    program_log.note("task", place=job.place, ms=round(spent * 1000), end=end)
