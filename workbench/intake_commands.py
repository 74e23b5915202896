"""Commands on intake: spreadsheets in, the lender's own facts, and what was put right."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.commands import DONE, WAITS, Add, answer, desk_of, password_of, say, stage
from workbench.errors import FileNotReadable, Severity
from workbench.given import place, whole
from workbench.i18n import _, moment, number, plural
from workbench.workflow.desk import Desk

if TYPE_CHECKING:
    from workbench.spreadsheets.convert import Intake
    from workbench.workflow.intake import IntakeResult

FILE_PASSWORD = "WORKBENCH_FILE_PASSWORD"  # noqa: S105 -- a variable's name

MOST_SHOWN = 40
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def define(add: Add) -> None:
    """Add `import`, `take-back`, `facts` and `fixes`."""
    take = add("import", _("read applicants from spreadsheets"), import_files)
    take.add_argument("files", type=place, nargs="+", metavar="FILE")
    take.add_argument("--product", required=True)
    take.add_argument("--profile", help=_("saved matching of columns to use"))
    take.add_argument("--sheet", help=_("name of the sheet to read"))
    take.add_argument("--encoding", help=_("encoding of a text table, such as gb18030"))
    take.add_argument(
        "--doubles",
        choices=["left_out", "joint"],
        help=_("what becomes of rows with another's ID number or reference; else they wait"),
    )
    take.add_argument("--dry-run", action="store_true", help=_("check only, store nothing"))
    take.add_argument(
        "--answer",
        type=place,
        metavar="FILE.xlsx",
        help=_("the workbook back, with its problems marked"),
    )
    back = add("take-back", _("take an import back, none of its cases being decided"), take_back)
    back.add_argument("batch", type=whole, metavar="BATCH")
    facts = add("facts", _("list the lender's own facts, or add one"), own_facts)
    facts.add_argument("--add", metavar="HEADER", help=_("column to make an own fact of"))
    facts.add_argument("--kind", default="text", help=_("type of its values, text by default"))
    facts.add_argument("--label-en", default="", metavar="TEXT")
    facts.add_argument("--label-zh", default="", metavar="TEXT")
    fixed = add("fixes", _("list the cells of an application that were put right"), fixes)
    fixed.add_argument("application", metavar="APPLICATION")


def import_files(asked: argparse.Namespace) -> int:
    """`workbench import`: intake only."""
    from workbench.workflow.export import write_answer_workbook

    totals = {"rows": 0, "ready": 0, "waiting": 0, "duplicates": 0}
    problems: dict[str, int] = {}
    stored: list[int] = []
    with desk_of(asked) as desk:
        for file in asked.files:
            result, checked, password = _taken_in(desk, file, asked)
            for name in totals:
                totals[name] += getattr(result, name)
            for code, met in result.problems.items():
                problems[code] = problems.get(code, 0) + met
            stored += [] if result.batch_id is None else [result.batch_id]
            if len(asked.files) > 1:
                say(file.name)
            _say_problems(checked)
            if asked.answer:
                out = _answer_file(asked, file)
                write_answer_workbook(desk, file, checked, out, password=password)
    say(
        _(
            "{rows} rows: {ready} ready, {waiting} waiting, {duplicates} repeated.",
            rows=number(totals["rows"]),
            ready=number(totals["ready"]),
            waiting=number(totals["waiting"]),
            duplicates=number(totals["duplicates"]),
        )
    )
    if stored:
        say(_("Kept as batch {batches}.", batches=", ".join(map(str, stored))))
    answer(asked, **totals, problems=problems, batches=stored)
    return WAITS if totals["waiting"] else DONE


def _say_problems(checked: Intake) -> None:
    """The problems of a file with their places, what keeps a row waiting first."""
    told = sorted(checked.problems, key=lambda problem: _ORDER.index(problem.severity))
    several = len({problem.place.sheet for problem in told if problem.place.row}) > 1
    for problem in told[:MOST_SHOWN]:
        say(problem.text_with_place(sheet=several))
    if len(told) > MOST_SHOWN:
        say(plural("… and {n} more.", "… and {n} more.", len(told) - MOST_SHOWN))


def _answer_file(asked: argparse.Namespace, file: Path) -> Path:
    """Where the answer to a file goes; of several files, each by its own name."""
    answer_file: Path = asked.answer
    several = len(asked.files) > 1
    return answer_file.with_stem(f"{answer_file.stem}-{file.stem}") if several else answer_file


def take_back(asked: argparse.Namespace) -> int:
    """`workbench take-back`: a whole import undone while none of its cases is decided."""
    from workbench.workflow import taking_back

    with desk_of(asked) as desk:
        gone = taking_back.take_back(desk, asked.batch)
    say(plural("{n} case was taken back.", "{n} cases were taken back.", gone))
    answer(asked, taken_back=gone)
    return DONE


def _taken_in(
    desk: Desk, file: Path, asked: argparse.Namespace
) -> tuple[IntakeResult, Intake, str | None]:
    """One file taken in; for one that is locked the password is asked, once, and given back."""
    from workbench.workflow import intake

    take = partial(
        intake.import_file,
        desk,
        file,
        product=asked.product,
        profile=asked.profile,
        sheet=asked.sheet,
        encoding=asked.encoding,
        doubles=asked.doubles,
        dry_run=asked.dry_run,
        step=stage(file.name),
    )
    try:
        return *take(), None
    except FileNotReadable as refusal:
        prompt = _("Password of {file}: ", file=file.name)
        word = intake.asks_password(refusal) and password_of(asked, prompt, FILE_PASSWORD)
        if not word:
            raise
        return *take(password=word), word


def own_facts(asked: argparse.Namespace) -> int:
    """`workbench facts`: the lender's own facts, after adding the one that was asked for."""
    from workbench.workflow import own_columns

    with desk_of(asked) as desk:
        if asked.add:
            kind = own_columns.kind_named(asked.kind)
            own_columns.add(desk, asked.add, kind, label_en=asked.label_en, label_zh=asked.label_zh)
        listed = own_columns.listed(desk)
    for fact in listed:
        say(f"{fact.name}  {fact.text()}  ({fact.kind.value})  {' · '.join(fact.synonyms)}")
    say(plural("{n} own fact.", "{n} own facts.", len(listed)))
    answer(asked, facts={fact.name: fact.kind.value for fact in listed})
    return DONE


def fixes(asked: argparse.Namespace) -> int:
    """`workbench fixes`: which cells of an application were put right, by whom and from what."""
    from workbench.workflow import repair

    with desk_of(asked) as desk:
        made = repair.fixes_of(desk, asked.application)
    for fix in made:
        told = _(
            "{cell}: “{old}” became “{new}” ({actor}, {at})",
            cell=f"{fix.letter}{fix.row}",
            old=fix.old or _("blank"),
            new=fix.new or _("blank"),
            actor=fix.actor,
            at=moment(fix.fixed_at),
        )
        say(told)
    say(plural("{n} cell was put right.", "{n} cells were put right.", len(made)))
    answer(asked, fixes=[f"{fix.letter}{fix.row}" for fix in made])
    return DONE
