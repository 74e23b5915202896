"""The scores an account is watched by: behaviour with its points, application, and the blend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.i18n import N_, _, percent, pick
from workbench.ui.bar_charts import Pair, PairedBars
from workbench.ui.chart_card import ChartCard
from workbench.ui.labels import heading, label, named_value, shown
from workbench.ui.layouts import card, clear, column
from workbench.ui.score_charts import signed

if TYPE_CHECKING:
    from workbench.ui.account_sides import Shown
    from workbench.workflow.account_watch import Behaviour

_MARGINS = (14, 9, 14, 10)


class ScoreSide(QWidget):
    """What each habit gave in points, and how both scores are blended by months on book."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 10)
        self._layout.setSpacing(8)

    def show_account(self, one: Shown) -> None:
        """Show this account's scores."""
        clear(self._layout)
        if one.behaviour is None:
            said = label(
                N_("A behaviour score needs a closed month. The application score counts."),
                ink="text2",
                wrap=True,
            )
            self._layout.addWidget(card(column(said, margins=_MARGINS)))
        else:
            self._layout.addWidget(_blend_card(one.behaviour))
            self._layout.addWidget(_points_card(one.behaviour))
        self._layout.addStretch(1)


def _blend_card(found: Behaviour) -> QWidget:
    def score(value: int | None) -> str:
        return str(value) if value is not None else _("not known")

    weight = found.weight_behaviour
    said = _(
        "Behaviour counts {behaviour}, the application {application}, by months on book.",
        behaviour=percent(weight, places=0),
        application=percent(1 - weight, places=0),
    )
    return card(
        column(
            heading(N_("Score")),
            named_value(N_("Behaviour score"), score(found.score)),
            named_value(N_("Application score"), score(found.application_score)),
            named_value(N_("Combined score"), score(found.blended), strong=True),
            named_value(N_("Default risk, next month"), percent(found.pd, places=2) or "–"),
            shown(said, ink="text2", scale=0.94, wrap=True),
            gap=4,
            margins=_MARGINS,
        )
    )


def _points_card(found: Behaviour) -> QWidget:
    words: dict[str, str] = {}
    if found.points:
        from workbench.scoring.behaviour import behaviour_card

        known = behaviour_card().scorecard.characteristics
        words = {one.name: pick(one.label.both()) for one in known}
    chart = PairedBars(N_("Points by habit"))
    points = sorted(found.points, key=lambda one: one.points)
    pairs = [
        Pair(
            words.get(one.name, one.name),
            float(max(0, -one.points)),
            float(max(0, one.points)),
            signed(one.points) if one.points < 0 else "",
            signed(one.points) if one.points >= 0 else "",
        )
        for one in points
    ]
    chart.show_pairs(pairs, (_("lowers the score"), _("raises it")), ("loss", "gain"))
    made = ChartCard(N_("What moves the score"), chart, N_("points by habit"), side=_MARGINS[0])
    if not pairs:
        made.show_words(N_("The behaviour card was made from lines of credit; it reads no loans."))
    return made
