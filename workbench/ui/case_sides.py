"""The other sides of a case: all facts with the cell they came from, its history, its letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from workbench.credit.application import Application
from workbench.credit.decision import Decision
from workbench.credit.facts import Fact, Family, Value
from workbench.credit.identity_numbers import mask
from workbench.i18n import N_, _, moment, pick
from workbench.ui import case_words as said
from workbench.ui import event_words, icons, theme
from workbench.ui.buttons import button
from workbench.ui.labels import Elided, heading, label, shown
from workbench.ui.layouts import card, clear, column, pane, row

if TYPE_CHECKING:
    from workbench.storage.journal import Event
    from workbench.workflow.decide import CaseFile

FAMILY_WORDS = {
    Family.IDENTITY: N_("Applicant"),
    Family.INCOME: N_("Income and work"),
    Family.APPLICATION: N_("Application"),
    Family.CREDIT_RECORD: N_("Credit record"),
    Family.BEHAVIOUR: N_("Spending and saving"),
    Family.BUSINESS: N_("Business"),
}


_LEAST_NAMES = 150


class FactsSide(QWidget):
    """Every fact that was given, by family, each with the cell it was read from.

    `revealed` carries the number of the case whose identifiers are shown: a step on record.
    """

    revealed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._revealed = False
        self._names = _LEAST_NAMES
        self._application: Application | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 10)
        self._layout.setSpacing(8)

    def show_case(self, file: CaseFile) -> None:
        """Show this case's facts; identifiers masked again."""
        self._revealed = False
        self._application = file.application
        self._fill()

    def _fill(self) -> None:
        application = self._application
        clear(self._layout)
        if application is None:
            return
        self._layout.addWidget(self._source(application))
        families = said.by_family(application.facts)
        self._names = _widest(fact for facts in families.values() for fact, _value in facts)
        for family, facts in families.items():
            self._layout.addWidget(self._family(Family(family), facts, application))
        if application.unmatched:
            self._layout.addWidget(self._unmatched(application.unmatched))
        self._layout.addStretch(1)

    def _source(self, application: Application) -> QWidget:
        place = application.place
        words = _(
            "From {file}, sheet “{sheet}”, row {row}",
            file=place.file or _("the import"),
            sheet=place.sheet,
            row=place.row,
        )
        made = QWidget()
        text = Elided(words, ink="text2", scale=0.94)
        reveal = button(
            N_("Hide identifiers") if self._revealed else N_("Show identifiers"),
            self._toggle,
            role="flat",
            icon="eye",
            height=28,
        )
        layout = row(text, reveal, margins=(4, 0, 0, 0))
        layout.setStretch(0, 1)
        made.setLayout(layout)
        return made

    def _toggle(self) -> None:
        self._revealed = not self._revealed
        self._fill()
        if self._revealed and self._application is not None:
            self.revealed.emit(self._application.number)

    def _family(
        self, family: Family, facts: list[tuple[Fact, Value]], application: Application
    ) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, self._names)
        grid.setColumnStretch(1, 1)
        for at, (fact, value) in enumerate(facts):
            text = said.fact_text(fact, value, application.currency)
            if said.is_masked(fact) and not self._revealed:
                text = mask(text)
            name = label(fact.text, ink="text2", scale=0.96)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            value_label = shown(text, scale=0.96, weight=theme.MEDIUM, tabular=True, wrap=True)
            value_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value_label, at, 1)
            corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
            grid.addWidget(self._cell(fact.name, application), at, 2, corner)
        layout = column(heading(FAMILY_WORDS[family]), gap=7, margins=(14, 9, 14, 10))
        layout.addLayout(grid)
        return card(layout)

    def _unmatched(self, cells: Mapping[str, str]) -> QFrame:
        """What the file says beyond the facts, word for word."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, self._names)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, (header, text) in enumerate(cells.items()):
            grid.addWidget(shown(header, ink="text2", scale=0.96, wrap=True), at, 0, top)
            value = shown(text, scale=0.96, weight=theme.MEDIUM, tabular=True, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, at, 1)
        layout = column(heading(N_("Other columns of the file")), gap=7, margins=(14, 9, 14, 10))
        layout.addLayout(grid)
        return card(layout)

    def _cell(self, fact: str, application: Application) -> QLabel:
        letter, header = application.cells.get(fact, ("", ""))
        made = shown(
            f"{letter}{application.place.row or ''}" if letter else "",
            ink="text3",
            scale=0.88,
            tabular=True,
        )
        made.setToolTip(_("Column “{header}”", header=header) if header else "")
        return made


def _widest(facts: Iterable[Fact]) -> int:
    """The width the names need, so that the values of all cards begin at one edge."""
    metrics = QFontMetrics(theme.font(0.96))
    return max([_LEAST_NAMES, *(metrics.horizontalAdvance(fact.text()) + 2 for fact in facts)])


class HistorySide(QWidget):
    """Everything that happened to the case, and the decisions made on it.

    `proof_wanted` when the proof of its advice and decision is to be saved.
    """

    proof_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.save = button(
            N_("Save the proof…"),
            self.proof_wanted.emit,
            icon="save",
            tip=N_("One file with all that the advice and the decision stand on."),
        )
        self._foot = pane(row(self.save, None))
        self._layout = column(gap=8)
        self.setLayout(column(self._layout, self._foot, None, margins=(12, 0, 12, 10), gap=8))

    def show_case(self, file: CaseFile) -> None:
        """Show this case's history, newest first."""
        clear(self._layout)
        self._foot.setVisible(file.assessment is not None)
        named = _strategies(file)
        events = [_Moment(event, named) for event in reversed(file.history)]
        listed = column(
            heading(N_("What happened"), N_("newest first")),
            *events,
            gap=0,
            margins=(14, 9, 14, 10),
        )
        for decision in reversed(file.decisions):
            self._layout.addWidget(_decision_card(decision, _method(file)))
        self._layout.addWidget(card(listed))


