"""The figures that lead the portfolio: each with how it stands against its limit or last month."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.i18n import N_, _, number, percent, plural
from workbench.portfolio.decision_figures import Rates
from workbench.portfolio.thresholds import Level, thresholds
from workbench.ui.layouts import row
from workbench.ui.tiles import Tile
from workbench.workflow.portfolio import Figures

LEVEL_INKS = {
    Level.GREEN: ("check", "approve"),
    Level.AMBER: ("refer", "refer"),
    Level.RED: ("decline", "decline"),
    Level.UNKNOWN: ("info", "text3"),
}


class LevelTile(Tile):
    """A figure whose remark says by colour and icon how it stands against its limit."""

    def show_standing(self, figure: str, remark: str, level: Level | None, icon: str = "") -> None:
        """`level` colours the remark; without one it is a plain one."""
        picture, ink = LEVEL_INKS[level] if level else ("", "text2")
        self.show_figure(figure, remark, icon=icon or picture, ink=ink)


class Tiles(QWidget):
    """Applications, approvals, overrides, expected loss, time to decide."""

    def __init__(self) -> None:
        super().__init__()
        self.applications = LevelTile(N_("Applications"))
        self.approvals = LevelTile(N_("Approval rate"))
        self.overrides = LevelTile(N_("Override rate"))
        self.loss = LevelTile(N_("Expected loss"))
        self.time = LevelTile(N_("Median time to decide"))
        all_ = (self.applications, self.approvals, self.overrides, self.loss, self.time)
        layout: QHBoxLayout = row(*all_, gap=12)
        for at in range(len(all_)):
            layout.setStretch(at, 1)
        self.setLayout(layout)

    def show_figures(self, found: Figures) -> None:
        """Show these."""
        rates = found.all
        self.applications.show_standing(number(rates.applications), *_on_last(found))
        self.approvals.show_standing(_rate(rates.approval_rate), *_approval_change(found))
        limit = percent(thresholds().override_rate.amber, places=0)
        target = _("target under {limit}", limit=limit)
        self.overrides.show_standing(_rate(rates.override_rate), target, rates.override_level)
        limit = percent(thresholds().expected_loss.amber, places=0)
        words = _("limit {limit}", limit=limit)
        self.loss.show_standing(
            percent(found.expected_loss, places=2) or "–", words, found.expected_loss_level
        )
        decided = plural("{n} decided", "{n} decided", rates.decided)
        self.time.show_standing(hours_text(found.median_hours), decided, None, "clock")


def _rate(value: float | None) -> str:
    return percent(value) or "–"


def _on_last(found: Figures) -> tuple[str, Level | None, str]:
    """Applications of the newest month against the month before."""
    newest, before = found.newest, found.before
    if newest is None or before is None or not before.applications or newest.name == before.name:
        return (
            plural("{n} month in the book", "{n} months in the book", len(found.months)),
            None,
            "",
        )
    share = newest.applications / before.applications - 1
    sign = "+" if share >= 0 else "−"
    words = _(
        "{sign}{share} on {month}",
        sign=sign,
        share=percent(abs(share), places=0),
        month=before.name,
    )
    return words, None, "arrow_up" if share >= 0 else "arrow_down"


def _approval_change(found: Figures) -> tuple[str, Level | None, str]:
    newest, before = found.newest, found.before
    new = newest.approval_rate if newest else None
    old = before.approval_rate if before else None
    if new is None or old is None or before is None:
        return _too_few(found.all), None, ""
    moved = (new - old) * 100
    sign = "+" if moved >= 0 else "−"
    words = _(
        "{sign}{points} points on {month}", sign=sign, points=f"{abs(moved):.1f}", month=before.name
    )
    return words, None, "arrow_up" if moved >= 0 else "arrow_down"


def _too_few(rates: Rates) -> str:
    if rates.approval_rate is None:
        return plural(
            "too few for a rate: {n} decided", "too few for a rate: {n} decided", rates.decided
        )
    return _("{n} approved of {all}", n=number(rates.approved), all=number(rates.decided))


def hours_text(hours: float | None) -> str:
    """1.2 -> "1 h 12 min", 50 -> "2 d 2 h"; "–" for none."""
    if hours is None:
        return "–"
    minutes = round(hours * 60)
    if minutes < 60:
        return _("{n} min", n=minutes)
    if minutes < 48 * 60:
        return _("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return _("{days} d {hours} h", days=minutes // 1440, hours=minutes % 1440 // 60)
