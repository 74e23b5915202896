"""The portfolio: the book of decisions and accounts in figures, filtered and exported."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QGraphicsOpacityEffect,
    QStackedWidget,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _, plural
from workbench.ui.buttons import button
from workbench.ui.fields import choice_field
from workbench.ui.file_boxes import ask_workbook_to_write
from workbench.ui.jobs import Jobs, Step
from workbench.ui.layouts import column, pane, row, scrolled
from workbench.ui.notices import SLOW_MS, Blank, ProblemBar
from workbench.ui.page import Page
from workbench.ui.reading import Reading
from workbench.ui.words import again

if TYPE_CHECKING:
    import polars as pl

    from workbench.workflow.desk import Desk
    from workbench.workflow.portfolio import Book, Figures
    from workbench.workflow.portfolio_accounts import AccountFigures

    Kept = tuple[pl.DataFrame, pl.DataFrame]
    Reckoned = tuple[Figures, AccountFigures]

_FILTERS = (
    ("product", N_("Product"), N_("All products")),
    ("month", N_("Month"), N_("All months")),
    ("branch", N_("Branch"), N_("All branches")),
    ("officer", N_("Officer"), N_("All officers")),
)


class PortfolioPage(Page):
    """The book is read once, off the GUI thread; filters then follow without the store."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._asked = 0
        self.book: Book | None = None
        self._kept: Kept | None = None
        self.found: Figures | None = None
        self._make_parts()
        self._lay()
        again(self, self._on_language)

    def _make_parts(self) -> None:
        from workbench.ui.portfolio_account_cards import AccountCards
        from workbench.ui.portfolio_cards import PortfolioCards
        from workbench.ui.portfolio_fairness_card import FairnessCard
        from workbench.ui.portfolio_tiles import Tiles

        self.filters = {word: choice_field(name, 168) for word, name, _all in _FILTERS}
        for combo in self.filters.values():
            combo.activated.connect(lambda _at: self._narrow())
        self.save = button(N_("Save figures…"), self._save, icon="export", height=32)
        self.again = button(N_("Refresh"), self.refresh, icon="refresh", height=32)
        self.problems = ProblemBar()
        self.tiles, self.cards, self.accounts = Tiles(), PortfolioCards(), AccountCards()
        self.fairness = FairnessCard(self._desk, self._jobs)
        self._slow = QTimer(self, interval=SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._show_waiting)

    def _lay(self) -> None:
        head = row(
            *self.filters.values(), None, self.again, self.save, gap=8, margins=(18, 12, 18, 0)
        )
        self._blank = Blank(
            "portfolio",
            N_("Nothing in the book yet"),
            N_("Score a batch to see figures."),
            [
                button(
                    N_("Import a spreadsheet…"),
                    lambda: self.wants_page.emit("import"),
                    role="primary",
                ),
                button(N_("Open the sample batch"), self.sample_asked.emit),
            ],
        )
        self._none = Blank(
            "filter",
            N_("No applications match"),
            N_("Nothing in the book fits these filters."),
            [button(N_("Clear filters"), self.clear_filters)],
        )
        body = column(
            self.tiles,
            self.cards,
            self.accounts,
            self.fairness,
            None,
            gap=12,
            margins=(18, 12, 18, 16),
        )
        self._body = scrolled(body)
        self._stack = QStackedWidget()
        for each in (self._body, self._blank, self._none):
            self._stack.addWidget(each)
        self._head = pane(head)
        trouble = column(self.problems, margins=(18, 8, 18, 0))
        layout = column(self._head, trouble, self._stack, gap=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._reading = Reading(self, N_("Reading the book"), "portfolio")

    def title(self) -> str:
        return _("Portfolio")

    def subtitle(self) -> str:
        if self.found is None or not self.found.all.applications:
            return ""
        return plural(
            "{n} application in this part of the book",
            "{n} applications in this part of the book",
            self.found.all.applications,
        )

    def take_focus(self) -> None:
        self.filters["product"].setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked
        self._slow.start()
        wanted = self._wanted()

        def work(step: Step) -> Any:
            from workbench.workflow import portfolio, portfolio_accounts

            book = portfolio.read_book(self._desk, step)
            kept = portfolio_accounts.read_accounts(self._desk)
            return book, kept, _reckoned(book, kept, wanted)

        self._reading.ask(
            self._jobs, work, lambda read: self._on_read(read, asked), self._on_error,
            title=N_("Reading the book"),
        )  # fmt: skip

    def _on_read(self, read: tuple[Book, Kept, Reckoned], asked: int) -> None:
        if asked != self._asked:
            return
        self.problems.hide()
        self.book, self._kept, found = read
        self._fill_filters()
        self._show(found)

    def _on_error(self, error: WorkbenchError) -> None:
        self._slow.stop()
        self._dim(on=False)
        self.problems.show_error(error, [(N_("Refresh"), self.refresh)])

    def _show_waiting(self) -> None:
        """Old figures stay and go pale."""
        if self.found is not None:
            self._dim(on=True)

    def _dim(self, *, on: bool) -> None:
        if on:
            effect = QGraphicsOpacityEffect(self._body)
            effect.setOpacity(0.5)
            self._body.setGraphicsEffect(effect)
        else:
            self._body.setGraphicsEffect(None)  # type: ignore[arg-type]

    def _wanted(self) -> dict[str, str]:
        return {word: str(combo.currentData() or "") for word, combo in self.filters.items()}

    def _fill_filters(self) -> None:
        assert self.book is not None
        for word, _name, all_ in _FILTERS:
            combo = self.filters[word]
            kept = combo.currentData() or ""
            choices = (
                self.book.products
                if word == "product"
                else tuple((value, value) for value in self.book.choices(word))
            )
            _fill(combo, _(all_), choices, str(kept))

    def _narrow(self) -> None:
        """Follow the filters; the book is read already."""
        book, kept = self.book, self._kept
        if book is None or kept is None:
            return
        self._asked += 1
        asked, wanted = self._asked, self._wanted()

        def work(_step: Step) -> Any:
            return _reckoned(book, kept, wanted)

        self._jobs.start(
            self, work, lambda found: self._on_narrowed(found, asked), self._on_error, reads=True
        )

    def _on_narrowed(self, found: Reckoned, asked: int) -> None:
        if asked == self._asked:
            self._show(found)

    def clear_filters(self) -> None:
        """The whole book again."""
        for combo in self.filters.values():
            combo.setCurrentIndex(0)
        self._narrow()

    def _show(self, reckoned: Reckoned) -> None:
        self._slow.stop()
        self._dim(on=False)
        found, accounts = reckoned
        self.found = found
        some = found.all.applications > 0 or accounts.accounts > 0
        filtered = any(self._wanted().values())
        self._head.setVisible(some or filtered)
        self.save.setEnabled(some)
        shown: QWidget = self._body if some else self._none if filtered else self._blank
        self._stack.setCurrentWidget(shown)
        if some:
            self.tiles.show_figures(found)
            self.cards.show_figures(found)
            self.accounts.show_figures(accounts)
            if self.book is not None:
                self.fairness.show_book(self.book, found.filters)
        self.described.emit()

    def _on_language(self) -> None:
        self.described.emit()
        if self.book is not None:
            self._fill_filters()
            self._narrow()

    def _save(self) -> None:
        chosen = ask_workbook_to_write(self, "portfolio.xlsx")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, file: Path) -> None:
        """Write the figures shown into a workbook."""
        found = self.found

        def work(_step: Step) -> Any:
            from workbench.workflow.portfolio_export import export_figures

            if found is not None:
                export_figures(found, file)

        self._jobs.start(
            self, work, lambda _none: self.problems.show_saved(file), self.problems.show_error,
            title=N_("Saving figures"),
        )  # fmt: skip


def _reckoned(book: Book, kept: Kept, wanted: Mapping[str, str]) -> Reckoned:
    from workbench.workflow import portfolio, portfolio_accounts

    found = portfolio.figures(book, portfolio.Filters(**wanted))
    return found, portfolio_accounts.account_figures(*kept, book, wanted["product"])


def _fill(combo: QComboBox, all_: str, choices: tuple[tuple[str, str], ...], kept: str) -> None:
    combo.blockSignals(True)
    combo.clear()
    combo.addItem(all_, "")
    for value, words in choices:
        combo.addItem(words, value)
    combo.setCurrentIndex(max(0, combo.findData(kept)))
    combo.setEnabled(len(choices) > 0)
    combo.blockSignals(False)
