"""The accounts of the portfolio: exposure, accounts by days late, vintages, bad by grade."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from workbench.i18n import N_, _, money, number, percent, plural
from workbench.portfolio.thresholds import thresholds
from workbench.ui import theme
from workbench.ui.bar_charts import Bar, Bars
from workbench.ui.chart_card import ChartCard
from workbench.ui.labels import label
from workbench.ui.layouts import column, row
from workbench.ui.line_charts import Lines, Series
from workbench.ui.tiles import Tile
from workbench.workflow.portfolio_accounts import BAD_FROM, AccountFigures

_WORDS = {
    "current": N_("On time"),
    "1-30": N_("1–30 days late"),
    "31-60": N_("31–60 days late"),
    "61-90": N_("61–90 days late"),
    "90+": N_("Over 90 days late"),
}
_INKS = {"current": "gain", "1-30": "middle"}
_MOST_VINTAGES = 5
_VINTAGE_INKS = ("base", "base", "base", "middle", "accent")


class AccountCards(QWidget):
    """Hidden while there are no accounts: the portfolio then is decisions alone."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.drawn = Tile(N_("Accounts")), Tile(N_("Drawn"))
        self.undrawn, self.late = Tile(N_("Undrawn")), Tile(N_("Late"))
        self.buckets, self.aging = Bars(N_("Accounts by days late")), Lines(N_("Vintages"))
        self.grades = Bars(N_("Ever bad by grade"))
        self.bucket_card = ChartCard(
            N_("Accounts by days late"), self.buckets, N_("and what they owe")
        )
        self.aging_card = ChartCard(N_("Vintages"), self.aging)
        self.grade_card = ChartCard(N_("Ever bad by grade"), self.grades)
        self._lay()
        self.hide()

    def _lay(self) -> None:
        tiles: QHBoxLayout = row(self.count, self.drawn, self.undrawn, self.late, gap=12)
        for at in range(4):
            tiles.setStretch(at, 1)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(self.aging_card, 0, 0, 2, 1)
        grid.addWidget(self.bucket_card, 0, 1)
        grid.addWidget(self.grade_card, 1, 1)
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 9)
        title = label(N_("Open accounts"), scale=1.1, weight=theme.SEMIBOLD)
        self.setLayout(column(title, tiles, grid, gap=12))

    def show_figures(self, found: AccountFigures) -> None:
        """Show these; nothing where there are no accounts."""
        self.setVisible(found.accounts > 0)
        if not found.accounts:
            return
        self._show_tiles(found)
        self._show_buckets(found)
        self._show_vintages(found)
        self._show_grades(found)

    def _show_tiles(self, found: AccountFigures) -> None:
        stopped = plural("{n} stopped", "{n} stopped", found.stopped)
        flagged = plural("{n} flagged", "{n} flagged", found.flagged)
        self.count.show_figure(number(found.accounts), f"{stopped} · {flagged}")
        self.drawn.show_figure(_amounts(found.drawn), _("balances in all"))
        self.undrawn.show_figure(_amounts(found.undrawn), _("may still be drawn"))
        late = sum(one.accounts for one in found.buckets[1:])
        share = late / found.accounts if found.accounts >= thresholds().too_few else None
        words = plural("{n} account past due", "{n} accounts past due", late)
        self.late.show_figure(percent(share) or "–", words)

    def _show_buckets(self, found: AccountFigures) -> None:
        bars = []
        currency = next(iter(found.drawn)) if len(found.drawn) == 1 else ""
        for one in found.buckets:
            owed = money(Decimal(round(one.balance)), currency, places=0)
            words = _("{n}, owing {amount}", n=number(one.accounts), amount=owed)
            ink = _INKS.get(one.word, "loss")
            bars.append(Bar(_(_WORDS[one.word]), float(one.accounts), words, ink))
        self.buckets.show_bars(bars)

    def _show_vintages(self, found: AccountFigures) -> None:
        known = [one for one in found.vintages if len(one.ever_bad) > 1][-_MOST_VINTAGES:]
        if not known:
            self.aging_card.show_words(
                N_("Too few accounts of one age, or months, to show how they turn bad.")
            )
            return
        inks = _VINTAGE_INKS[-len(known) :]
        self.aging.show_series(
            [
                Series(
                    _("{month} ({n})", month=one.booked, n=number(one.accounts)),
                    tuple((float(mob), share) for mob, share in enumerate(one.ever_bad)),
                    ink,
                    dashed=ink == "base",
                )
                for one, ink in zip(known, inks, strict=True)
            ],
            say_x=lambda mob: _("Month {n}", n=round(mob)),
            say_y=percent,
        )
        self.aging_card.hint.setText(_("ever {days} days late, by months on book", days=BAD_FROM))
        self.aging_card.show_chart()

    def _show_grades(self, found: AccountFigures) -> None:
        known = [one for one in found.grades if one.share is not None]
        if not known:
            self.grade_card.show_words(
                N_("Too few accounts were booked from decisions to tell bad by grade.")
            )
            return
        self.grades.show_bars(
            [
                Bar(
                    one.grade,
                    one.share or 0.0,
                    _(
                        "{share}, {bad} of {n}",
                        share=percent(one.share),
                        bad=one.bad,
                        n=one.accounts,
                    ),
                    "loss",
                )
                for one in known
            ]
        )
        self.grade_card.show_chart()


def _amounts(by_currency: dict[str, float]) -> str:
    return " · ".join(
        money(Decimal(round(amount)), currency, places=0)
        for currency, amount in by_currency.items()
    )
