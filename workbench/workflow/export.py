"""Export: the decisions workbook, the answer workbook and the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from pathlib import Path

from workbench.credit.facts import Fact, Kind, dictionary
from workbench.credit.reasons import reason_list
from workbench.credit.status import COMPONENT_WORDS, Component, Outcome, outcome_word
from workbench.files import replacing
from workbench.i18n import N_, Language, _
from workbench.scoring.engine import needed_facts
from workbench.spreadsheets.answer import write_answer
from workbench.spreadsheets.convert import Intake
from workbench.spreadsheets.decisions_workbook import OutColumn, Style, write_decisions
from workbench.spreadsheets.template import write_template as write_workbook
from workbench.spreadsheets.workbook_writer import WorkbookWriter
from workbench.storage.decided import BookRow, book
from workbench.workflow import audit, own_columns
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.product_strategies import in_force

DIRECTIONS = {
    "approve_over_decline": N_("Approved over a decline"),
    "decline_over_approve": N_("Declined over an approval"),
}
_COLUMNS = (
    (N_("Application"), Style.TEXT, 14),
    (N_("Reference"), Style.TEXT, 16),
    (N_("Applicant"), Style.TEXT, 22),
    (N_("Product"), Style.TEXT, 16),
    (N_("Currency"), Style.TEXT, 10),
    (N_("Amount requested"), Style.MONEY, 16),
    (N_("Score"), Style.WHOLE, 9),
    (N_("Default risk"), Style.PERCENT, 12),
    (N_("Grade"), Style.TEXT, 9),
    (N_("Debt service ratio"), Style.PERCENT, 16),
    (N_("Engine's advice"), Style.TEXT, 16),
    (N_("Decided by"), Style.TEXT, 18),
    (N_("Decision"), Style.TEXT, 16),
    (N_("Override"), Style.TEXT, 26),
    (N_("Override reason"), Style.TEXT, 30),
    (N_("Justification"), Style.TEXT, 40),
    (N_("Decision of"), Style.TEXT, 18),
    (N_("Decided at (UTC)"), Style.MOMENT, 18),
    (N_("Amount offered"), Style.MONEY, 16),
    (N_("Term (months)"), Style.WHOLE, 14),
    (N_("Yearly rate"), Style.PERCENT, 12),
    (N_("APR"), Style.PERCENT, 10),
    (N_("Instalment"), Style.MONEY, 14),
    (N_("Reasons"), Style.TEXT, 48),
    (N_("Letter"), Style.TEXT, 18),
    (N_("Letter's SHA-256"), Style.TEXT, 20),
    (N_("Source"), Style.TEXT, 24),
    (N_("Sheet"), Style.TEXT, 14),
    (N_("Row"), Style.WHOLE, 8),
)

_OUTCOMES = {"Engine's advice", "Decision"}
_TINTS = {
    Outcome.APPROVE: Style.GOOD,
    Outcome.COUNTER_OFFER: Style.GOOD,
    Outcome.REFER: Style.WARNING,
    Outcome.DECLINE: Style.ERROR,
}
_OWN_STYLES = {
    Kind.MONEY: Style.MONEY,
    Kind.COUNT: Style.WHOLE,
    Kind.RATIO: Style.PERCENT,
    Kind.DATE: Style.DATE,
    Kind.NUMBER: Style.NUMBER,
}


def export_decisions(
    desk: Desk, out: Path, *, batch: int | None = None, step: Step = no_step
) -> int:
    """Every case as a typed row, and a summary in front; returns the number of rows.

    Raises FileNotWritable; then what was there before is unchanged.
    """
    counted: Counter[str] = Counter()
    own = own_columns.listed(desk)
    for row in book(desk.store, batch):
        counted[row.outcome or (row.advice and "undecided") or "unassessed"] += 1
        counted["override"] += bool(row.override)
    total = sum(n for word, n in counted.items() if word != "override")

    def rows() -> Iterator[tuple[object, ...]]:
        for done, row in enumerate(book(desk.store, batch, own)):
            if done % 500 == 0:
                step(done, total)
            yield (*_cells(row), *row.own)

    written = write_decisions(
        rows(),
        _out_columns(own),
        _summary(desk, counted, total),
        out,
        override_at=_place("Override"),
        reasons_at=_place("Reasons"),
    )
    step(total, total)
    return written


def take_out_decisions(
    desk: Desk, out: Path, *, batch: int | None = None, step: Step = no_step
) -> int:
    """`export_decisions` by a person, who is named in the journal for it."""
    written = export_decisions(desk, out, batch=batch, step=step)
    audit.exported(desk, "decisions", written)
    return written


def write_answer_workbook(
    desk: Desk, source: Path, intake: Intake, out: Path, *, password: str | None = None
) -> None:
    """The officer's own workbook back, with problem cells coloured and a status per row."""
    del desk
    write_answer(source, out, intake.problems, intake.statuses(), password=password)


