"""A strategy tried on applicants: how many it would accept, why not the others, the scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.credit.status import Component, Outcome
from workbench.errors import WorkbenchError
from workbench.i18n import MINUS, N_, _, money, number, percent, pick, plural
from workbench.ui import file_boxes
from workbench.ui.bar_charts import Bar, Bars
from workbench.ui.buttons import button, rest, wake
from workbench.ui.chart_axes import Mark
from workbench.ui.chart_card import ChartCard
from workbench.ui.histogram import Histogram, classes
from workbench.ui.jobs import Jobs, Step
from workbench.ui.layouts import column, pane, row, scrolled
from workbench.ui.notices import Blank, ProblemBar
from workbench.ui.strategy_source import ApplicantsChoice
from workbench.ui.tiles import Tile
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy
    from workbench.workflow.desk import Desk
    from workbench.workflow.strategy_trials import Trial

COMPONENT_WORDS = {
    Component.RULE: N_("Policy rules"),
    Component.SCORE: N_("Score"),
    Component.AFFORDABILITY: N_("Affordability"),
    Component.CAP: N_("Limit"),
    Component.DATA: N_("Missing facts"),
}
"""Which part of a strategy decided."""

_YES = (Outcome.APPROVE, Outcome.COUNTER_OFFER)
_MOST_CLASSES = 48
_MOST_RULES = 8


class TrialSide(QWidget):
    """Choose applicants, run, read. Nothing is recorded."""

    def __init__(self, desk: Desk, jobs: Jobs, source: ApplicantsChoice) -> None:
        super().__init__()
        self._desk, self._jobs, self._source = desk, jobs, source
        self._strategy: Strategy | None = None
        self._trial: Trial | None = None
        self.run = button(N_("Try it"), self.start, role="primary", icon="play")
        self.save = button(N_("Save the scores…"), self._save_scores, icon="export")
        self.keep = button(
            N_("Keep as its population"),
            self._keep_population,
            icon="portfolio",
            tip=N_("What the portfolio compares later applicants with, for this version."),
        )
        self.problems = ProblemBar()
        self.tiles = [Tile(name) for name in (*_TILES, N_("Offered in all"))]
        self.scores = Histogram(N_("Scores"))
        self.components = Bars(N_("What stood in the way of the others"))
        self.rules = Bars(N_("Rules that were not met"))
        self._blank = Blank(
            "play",
            N_("Not tried yet"),
            N_("Choose applicants and try the strategy on them. Nothing is recorded."),
        )
        self._lay()
        again(self, self._show)

    def _lay(self) -> None:
        self.place = row(self.run, margins=(18, 0, 18, 8), gap=10)
        self.place.addStretch(1)
        self._beside = pane(row(self.save, self.keep, None, margins=(18, 0, 18, 8), gap=10))
        self._source.chosen.connect(self._on_source)
        self._on_source()
        shown = column(
            row(*self.tiles, gap=10),
            ChartCard(N_("Scores"), self.scores),
            self._both(),
            margins=(18, 2, 18, 18),
            gap=10,
        )
        shown.setStretch(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._stack.addWidget(scrolled(shown))
        notices = column(self.problems, margins=(18, 0, 18, 0))
        layout = column(self.place, self._beside, notices, self._stack, gap=0)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _both(self) -> QWidget:
        both = row(
            ChartCard(N_("What stood in the way of the others"), self.components),
            ChartCard(N_("Rules that were not met"), self.rules, N_("how often")),
            gap=10,
        )
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        return pane(both)

    def show_strategy(self, strategy: Strategy) -> None:
        """Try this strategy from now on."""
        if self._strategy is None or strategy.sha256 != self._strategy.sha256:
            self._strategy, self._trial = strategy, None
            self._show()

    def start(self) -> None:
        """Assess the applicants chosen by this strategy, beside the day's work."""
        strategy, applicants = self._strategy, self._source.applicants()
        if strategy is None:
            return
        wanted = strategy

        def work(_step: Step) -> Trial:
            from workbench.workflow import strategy_trials

            return strategy_trials.try_on(wanted, applicants.facts(self._desk, wanted))

        rest(self.run)
        self._jobs.start(
            self, work, self._on_tried, self._on_refused, title=N_("Trying a strategy"), reads=True
        )

    def _on_source(self) -> None:
        """Only a spreadsheet's rows can be written out or kept as a population."""
        given = self._source.applicants().file is not None
        self._beside.setVisible(given)

    def _save_scores(self) -> None:
        strategy, file = self._strategy, self._source.applicants().file
        if strategy is None or file is None:
            return
        chosen = file_boxes.ask_scores_to_write(self, f"{file.stem}-scores.xlsx")
        if not chosen:
            return

        def work(step: Step) -> None:
            from workbench.workflow import bulk

            bulk.score_file(file, strategy, Path(chosen), step=step)

        self._write(work, lambda _none: self.problems.show_saved(Path(chosen)), N_("Scoring"))

    def _keep_population(self) -> None:
        strategy, file = self._strategy, self._source.applicants().file
        if strategy is None or file is None:
            return

        def work(_step: Step) -> int:
            from workbench.workflow import populations

            rows, _file = populations.write_population(file, strategy)
            return rows

        def done(rows: int) -> None:
            said = plural("{n} applicant counted.", "{n} applicants counted.", rows)
            self.problems.show_done(said)

        self._write(work, done, N_("Counting applicants"))

    def _write(self, work: Callable[[Step], Any], done: Callable[[Any], None], title: str) -> None:
        self._jobs.start(self, work, done, self.problems.show_error, title=title, reads=True)

    def _on_tried(self, trial: Trial) -> None:
        wake(self.run)
        self.problems.hide()
        if self._strategy is not None and trial.strategy.sha256 == self._strategy.sha256:
            self._trial = trial
            self._show()

    def _on_refused(self, error: WorkbenchError) -> None:
        wake(self.run)
        self.problems.show_error(error)

    def _show(self) -> None:
        trial = self._trial
        self._stack.setCurrentIndex(0 if trial is None else 1)
        if trial is None:
            return
        show_tiles(self.tiles, trial)
        places = 0 if trial.offered == trial.offered.to_integral_value() else 2
        self.tiles[-1].show_figure(money(trial.offered, trial.strategy.currency, places=places))
        show_scores(self.scores, trial)
        self.components.show_bars(_component_bars(trial))
        self.rules.show_bars(rule_bars(trial))


