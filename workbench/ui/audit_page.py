"""The audit trail: every entry of the journal, and the proof that none was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget

from workbench.i18n import N_, _, moment, number, plural
from workbench.ui import event_words, theme
from workbench.ui.buttons import button
from workbench.ui.fields import filter_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import card, column, pane, row
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.page import Page
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.storage.journal import Event
    from workbench.workflow.desk import Desk

_PAGE = 400


def audit_columns() -> tuple[Column[Event], ...]:
    """The columns of the journal."""
    return (
        Column("seq", N_("Entry"), lambda e: number(e.seq), 86, ink="text2", right=True),
        Column("at", N_("When"), lambda e: moment(e.at), 150),
        Column("actor", N_("Who"), lambda e: e.actor, 150, strong=True, tip=lambda e: e.actor),
        Column("event", N_("What"), lambda e: event_words.event_word(e.event), 190, strong=True),
        Column("subject", N_("Of what"), lambda e: e.subject, 150, ink="text2"),
        Column(
            "details",
            N_("Details"),
            lambda e: event_words.event_details(e.event, e.payload),
            200,
            stretch=True,
            ink="text2",
        ),
    )


class AuditPage(Page):
    """Newest first, filtered as one types; Verify recomputes the whole chain."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._asked = 0
        self._events: list[Event] = []
        self.filter = filter_field(
            N_("Filter the journal"), N_("Filter by person, application or event")
        )
        self.filter.setFixedWidth(320)
        self.filter.textChanged.connect(lambda _text: self._narrow())
        self.verify = button(
            N_("Verify the record"), self._verify, role="primary", icon="audit", height=32
        )
        self.model: TableModel[Event] = TableModel(audit_columns())
        self.model.wanted.connect(self._load_more)
        self.table = TableView(self.model, N_("Journal"))
        self.problems = ProblemBar()
        self._lay()
        again(self, self.described.emit)
        again(self, self._say_proof)

    def _lay(self) -> None:
        self._proof: Any = None
        self._proof_icon = Picture("audit", 20, "text2")
        self._proof_words = label(ink="text2", wrap=True)
        self._proof_card: QFrame = card(
            row(self._proof_icon, self._proof_words, margins=(14, 10, 14, 10), gap=10)
        )
        self._proof_card.layout().setStretch(1, 1)  # type: ignore[union-attr]
        head = column(
            row(self.filter, None, self.verify),
            self._proof_card,
            self.problems,
            margins=(14, 12, 14, 10),
            gap=10,
        )
        self._blank = Blank("audit", N_("No entries match"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._blank)
        layout = column(head, self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(column(pane(layout, "surface")))
        self._say_proof()

    def title(self) -> str:
        return _("Audit trail")

    def subtitle(self) -> str:
        if not self._events:
            return ""
        return plural("{n} entry in the journal", "{n} entries in the journal", self._events[0].seq)

    def refresh(self) -> None:
        self._events = []
        self._load()

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self) -> None:
        self._asked += 1
        asked = self._asked
        before = self._events[-1].seq if self._events else None

        def read(_step: Step) -> tuple[Event, ...]:
            from workbench.storage import history

            return history.events(self._desk.store, before=before, size=_PAGE)

        self._jobs.start(
            self,
            read,
            lambda found: self._on_read(found, asked),
            self.problems.show_error,
            reads=True,
        )

    def _load_more(self) -> None:
        if self._events and self._events[-1].seq > 1:
            self._load()
        else:
            self.model.add_rows([])

    def _on_read(self, found: tuple[Event, ...], asked: int) -> None:
        if asked != self._asked:
            return
        first = not self._events
        self._events.extend(found)
        if first or self.filter.text():
            self._narrow()
        else:
            self.model.add_rows(found)
        self.described.emit()

    def _narrow(self) -> None:
        wanted = self.filter.text().casefold().split()
        fitting = [e for e in self._events if all(word in _heard(e) for word in wanted)]
        more = bool(self._events) and self._events[-1].seq > 1 and not wanted
        total = self._events[0].seq if more else len(fitting)
        self.model.show_rows(fitting, total)
        self._stack.setCurrentIndex(0 if fitting else 1)

    def _verify(self) -> None:
        def work(step: Step) -> Any:
            from workbench.workflow import prove

            return prove.verify(self._desk, step=step)

        self.verify.setEnabled(False)
        self._jobs.start(
            self, work, self._on_verified, self._on_stopped, title=N_("Verifying the record")
        )

    def _on_stopped(self, error: Any) -> None:
        self.verify.setEnabled(True)
        self.problems.show_error(error)

    def _on_verified(self, found: Any) -> None:
        self.verify.setEnabled(True)
        self._proof = found
        self._say_proof()

    def _say_proof(self) -> None:
        icon, ink, said = proof_words(self._proof)
        self._proof_icon.show_icon(icon, ink)
        self._proof_words.setText(said)
        self._proof_words.setFont(theme.font(1.0, theme.MEDIUM if self._proof else theme.REGULAR))


def proof_words(found: Any) -> tuple[str, str, str]:
    """(icon, ink, sentence) of a verification; of None before there is one."""
    if found is None:
        return (
            "audit",
            "text2",
            _(
                "Each entry carries the hash of the one before it. Verify recomputes all of "
                "them, the letters and the witnesses outside the store."
            ),
        )
    if found.ok:
        said = plural(
            "The record holds: {n} entry follows from the first, nothing was changed.",
            "The record holds: {n} entries follow one from another, nothing was changed.",
            found.events,
        )
        return "approve", "approve", said
    from workbench.workflow import prove

    return "decline", "decline", prove.first_fault(found)


def _heard(event: Event) -> str:
    parts = (event.actor, event.subject, event.event, event_words.event_word(event.event))
    return " ".join((*parts, event_words.event_details(event.event, event.payload))).casefold()
