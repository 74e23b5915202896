"""What each command does: one function a command, each returning the exit status."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.credit.decision import Choice, CompensatingFactor, OverrideDirection
from workbench.credit.roles import Person
from workbench.credit.second_person import Proposal
from workbench.credit.status import Outcome, outcome_word
from workbench.errors import DecisionRefused, FileNotReadable, NotFound
from workbench.i18n import Language, _, number, percent, plural
from workbench.i18n import money as money_text
from workbench.workflow.desk import Desk, Step, no_step

if TYPE_CHECKING:
    from workbench.spreadsheets.convert import Intake
    from workbench.workflow.intake import IntakeResult

DONE, WAITS = 0, 1
FILE_PASSWORD = "WORKBENCH_FILE_PASSWORD"  # noqa: S105 -- a variable's name

Do = Callable[[argparse.Namespace], int]
Add = Callable[[str, str, Do], argparse.ArgumentParser]
"""Adds a command: its name, its help, what it does."""


def say(text: str) -> None:
    """A sentence for people, on standard error."""
    sys.stderr.write(text + "\n")


def answer(asked: argparse.Namespace, **values: object) -> None:
    """The result for machines: one JSON object on the last line of standard output."""
    if asked.json:
        sys.stdout.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")


def stage(text: str) -> Step:
    """A line with a counter, redrawn in place; only where a person watches a terminal."""
    if not sys.stderr.isatty():
        return no_step
    told = 0.0

    def step(done: int, total: int) -> None:
        nonlocal told
        moment = time.monotonic()
        if done == total or moment - told > 0.1:
            told = moment
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r{text}: {number(done)} / {number(total)}{end}")
            sys.stderr.flush()

    return step


def desk_of(asked: argparse.Namespace, place: Path | None = None) -> Desk:
    """The desk over the store that was named, or else over `place` or the user's own.

    With people in it, --as says who works, and a password is asked: by WORKBENCH_PASSWORD, by
    the file descriptor of --password-fd, or at the terminal; never on the command line.
    """
    from workbench.workflow import people, under_way

    desk = people.open_desk(
        asked.store or place, asked.person, lambda: password_of(asked, _("Password: "))
    )
    for one in under_way.cut_off(desk):
        say(one.text())
    return desk


def password_of(
    asked: argparse.Namespace, prompt: str, variable: str = "WORKBENCH_PASSWORD"
) -> str:
    """A password from --password-fd (one line each), from the environment, or the terminal."""
    if asked.password_fd is not None:
        return _line_of(asked.password_fd)
    if variable in os.environ:
        return os.environ[variable]
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return ""


def _line_of(descriptor: int) -> str:
    """One line, read byte by byte: the next password stays for the next question."""
    taken = bytearray()
    while (sign := os.read(descriptor, 1)) not in (b"", b"\n"):
        taken += sign
    return taken.decode("utf-8").rstrip("\r")


def language_of(asked: argparse.Namespace) -> Language | None:
    """The language asked for, if any."""
    return Language(asked.language) if asked.language else None


def window(asked: argparse.Namespace) -> int:
    """`workbench`: the window on the user's store."""
    from workbench import app

    return app.open_desk(asked.store)


def demo(asked: argparse.Namespace) -> int:
    """`workbench demo`: the window on a store filled with the sample batch."""
    from workbench import app

    return app.open_demo(asked.store)


def run(asked: argparse.Namespace) -> int:
    """`workbench run`: the main job in one go."""
    from workbench.workflow import day

    asked.out.mkdir(parents=True, exist_ok=True)
    with desk_of(asked, asked.out / "workbench.db") as desk:
        done = day.run(
            desk,
            asked.file,
            asked.out,
            product=asked.product,
            language=language_of(asked),
            accept=asked.accept_advice,
            stage=stage,
        )
        place = desk.store.label
    say(
        _(
            "{rows} rows: {ready} ready, {waiting} waiting, {duplicates} repeated. "
            "{decided} decided, {referred} for a person, {letters} letters written.",
            rows=number(done.intake.rows),
            ready=number(done.intake.ready),
            waiting=number(done.intake.waiting),
            duplicates=number(done.intake.duplicates),
            decided=number(done.decided),
            referred=number(done.referred),
            letters=number(done.letters),
        )
    )
    answer(
        asked,
        rows=done.intake.rows,
        ready=done.intake.ready,
        waiting=done.intake.waiting,
        duplicates=done.intake.duplicates,
        problems=done.intake.problems,
        advice=done.assessed.advice,
        strategy=done.assessed.strategy,
        strategy_sha256=done.assessed.strategy_sha256,
        decided=done.decided,
        referred=done.referred,
        letters=done.letters,
        letters_waiting=done.letters_waiting,
        store=place,
    )
    return WAITS if done.needs_a_person else DONE


