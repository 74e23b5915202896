"""On whom a strategy is tried: a stored batch, all of a product, or the rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.i18n import N_, _, plural
from workbench.ui.fields import choice_field
from workbench.ui.file_boxes import ask_spreadsheet
from workbench.ui.labels import label
from workbench.ui.layouts import row
from workbench.ui.words import again

if TYPE_CHECKING:
    import polars as pl

    from workbench.scoring.strategy import Strategy
    from workbench.storage.batches import Batch
    from workbench.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class Applicants:
    """Whom to try on: a batch by id, a file, or (with neither) every stored application."""

    batch: int | None = None
    file: Path | None = None

    def facts(self, desk: Desk, strategy: Strategy) -> pl.DataFrame:
        """Read their facts; slow, so asked off the GUI thread."""
        from workbench.workflow import strategy_trials

        if self.file is not None:
            return strategy_trials.applicants_in(self.file, strategy)
        return strategy_trials.applicants(desk, strategy.product, self.batch)


class ApplicantsChoice(QWidget):
    """A list of batches, and a spreadsheet of one's own. `chosen` tells that it is another."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._batches: tuple[Batch, ...] = ()
        self._file: Path | None = None
        self.field = choice_field(N_("Applicants to try it on"), 320)
        self.field.activated.connect(self._on_activated)
        self.setLayout(row(label(N_("Tried on"), ink="text2"), self.field, gap=8))
        again(self, self._fill)

    def show_batches(self, batches: Sequence[Batch]) -> None:
        """Offer these batches, newest first."""
        self._batches = tuple(batches)
        self._fill()

    def applicants(self) -> Applicants:
        """What is chosen now."""
        kept = self.field.currentData()
        if kept == "file":
            return Applicants(file=self._file)
        return Applicants(batch=int(kept) if kept else None)

    def has_applicants(self) -> bool:
        """Whether there is anybody to try it on."""
        return bool(self._batches) or self._file is not None

    def choose_file(self, file: Path) -> None:
        """Take the rows of this spreadsheet."""
        self._file = file
        self._fill()
        self.field.setCurrentIndex(self.field.findData("file"))
        self.chosen.emit()

    def _fill(self) -> None:
        kept = self.field.currentData()
        self.field.blockSignals(True)
        self.field.clear()
        if self._batches:
            self.field.addItem(_("All applications of this product"), "")
        for batch in self._batches:
            rows = plural("{n} application", "{n} applications", batch.added)
            self.field.addItem(f"{batch.source_name} · {rows}", str(batch.id))
        if self._file is not None:
            self.field.addItem(self._file.name, "file")
        self.field.addItem(_("A spreadsheet…"), "ask")
        self.field.setCurrentIndex(max(0, self.field.findData(kept)))
        self.field.blockSignals(False)

    def _on_activated(self, _at: int) -> None:
        if self.field.currentData() != "ask":
            self.chosen.emit()
            return
        self.field.setCurrentIndex(0)
        file = ask_spreadsheet(self)
        if file:
            self.choose_file(Path(file))
