"""How a version came about and what may be done with it: written out, or published by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMessageBox

from workbench.i18n import N_, _, day, moment
from workbench.ui.buttons import button
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import row
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.ui.strategy_shelf import Shelved


class ProposalBar(QFrame):
    """Shown on a proposal: who proposed it, and the button that puts it in force."""

    published = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "warning")
        self._shelved: Shelved | None = None
        self.said = label(wrap=True)
        self.publish = button(N_("Publish…"), self.ask, role="primary", icon="check")
        layout = row(Picture("refer", 18, "refer"), self.said, self.publish, gap=10)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()
        again(self, self._say)

    def show_strategy(self, shelved: Shelved) -> None:
        """Show the bar when this one waits for a second person."""
        self._shelved = shelved
        self._say()
        self.setVisible(shelved.state == "proposed")

    def _say(self) -> None:
        one = self._shelved
        if one is None or one.at is None:
            return
        self.said.setText(
            _(
                "Proposed by {who} on {when}. Somebody else publishes it; it is then in force "
                "from {day}.",
                who=one.by,
                when=moment(one.at),
                day=day(one.strategy.effective_from),
            )
        )

    def ask(self) -> None:
        """Publishing cannot be taken back, so it is asked once; the safe button has the focus."""
        one = self._shelved
        if one is not None and confirms_publishing(self, one):
            self.published.emit()


def confirms_publishing(over: QFrame, shelved: Shelved) -> bool:
    """Whether the person at the desk wants this version in force."""
    box = QMessageBox(over)
    box.setWindowTitle(_("Publish a strategy"))
    box.setText(_("Publish {name}", name=shelved.name()))
    box.setInformativeText(
        _(
            "From {day} on it assesses every new application of its product. A published version "
            "is never changed; another version can follow it.",
            day=day(shelved.strategy.effective_from),
        )
    )
    yes = box.addButton(_("Publish"), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(_("Keep as a proposal"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes
