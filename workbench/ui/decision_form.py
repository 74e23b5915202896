"""What a choice still needs, asked for in place: reason, justification, terms, letter reasons.

The form never decides whether a choice may be recorded: it asks the workflow after every
change (`desk_asks.lacks`) and shows the answer beside the button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from workbench.credit.decision import Choice, OverrideDirection
from workbench.credit.override import (
    HANZI_AT_LEAST,
    LETTERS_AT_LEAST,
    needs_justification,
    override_direction,
    override_word,
    settles,
)
from workbench.credit.roles import Person
from workbench.credit.status import Outcome, outcome_word
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, sentences
from workbench.ui import desk_asks, theme
from workbench.ui.buttons import KeyButton
from workbench.ui.chips import OUTCOME_STATUS, Chip
from workbench.ui.fields import HEIGHT, choice_field, number_field
from workbench.ui.jobs import Jobs
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import column, row, scrolled
from workbench.ui.offer_extras import OfferExtras
from workbench.ui.offer_terms import OfferTerms
from workbench.ui.override_mirror_line import OverrideMirror
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk

TITLES = {
    Outcome.APPROVE: N_("Approve"),
    Outcome.DECLINE: N_("Decline"),
    Outcome.COUNTER_OFFER: N_("Counter-offer"),
    Outcome.REFER: N_("Refer to a colleague"),
}
RECORDS = {
    Outcome.APPROVE: N_("Record approval"),
    Outcome.DECLINE: N_("Record decline"),
    Outcome.COUNTER_OFFER: N_("Record counter-offer"),
    Outcome.REFER: N_("Refer the case"),
}
_TURNS_DOWN = (Outcome.DECLINE, Outcome.COUNTER_OFFER)


class DecisionForm(QWidget):
    """The form in the place of the decision bar. `recorded` carries the Choice, `left` nothing."""

    recorded = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, file: CaseFile, outcome: Outcome) -> None:
        super().__init__()
        assert file.assessment is not None
        self._desk, self._jobs = desk, jobs
        self._file, self._outcome = file, outcome
        self._assessment = file.assessment
        self._direction = override_direction(file.assessment, outcome)
        self._settles = settles(file.assessment, outcome)
        self._grants = outcome in {Outcome.APPROVE, Outcome.COUNTER_OFFER}
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self._check)
        self._make_fields()
        self._lay()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._record)
        self._asked, self._pressed = 0, False
        self.record.setEnabled(False)
        self.missing.hide()
        self._check()

    def first_field(self) -> QWidget:
        """Where typing begins."""
        shown_fields = (self.amount, self.reason, self.justification, self.note)
        return next((f for f in shown_fields if f.isVisibleTo(self)), self.record)

    def choice(self) -> Choice:
        """What the form asks to be recorded, as it stands."""
        return Choice(
            outcome=self._outcome,
            amount=self.amount.text().replace(",", "") or None,
            term_months=self.term.value() or None,
            reason_code=str(self.reason.currentData() or ""),
            justification=self.justification.toPlainText().strip(),
            reason_codes=tuple(c for c, box in self.letter_reasons.items() if box.isChecked()),
            note=self.note.text().strip(),
            factors=self.extras.factors() if self._grants else (),
            conditions=self.extras.conditions() if self._grants else (),
            valid_until=self.extras.valid_until() if self._grants else None,
        )

    def _make_fields(self) -> None:
        self.amount = QLineEdit()
        self.amount.setFixedHeight(HEIGHT)
        self.term = number_field(N_("Term in months"), 0, 480, unit=N_(" months"))
        say(self.amount, self.amount.setAccessibleName, N_("Amount offered"))
        self.reason = choice_field(N_("Reason"))
        self.justification, self.note = QPlainTextEdit(), QLineEdit()
        say(self.justification, self.justification.setAccessibleName, N_("Justification"))
        say(self.note, self.note.setAccessibleName, N_("Note"))
        self.justification.setTabChangesFocus(True)
        self.justification.setFixedHeight(56)
        self.justification.installEventFilter(self)
        self.letter_reasons = {code: QCheckBox(text) for code, text in self._citable()}
        self.terms = OfferTerms()
        self.extras = OfferExtras(self._desk, self._jobs, self._file.application.id)
        self.extras.changed.connect(self._later.start)
        if self._outcome is Outcome.COUNTER_OFFER:
            self._offer_what_is_possible()
        self._fill_reasons()
        for changed in (
            self.amount.textChanged,
            self.term.valueChanged,
            self.note.textChanged,
            self.justification.textChanged,
            self.reason.currentIndexChanged,
        ):
            changed.connect(lambda *_values: self._later.start())
        for box in self.letter_reasons.values():
            box.toggled.connect(lambda _on: self._later.start())

    def _offer_what_is_possible(self) -> None:
        possible = self._assessment.offered_amount
        months = self._assessment.offered_term_months or self._assessment.requested_term_months
        self.amount.setText(f"{possible:,f}" if possible is not None else "")
        self.term.setValue(months or 0)

    def _fill_reasons(self) -> None:
        from workbench.workflow import decide

        self.reason.addItem(_("Choose a reason"), "")
        if self._coded_side() is not None:
            for code, text in decide.override_reasons(str(self._coded_side())):
                self.reason.addItem(text, code)

    def _coded_side(self) -> OverrideDirection | None:
        if self._direction is not None:
            return self._direction
        grants = self._outcome in {Outcome.APPROVE, Outcome.COUNTER_OFFER}
        return OverrideDirection.APPROVE_OVER_DECLINE if self._settles and grants else None

    def _explains_itself(self) -> bool:
        against = self._direction is OverrideDirection.DECLINE_OVER_APPROVE
        return self._outcome in _TURNS_DOWN and (against or self._settles)

    def _citable(self) -> list[tuple[str, str]]:
        if not self._explains_itself():
            return []
        from workbench.credit.reasons import reason_list
        from workbench.workflow import decide

        known, own = reason_list(), decide.judgement_reasons()
        engine = [r.code for r in self._assessment.reasons if r.code in known] * self._settles
        offered = {code: known.text(code) for code in engine}
        return [*offered.items(), *((c, t) for c, t in own if c not in offered)]

    def _lay(self) -> None:
        self.record = KeyButton(RECORDS[self._outcome], "Ctrl ⏎", "check", primary=True)
        self.record.clicked.connect(lambda _c=False: self._record())
        self.cancel = KeyButton(N_("Cancel"), "Esc", "close")
        self.cancel.setFixedWidth(self.cancel.sizeHint().width())
        self.cancel.clicked.connect(lambda _c=False: self.left.emit())
        self.missing = label(ink="text2", scale=0.9, wrap=True)
        self.mirror = OverrideMirror(self._desk, self._jobs, self._file)
        self._counter = label(ink="text3", scale=0.86, tabular=True)
        foot = row(None, self.cancel, self.record, gap=8)
        layout = column(self._head(), self._about(), gap=5, margins=(14, 9, 14, 10))
        layout.addLayout(self._grid())
        layout.addWidget(self.mirror)
        layout.addWidget(self.missing)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _head(self) -> QVBoxLayout:
        icon = "override" if self._direction else OUTCOME_STATUS[self._outcome]
        ink = "override" if self._direction else "text2"
        title = label(TITLES[self._outcome], scale=1.04, weight=theme.SEMIBOLD)
        parts: list[QWidget | None] = [Picture(icon, 17, ink), title]
        if self._direction:
            parts.append(Chip("override", N_("Override")))
        return column(row(*parts, None))

    def _about(self) -> QWidget:
        self.about = label(self._about_text, ink="text2", scale=0.92, wrap=True)
        return self.about

    def _about_text(self) -> str:
        advice = outcome_word(self._assessment.advice)
        if self._direction is not None:
            words = override_word(self._direction, self._desk.settings.text("override_words"))
            return _(
                "The engine advises: {advice}. On record as an override: {words}.",
                advice=advice,
                words=words,
            )
        if self._settles:
            return _("The engine referred this case; your decision settles it.")
        if self._outcome is Outcome.REFER:
            return _("The case waits under “Referred” until it is decided.")
        return _("This agrees with the engine's advice.")

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        at = 0
        below: dict[QWidget, QWidget] = {self.justification: self._counter}
        for name, field, wanted in self._rows():
            for each in filter(None, (field, below.get(field))):
                each.setParent(self)
                each.setVisible(wanted)
            if wanted:
                grid.addLayout(_name(name, below.get(field)), at, 0)
                grid.addWidget(field, at, 1)
                at += 1
        return grid

    def _rows(self) -> list[tuple[str, QWidget, bool]]:
        counter = self._outcome is Outcome.COUNTER_OFFER
        justified = needs_justification(self._assessment, self._outcome)
        note_for = N_("To whom and why") if self._outcome is Outcome.REFER else N_("Note")
        pair = QWidget()
        pair.setLayout(row(self.amount, self.term, self.terms, gap=8))
        pair.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self.amount.setFixedWidth(theme.grown(110))
        return [
            (N_("Offer"), pair, counter),
            (N_("Reason"), self.reason, self._coded_side() is not None),
            (N_("Justification"), self.justification, justified),
            (N_("Mitigants"), self.extras, self._grants),
            (N_("In the letter"), self._letter_list(), bool(self.letter_reasons)),
            (note_for, self.note, self._wants_note()),
        ]

    def _wants_note(self) -> bool:
        return self._outcome is Outcome.REFER or self._explains_itself()

    def _letter_list(self) -> QWidget:
        listed = scrolled(column(*self.letter_reasons.values(), gap=4))
        listed.setFixedHeight(min(80, 25 * len(self.letter_reasons) + 4))
        return listed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the wrapped sentence whole at every width."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        for sentence in (self.about, self.missing):
            needed = sentence.heightForWidth(self.width() - 24)
            sentence.setMinimumHeight(max(0, needed))  # -1 is Qt's word for a label without one

    def _check(self) -> None:
        """Ask what the choice lacks, beside the window: that reads people, rules and limits."""
        choice = self.choice()
        self._asked += 1
        asked = self._asked
        self.mirror.show_choice(choice)
        self._counter.setText(counter_words(choice.justification))
        if self._outcome is Outcome.COUNTER_OFFER:
            self._show_terms(choice)
        self._jobs.start(
            self,
            lambda _step: desk_asks.lacks(self._desk, self._file, choice),
            lambda found: (
                self._on_checked(found[0], found[1], choice) if asked == self._asked else None
            ),
            self._on_unchecked,
            reads=True,
        )

    def _show_terms(self, choice: Choice) -> None:
        from workbench.workflow import decide

        self.terms.show_terms(lambda: decide.counter_terms(self._file, choice))

    def _on_checked(self, missing: str, signers: tuple[Person, ...], choice: Choice) -> None:
        self.missing.setText(sentences(missing, _could_sign(signers)))
        self.missing.setVisible(bool(missing))
        self._make_room()
        self.record.set_text(N_("Propose to a second person") if signers else self._records)
        self.record.setEnabled(not missing or bool(signers))
        pressed, self._pressed = self._pressed, False
        if pressed and self.record.isEnabled():
            self.recorded.emit(choice)

    def _on_unchecked(self, error: WorkbenchError) -> None:
        self._on_checked(error.text(), (), self.choice())

    @property
    def _records(self) -> str:
        return RECORDS[self._outcome]

    def _record(self) -> None:
        """Record the choice as it stands, once it is known to lack nothing."""
        self._pressed = True
        self._check()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter records also from within the text."""
        if event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._record()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def _name(text: str, below: QWidget | None = None) -> QVBoxLayout:
    title = label(text, scale=0.96, weight=theme.MEDIUM)
    return column(title, below, gap=1, margins=(0, 5, 0, 0)) if below else column(title)


def _could_sign(signers: tuple[Person, ...]) -> str:
    who = ", ".join(one.shown_name for one in signers)
    return _("Could sign here: {who}.", who=who) if who else ""


def counter_words(text: str) -> str:
    """ "31 / 40" letters, or "9 / 15" Hanzi: how much of a justification is written."""
    hanzi = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    letters = sum(sign.isalnum() for sign in text) - hanzi
    if hanzi * LETTERS_AT_LEAST > letters * HANZI_AT_LEAST:
        return f"{hanzi} / {HANZI_AT_LEAST}"
    return f"{letters} / {LETTERS_AT_LEAST}"