_TILES = (N_("Applicants"), N_("Accepted"), N_("Referred"), N_("Declined"), N_("Risk of accepted"))


def show_tiles(tiles: Sequence[Tile], trial: Trial) -> None:
    """The counts of a trial, as numbers and shares."""
    total = max(1, trial.rows)
    counts = (
        trial.accepted,
        trial.advice.get(Outcome.REFER, 0),
        trial.advice.get(Outcome.DECLINE, 0),
    )
    version = _("version {version}", version=trial.strategy.version)
    tiles[0].show_figure(number(trial.rows), version)
    for tile, count in zip(tiles[1:4], counts, strict=True):
        tile.show_figure(percent(count / total), number(count))
    risk = percent(trial.mean_pd, places=2) if trial.mean_pd is not None else "–"
    tiles[4].show_figure(risk, _("mean default risk"))


def show_scores(chart: Histogram, trial: Trial, before: Trial | None = None) -> None:
    """The distribution of a trial's scores with its cut-offs, and of another as an outline."""
    strategy = trial.strategy
    least, most = strategy.scorecard.score_least, strategy.scorecard.score_most
    if before is not None:
        least = min(least, before.strategy.scorecard.score_least)
        most = max(most, before.strategy.scorecard.score_most)
    cut = strategy.cut_off
    edges = class_edges(least, most, (cut.decline, cut.approve))
    step = edges[1] - edges[0]
    every = (*trial.scores, *(before.scores if before else ()), cut.decline, cut.approve)
    edges = [e for e in edges if min(every) - 2 * step < e < max(every) + 2 * step]
    chart.show_counts(
        edges,
        classes(trial.scores, edges[0], edges[-1], step),
        (
            Mark(cut.decline, _("Decline < {n}", n=cut.decline)),
            Mark(cut.approve, _("Approve ≥ {n}", n=cut.approve)),
        ),
        before=classes(before.scores, edges[0], edges[-1], step) if before else (),
        before_words=_("version {version}", version=before.strategy.version) if before else "",
    )


def class_edges(least: int, most: int, cuts: tuple[int, int]) -> list[int]:
    """The edges of score classes over the scale, so that no class lies on both sides of a
    cut-off: (320, 660, (505, 515)) is 315, 325, ... 665."""
    decline, approve = cuts
    widths = [w for w in (5, 10, 20, 25, 50) if (approve - decline) % w == 0] or [10]
    fitting = [w for w in widths if (most - least) / w <= _MOST_CLASSES]
    step = fitting[0] if fitting else widths[-1]
    first = approve - -(-(approve - least) // step) * step
    return list(range(first, most + step, step))


def _component_bars(trial: Trial) -> list[Bar]:
    accepted = trial.decided_by
    bars = []
    for component, words in COMPONENT_WORDS.items():
        count = accepted.get(component, 0)
        if component is Component.SCORE:
            count -= trial.advice.get(Outcome.APPROVE, 0)
        if count > 0:
            bars.append(Bar(_(words), count, number(count)))
    return sorted(bars, key=lambda one: -one.value)


def rule_bars(trial: Trial) -> list[Bar]:
    """The rules that were not met or could not be evaluated, most frequent first."""
    labels: Mapping[str, str] = {r.id: pick(r.label.both()) for r in trial.strategy.rules}
    bars = []
    for rule, (failed, unknown) in trial.rules.items():
        if failed or unknown:
            words = number(failed)
            if unknown:
                words = _("{n}, not known {unknown}", n=words, unknown=number(unknown))
            bars.append(Bar(labels.get(rule, rule), failed + unknown, words))
    return sorted(bars, key=lambda one: -one.value)[:_MOST_RULES]


def change_words(before: int, after: int) -> str:
    """ "+12" or "−3": how a count moved."""
    if before == after:
        return _("unchanged")
    return f"+{number(after - before)}" if after > before else f"{MINUS}{number(before - after)}"
