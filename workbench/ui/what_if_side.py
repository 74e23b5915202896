"""What if: other facts and terms tried on a case, with the offers and the way to a yes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.credit.facts import Fact, Kind, Value, dictionary
from workbench.credit.status import COMPONENT_WORDS, outcome_word
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, day, money, number, percent
from workbench.money.typed_figures import typed_figure
from workbench.ui import case_words as said
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.chips import OUTCOME_STATUS, Chip
from workbench.ui.fact_slider import FactSlider, Span, span_of
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import heading, label, set_ink, shown
from workbench.ui.layouts import card, clear, column, row, scrolled
from workbench.workflow.consider_words import OFFER_WORDS, PATH_WORDS

if TYPE_CHECKING:
    from workbench.scoring.path_to_yes import Path
    from workbench.scoring.plan import Offer
    from workbench.workflow.consider import Considered
    from workbench.workflow.decide import CaseFile

_TYPING_MS = 300
_TERMS = ("amount_requested", "term_months")


class WhatIfSide(QWidget):
    """Fields for the facts that count; every change is assessed anew off the GUI thread."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._file: CaseFile | None = None
        self._asked = 0
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._given: dict[str, str] = {}
        self._sliders: dict[str, FactSlider] = {}
        self._made_for: object = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_TYPING_MS)
        self._wait.timeout.connect(self._consider)
        self._lay()

    def _lay(self) -> None:
        self.chip = Chip()
        self._said = label(ink="text2", scale=0.94, wrap=True)
        self.back = button(N_("As given"), self._as_given, role="flat", icon="undo", height=28)
        self._offers, self._path = QVBoxLayout(), QVBoxLayout()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        for layout in (self._offers, self._path):
            layout.setSpacing(4)
        result = column(row(self.chip, None, self.back), self._said, gap=6, margins=(14, 9, 14, 10))
        offers = column(heading(N_("Offers that would stand")), gap=7, margins=(14, 9, 14, 10))
        offers.addLayout(self._offers)
        path = column(heading(N_("Path to approval")), gap=7, margins=(14, 9, 14, 10))
        path.addLayout(self._path)
        facts = column(heading(N_("Facts to change")), gap=7, margins=(14, 9, 14, 10))
        facts.addLayout(self._grid)
        cards = column(
            card(result), card(facts), card(offers), card(path), None, margins=(12, 0, 12, 10)
        )
        self.setLayout(column(scrolled(cards), gap=0))

    def show_case(self, file: CaseFile) -> None:
        """Show this case with its facts as they were given."""
        self._file = file
        self._fill(file)
        self._consider()

    def _fill(self, file: CaseFile) -> None:
        """The fields are made once and filled anew for each case that tries the same facts."""
        facts, values = _facts_that_count(file), file.application.facts
        request = file.strategy.request if file.strategy else None
        spans = [span_of(fact, values.get(fact.name), request) for fact in facts]
        made_for = [
            (fact.name, fact.text(), span is None) for fact, span in zip(facts, spans, strict=True)
        ]
        if self._made_for != made_for:
            self._made_for = made_for
            self._make_fields(facts, spans)
        for fact, span in zip(facts, spans, strict=True):
            value, field = values.get(fact.name), self.fields[fact.name]
            _put(field, fact, value)
            slider = self._sliders.get(fact.name)
            if slider is not None and span is not None:
                slider.show_span(span, value)
            self._given[fact.name] = _text_of(field)

    def _make_fields(self, facts: Sequence[Fact], spans: Sequence[Span | None]) -> None:
        clear(self._grid)
        self.fields, self._sliders, self._given = {}, {}, {}
        for at, (fact, span) in enumerate(zip(facts, spans, strict=True)):
            field = self.fields[fact.name] = self._field(fact)
            large = theme.grown(100) > 100  # else every name stands on one line
            name = label(fact.text, ink="text2", scale=0.96, wrap=large)
            self._grid.addWidget(name, at, 0)
            if span is None or not isinstance(field, QLineEdit):
                self._grid.addWidget(field, at, 1, 1, 2)
                continue
            slider = self._sliders[fact.name] = self._slider(fact, field)
            self._grid.addWidget(field, at, 1)
            self._grid.addWidget(slider, at, 2)

    def _slider(self, fact: Fact, field: QLineEdit) -> FactSlider:
        made = FactSlider(fact)

        def slid(moved: Decimal) -> None:
            field.setText(_as_typed(fact, moved))
            self._wait.start()

        made.slid.connect(slid)
        field.textEdited.connect(lambda text: made.follow(_figure(fact, text)))
        return made

    def _field(self, fact: Fact) -> QLineEdit | QComboBox:
        if fact.kind is Kind.CHOICE:
            combo = QComboBox()
            combo.addItem(_("not given"), "")
            for choice in fact.choices:
                combo.addItem(said.fact_text(fact, choice.word, ""), choice.word)
            combo.currentIndexChanged.connect(self._wait.start)
            field: QLineEdit | QComboBox = combo
        else:
            line = QLineEdit()
            line.setFont(theme.font(1.0, tabular=True))
            line.textEdited.connect(self._wait.start)
            field = line
        field.setAccessibleName(fact.text())
        return field

    def _as_given(self) -> None:
        if self._file is not None:
            self.show_case(self._file)

    def changes(self) -> dict[str, str]:
        """The facts that differ from what was given, as typed."""
        return {
            name: text
            for name, field in self.fields.items()
            if (text := _text_of(field)) != self._given[name]
        }

    def said_text(self) -> str:
        """What is said of the advice under these changes."""
        return self._said.text()

    def _consider(self) -> None:
        file = self._file
        if file is None or file.assessment is None:
            self._say(_("This case has not been assessed."), "text2")
            return
        self._asked += 1
        asked, changes = self._asked, self.changes()

        def work(_step: Step) -> Considered:
            from workbench.workflow import consider

            return consider.consider(file, changes)

        self._jobs.start(
            self,
            work,
            lambda found: self._show(found, asked),
            lambda error: self._on_error(error, asked),
            reads=True,
        )

    def _on_error(self, error: WorkbenchError, asked: int) -> None:
        if asked == self._asked:
            self._say(error.text(), "refer")

    def _say(self, text: str, ink: str) -> None:
        self._said.setText(text)
        set_ink(self._said, ink)

    def _show(self, found: Considered, asked: int) -> None:
        if asked != self._asked:
            return
        made = found.assessment
        self.chip.show_status(OUTCOME_STATUS[made.advice], partial(outcome_word, made.advice))
        words = _(
            "Score {score}. What decides: {component}. Debt service: {ratio}.",
            score="–" if made.score is None else number(made.score),
            component=_(COMPONENT_WORDS[made.decided_by]),
            ratio=percent(made.affordability.debt_service_ratio) or "–",
        )
        self._say(words, "text2")
        clear(self._offers)
        currency = self._file.application.currency if self._file else ""
        for offer in found.plan.offers:
            self._offers.addWidget(_offer_line(offer, currency))
        if not found.plan.offers:
            self._offers.addWidget(shown(_("No offer would pass."), ink="text2", scale=0.96))
        clear(self._path)
        for line in _path_lines(found.path, currency):
            self._path.addWidget(line)


