"""What the record proves: its chain verified, assessments computed anew, a saved proof checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.i18n import N_, _, plural
from workbench.ui import file_boxes, theme
from workbench.ui.buttons import button, rest, wake
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import card, column, row
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

Said = tuple[str, str, str]
"""An icon, its ink, and a sentence."""


class ProofCard(QWidget):
    """A sentence on how far the record was proved, and two ways to prove more of it.

    `troubled` carries the error of a proof that could not be made.
    """

    troubled = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._proof: Any = None
        self._icon = Picture("audit", 20, "text2")
        self.said = label(ink="text2", wrap=True)
        self.replay = button(
            N_("Recompute all advice"),
            self._replay,
            icon="refresh",
            tip=N_("Computes every assessment anew and compares it byte by byte."),
        )
        self.check = button(
            N_("Check a proof…"),
            self._check,
            icon="sheet",
            tip=N_("Proves a saved decision without this store."),
        )
        inside = row(
            self._icon, self.said, self.replay, self.check, margins=(14, 10, 10, 10), gap=10
        )
        inside.setStretch(1, 1)
        self.setLayout(column(card(inside), gap=0))
        self._say()
        again(self, self._say)

    def show_verified(self, found: Any) -> None:
        """Say what a verification of the record found."""
        self._proof = found
        self._say()

    def tell(self, said: Said) -> None:
        """Say something else in the same place."""
        icon, ink, sentence = said
        self._icon.show_icon(icon, ink)
        self.said.setText(sentence)
        proved = ink in {"approve", "decline"}
        self.said.setFont(theme.font(1.0, theme.MEDIUM if proved else theme.REGULAR))

    def _say(self) -> None:
        self.tell(proof_words(self._proof))

    def _replay(self) -> None:
        def work(step: Step) -> Said:
            from workbench.workflow import prove

            return _replayed(prove.replay(self._desk, step=step))

        self._run(self.replay, work, N_("Recomputing assessments"))

    def _check(self) -> None:
        chosen = file_boxes.ask_proof(self)
        if not chosen:
            return

        def work(_step: Step) -> Said:
            from workbench.workflow import capsules

            proof = capsules.prove_capsule(Path(chosen))
            ink = "approve" if proof.identical else "decline"
            return ink, ink, capsules.proof_words(proof)

        self._run(self.check, work, N_("Checking a proof"))

    def _run(self, pressed: QPushButton, work: Any, title: str) -> None:
        def ended() -> None:
            wake(pressed)

        def done(said: Said) -> None:
            ended()
            self.tell(said)

        def stopped(error: Any) -> None:
            ended()
            self.troubled.emit(error)

        rest(pressed)
        self._jobs.start(self, work, done, stopped, title=title, reads=True)


def proof_words(found: Any) -> Said:
    """(icon, ink, sentence) of a verification; of None before there is one."""
    if found is None:
        return (
            "audit",
            "text2",
            _(
                "Each entry carries the hash of the one before it. Verify recomputes all of "
                "them, the letters, what people signed and the witnesses outside the store."
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

    return "decline", "decline", prove.first_faults(found)


def _replayed(found: Any) -> Said:
    from workbench.workflow import prove

    ink = "decline" if found.different else "approve"
    return ink, ink, prove.replay_words(found)
