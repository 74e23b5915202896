"""What each command does: one function a command, each returning the exit status."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from workbench.credit.status import Outcome, outcome_word
from workbench.errors import NotKnown
from workbench.files import make_folder
from workbench.i18n import Language, _, number, percent, plural
from workbench.i18n import money as money_text
from workbench.workflow.desk import Desk, Step, no_step

DONE, WAITS = 0, 1

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
    if desk.store.is_behind:
        from workbench.workflow import keep

        say(keep.older_copy_words())
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

    make_folder(asked.out)
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

    strategy = bulk.named_strategy(asked.strategy)
    done = bulk.score_file(asked.file, strategy, asked.out, step=stage(_("Scoring")))
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
            raise NotKnown(kind=_("view"), name=asked.view, known=views)
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


def find(asked: argparse.Namespace) -> int:
    """`workbench find`: the first few cases, letters and accounts that fit."""
    from workbench.workflow import find as finding

    with desk_of(asked) as desk:
        found = finding.find(desk, asked.wanted)
    kinds = (
        (_("case"), found.cases),
        (_("letter"), found.letters),
        (_("account"), found.accounts),
    )
    if not asked.json:
        for kind, rows in kinds:
            sys.stdout.writelines(f"{kind}\t{row.number}\t{row.name}\n" for row in rows)
    if not any(rows for _kind, rows in kinds):
        say(_("Nothing found. Try a name, a reference or a number."))
    told = {
        "cases": [row.number for row in found.cases],
        "letters": [row.number for row in found.letters],
        "accounts": [row.number for row in found.accounts],
    }
    answer(asked, **told)
    return DONE


def export(asked: argparse.Namespace) -> int:
    """`workbench export`: the decisions workbook."""
    from workbench.workflow import export as exporting

    with desk_of(asked) as desk:
        rows = exporting.take_out_decisions(
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

    with desk_of(asked) as desk:
        exporting.write_template(desk, asked.product, asked.out, language_of(asked))
    say(_("Template written to {file}.", file=asked.out.name))
    answer(asked, file=str(asked.out))
    return DONE
