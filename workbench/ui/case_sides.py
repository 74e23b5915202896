"""The other sides of a case: all facts with the cell they came from, its history, its letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

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

ByFamily = Mapping[str, Sequence[tuple[Fact, Value]]]


class FactsSide(QWidget):
    """Every fact that was given, by family, each with the cell it was read from.

    The lines are made once and filled anew for each case that has the same facts. `revealed`
    carries the number of the case whose identifiers are shown: a step on record.
    """

    revealed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._revealed = False
        self._application: Application | None = None
        self._made_for: object = None
        self._grids: list[QGridLayout] = []
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        self._beyond: dict[str, QLabel] = {}
        self._place = Elided("", ink="text2", scale=0.94)
        self._reveal = button(self._reveal_word, self._toggle, role="flat", icon="eye", height=28)
        source = row(self._place, self._reveal, margins=(4, 0, 0, 0))
        source.setStretch(0, 1)
        self._cards = column(gap=8)
        self.setLayout(column(source, self._cards, None, margins=(12, 0, 12, 10), gap=8))

    def show_case(self, file: CaseFile) -> None:
        """Show this case's facts; identifiers masked again."""
        self._revealed = False
        self._application = file.application
        self._fill(file.application)

    def _fill(self, application: Application) -> None:
        families = said.by_family(application.facts)
        facts = [fact for given in families.values() for fact, _value in given]
        headers = tuple(application.unmatched)
        if self._made_for != (made_for := ([(one.name, one.text()) for one in facts], headers)):
            self._made_for = made_for
            self._make_lines(families, headers)
        for grid in self._grids:
            grid.setColumnMinimumWidth(0, _widest(facts))
        place = application.place
        self._place.show_text(
            _(
                "From {file}, sheet “{sheet}”, row {row}",
                file=place.file or _("the import"),
                sheet=place.sheet,
                row=place.row,
            )
        )
        self._reveal.setText(self._reveal_word())
        for given in families.values():
            for fact, value in given:
                self._show_fact(fact, value, application)
        for header, text in application.unmatched.items():
            self._beyond[header].setText(text)

    def _reveal_word(self) -> str:
        return _("Hide identifiers") if self._revealed else _("Show identifiers")

    def _toggle(self) -> None:
        assert self._application is not None
        self._revealed = not self._revealed
        self._fill(self._application)
        if self._revealed:
            self.revealed.emit(self._application.number)

    def _show_fact(self, fact: Fact, value: Value, application: Application) -> None:
        text = said.fact_text(fact, value, application.currency)
        if said.is_masked(fact) and not self._revealed:
            text = mask(text)
        value_label, cell = self._lines[fact.name]
        value_label.setText(text)
        letter, header = application.cells.get(fact.name, ("", ""))
        cell.setText(f"{letter}{application.place.row or ''}" if letter else "")
        cell.setToolTip(_("Column “{header}”", header=header) if header else "")

    def _make_lines(self, families: ByFamily, headers: Sequence[str]) -> None:
        clear(self._cards)
        self._grids, self._lines, self._beyond = [], {}, {}
        for family, given in families.items():
            grid = self._card(FAMILY_WORDS[Family(family)])
            for at, (fact, _value) in enumerate(given):
                name = label(fact.text, ink="text2", scale=0.96)
                cell = label(ink="text3", scale=0.88, tabular=True)
                self._lines[fact.name] = (self._line(grid, at, name), cell)
                corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
                grid.addWidget(cell, at, 2, corner)
        if headers:  # what the file says beyond the facts, word for word
            grid = self._card(N_("Other columns of the file"))
            for at, header in enumerate(headers):
                name = shown(header, ink="text2", scale=0.96, wrap=True)
                self._beyond[header] = self._line(grid, at, name)

    def _card(self, title: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        layout = column(heading(title), gap=7, margins=(14, 9, 14, 10))
        layout.addLayout(grid)
        self._cards.addWidget(card(layout))
        self._grids.append(grid)
        return grid

    def _line(self, grid: QGridLayout, at: int, name: QLabel) -> QLabel:
        """A line of the grid; returns what its value is shown by."""
        grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        value = label(scale=0.96, weight=theme.MEDIUM, tabular=True, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, at, 1)
        return value


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
