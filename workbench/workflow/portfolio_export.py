"""The portfolio's figures as a workbook: one sheet a subject, every number a number."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from workbench.credit.reasons import reason_list
from workbench.credit.status import Outcome, outcome_word
from workbench.files import replacing
from workbench.i18n import _
from workbench.portfolio.decision_figures import Rates
from workbench.spreadsheets.workbook_writer import OutColumn, Style, WorkbookWriter
from workbench.workflow.portfolio import LEVEL_WORDS, Figures


def reason_words(code: str) -> str:
    """A reason's text, or its code where the list no longer has it."""
    known = reason_list()
    return known.text(code) if code in known else code


def export_figures(found: Figures, out: Path) -> None:
    """The figures as a workbook, one sheet a subject. Raises FileNotWritable."""
    with replacing(out) as draft, WorkbookWriter(draft) as book:
        book.table(_("Figures"), [OutColumn(_("Figure"), width=40), _number()], _summary(found))
        for title, column in ((_("Months"), found.months), (_("Officers"), found.officers)):
            book.table(title, _rate_columns(title), [_rate_row(one) for one in column])
        bands = [_rate_row(one.rates, f"{one.least}–{one.most - 1}") for one in found.bands]
        book.table(_("Score bands"), _rate_columns(_("Score")), bands)
        reasons = [(reason_words(code), times) for code, times in found.reasons]
        book.table(
            _("Decline reasons"),
            [OutColumn(_("Reason"), width=60), OutColumn(_("Times"), Style.WHOLE, 10)],
            reasons,
        )
        book.table(_("Stability"), _drift_columns(), _drift_rows(found))


def _number() -> OutColumn:
    return OutColumn(_("Value"), Style.NUMBER, 18)


def _summary(found: Figures) -> list[tuple[str, object]]:
    return [
        (_("Applications"), found.all.applications),
        (_("Decided"), found.all.decided),
        (outcome_word(Outcome.APPROVE), found.all.approved),
        (_("Approval rate"), _decimal(found.all.approval_rate)),
        (_("Override rate"), _decimal(found.all.override_rate)),
        (_("Expected loss"), _decimal(found.expected_loss)),
        (_("Median hours to decide"), _decimal(found.median_hours)),
        *((_("Approved, {currency}", currency=c), _decimal(a)) for c, a in found.amounts.items()),
    ]


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 6)))


def _rate_columns(first: str) -> list[OutColumn]:
    counts = (_("Applications"), _("Decided"), _("Approved"))
    directions = (_("Approved over a decline"), _("Declined over an approval"))
    return [
        OutColumn(first, width=22),
        *(OutColumn(name, Style.WHOLE, 14) for name in (*counts, *directions)),
        OutColumn(_("Approval rate"), Style.PERCENT, 14),
        OutColumn(_("Override rate"), Style.PERCENT, 14),
    ]


def _rate_row(one: Rates, name: str = "") -> tuple[object, ...]:
    return (
        name or one.name, one.applications, one.decided, one.approved, one.low_side,
        one.high_side, _decimal(one.approval_rate), _decimal(one.override_rate),
    )  # fmt: skip


def _drift_columns() -> list[OutColumn]:
    return [
        OutColumn(_("Product"), width=22),
        OutColumn(_("Characteristic"), width=34),
        OutColumn(_("PSI"), Style.NUMBER, 10),
        OutColumn(_("Points moved"), Style.NUMBER, 14),
        OutColumn(_("Standing"), width=16),
        OutColumn(_("Compared with"), width=60),
    ]


def _drift_rows(found: Figures) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for drift in found.drifts:
        for name, shift in ((_("Score"), drift.score), *drift.characteristics):
            psi, points = _decimal(shift.psi), _decimal(shift.points)
            standing = _(LEVEL_WORDS[shift.level])
            rows.append((drift.label, name, psi, points, standing, drift.against))
    return rows
