"""Step 4 of an import: the rows are taken in and scored; then what the engine advises."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMessageBox, QProgressBar, QStackedWidget, QWidget

from workbench.credit.status import Outcome, outcome_word
from workbench.i18n import N_, _, number, pick, plural, sentences
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.chips import OUTCOME_STATUS, STATUS_INKS
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import column, pane, row
from workbench.ui.words import again, say

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy

WAITING = "waiting"
_ADVICE = (Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.REFER, Outcome.DECLINE)


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """What became of the rows: `advice` counts by outcome word; the others were not scored.
    Without a file: of rows that were stored before."""

    file: str
    rows: int
    advice: Mapping[str, int]
    waiting: int
    duplicates: int
    strategies: tuple[Strategy, ...]
    batch_id: int | None

    @property
    def scored(self) -> int:
        """How many rows became applications with advice."""
        return sum(self.advice.values())


class Tile(QFrame):
    """A count with its meaning, and a way to the cases behind it."""

    def __init__(self, icon: str, ink: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.count = label(scale=1.9, weight=theme.SEMIBOLD, tabular=True)
        self.name = label(ink=ink, weight=theme.MEDIUM)
        self.share = label(ink="text2", scale=0.92, tabular=True)
        self.open = button(N_("Show these cases"), role="link", height=22)
        kept = self.open.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.open.setSizePolicy(kept)
        head = row(Picture(icon, 16, ink), self.name, None, gap=7)
        self.setLayout(
            column(head, self.count, self.share, 2, self.open, margins=(16, 14, 16, 12), gap=4)
        )

    def show_count(self, name: str, count: int, total: int, link: str) -> None:
        """Show a count out of a total; the link is there only where there are cases."""
        self.name.setText(name)
        self.count.setText(number(count))
        share = 100 * count / total if total else 0
        self.share.setText(_("{percent}% of the rows", percent=f"{share:.1f}"))
        self.open.setText(link)
        self.open.setVisible(bool(count and link))
        self.setAccessibleName(f"{name}: {number(count)}")


class ScoreStep(QWidget):
    """Progress with count and stop, then the result with ways to the queue.

    `queue_wanted` carries the advice whose cases are asked for ("" for all).
    """

    queue_wanted = Signal(str)
    repair_wanted = Signal()
    again_wanted = Signal()
    take_back_wanted = Signal(int)
    """The batch that is to be undone, after the officer said so."""
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.result: ScoreResult | None = None
        self._left = 0
        self._started = 0.0
        self.pages = QStackedWidget()
        self.pages.addWidget(self._waiting())
        self.pages.addWidget(self._done())
        self.setLayout(column(self.pages, gap=0))
        again(self, self._refresh)

    def begin(self, title: str) -> None:
        """Another run: what the one before said is gone."""
        self.result = None
        self.show_progress(title)

    def show_progress(self, title: str, at: int = 0, total: int = 0) -> None:
        """How far the work is; without a total the bar only says that it goes on."""
        if self.pages.currentIndex() != 0 or self.title.text() != title:
            self._started = time.monotonic()
        self.title.setText(title)
        self.bar.setRange(0, total)
        self.bar.setValue(at)
        self.told.setText(self._time_left(at, total))
        self.pages.setCurrentIndex(0)

    def show_result(self, result: ScoreResult, left: int = 0) -> None:
        """What became of the rows; `left` files dropped with this one are still to come."""
        self.result, self._left = result, left
        self._refresh()
        self.pages.setCurrentIndex(1)
        self.queue_button.setFocus()

    def _time_left(self, at: int, total: int) -> str:
        words = _("{at} of {total} done", at=number(at), total=number(total)) if total else ""
        spent = time.monotonic() - self._started
        if at and total and spent > 3:
            left = max(1, round(spent / at * (total - at)))
            words += " · " + plural("about {n} second left", "about {n} seconds left", left)
        return words

    def _waiting(self) -> QWidget:
        self.title = label(scale=1.22, weight=theme.SEMIBOLD)
        self.told = label(ink="text2", tabular=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(320)
        say(self.bar, self.bar.setAccessibleName, N_("Progress"))
        stop = button(N_("Stop"), self.stopped.emit, icon="stop")
        return pane(
            column(
                None,
                row(None, Picture("refresh", 36, "accent"), None),
                row(None, self.title, None),
                row(None, self.told, None),
                row(None, self.bar, None),
                4,
                row(None, stop, None),
                None,
                gap=10,
            )
        )

    def _done(self) -> QWidget:
        self.headline = label(scale=1.45, weight=theme.SEMIBOLD)
        self.detail = label(ink="text2", wrap=True)
        self.tiles = {
            outcome.value: Tile(OUTCOME_STATUS[outcome], STATUS_INKS[OUTCOME_STATUS[outcome]])
            for outcome in _ADVICE
        }
        self.tiles[WAITING] = Tile("pending", "neutral")
        for word, tile in self.tiles.items():
            tile.open.clicked.connect(lambda _checked=False, asked=word: self._open(asked))
        go = button(
            N_("Open review queue"),
            lambda: self.queue_wanted.emit(""),
            role="primary",
            icon="arrow_right",
        )
        self.queue_button = go
        self.other = button(self._other_words, self.again_wanted.emit, icon="import")
        self.undo = button(N_("Undo this import…"), self._ask_take_back, icon="undo")
        tiles = row(*self.tiles.values(), gap=12)
        inside = column(
            row(Picture("approve", 28, "gain"), self.headline, None, gap=12),
            self.detail,
            6,
            tiles,
            10,
            row(go, self.other, None, self.undo, gap=10),
            None,
            margins=(18, 22, 18, 24),
            gap=10,
        )
        return pane(column(inside, None, gap=0))

    def _ask_take_back(self) -> None:
        assert self.result is not None
        if self.result.batch_id is not None and _is_meant(self, self.result):
            self.take_back_wanted.emit(self.result.batch_id)

    def _other_words(self) -> str:
        if self._left:
            return plural("Next file ({n} left)", "Next file ({n} left)", self._left)
        return _("Import another file")

    def _open(self, word: str) -> None:
        if word == WAITING:
            self.repair_wanted.emit()
        else:
            self.queue_wanted.emit(word)

    def _refresh(self) -> None:
        result = self.result
        if result is None:
            return
        self.headline.setText(
            plural("{n} application scored", "{n} applications scored", result.scored)
            if result.batch_id is not None or result.scored
            else _("Nothing new in this file")
        )
        self.detail.setText(_told(result))
        self.undo.setVisible(result.batch_id is not None)
        self.other.setText(self._other_words())
        for outcome in _ADVICE:
            count = result.advice.get(outcome.value, 0)
            tile = self.tiles[outcome.value]
            tile.show_count(outcome_word(outcome), count, result.rows, _("Show these cases"))
        self.tiles[Outcome.COUNTER_OFFER.value].setVisible(
            bool(result.advice.get(Outcome.COUNTER_OFFER.value))
        )
        waiting = self.tiles[WAITING]
        waiting.show_count(_("Not scored"), result.waiting, result.rows, _("Fix these rows"))


def _is_meant(parent: QWidget, result: ScoreResult) -> bool:
    """Ask once: the batch leaves the queue; the safe button has the focus."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("Undo this import"))
    box.setText(
        plural(
            "{n} application of {file} leaves the queue.",
            "{n} applications of {file} leave the queue.",
            result.scored,
            file=result.file,
        )
    )
    box.setInformativeText(_("The file can be imported again. The audit trail keeps both."))
    undo = box.addButton(_("Undo the import"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(_("Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is undo


def _told(result: ScoreResult) -> str:
    told = []
    if result.file:
        rows = plural("{n} row in {file}.", "{n} rows in {file}.", result.rows, file=result.file)
        told.append(rows)
    if result.duplicates:
        told.append(
            plural(
                "{n} row was here before and was not taken in again.",
                "{n} rows were here before and were not taken in again.",
                result.duplicates,
            )
        )
    if result.strategies:
        named = [f"{pick(one.label.both())} {one.version}" for one in result.strategies]
        told.append(_("Advice by strategy {strategy}.", strategy=_(", ").join(named)))
    return sentences(*told)
