"""The line below every page: counts, the strategy in force, running tasks, what is saved."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from workbench.i18n import N_, _, number
from workbench.ui.buttons import tool
from workbench.ui.jobs import Job, Jobs
from workbench.ui.labels import Elided, Picture, label, shown
from workbench.ui.layouts import row
from workbench.ui.words import again, say

_TELL_TIME_AFTER = 3.0  # seconds, before an estimate is worth anything


class StatusBar(QWidget):
    """Counts and strategy at the left; the oldest running task, with its stop, at the right."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(27)
        self._jobs = jobs
        self._facts = Elided("", ink="text2", scale=0.9)
        self._task = shown("", ink="text2", scale=0.9, tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(110)
        say(self._bar, self._bar.setAccessibleName, N_("Progress of the running task"))
        self.stop = tool("stop", N_("Stop the task; what is finished is kept"), self._stop, size=22)
        saved = label(N_("All changes saved"), ink="text2", scale=0.9)
        self._running = (self._task, self._bar, self.stop)
        layout = row(
            self._facts,
            *self._running,
            8,
            Picture("check", 14, "approve"),
            saved,
            margins=(18, 0, 14, 0),
            gap=7,
        )
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._show_task()
        jobs.changed.connect(self._show_task)
        again(self, self._show_task)

    def show_facts(self, parts: list[str]) -> None:
        """Say the counts and the strategy, such as ["23 need review", "cut-offs 560 / 640"]."""
        self._facts.show_text("  ·  ".join(part for part in parts if part))

    def _shown_job(self) -> Job | None:
        return next((job for job in self._jobs.running() if job.title), None)

    def _show_task(self) -> None:
        job = self._shown_job()
        for widget in self._running:
            widget.setVisible(job is not None)
        if job is None:
            return
        self._task.setText(task_words(job))
        self._bar.setRange(0, job.total)
        self._bar.setValue(job.at)

    def _stop(self) -> None:
        job = self._shown_job()
        if job is not None:
            job.cancel()
            self._task.setText(_("Stopping"))


def task_words(job: Job) -> str:
    """ "Writing letters: 41 of 171, about 12 s left"; the estimate only once it means something."""
    title = _(job.title)
    if not job.total:
        return title
    said = _("{task}: {at} of {total}", task=title, at=number(job.at), total=number(job.total))
    spent = time.monotonic() - job.started
    if spent < _TELL_TIME_AFTER or not 0 < job.at < job.total:
        return said
    left = spent * (job.total - job.at) / job.at
    if left < 90:
        return said + _(", about {n} s left", n=max(1, round(left)))
    return said + _(", about {n} min left", n=round(left / 60))
