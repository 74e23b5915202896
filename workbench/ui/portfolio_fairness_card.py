"""The fairness screen: off until somebody asks for it, always with numbers and an interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame

from workbench.i18n import N_, _, number, percent, pick
from workbench.portfolio.thresholds import thresholds
from workbench.ui.bar_charts import Bar, Bars
from workbench.ui.fields import choice_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import heading, label
from workbench.ui.layouts import column, row
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.portfolio.fairness import GroupRate
    from workbench.workflow.desk import Desk
    from workbench.workflow.portfolio import Book, Filters


class FairnessCard(QFrame):
    """Approvals by a protected fact; nothing is reckoned before a fact is chosen."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._book: Book | None = None
        self._filters: Filters | None = None
        self.setProperty("role", "card")
        self.fact = choice_field(N_("Protected fact"), 200)
        self.fact.activated.connect(lambda _at: self.look())
        self.bars = Bars(N_("Approvals by group"))
        self.said = label("", ink="text2", scale=0.94, wrap=True)
        head = row(
            heading(N_("Fairness screen"), N_("off until a fact is chosen")), None, self.fact
        )
        self.setLayout(column(head, self.bars, self.said, gap=7, margins=(16, 10, 14, 12)))
        self._fill()
        again(self, self._fill)
        self.show_groups(())

    def _fill(self) -> None:
        from workbench.workflow.portfolio import protected_facts

        kept = self.fact.currentData()
        self.fact.clear()
        self.fact.addItem(_("Off"), "")
        for fact in protected_facts():
            self.fact.addItem(fact.text(), fact.name)
        self.fact.setCurrentIndex(max(0, self.fact.findData(kept)))

    def show_book(self, book: Book, filters: Filters) -> None:
        """Look at this part of the book, if a fact is chosen."""
        self._book, self._filters = book, filters
        self.look()

    def look(self) -> None:
        """Reckon for the chosen fact."""
        fact, book, filters = str(self.fact.currentData() or ""), self._book, self._filters
        if not fact or book is None or filters is None:
            self.show_groups(())
            return

        def work(_step: Step) -> Any:
            from workbench.workflow import portfolio

            return portfolio.fairness(self._desk, book, filters, fact)

        self._jobs.start(
            self, work, self.show_groups, lambda error: self.said.setText(error.text()), reads=True
        )

    def show_groups(self, groups: tuple[GroupRate, ...]) -> None:
        """Show these groups with the remark that a screen finds nothing by itself."""
        off = not self.fact.currentData()
        self.bars.setVisible(bool(groups))
        self.bars.show_bars([_bar(group) for group in groups])
        source = pick(dict(thresholds().fairness_source))
        none = _("No decided application carries this fact.")
        self.said.setText("" if off else source if groups else none)
        self.said.setVisible(not off)


def _bar(group: GroupRate) -> Bar:
    words = _("{rate} of {n}", rate=percent(group.rate) or "–", n=number(group.decided))
    if group.ratio is not None and group.least is not None and group.most is not None:
        words = _(
            "{rate}, ratio {ratio} ({least} to {most})",
            rate=words,
            ratio=f"{group.ratio:.2f}",
            least=f"{group.least:.2f}",
            most=f"{group.most:.2f}",
        )
    ink = "loss" if group.is_low else "base"
    return Bar(group.group, group.rate or 0.0, words, ink)