def import_files(asked: argparse.Namespace) -> int:
    """`workbench import`: intake only."""

    totals = {"rows": 0, "ready": 0, "waiting": 0, "duplicates": 0}
    problems: dict[str, int] = {}
    with desk_of(asked) as desk:
        for file in asked.files:
            result, checked = _taken_in(desk, file, asked)
            for name in totals:
                totals[name] += getattr(result, name)
            for code, met in result.problems.items():
                problems[code] = problems.get(code, 0) + met
            for problem in checked.problems[:20]:
                say(problem.text())
            if len(checked.problems) > 20:
                say(plural("… and {n} more.", "… and {n} more.", len(checked.problems) - 20))
    say(
        _(
            "{rows} rows: {ready} ready, {waiting} waiting, {duplicates} repeated.",
            rows=number(totals["rows"]),
            ready=number(totals["ready"]),
            waiting=number(totals["waiting"]),
            duplicates=number(totals["duplicates"]),
        )
    )
    answer(asked, **totals, problems=problems)
    return WAITS if totals["waiting"] else DONE


def _taken_in(desk: Desk, file: Path, asked: argparse.Namespace) -> tuple[IntakeResult, Intake]:
    """One file taken in; for one that is locked the password is asked, once."""
    from workbench.workflow import intake

    take = partial(
        intake.import_file,
        desk,
        file,
        product=asked.product,
        profile=asked.profile,
        sheet=asked.sheet,
        encoding=asked.encoding,
        dry_run=asked.dry_run,
        step=stage(file.name),
    )
    try:
        return take()
    except FileNotReadable as refusal:
        prompt = _("Password of {file}: ", file=file.name)
        word = intake.asks_password(refusal) and password_of(asked, prompt, FILE_PASSWORD)
        if not word:
            raise
        return take(password=word)


def assess(asked: argparse.Namespace) -> int:
    """`workbench assess`: the engine's advice on what is ready."""
    from workbench.workflow import assess as assessing

    with desk_of(asked) as desk:
        done = assessing.assess_ready(desk, batch=asked.batch, step=stage(_("Assessing")))
    say(plural("{n} application assessed.", "{n} applications assessed.", done.assessed))
    answer(
        asked,
        assessed=done.assessed,
        advice=done.advice,
        strategy=done.strategy,
        strategy_sha256=done.strategy_sha256,
    )
    return DONE


def score(asked: argparse.Namespace) -> int:
    """`workbench score`: bulk scoring of a table without a store."""
    from workbench.workflow import bulk

    done = bulk.score_file(asked.file, asked.strategy, asked.out, step=stage(_("Scoring")))
    say(plural("{n} row scored.", "{n} rows scored.", done.rows))
    answer(
        asked,
        rows=done.rows,
        unreadable=done.unreadable,
        advice=done.advice,
        strategy=done.strategy,
        strategy_sha256=done.strategy_sha256,
    )
    return WAITS if done.unreadable else DONE


def queue(asked: argparse.Namespace) -> int:
    """`workbench queue`: the cases of a view."""
    from workbench.workflow import decide as deciding

    with desk_of(asked) as desk:
        views = deciding.counts(desk)
        if asked.view not in views:
            raise NotFound(kind="view", name=f"{asked.view} ({', '.join(views)})")
        page = deciding.queue(desk, asked.view, search=asked.search)
    for row in page.rows:
        shown = [
            row.number,
            row.name,
            money_text(row.amount),
            str(row.score or ""),
            percent(row.dsr),
            outcome_word(Outcome(row.advice)) if row.advice else "",
            outcome_word(Outcome(row.outcome)) if row.outcome else "",
        ]
        if not asked.json:
            sys.stdout.write("\t".join(shown) + "\n")
    say(plural("{n} case in this view.", "{n} cases in this view.", page.total))
    rows = [
        {
            "number": row.number,
            "amount": row.amount,
            "score": row.score,
            "advice": row.advice,
            "outcome": row.outcome,
            "state": row.state,
        }
        for row in page.rows
    ]
    answer(asked, view=asked.view, total=page.total, cases=rows)
    return DONE


