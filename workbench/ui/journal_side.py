"""The journal on the audit page: newest first, sought as one types, verified, exported."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.errors import StrategyFaulty
from workbench.i18n import N_, moment, number, plural
from workbench.ui import desk_asks, event_words, file_boxes, theme
from workbench.ui.buttons import button, rest, wake
from workbench.ui.fields import filter_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.layouts import column, row
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.proof_card import ProofCard
from workbench.ui.reading import Reading
from workbench.ui.table import Column, TableModel, TableView

if TYPE_CHECKING:
    from workbench.storage.journal import Event
    from workbench.workflow.desk import Desk

_PAGE = 400
_PAUSE = 200  # milliseconds after the last key


Read = tuple[tuple["Event", ...], int, event_words.ProductNames]
"""Entries, how many there are in all, and what the products in them are called."""


def audit_columns(of_what: Callable[[Event], str]) -> tuple[Column[Event], ...]:
    """The columns of the journal; `of_what` says what an entry is about."""
    return (
        Column("seq", N_("Entry"), lambda e: number(e.seq), 86, ink="text2", right=True),
        Column("at", N_("When"), lambda e: moment(e.at), 150),
        Column("actor", N_("Who"), lambda e: e.actor, 150, strong=True, tip=lambda e: e.actor),
        Column("event", N_("What"), lambda e: event_words.event_word(e.event), 190, strong=True),
        Column("subject", N_("Of what"), of_what, 150, ink="text2", tip=of_what),
        Column(
            "details",
            N_("Details"),
            lambda e: event_words.event_details(e.event, e.payload),
            200,
            stretch=True,
            ink="text2",
        ),
    )


class JournalSide(QWidget):
    """Every entry of the record. `counted` tells how many entries there are in all."""

    counted = Signal(int)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._asked = 0
        self._total = 0
        self._events: list[Event] = []
        self._products: event_words.ProductNames = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.refresh)
        self.filter = filter_field(
            N_("Filter the journal"), N_("Filter by person, application or event")
        )
        self.filter.setFixedWidth(theme.grown(320))
        self.filter.textChanged.connect(lambda _text: self._pause.start(_PAUSE))
        self.export = button(N_("Export entries…"), self._export, icon="export", height=32)
        self.verify = button(
            N_("Verify the record"), self._verify, role="primary", icon="audit", height=32
        )
        self.model: TableModel[Event] = TableModel(audit_columns(self._of_what))
        self.model.wanted.connect(self._load)
        self.table = TableView(self.model, N_("Journal"))
        self.filter.left.connect(self.table.setFocus)
        self.problems = ProblemBar()
        self._lay()
        self._reading = Reading(self, N_("Reading the journal"), "audit")

    def _lay(self) -> None:
        self.proof = ProofCard(self._desk, self._jobs)
        self.proof.troubled.connect(self.problems.show_error)
        head = column(
            row(self.filter, None, self.export, self.verify),
            self.proof,
            self.problems,
            margins=(14, 0, 14, 10),
            gap=10,
        )
        self._blank = Blank("audit", N_("No entries match"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._blank)
        layout = column(head, self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read the newest entries that fit."""
        self._events = []
        self._load()

    def take_focus(self) -> None:
        """Put the keyboard into the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wanted(self) -> Any:
        from workbench.workflow import audit

        wording = {event: event_words.event_word(event) for event in event_words.EVENT_WORDS}
        about = event_words.subject_wording(self._products)
        return audit.sought(self.filter.text().split(), wording, about)

    def _of_what(self, event: Event) -> str:
        return event_words.subject_words(event.subject, self._products)

    def _load(self) -> None:
        self._asked += 1
        asked, wanted = self._asked, self._wanted()
        before = self._events[-1].seq if self._events else None

        def read(_step: Step) -> Read:
            from workbench.storage import history

            found = history.events(self._desk.store, wanted, before=before, size=_PAGE)
            names: event_words.ProductNames = {}
            with suppress(StrategyFaulty):  # the record is read whatever a strategy is like
                names = desk_asks.product_names(self._desk)
            return found, history.count(self._desk.store, wanted), names

        self._reading.ask(self._jobs, read, lambda found: self._on_read(found, asked))

    def _on_read(self, read: Read, asked: int) -> None:
        if asked != self._asked:
            return
        found, total, self._products = read
        first = not self._events
        self._events.extend(found)
        self._total = total
        if first:
            self.model.show_rows(found, total)
            self._stack.setCurrentIndex(0 if found else 1)
        else:
            self.model.add_rows(found)
        if not self.filter.text():
            self.counted.emit(total)

    def _export(self) -> None:
        chosen = file_boxes.ask_journal_to_write(self)
        if not chosen:
            return
        wanted = self._wanted()

        def work(step: Step) -> int:
            from workbench.workflow import audit

            return audit.export_journal(self._desk, Path(chosen), wanted, step=step)

        self._jobs.start(
            self,
            work,
            lambda written: self._on_exported(written, Path(chosen)),
            self.problems.show_error,
            title=N_("Writing"),
        )

    def _on_exported(self, written: int, out: Path) -> None:
        self.problems.show_done(
            plural(
                "{n} entry written to {file}.", "{n} entries written to {file}.", written,
                file=out.name,
            ),
            out,
        )  # fmt: skip

    def _verify(self) -> None:
        def work(step: Step) -> Any:
            from workbench.workflow import prove

            return prove.verify(self._desk, step=step)

        rest(self.verify)
        self._jobs.start(
            self, work, self._on_verified, self._on_stopped, title=N_("Verifying the record")
        )

    def _on_stopped(self, error: Any) -> None:
        wake(self.verify)
        self.problems.show_error(error)

    def _on_verified(self, found: Any) -> None:
        wake(self.verify)
        self.proof.show_verified(found)
