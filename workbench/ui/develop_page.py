"""Develop: a scorecard from the lender's own book, from the spreadsheet to a strategy draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QProgressBar, QStackedWidget

from workbench.errors import Cancelled, DevelopNotInstalled, WorkbenchError
from workbench.i18n import N_, _, pick
from workbench.ui import desk_asks, file_boxes, theme
from workbench.ui.buttons import button
from workbench.ui.develop_form import DevelopForm
from workbench.ui.develop_report import SIDES, ReportSide, parts_of
from workbench.ui.jobs import Job, Jobs, Step
from workbench.ui.labels import label
from workbench.ui.layouts import column, pane, row
from workbench.ui.notices import Blank, ProblemBar, percent_done
from workbench.ui.page import Page
from workbench.ui.tabs import Tabs
from workbench.ui.words import again, say

if TYPE_CHECKING:
    from workbench.scoring.develop.report_parts import ReportPart
    from workbench.workflow.desk import Desk
    from workbench.workflow.develop import Developed
    from workbench.workflow.developing import Offered
    from workbench.workflow.strategies import Listed


class DevelopPage(Page):
    """Questions at the left; at the right what the book holds, then what was developed."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self.made: Developed | None = None
        self._parts: tuple[ReportPart, ...] = ()
        self._job: Job | None = None
        self._asked = 0
        self.form, self.problems = DevelopForm(), ProblemBar()
        self.tabs = Tabs([(word, title) for word, title, _keys in SIDES], N_("Sides of the report"))
        self.side = ReportSide()
        self.save_pdf = button(N_("Save as PDF…"), self._ask_pdf, icon="print")
        self.save_book = button(N_("Save as workbook…"), self._ask_book, icon="sheet")
        self.draft = button(
            N_("Propose as strategy"), self.propose, role="primary", icon="strategy"
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        say(self.bar, self.bar.setAccessibleName, N_("Progress of the development"))
        self.said = label(ink="text2")
        self._lay()
        self._connect()

    def _lay(self) -> None:
        self.form.setFixedWidth(theme.grown(300))
        listed = pane(column(self.form), "side-start")
        listed.setFixedWidth(theme.grown(300))
        self._start = Blank(
            "spark",
            N_("A scorecard from your own book"),
            N_("Choose a spreadsheet of applications whose outcome is known."),
            [button(N_("Choose a spreadsheet…"), self._ask_file, role="primary")],
        )
        self._absent = Blank("spark", N_("Developing is not installed"), lambda: _absent().text())
        working = row(None, column(None, self.said, self.bar, None, gap=10), None)
        self._working = pane(working)
        self.bar.setFixedWidth(360)
        self._foot = pane(
            row(self.save_pdf, self.save_book, None, self.draft, margins=(18, 8, 18, 10), gap=8)
        )
        report = column(row(self.tabs, None, margins=(14, 10, 18, 4)), self.side, self._foot, gap=0)
        report.setStretch(1, 1)
        self._report = pane(report)
        self._stack = QStackedWidget()
        for each in (self._start, self._absent, self._working, self._report):
            self._stack.addWidget(each)
        right = column(column(self.problems, margins=(18, 8, 18, 0)), self._stack, gap=0)
        right.setStretch(1, 1)
        whole = row(listed, pane(right), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.form.choose.clicked.connect(lambda _checked=False: self._ask_file())
        self.form.go.clicked.connect(lambda _checked=False: self.develop())
        self.form.stop.clicked.connect(lambda _checked=False: self.stop())
        self.form.asked.connect(self.check)
        self.tabs.chosen.connect(self._show_side)
        again(self, self._on_language)

    def title(self) -> str:
        return _("Develop")

    def subtitle(self) -> str:
        return _("A scorecard from your own book")

    def take_focus(self) -> None:
        (self.form.go if self.form.path else self.form.choose).setFocus()

    def refresh(self) -> None:
        from workbench.workflow import developing

        self._jobs.start(
            self, lambda _step: desk_asks.product_names(self._desk), self._on_products, reads=True
        )
        if not developing.is_installed():
            self.form.hide()
            self._stack.setCurrentWidget(self._absent)

    def _on_products(self, names: Mapping[str, dict[str, str]]) -> None:
        self.form.show_products([(word, pick(texts)) for word, texts in names.items()])

    def open_files(self, paths: Sequence[Path]) -> None:
        if paths:
            self.open_book(paths[0])

    def _ask_file(self) -> None:
        file = file_boxes.ask_labelled_book(self)
        if file:
            self.open_book(Path(file))

    def open_book(self, path: Path) -> None:
        """Read a labelled table and offer its columns."""
        self.problems.hide()

        def work(_step: Step) -> Any:
            from workbench.workflow import developing

            return developing.offered(path)

        def told(offered: Offered) -> None:
            self.form.show_book(path, offered)

        self._wait(_("Reading {file}", file=path.name))
        self._jobs.start(self, work, told, self._on_error, title=N_("Reading the book"), reads=True)

    def check(self) -> None:
        """The leakage and quality report, before anything is fitted."""
        path, wish = self.form.path, self.form.wish()
        if path is None or not wish.target:
            return
        self._asked += 1
        asked = self._asked
        self.made = None

        def work(_step: Step) -> Any:
            from workbench.workflow.develop import check_book

            return check_book(path, wish)

        def told(parts: tuple[ReportPart, ...]) -> None:
            if asked == self._asked:
                self.problems.hide()
                left_out = (str(row[0]) for part in parts[:1] for row in part.rows)
                self.form.suspects = tuple(n for n in left_out if n not in wish.exclude)
                self._show(parts)

        self._jobs.start(self, work, told, self._on_error, reads=True)

    def develop(self) -> None:
        """Make the card and try it, off the GUI thread."""
        path, wish = self.form.path, self.form.wish()
        if path is None:
            return
        self._asked += 1
        self.problems.hide()
        self.form.show_busy(busy=True)
        self._wait(_("Developing"))

        def work(step: Step) -> Any:
            from dataclasses import replace

            from workbench.workflow.develop import develop

            return develop(path, replace(wish, product=""), None, step=step)

        self._job = self._jobs.start(
            self, work, self._on_made, self._on_error, self._on_step,
            title=N_("Developing"), reads=True,
        )  # fmt: skip

    def stop(self) -> None:
        """End a development that runs; what the book holds is shown again."""
        if self._job is not None:
            self._job.cancel()

    def _on_step(self, at: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(at)
        self.said.setText(f"{_('Developing')} · {percent_done(at, total)}")

    def _on_made(self, made: Developed) -> None:
        self._job = None
        self.made = made
        self.form.show_busy(busy=False)
        self._show(made.parts)
        self.tabs.show_tab("quality")
        self._show_side("quality")
        self.tabs.button("quality").setFocus()

    def _on_error(self, error: WorkbenchError) -> None:
        self._job = None
        self.form.show_busy(busy=False)
        shown = self._report if self._parts else self._start
        self._stack.setCurrentWidget(shown)
        if isinstance(error, Cancelled):
            self.problems.hide()
            return
        self.problems.show_error(error)

    def _wait(self, said: str) -> None:
        self.bar.setRange(0, 0)
        self.said.setText(said)
        self._stack.setCurrentWidget(self._working)

    def _show(self, parts: tuple[ReportPart, ...]) -> None:
        self._parts = parts
        self._foot.setVisible(self.made is not None)
        for word, _title, _keys in SIDES:
            self.tabs.button(word).setEnabled(self.made is not None or word == "book")
        self.tabs.show_tab("book")
        self._show_side("book")
        self._stack.setCurrentWidget(self._report)
        self.described.emit()

    def _show_side(self, side: str) -> None:
        self.side.show_parts(parts_of(side, self._parts))

    def _on_language(self) -> None:
        self.described.emit()
        self.refresh()
        made, side = self.made, self.tabs.current()
        if made is None:
            self.check()
            return

        def work(_step: Step) -> Any:
            from workbench.workflow.develop import spoken_again

            return spoken_again(made)

        def told(again_: Developed) -> None:
            self.made, self._parts = again_, again_.parts
            self._show_side(side)

        self._jobs.start(self, work, told, self._on_error, reads=True)

    def _ask_pdf(self) -> None:
        file = file_boxes.ask_pdf_to_write(self, "scorecard.pdf")
        if file:
            self.save_to(Path(file))

    def _ask_book(self) -> None:
        file = file_boxes.ask_workbook_to_write(self, "scorecard.xlsx")
        if file:
            self.save_to(Path(file))

    def save_to(self, file: Path) -> None:
        """Write the report; the name's ending says whether as a PDF or a workbook."""
        parts = self._parts

        def work(_step: Step) -> Any:
            from workbench.workflow.development_files import write_pdf, write_workbook

            (write_pdf if file.suffix.casefold() == ".pdf" else write_workbook)(parts, file)

        self._jobs.start(
            self, work, lambda _none: self.problems.show_saved(file), self.problems.show_error,
            title=N_("Saving the report"),
        )  # fmt: skip

    def propose(self) -> None:
        """Propose the card under a product's policy; it then opens on the Strategy page."""
        path, wish = self.form.path, self.form.wish()
        if path is None:
            return

        def work(_step: Step) -> Any:
            from workbench.workflow import developing

            return developing.propose(self._desk, path, wish)

        self.form.show_busy(busy=True)
        self._jobs.start(
            self, work, self._on_proposed, self._on_error, title=N_("Proposing a strategy")
        )

    def _on_proposed(self, listed: Listed) -> None:
        self.form.show_busy(busy=False)
        self.changed.emit()
        self.wants_page.emit(f"strategy:{listed.strategy.sha256}")


def _absent() -> DevelopNotInstalled:
    return DevelopNotInstalled()
