"""Intake: an applicant spreadsheet becomes applications in the store.

preview -> suggest -> check -> accept are the four steps of the Import page; `import_file` is
the same in one go. Good rows go on; bad rows wait with their reason; nothing is half-stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.credit.facts import dictionary
from workbench.errors import (
    ColumnsMissing,
    FileNotReadable,
    NoHeaderFound,
    Severity,
    WorkbenchError,
)
from workbench.spreadsheets import delimited
from workbench.spreadsheets.convert import Intake, convert
from workbench.spreadsheets.matching import Matching, Profile, match
from workbench.spreadsheets.problem_texts import ANSWERED
from workbench.spreadsheets.read import Sheet, Workbook, read
from workbench.spreadsheets.sheet import TopRow
from workbench.spreadsheets.verdicts import Unreadable, Verdict, Why
from workbench.storage import batches, profiles
from workbench.workflow import back_again, own_columns, under_way
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.product_strategies import in_force

Fixes = Mapping[tuple[str, int, str], str]
"""Values an officer put right: (sheet, row, fact) -> the text to read instead."""


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of a file's rows: rows == ready + waiting + duplicates, always."""

    batch_id: int | None
    rows: int
    ready: int
    waiting: int
    duplicates: int
    problems: Mapping[str, int] = field(default_factory=dict)


def preview(
    path: Path,
    *,
    sheet: str | None = None,
    password: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Workbook:
    """Read a spreadsheet; nothing is stored. Raises FileNotReadable, SheetUnknown."""
    return read(
        path,
        sheet=sheet,
        password=password,
        header_row=header_row,
        encoding=encoding,
        cancel=cancel,
    )


def first_rows(path: Path, encoding: str) -> list[TopRow]:
    """The first rows of a text table as they read in an encoding, to choose one by eye.

    Raises FileNotReadable where the text cannot be read in it at all.
    """
    try:
        rows = delimited.first_rows(path, encoding)
    except Unreadable as refusal:
        raise FileNotReadable(file=path.name, why=refusal.why) from None
    return [TopRow(at, tuple(cell[:200] for cell in row)) for at, row in enumerate(rows, start=1)]


def asks_password(refusal: WorkbenchError) -> bool:
    """Whether a file was refused for want of its password, or for a wrong one."""
    why = refusal.values.get("why")
    return isinstance(why, Why) and why.verdict in {Verdict.LOCKED, Verdict.WRONG_PASSWORD}


def suggest(desk: Desk, sheet: Sheet, profile: str | None = None) -> Matching:
    """Columns matched to facts, by the named or the remembered profile of such a header."""
    kept = (
        profiles.profile_named(desk.store, profile)
        if profile
        else profiles.profile_for(desk.store, sheet.fingerprint())
    )
    own_columns.listed(desk)
    return match(sheet, dictionary(), Profile.from_json(kept) if kept else None)


def check(sheet: Sheet, matching: Matching, currency: str, fixes: Fixes | None = None) -> Intake:
    """Every row typed and checked: ready, or waiting with its problems. Nothing is stored."""
    return convert(sheet, matching, dictionary(), currency=currency, fixes=dict(fixes or {}))


def answered(intake: Intake, answer: str) -> Fixes:
    """The same answer for every row that waits for the sake of another's number or reference."""
    return {
        (problem.place.sheet, problem.place.row, ""): answer
        for problem in intake.problems
        if problem.code in ANSWERED and problem.place.row is not None
    }


def accept(
    desk: Desk,
    workbook: Workbook,
    matching: Matching,
    intake: Intake,
    *,
    product: str,
    step: Step = no_step,
) -> IntakeResult:
    """Store the batch whole: applications, waiting rows and their journal event."""
    step(0, intake.rows)
    name, at = Path(workbook.file).name, now()
    with under_way.noted(desk, file=name, sha256=workbook.sha256, rows=intake.rows, at=at):
        added = batches.add_batch(
            desk.store,
            product=product,
            currency=in_force(desk, product).currency,
            source_name=name,
            source_sha256=workbook.sha256,
            sheet=workbook.chosen.name,
            matching_json=matching.to_json(),
            actor=desk.officer(),
            ready=intake.ready,
            waiting=intake.waiting,
            rows=intake.rows,
            at=at,
            fixes=intake.fixes,
            back=back_again.come_back(desk, product, workbook.chosen, intake.ready, intake.waiting),
        )
    step(intake.rows, intake.rows)
    return IntakeResult(
        batch_id=added.batch_id,
        rows=intake.rows,
        ready=added.added,
        waiting=intake.waiting_count,
        duplicates=intake.duplicates + added.duplicates,
        problems=problem_counts(intake),
    )


def problem_counts(intake: Intake) -> dict[str, int]:
    """How often each kind of problem was met, errors and warnings."""
    met = Counter(p.code for p in intake.problems if p.severity is not Severity.INFO)
    return dict(sorted(met.items()))


def import_file(
    desk: Desk,
    path: Path,
    *,
    product: str,
    profile: str | None = None,
    sheet: str | None = None,
    password: str | None = None,
    encoding: str | None = None,
    doubles: str | None = None,
    dry_run: bool = False,
    step: Step = no_step,
) -> tuple[IntakeResult, Intake]:
    """Intake of one file in one go; `doubles` (LEFT_OUT or JOINT) answers for every row that has
    another's identity number or reference.

    Raises FileNotReadable, NoHeaderFound, SheetUnknown, or ColumnsMissing when a required fact
    has no column; then nothing is stored.
    """
    currency = in_force(desk, product).currency
    step(0, 3)
    workbook = preview(path, sheet=sheet, password=password, encoding=encoding)
    step(1, 3)
    matching = suggest(desk, workbook.chosen, profile)
    refuse_nameless(path, workbook.chosen)
    refuse_open(path, matching)
    intake = check(workbook.chosen, matching, currency)
    if doubles:
        intake = check(workbook.chosen, matching, currency, answered(intake, doubles))
    step(2, 3)
    if dry_run:
        return _dry(intake), intake
    result = accept(desk, workbook, matching, intake, product=product)
    step(3, 3)
    return result, intake


def refuse_nameless(path: Path, sheet: Sheet) -> None:
    """Raise NoHeaderFound when no row of the sheet names its columns."""
    if not sheet.header_row:
        raise NoHeaderFound(file=path.name, sheet=sheet.name)


def refuse_open(path: Path, matching: Matching) -> None:
    """Raise ColumnsMissing when a fact that every application needs has no column."""
    still_open = [dictionary()[name].text() for name in matching.required_open()]
    if still_open:
        raise ColumnsMissing(file=path.name, facts=", ".join(still_open))


def save_profile(desk: Desk, name: str, sheet: Sheet, matching: Matching) -> None:
    """Remember this matching for the next sheet with such a header."""
    profiles.save_profile(
        desk.store,
        name=name,
        fingerprint=sheet.fingerprint(),
        content=matching.profile(name).to_json(),
        actor=desk.officer(),
        at=now(),
    )


def _dry(intake: Intake) -> IntakeResult:
    return IntakeResult(
        batch_id=None,
        rows=intake.rows,
        ready=intake.ready_count,
        waiting=intake.waiting_count,
        duplicates=intake.duplicates,
        problems=problem_counts(intake),
    )