def _strategies(file: CaseFile) -> dict[str, str]:
    """The strategy the case was assessed with, by its digest: "Personal loan 1.0"."""
    strategy = file.strategy
    if strategy is None:
        return {}
    return {strategy.sha256: f"{pick(strategy.label.both())} {strategy.version}"}


class _Moment(QWidget):
    """One journal entry on a line of time."""

    def __init__(self, event: Event, strategies: Mapping[str, str]) -> None:
        super().__init__()
        self._icon = event_words.event_icon(event.event)
        self.setFixedHeight(44)
        details = event_words.event_details(event.event, event.payload, strategies)
        title = event_words.event_word(event.event) + (f" · {details}" if details else "")
        who = f"{moment(event.at)} · {event.actor} · " + _("entry {seq}", seq=event.seq)
        words = column(None, Elided(title), Elided(who, ink="text3", scale=0.9), None, gap=1)
        self.setLayout(row(36, words, gap=0))
        self.setAccessibleName(f"{title}, {who}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(12.5, 0), QPointF(12.5, self.height()))
        painter.setBrush(theme.colour("neutral_bg"))
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(0, (self.height() - 25) / 2, 25, 25)
        painter.drawEllipse(box)
        picture = icons.pixmap(self._icon, 14, "text2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(box.x() + 5.5, box.y() + 5.5), picture)
        painter.end()


def _method(file: CaseFile) -> str:
    """How the reasons of the case's score were chosen, in words; empty before an assessment."""
    from workbench.scoring.readable import REASON_METHODS

    method = file.assessment.reason_method if file.assessment else ""
    return _(REASON_METHODS[method]) if method in REASON_METHODS else ""


def _decision_card(decision: Decision, method: str) -> QFrame:
    from workbench.credit.reasons import reason_list
    from workbench.ui.chips import OUTCOME_STATUS, Chip
    from workbench.ui.queue_columns import DECIDED_WORDS

    reasons = reason_list()
    why = decision.override or decision.settlement
    status = "override" if decision.override else OUTCOME_STATUS[decision.outcome]
    who = _("by {officer}, {when}", officer=decision.officer, when=moment(decision.decided_at))
    parts = [
        row(
            Chip(status, DECIDED_WORDS[decision.outcome]),
            shown(who, ink="text2", scale=0.96, tabular=True),
            None,
        )
    ]
    told = "\n".join(reasons.text(code) for code in decision.reasons if code in reasons)
    lines = (
        (N_("Reason"), reasons.override_text(why.reason_code) if why else ""),
        (N_("Justification"), why.justification if why else ""),
        (N_("In the letter"), told),
        (N_("Chosen by"), method if told else ""),
        (N_("Note"), decision.note),
    )
    layout = column(*parts, gap=7, margins=(14, 10, 14, 10))
    layout.addLayout(_named_lines([(name, text) for name, text in lines if text]))
    return card(layout)


def _named_lines(lines: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, 84)
    grid.setColumnStretch(1, 1)
    for at, (name, text) in enumerate(lines):
        named = label(name, ink="text2", scale=0.96)
        grid.addWidget(named, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown(text, scale=0.96, wrap=True), at, 1)
    return grid
