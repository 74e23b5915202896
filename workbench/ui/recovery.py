"""Last work recovered: what a window was doing when the program ended by itself, brought back.

Every few seconds the window's place and what is half done on its pages is kept, sealed, beside
the store's key. A window closed in peace lets go of it, unless something was left half done.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFrame, QSizePolicy

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, moment
from workbench.ui import theme
from workbench.ui.buttons import button, tool
from workbench.ui.jobs import Jobs
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import row
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.ui.page import Page
    from workbench.workflow.desk import Desk
    from workbench.workflow.last_work import LastWork

LOOK_EVERY = 2_000  # milliseconds


class RecoveredBar(QFrame):
    """What came back, until it is read: a button lets go of it, the cross only of the notice."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.said = label(weight=theme.MEDIUM, wrap=True)
        self.discard = button(N_("Discard it"), self._on_discard, height=28)
        self._call: Callable[[], object] | None = None
        self._words: Callable[[], str] | None = None
        close = tool("close", N_("Close"), self.hide, size=28)
        picture = Picture("history", 18, "accent_text")
        layout = row(picture, self.said, self.discard, close, margins=(12, 8, 8, 8), gap=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        again(self, self._say)
        self.hide()

    def show_work(self, words: Callable[[], str], discard: Callable[[], object] | None) -> None:
        """Say what came back; without `discard` there is nothing to let go of."""
        self._words, self._call = words, discard
        self.discard.setVisible(discard is not None)
        self._say()
        self.show()

    def _say(self) -> None:
        if self._words is not None:
            self.said.setText(self._words())

    def _on_discard(self) -> None:
        self.hide()
        if self._call is not None:
            self._call()


class Recovery(QObject):
    """Keeps the work of one window, and brings back that of a window that died.

    `now` answers with the window's place and its pages by word; `go` shows a place there.
    """

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        number: int,
        now: Callable[[], tuple[str, Mapping[str, Page]]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self.number, self._now = desk, jobs, number, now
        self._kept: tuple[str, dict[str, Any]] | None = None
        self._writing, self._ended = threading.Lock(), False
        self.bar = RecoveredBar()
        self._clock = QTimer(self, interval=LOOK_EVERY)
        self._clock.timeout.connect(self.keep)

    def begin(self, go: Callable[[str], object], page: Callable[[str], Page]) -> None:
        """Look for what a dead program left, bring it back, and keep from now on."""
        from workbench.workflow import last_work

        def found(work: LastWork | None) -> None:
            if work is not None:
                self._bring_back(work, go, page)
            self._clock.start()

        self._jobs.start(self, lambda _step: last_work.left_over(self._desk), found, reads=True)

    def keep(self) -> None:
        """Keep what is half done now, where it has changed since."""
        standing = self._standing()
        if standing != self._kept:
            self._kept = standing
            self._beside(self._write_newest)

    def _beside(self, write: Callable[[], object]) -> None:
        self._jobs.start(
            self,
            lambda _step: write(),
            lambda _nothing: None,
            lambda _error: None,  # a full disk is told where work is recorded, not here
            reads=True,
        )

    def end(self) -> None:
        """The window is closed in peace: keep what is half done, or let go of everything.

        Whoever still writes is waited for, and nobody writes afterwards.
        """
        if not self._clock.isActive():
            return  # the store was never opened
        self._clock.stop()
        place, half = self._standing()
        with self._writing:
            self._ended = True
            try:
                if half:
                    self._write(place, half)
                else:
                    self._let_go()
            except WorkbenchError:
                return

    def _standing(self) -> tuple[str, dict[str, Any]]:
        place, pages = self._now()
        found = ((word, page.half_done()) for word, page in pages.items())
        return place, {word: dict(half) for word, half in found if half is not None}

    def _write_newest(self) -> None:
        """Of two writers that overtake each other, either writes what is newest."""
        with self._writing:
            if self._kept is not None and not self._ended:
                self._write(*self._kept)

    def _write(self, place: str, half: Mapping[str, Any]) -> None:
        from workbench.workflow import last_work

        last_work.keep(self._desk, self.number, place, half)

    def _let_go(self) -> None:
        from workbench.workflow import last_work

        last_work.let_go(self._desk, self.number)

    def _bring_back(
        self, work: LastWork, go: Callable[[str], object], page: Callable[[str], Page]
    ) -> None:
        from workbench.workflow import last_work

        word, _colon, within = work.place.partition(":")
        half = {each: kept for each, kept in work.pages.items() if kept}
        for each, kept in half.items():
            page(each).resume(kept)
        go(word if word in half else work.place)
        self._kept = (work.place, dict(work.pages))

        def take_over() -> None:
            self._write_newest()
            last_work.forget(self._desk, work)

        self._beside(take_over)
        if not half and not within:
            return
        self.bar.show_work(
            lambda: words_of(work, [page(each).half_done_words(half[each]) for each in half]),
            (lambda: self._discard(half, page)) if half else None,
        )

    def _discard(self, half: Mapping[str, Any], page: Callable[[str], Page]) -> None:
        for word in half:
            page(word).let_go()
        self.keep()


def words_of(work: LastWork, told: Sequence[str]) -> str:
    """The sentence of what came back and from when it is."""
    when = moment(work.at)
    if told:
        what = _(", ").join(told)
        return _(
            "The last work was brought back, as it stood {when}: {what}.", when=when, what=what
        )
    return _("The program ended by itself {when}. You are back where you were.", when=when)
