"""Overrides in figures, by officer, branch, direction, reason, product or month; and exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from workbench.credit.decision import OverrideDirection
from workbench.credit.override import override_word
from workbench.credit.reasons import reason_list
from workbench.i18n import N_, _, number, percent, plural
from workbench.ui.fields import choice_field
from workbench.ui.jobs import Jobs
from workbench.ui.labels import heading, label
from workbench.ui.layouts import column, row
from workbench.ui.table import Column, TableModel, TableView
from workbench.ui.words import again

if TYPE_CHECKING:
    from workbench.portfolio.override_monitoring import OverrideFigures, Share
    from workbench.workflow.desk import Desk
    from workbench.workflow.overrides import OverrideReport

GROUPS = {
    "officer": N_("By officer"),
    "branch": N_("By branch"),
    "direction": N_("By direction"),
    "reason": N_("By reason"),
    "product": N_("By product"),
    "month": N_("By month"),
}
_INKS = {"": "text", "amber": "refer", "red": "decline"}
_HEAD, _ROW = 40, 36


def _share(share: Share) -> str:
    if share.rate is None:
        return "–"
    counted = f"{number(share.count)} / {number(share.base)}"
    mark = {"amber": " ▲", "red": " ▲▲"}.get(share.colour, "")
    return f"{counted}   {percent(share.rate)}{mark}"


COLUMNS: tuple[Column[OverrideFigures], ...] = (
    Column(
        "group",
        N_("Group"),
        lambda one: group_word(one.group),
        width=170,
        strong=True,
        stretch=True,
    ),
    Column(
        "up",
        N_("Approved over a decline"),
        lambda one: _share(one.approve_over_decline),
        width=200,
        right=True,
        ink=lambda one: _INKS[one.approve_over_decline.colour],
    ),
    Column(
        "down",
        N_("Declined over an approval"),
        lambda one: _share(one.decline_over_approve),
        width=200,
        right=True,
        ink=lambda one: _INKS[one.decline_over_approve.colour],
    ),
    Column(
        "total",
        N_("Of all decisions"),
        lambda one: _share(one.total),
        width=190,
        right=True,
        ink=lambda one: _INKS[one.total.colour],
    ),
)


class OverridesCard(QFrame):
    """The report as a table, all decisions first."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk, self._jobs = desk, jobs
        self._found: OverrideReport | None = None
        self.by = choice_field(N_("Group by"), 180)
        for word in GROUPS:
            self.by.addItem("", word)
        self.by.currentIndexChanged.connect(lambda _at: self.refresh())
        self.model: TableModel[OverrideFigures] = TableModel(COLUMNS)
        self.table = TableView(self.model, N_("Overrides"))
        self.exceptions = label(ink="text2", scale=0.94, wrap=True)
        hint = N_("amber ▲ and red ▲▲ as the lender's limits say")
        head = row(heading(N_("Overrides"), hint), None, self.by, gap=8)
        self.setLayout(column(head, self.table, self.exceptions, gap=10, margins=(18, 14, 18, 16)))
        again(self, self._tell)
        self._tell()

    def refresh(self) -> None:
        """Ask for the figures again."""
        by = str(self.by.currentData())

        def work(_step: object) -> OverrideReport:
            from workbench.workflow import overrides

            return overrides.report(self._desk, by)

        self._jobs.start(self, work, self._on_found, reads=True)

    def _on_found(self, found: OverrideReport) -> None:
        self._found = found
        self._tell()

    def _tell(self) -> None:
        for at, title in enumerate(GROUPS.values()):
            self.by.setItemText(at, _(title))
        found = self._found
        if found is None:
            return
        rows = [found.all, *found.groups]
        self.model.show_rows(rows)
        self.table.setFixedHeight(_HEAD + _ROW * min(len(rows), 9))
        numbers = ", ".join(one.number for one in found.exceptions[:12])
        many = plural(
            "{n} decision above one person's authority was signed by a second: {numbers}",
            "{n} decisions above one person's authority were signed by a second: {numbers}",
            len(found.exceptions),
            numbers=numbers,
        )
        none = _("No decision went above one person's authority.")
        self.exceptions.setText(many if found.exceptions else none)


def group_word(group: str) -> str:
    """A group as people read it: directions and coded reasons in words, nothing as "all"."""
    if not group:
        return _("All decisions")
    if group in set(OverrideDirection):
        return override_word(OverrideDirection(group))
    return reason_list().override_text(group)