def _out_columns(own: Sequence[Fact]) -> list[OutColumn]:
    """The workbook's columns and after them the own facts; outcomes keep their colours when
    somebody edits them."""
    tints = {outcome_word(outcome): style for outcome, style in _TINTS.items()}
    told = [
        OutColumn(_(header), style, width, tints if header in _OUTCOMES else {})
        for header, style, width in _COLUMNS
    ]
    return told + [
        OutColumn(fact.text(), _OWN_STYLES.get(fact.kind, Style.TEXT), 18) for fact in own
    ]


def write_list(name: str, headers: Sequence[str], rows: Iterable[Sequence[str]], out: Path) -> None:
    """The rows of a list in the window as a workbook, all of them text. Raises FileNotWritable."""
    columns = [OutColumn(header, Style.TEXT, 20) for header in headers]
    with replacing(out) as draft, WorkbookWriter(draft) as book:
        book.table(name, columns, rows)


def write_template(desk: Desk, product: str, out: Path, language: Language | None = None) -> None:
    """A workbook for a product with drop-downs, units, help and an example row.

    Raises NotKnown, FileNotWritable.
    """
    strategy = in_force(desk, product)
    spoken = language or (Language.ZH if strategy.pack == "cn" else Language.EN)
    write_workbook(dictionary(), sorted(needed_facts(strategy, dictionary())), out, spoken)


def _place(header: str) -> int:
    return next(at for at, (name, _style, _width) in enumerate(_COLUMNS) if name == header)


def _summary(desk: Desk, counted: Counter[str], total: int) -> list[tuple[str, object]]:
    decided = {outcome: counted[outcome.value] for outcome in Outcome}
    return [
        (_("Applications"), total),
        *((outcome_word(outcome), n) for outcome, n in decided.items() if n),
        (_("Not decided"), counted["undecided"]),
        (_("Not assessed"), counted["unassessed"]),
        (_("Against the engine's advice"), counted["override"]),
        (_("Exported by"), desk.officer()),
        (_("Exported at (UTC)"), now().replace(tzinfo=None)),
    ]


def _cells(row: BookRow) -> tuple[object, ...]:
    terms = row.terms
    return (
        row.number,
        row.reference,
        row.name,
        row.product,
        row.currency,
        row.amount,
        row.score,
        row.pd,
        row.grade,
        row.debt_service_ratio,
        _word(row.advice),
        _(COMPONENT_WORDS[Component(row.advised_by)]) if row.advised_by else None,
        _word(row.outcome),
        _(DIRECTIONS[row.override]) if row.override else None,
        reason_list().override_text(row.override_reason) if row.override_reason else None,
        row.justification,
        row.officer,
        row.decided_at.astimezone(UTC).replace(tzinfo=None) if row.decided_at else None,
        terms.amount if terms else None,
        terms.term_months if terms else None,
        terms.annual_rate if terms else None,
        terms.apr if terms else None,
        terms.instalment if terms else None,
        "; ".join(reason_list().text(code) for code in row.reasons),
        row.letter,
        row.letter_sha256,
        row.source,
        row.sheet,
        row.row,
    )


def _word(outcome: str) -> str | None:
    return outcome_word(Outcome(outcome)) if outcome else None