def _facts_that_count(file: CaseFile) -> list[Fact]:
    """The terms first, then every fact the strategy reads, as the dictionary orders them."""
    if file.strategy is None:
        return []
    from workbench.scoring.engine import needed_facts

    needed = needed_facts(file.strategy, dictionary()) - set(_TERMS)
    return [dictionary()[name] for name in _TERMS] + [f for f in dictionary() if f.name in needed]


def _put(field: QLineEdit | QComboBox, fact: Fact, value: Value) -> None:
    """Show a value as it was given; nobody has changed it yet."""
    if isinstance(field, QLineEdit):
        field.setText(_as_typed(fact, value))
        return
    field.blockSignals(True)
    field.setCurrentIndex(max(field.findData(value or ""), 0))
    field.blockSignals(False)


def _as_typed(fact: Fact, value: Value) -> str:
    """A value as a person would type it: no currency, percent with its sign."""
    if value is None:
        return ""
    if fact.kind is Kind.RATIO:
        return f"{float(str(value)) * 100:g}%"
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        whole = value == int(value)
        return number(value, places=0 if whole else 2)
    return said.fact_text(fact, value, "") if isinstance(value, bool) else str(value)


def _figure(fact: Fact, text: str) -> Decimal | None:
    """What was typed, as far as it is a figure already."""
    plain = unicodedata.normalize("NFKC", text).strip()
    value = typed_figure(plain.removesuffix("%"))
    if value is None:
        return None
    return value / 100 if fact.kind is Kind.RATIO and plain.endswith("%") else value


def _text_of(field: QLineEdit | QComboBox) -> str:
    return field.text() if isinstance(field, QLineEdit) else str(field.currentData())


def _offer_line(offer: Offer, currency: str) -> QLabel:
    return shown(
        _(
            "{kind}: {amount} over {term} months at {rate}, {instalment} a month.",
            kind=_(OFFER_WORDS[offer.kind]),
            amount=money(offer.amount, currency),
            term=offer.term_months,
            rate=percent(offer.annual_rate, places=2),
            instalment=money(offer.instalment, currency),
        ),
        scale=0.96,
        wrap=True,
        tabular=True,
    )


def _path_lines(path: Path, currency: str) -> list[QLabel]:
    lines = [shown(_(PATH_WORDS[path.kind]), scale=0.96, wrap=True)]
    for one in path.steps:
        fact = dictionary()[one.fact]
        words = _(
            "{fact}: {now} → {then}",
            fact=fact.text(),
            now=said.fact_text(fact, one.now, currency),
            then=said.fact_text(fact, one.then, currency),
        )
        if one.by is not None:
            words = _("{change}, by itself by {date}", change=words, date=day(one.by))
        lines.append(shown(words, scale=0.96, wrap=True, tabular=True))
    return lines