def decide(asked: argparse.Namespace) -> int:
    """`workbench decide`: one person's decision, or a proposal where a second one must sign."""
    from workbench.workflow import decide as deciding
    from workbench.workflow import second_signature

    with desk_of(asked) as desk:
        file = deciding.case(desk, asked.application)
        choice = _choice(asked, [_factor(desk, asked.application, one) for one in asked.factor])
        try:
            made = second_signature.decide_or_propose(
                desk, asked.application, choice, seen_version=file.version
            )
        except DecisionRefused:
            _say_codes()
            raise
        if isinstance(made, Proposal):
            waiting = second_signature.waiting_for(desk, deciding.case(desk, file.application.id))
            return _say_proposed(asked, made, file.application.number, waiting)
    say(
        _(
            "{number}: {outcome}, recorded for {officer}.",
            number=file.application.number,
            outcome=outcome_word(made.outcome),
            officer=made.officer,
        )
    )
    answer(
        asked,
        application=file.application.number,
        decision=made.id,
        outcome=made.outcome.value,
        override=made.override.direction.value if made.override else None,
    )
    return DONE


def _factor(desk: Desk, application: str, text: str) -> CompensatingFactor:
    """A factor as it is typed: WHAT=VALUE, or WHAT=@FILE, which is kept with the case."""
    from workbench.workflow import papers

    what, _sign, value = text.partition("=")
    if not value.startswith("@"):
        return CompensatingFactor(what.strip(), value.strip())
    return CompensatingFactor(
        what.strip(), "", papers.attach(desk, application, Path(value[1:])).id
    )


def _choice(asked: argparse.Namespace, factors: list[CompensatingFactor]) -> Choice:
    return Choice(
        outcome=Outcome(asked.outcome.replace("-", "_")),
        amount=asked.amount,
        term_months=asked.term,
        reason_code=asked.reason,
        justification=asked.because,
        reason_codes=tuple(asked.letter_reason),
        note=asked.note,
        factors=tuple(factors),
        conditions=tuple(asked.condition),
        valid_until=asked.valid_until,
    )


def _say_proposed(
    asked: argparse.Namespace, made: Proposal, number: str, waiting: Sequence[Person]
) -> int:
    say(
        _(
            "{number}: {outcome} was proposed. It waits for the signature of: {who}.",
            number=number,
            outcome=outcome_word(made.decision.outcome),
            who=", ".join(one.shown_name for one in waiting),
        )
    )
    answer(
        asked,
        application=number,
        proposal=made.id,
        outcome=made.decision.outcome.value,
        waits_for=[one.name for one in waiting],
    )
    return WAITS


def _say_codes() -> None:
    """The coded reasons there are, for a person whose decision lacks one."""
    from workbench.workflow import decide as deciding

    for direction in OverrideDirection:
        codes = deciding.override_reasons(direction.value)
        say(f"--reason ({direction.value}): " + "; ".join(f"{c} {text}" for c, text in codes))
    own = deciding.judgement_reasons()
    say("--letter-reason: " + "; ".join(f"{code} {text}" for code, text in own))


def export(asked: argparse.Namespace) -> int:
    """`workbench export`: the decisions workbook."""
    from workbench.workflow import export as exporting

    with desk_of(asked) as desk:
        rows = exporting.export_decisions(
            desk, asked.out, batch=asked.batch, step=stage(_("Exporting"))
        )
    say(
        plural(
            "{n} case written to {file}.", "{n} cases written to {file}.", rows, file=asked.out.name
        )
    )
    answer(asked, rows=rows)
    return DONE


def template(asked: argparse.Namespace) -> int:
    """`workbench template`: a workbook with drop-downs, units and an example row."""
    from workbench.workflow import export as exporting

    exporting.write_template(asked.product, asked.out, language_of(asked))
    say(_("Template written to {file}.", file=asked.out.name))
    answer(asked, file=str(asked.out))
    return DONE
