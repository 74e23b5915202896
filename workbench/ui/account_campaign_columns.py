"""The columns of a campaign: what is proposed for each account, and the sample for examiners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.accounts.account import ActionKind
from workbench.i18n import N_, _, money, percent, pick
from workbench.ui import account_words as said
from workbench.ui.chips import paint_chip
from workbench.ui.table import Column

if TYPE_CHECKING:
    from workbench.workflow.account_campaign import SampleRow
    from workbench.workflow.account_review import Proposal


def proposal_columns() -> tuple[Column[Proposal], ...]:
    """What is proposed for each account, and what it brings."""
    return (
        Column("number", N_("Account"), lambda r: r.number, 92, ink="text2"),
        Column("name", N_("Customer"), lambda r: r.name, 110, stretch=True, strong=True),
        Column(
            "kind", N_("Proposal"), lambda r: said.kind_word(r.kind), 138,
            paint=lambda p, box, r: paint_chip(p, box, _STATUS[r.kind], said.kind_word(r.kind)),
        ),
        Column("why", N_("Why"), _why, 170, ink="text2", tip=_why),
        Column("change", N_("Change"), _change, 124, right=True),
        Column(
            "dpd", N_("Late"), lambda r: said.late_text(r.dpd), 68, right=True, spare=2,
            ink=lambda r: "decline" if r.dpd else "text3",
        ),
        Column(
            "use", N_("Used"), lambda r: percent(r.utilisation, places=0), 58, right=True, spare=3,
            ink="text2",
        ),
        Column(
            "exposure", N_("Exposure"),
            lambda r: said.signed_money(r.exposure_change, ""), 96, right=True, spare=1,
        ),
        Column("needs", N_("Confirms"), lambda r: _(_NEEDS[r.needs]), 110, ink="text2"),
    )  # fmt: skip


def sample_columns() -> tuple[Column[SampleRow], ...]:
    """Increases as examiners ask for them: how much was used, and who decided."""
    return (
        Column("number", N_("Account"), lambda r: r.action.account, 92, ink="text2"),
        Column("name", N_("Customer"), lambda r: r.action.name, 110, stretch=True, strong=True),
        Column("change", N_("Change"), lambda r: said.change_text(r.action), 130, right=True),
        Column("use", N_("Used"), lambda r: percent(r.utilisation, places=0), 62, right=True),
        Column("balance", N_("Balance"), lambda r: money(r.balance, places=0), 84, right=True),
        Column("dpd", N_("Late"), lambda r: said.late_text(r.dpd), 70, right=True),
        Column("by", N_("Proposed by"), lambda r: r.action.proposed_by, 110),
        Column("second", N_("Confirmed by"), lambda r: r.action.second or "", 110),
    )


_STATUS = {
    ActionKind.LIMIT_INCREASE: "counter",
    ActionKind.REINSTATEMENT: "approve",
    ActionKind.RATE_CUT: "approve",
    ActionKind.LIMIT_DECREASE: "refer",
    ActionKind.RATE_RISE: "refer",
    ActionKind.FREEZE: "decline",
    ActionKind.SUSPENSION: "decline",
    ActionKind.HOLD: "pending",
    ActionKind.INCREASE_REFUSED: "pending",
}
_NEEDS = {"": N_("by rule"), "person": N_("a person"), "second_person": N_("two people")}


def _why(one: Proposal) -> str:
    return pick(dict(one.label))


def _change(one: Proposal) -> str:
    if one.new_limit != one.old_limit:
        return f"{money(one.old_limit, places=0)} → {money(one.new_limit, places=0)}"
    if one.new_rate != one.old_rate:
        old, new = (f"{(rate * 100).normalize():f}%" for rate in (one.old_rate, one.new_rate))
        return f"{old} → {new}"
    return ""
