"""`workbench portfolio`: the book in figures, as text, JSON or a workbook."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from workbench.commands import DONE, WAITS, Add, answer, desk_of, say, stage
from workbench.given import place
from workbench.i18n import _, number, percent, pick
from workbench.portfolio.fairness import GroupRate
from workbench.portfolio.thresholds import thresholds
from workbench.workflow.portfolio import (
    LEVEL_WORDS,
    Drift,
    Figures,
    Filters,
    fairness,
    figures,
    read_book,
)
from workbench.workflow.portfolio_accounts import account_figures, read_accounts


def define(add: Add) -> None:
    """Add the command."""
    book = add("portfolio", _("the book of decisions in figures, and how it moved"), portfolio)
    for name in ("product", "month", "branch", "officer"):
        book.add_argument(f"--{name}", default="", help=_("only this part of the book"))
    book.add_argument(
        "--by", metavar="FACT", help=_("approvals by a protected fact that is held lawfully")
    )
    book.add_argument("--out", type=place, metavar="FILE.xlsx", help=_("write it as a workbook"))
    made = add("population", _("the population a card was made from, as a file"), population)
    made.add_argument("data", type=place, metavar="DATA")
    made.add_argument("--strategy", required=True, help=_("product, or a strategy file"))
    made.add_argument("-o", "--out", type=place, metavar="FILE.toml")
    made.add_argument(
        "--shipped", action="store_true", help=_("the data is what a shipped card was made from")
    )
    made.add_argument("--called", default="", help=_("what these applicants are"))


def portfolio(asked: argparse.Namespace) -> int:
    """`workbench portfolio`: counts, rates, stability; exit 1 where something moved."""
    with desk_of(asked) as desk:
        book = read_book(desk, step=stage(_("Reading the book")))
        kept = read_accounts(desk)
        wanted = Filters(asked.product, asked.month, asked.branch, asked.officer)
        groups = fairness(desk, book, wanted, asked.by) if asked.by else ()
    found = figures(book, wanted)
    if asked.out:
        from workbench.workflow.portfolio_export import export_figures

        export_figures(found, asked.out)
        say(_("Written to {file}.", file=asked.out.name))
    for line in _lines(found):
        sys.stdout.write(line + "\n")
    accounts = account_figures(*kept, book, asked.product)
    if accounts.accounts:
        sys.stdout.write(_("Accounts: {n}", n=number(accounts.accounts)) + "\n")
    for group in groups:
        sys.stdout.write(_group_line(group) + "\n")
    if groups:
        say(pick(dict(thresholds().fairness_source)))
    told = [asdict(group) for group in groups]
    answer(asked, **_as_json(found), accounts=asdict(accounts), fairness=told)
    moved = [drift for drift in found.drifts if drift.score.level in ("amber", "red")]
    return WAITS if moved else DONE


def population(asked: argparse.Namespace) -> int:
    """`workbench population`: score a table of applicants and keep how they are spread."""
    from workbench.workflow import bulk, populations

    if asked.shipped:
        rows, file = populations.write_shipped_population(asked.data, asked.strategy, asked.out)
    else:
        rows, file = populations.write_population(
            asked.data, bulk.named_strategy(asked.strategy), asked.out, called=asked.called
        )
    say(_("{rows} applicants counted into {file}.", rows=number(rows), file=file.name))
    answer(asked, rows=rows, file=str(file))
    return DONE


def _lines(found: Figures) -> list[str]:
    rates = found.all
    lines = [
        _("Applications: {n}", n=number(rates.applications)),
        _("Decided: {n}", n=number(rates.decided)),
        _("Approval rate: {rate}", rate=_rate(rates.approval_rate)),
        _("Override rate: {rate}", rate=_rate(rates.override_rate)),
        _("Expected loss: {rate}", rate=_rate(found.expected_loss)),
    ]
    return [*lines, *(line for drift in found.drifts for line in _drift_lines(drift))]


def _drift_lines(drift: Drift) -> list[str]:
    head = _(
        "{product}, compared with {against}: PSI {psi} ({standing})",
        product=drift.label,
        against=drift.against,
        psi="–" if drift.score.psi is None else f"{drift.score.psi:.4f}",
        standing=_(LEVEL_WORDS[drift.score.level]),
    )
    worst = [
        f"  {name}: PSI {shift.psi:.4f}, {shift.points or 0:+.2f}"
        for name, shift in drift.characteristics[:5]
        if shift.psi is not None
    ]
    return [head, *worst]


def _group_line(group: GroupRate) -> str:
    rate = percent(group.rate) or "–"
    if group.ratio is None:
        return _("{group}: {rate} of {n}", group=group.group, rate=rate, n=number(group.decided))
    spread = "" if group.least is None else f" [{group.least:.2f}–{group.most:.2f}]"
    return _(
        "{group}: {rate} of {n}, ratio {ratio}",
        group=group.group,
        rate=rate,
        n=number(group.decided),
        ratio=f"{group.ratio:.2f}{spread}",
    )


def _rate(value: float | None) -> str:
    return percent(value) or _("too few for a rate")


def _as_json(found: Figures) -> dict[str, object]:
    rates = found.all
    return {
        "applications": rates.applications,
        "decided": rates.decided,
        "approval_rate": rates.approval_rate,
        "override_rate": rates.override_rate,
        "expected_loss": found.expected_loss,
        "median_hours": found.median_hours,
        "approved_amounts": found.amounts,
        "months": [_rates_json(one.name, one) for one in found.months],
        "officers": [_rates_json(one.name, one) for one in found.officers],
        "reasons": dict(found.reasons),
        "stability": [_drift_json(drift) for drift in found.drifts],
    }


def _rates_json(name: str, one: object) -> dict[str, object]:
    from workbench.portfolio.decision_figures import Rates

    assert isinstance(one, Rates)
    return {**asdict(one), "name": name, "approval_rate": one.approval_rate}


def _drift_json(drift: Drift) -> dict[str, object]:
    return {
        "product": drift.product,
        "strategy": drift.strategy,
        "against": drift.against,
        "expected_rows": drift.expected_rows,
        "actual_rows": drift.actual_rows,
        "psi": drift.score.psi,
        "level": drift.score.level,
        "characteristics": {
            shift.name: {"psi": shift.psi, "points": shift.points, "level": shift.level}
            for _label, shift in drift.characteristics
        },
    }
