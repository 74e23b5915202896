"""What waits for a second person: what was proposed and why, against the advice; sign or return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workbench.credit.reasons import reason_list
from workbench.credit.status import outcome_word
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, day, moment, money
from workbench.ui import theme
from workbench.ui.buttons import KeyButton, button
from workbench.ui.chips import Chip
from workbench.ui.fields import HEIGHT
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label, shown
from workbench.ui.layouts import clear, column, row
from workbench.ui.words import say

if TYPE_CHECKING:
    from workbench.credit.second_person import Proposal
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk


class ProposalBar(QWidget):
    """In the place of the decision buttons while a proposal waits. `settled` when it no longer
    does; `sealing` asks for a sealed case file."""

    settled = Signal()
    sealing = Signal()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._file: CaseFile | None = None
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(3)
        self.missing = label(ink="decline", scale=0.94, wrap=True)
        self.remark = QLineEdit()
        self.remark.setFixedHeight(HEIGHT)
        say(self.remark, self.remark.setPlaceholderText, N_("Remark; needed to return it"))
        say(self.remark, self.remark.setAccessibleName, N_("Remark"))
        self.remark.textChanged.connect(lambda _text: self._tell_buttons())
        self.approve = KeyButton(N_("Sign and approve"), "Ctrl ⏎", "approve", primary=True)
        self.approve.setShortcut("Ctrl+Return")
        self.approve.clicked.connect(lambda _c=False: self._start(self._approving()))
        self.back = button(N_("Return"), lambda: self._start(self._returning()), icon="undo")
        self.withdraw = button(N_("Withdraw"), lambda: self._start(self._withdrawing()))
        self.seal = button(N_("Sealed file…"), self.sealing.emit, icon="lock")
        self._lay()

    def _lay(self) -> None:
        title = label(N_("Waiting for second signature"), scale=1.04, weight=theme.SEMIBOLD)
        head = row(Chip("pending", N_("Proposed")), title, None, gap=8)
        foot = row(self.seal, None, self.withdraw, self.back, self.approve, gap=8)
        layout = column(head, self._facts, self.remark, self.missing, foot, gap=7,
                        margins=(14, 10, 14, 11))  # fmt: skip
        self.setLayout(layout)

    def show_case(self, file: CaseFile) -> None:
        """Show the proposal of this case."""
        assert file.proposal is not None
        self._file = file
        self.remark.clear()
        clear(self._facts)
        for text, ink in proposal_lines(file, file.proposal):
            self._facts.addWidget(shown(text, ink=ink, scale=0.96, wrap=True))
        self._jobs.start(
            self, lambda _step: standing_of(self._desk, file), self._on_standing, reads=True
        )

    def _on_standing(self, found: tuple[str, bool]) -> None:
        against, own = found
        self._against, self._own = against, own
        self.missing.setText(against)
        self.missing.setVisible(bool(against))
        self.withdraw.setVisible(own)
        self.remark.setVisible(not own)
        self.back.setVisible(not own)
        self.approve.setVisible(not own)
        self._tell_buttons()

    def _tell_buttons(self) -> None:
        against = getattr(self, "_against", "")
        self.approve.setEnabled(not against)
        self.back.setEnabled(not against and bool(self.remark.text().strip()))

    def _start(self, work: Callable[[Step], object]) -> None:
        self.approve.setEnabled(False)
        self._jobs.start(self, work, lambda _made: self.settled.emit(), self._on_refused)

    def _on_refused(self, error: WorkbenchError) -> None:
        self.missing.setText(error.text())
        self.missing.show()
        self._tell_buttons()

    def _approving(self) -> Callable[[Step], object]:
        desk, file, remark = self._desk, self._file, self.remark.text().strip()
        assert file is not None

        def work(_step: Step) -> object:
            from workbench.workflow import second_signature

            return second_signature.approve(
                desk, file.application.id, remark=remark, seen_version=file.version
            )

        return work

    def _returning(self) -> Callable[[Step], object]:
        desk, file, remark = self._desk, self._file, self.remark.text().strip()
        assert file is not None

        def work(_step: Step) -> object:
            from workbench.workflow import second_signature

            second_signature.send_back(
                desk, file.application.id, remark=remark, seen_version=file.version
            )
            return None

        return work

    def _withdrawing(self) -> Callable[[Step], object]:
        desk, file = self._desk, self._file
        assert file is not None

        def work(_step: Step) -> object:
            from workbench.workflow import second_signature

            second_signature.withdraw(desk, file.application.id)
            return None

        return work


def standing_of(desk: Desk, file: CaseFile) -> tuple[str, bool]:
    """Why who sits here cannot sign, and whether the proposal is their own."""
    from workbench.workflow import second_signature

    signed = desk.seat.signed
    own = (
        signed is not None
        and file.proposal is not None
        and (signed.person.id == file.proposal.person)
    )
    if not own:
        return second_signature.what_speaks_against(desk, file), False
    who = [one.shown_name for one in second_signature.waiting_for(desk, file)]
    if not who:
        return _("Nobody in this store may sign it as the second person."), True
    return _("It waits for the signature of: {who}.", who=", ".join(who)), True


def proposal_lines(file: CaseFile, proposal: Proposal) -> list[tuple[str, str]]:
    """What was proposed, why, and where it differs from advice and request: (text, ink)."""
    made, assessment = proposal.decision, file.assessment
    lines = [
        (
            _(
                "{officer}, {when}: {outcome}",
                officer=made.officer,
                when=moment(proposal.proposed_at),
                outcome=outcome_word(made.outcome),
            ),
            "text",
        )
    ]
    if assessment is not None and assessment.advice is not made.outcome:
        lines.append((_("The engine advised: {outcome}", outcome=outcome_word(assessment.advice)),
                      "override"))  # fmt: skip
    if made.terms is not None and assessment is not None:
        lines += _terms_lines(proposal)
    why = made.override or made.settlement
    if why is not None:
        coded = reason_list().override_text(why.reason_code)
        lines.append((f"{coded}: {why.justification}" if why.justification else coded, "text2"))
    for factor in made.factors:
        shown_value = factor.value or _("attached paper {n}", n=factor.evidence)
        lines.append((f"+ {factor.what}: {shown_value}", "text2"))
    for condition in made.conditions:
        lines.append((_("Before payment: {condition}", condition=condition), "text2"))
    return lines


def _terms_lines(proposal: Proposal) -> list[tuple[str, str]]:
    terms = proposal.decision.terms
    assert terms is not None
    said = _(
        "{amount} over {months} months, until {until}; total exposure {exposure}",
        amount=money(terms.amount, terms.currency, places=0),
        months=terms.term_months,
        until=day(terms.valid_until),
        exposure=money(proposal.exposure, proposal.currency, places=0),
    )
    return [(said, "text2")]
