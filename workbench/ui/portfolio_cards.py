"""The charts of the portfolio: scores against development, reasons, bands, officers, months."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.i18n import N_, _, number, percent
from workbench.portfolio.thresholds import Level, thresholds
from workbench.ui.bar_charts import Bar, Bars, Pair, PairedBars
from workbench.ui.chart_axes import Mark
from workbench.ui.chart_card import ChartCard
from workbench.ui.histogram import Histogram
from workbench.ui.line_charts import Lines, Series
from workbench.workflow.portfolio import LEVEL_WORDS, Drift, Figures
from workbench.workflow.portfolio_export import reason_words

_WIDTH = 10
_INKS = {Level.GREEN: "gain", Level.AMBER: "middle", Level.RED: "loss", Level.UNKNOWN: "base"}
_MOST_CHARACTERISTICS = 8


class PortfolioCards(QWidget):
    """Six cards in two columns; each says in its place when it has nothing to show."""

    def __init__(self) -> None:
        super().__init__()
        self.scores, self.reasons = Histogram(N_("Score distribution")), Bars(N_("Decline reasons"))
        self.bands, self.officers = (
            Lines(N_("Approval rate by score band")),
            PairedBars(N_("Overrides by direction and officer")),
        )
        self.months, self.moved = Lines(N_("Rates by month")), Bars(N_("What moved"))
        self.score_card = ChartCard(N_("Score distribution"), self.scores)
        self.reason_card = ChartCard(N_("Why applications were declined"), self.reasons)
        self.band_card = ChartCard(N_("Approval rate by score band"), self.bands)
        self.officer_card = ChartCard(N_("Overrides by direction and officer"), self.officers)
        self.month_card = ChartCard(N_("Rates by month"), self.months)
        self.moved_card = ChartCard(
            N_("What moved"), self.moved, N_("PSI by characteristic, points moved")
        )
        self._lay()

    def _lay(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        places = (
            (self.score_card, self.reason_card),
            (self.band_card, self.officer_card),
            (self.month_card, self.moved_card),
        )
        for at, (left, right) in enumerate(places):
            grid.addWidget(left, at, 0)
            grid.addWidget(right, at, 1)
            grid.setRowMinimumHeight(at, 290 if at == 0 else 258)
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 9)
        self.setLayout(grid)

    def show_figures(self, found: Figures) -> None:
        """Show these, in the language spoken now."""
        drift = max(found.drifts, key=lambda one: one.actual_rows, default=None)
        self._show_scores(drift)
        self._show_reasons(found)
        self._show_bands(found)
        self._show_officers(found)
        self._show_months(found)
        self._show_moved(drift)

    def _show_scores(self, drift: Drift | None) -> None:
        if drift is None or not drift.actual_scores:
            self.score_card.hint.setText("")
            self.score_card.show_words(N_("Assess applications to see their scores."))
            return
        edges, now, then = _classes(drift)
        decline, approve = drift.cut_off
        marks = [
            Mark(decline, _("Decline < {n}", n=decline)),
            Mark(approve, _("Approve ≥ {n}", n=approve)),
        ]
        self.scores.show_counts(edges, now, marks, before=then, before_words=_("development"))
        self.score_card.hint.setText(_score_words(drift))
        self.score_card.hint.setToolTip(drift.against)
        self.score_card.show_chart()

    def _show_reasons(self, found: Figures) -> None:
        self.reasons.show_bars(
            [Bar(reason_words(code), times, number(times)) for code, times in found.reasons]
        )
        if found.reasons:
            self.reason_card.show_chart()
        else:
            self.reason_card.show_words(N_("Nothing was declined in this part of the book."))

    def _show_bands(self, found: Figures) -> None:
        known = [band for band in found.bands if band.rates.decided]
        if not known:
            self.band_card.show_words(N_("No decisions yet in this part of the book."))
            return
        least = thresholds().too_few // 10
        now = [
            (float(b.least), _share(b.rates.approved, b.rates.decided, least)) for b in found.bands
        ]
        series = [Series(_("now"), tuple(now), dots=True)]
        if found.bands_before and found.before is not None:
            before = [
                (float(b.least), _share(b.rates.approved, b.rates.decided, least))
                for b in found.bands_before
            ]
            series.append(Series(found.before.name, tuple(before), "base", dashed=True))
        self.bands.show_series(series, say_y=_whole_percent, span=(0.0, 1.0))
        self.band_card.show_chart()

    def _show_officers(self, found: Figures) -> None:
        pairs = [
            Pair(
                one.name,
                one.low_side,
                one.high_side,
                number(one.low_side),
                number(one.high_side),
            )
            for one in found.officers
            if one.low_side or one.high_side
        ]
        self.officers.show_pairs(
            pairs, (_("Approved over a decline"), _("Declined over an approval"))
        )
        if pairs:
            self.officer_card.show_chart()
        else:
            self.officer_card.show_words(N_("Every decision agrees with the engine's advice."))

    def _show_months(self, found: Figures) -> None:
        known = [one for one in found.months if one.approval_rate is not None]
        if len(known) < 2:
            self.month_card.show_words(
                N_("The chart appears once two months have enough decisions.")
            )
            return
        names = [one.name for one in found.months]
        series = [
            Series(
                _("approved"),
                tuple((float(at), m.approval_rate) for at, m in enumerate(found.months)),
                dots=True,
            ),
            Series(
                _("overridden"),
                tuple((float(at), m.override_rate) for at, m in enumerate(found.months)),
                "override",
                dots=True,
            ),
        ]
        self.months.show_series(
            series,
            say_x=lambda at: names[min(len(names) - 1, max(0, round(at)))],
            say_y=_whole_percent,
            x_ticks=_month_ticks(len(names)),
            span=(0.0, 1.0),
        )
        self.month_card.show_chart()

    def _show_moved(self, drift: Drift | None) -> None:
        known = [(n, s) for n, s in drift.characteristics if s.psi is not None] if drift else []
        if not known:
            self.moved_card.show_words(N_("Too few applications to hold against development."))
            return
        amber = thresholds().psi.amber
        self.moved.show_bars(
            [
                Bar(
                    name,
                    shift.psi or 0.0,
                    _moved_words(shift.psi, shift.points, shift.level),
                    _INKS[shift.level],
                    amber,
                )
                for name, shift in known[:_MOST_CHARACTERISTICS]
            ]
        )
        self.moved_card.show_chart()


def _classes(drift: Drift) -> tuple[list[float], list[float], list[float]]:
    """Edges, applications now, and the development's share of as many."""
    both = {*drift.actual_scores, *drift.expected_scores}
    first, last = min(both) // _WIDTH * _WIDTH, max(both) // _WIDTH * _WIDTH + _WIDTH
    edges = list(range(first, last + 1, _WIDTH))
    actual, expected = sum(drift.actual_scores.values()), sum(drift.expected_scores.values())
    now, then = [0.0] * (len(edges) - 1), [0.0] * (len(edges) - 1)
    for scores, filled, weight in (
        (drift.actual_scores, now, 1.0),
        (drift.expected_scores, then, actual / expected if expected else 0.0),
    ):
        for score, cases in scores.items():
            filled[(score - first) // _WIDTH] += cases * weight
    shown = [at for at, n in enumerate(zip(now, then, strict=True)) if max(n) >= 0.5]
    low, high = shown[0], shown[-1] + 1
    return (
        [float(e) for e in edges[low : high + 1]],
        now[low:high],
        [round(n, 1) for n in then[low:high]],
    )


def _score_words(drift: Drift) -> str:
    if drift.score.psi is None:
        return _("{product}, too few to compare", product=drift.label)
    return _(
        "{product}, PSI {psi}: {standing}",
        product=drift.label,
        psi=f"{drift.score.psi:.3f}",
        standing=_(LEVEL_WORDS[drift.score.level]),
    )


def _moved_words(psi: float | None, points: float | None, level: Level) -> str:
    told = f"{psi or 0.0:.3f}"
    moved = "" if points is None else f"{points:+.1f}".replace("-", "−")
    return _("{psi} {standing}, {points}", psi=told, standing=_(LEVEL_WORDS[level]), points=moved)


def _share(part: int, whole: int, least: int) -> float | None:
    return part / whole if whole >= max(1, least) else None


def _whole_percent(value: float) -> str:
    return percent(value, places=0)


def _month_ticks(count: int) -> list[float]:
    every = max(1, -(-count // 7))
    return [float(at) for at in range(0, count, every)]
