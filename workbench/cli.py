"""The command line: the same day's work without a window.

`--json` prints one JSON object on the last line of standard output; words for people go to
standard error. Exit status: 0 done, 1 done but something waits for a person, 2 the call is
off, 3 the task cannot be done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench import (
    __version__,
    account_commands,
    case_commands,
    command_words,
    commands,
    cost_commands,
    data_commands,
    i18n,
    intake_commands,
    letter_commands,
    log_commands,
    pack_commands,
    people_commands,
    portfolio_commands,
    record_commands,
    strategy_commands,
    tool_commands,
)
from workbench.commands import Add, Do
from workbench.errors import WorkbenchError
from workbench.files import refuse_unreadable
from workbench.given import day, place, whole
from workbench.i18n import _
from workbench.settings import Settings

CANNOT = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    i18n.use(Settings().language())
    command_words.speak()
    try:
        refuse_unreadable(sys.argv if arguments is None else arguments)
        asked = parser().parse_args(arguments)
        return int(asked.do(asked))
    except WorkbenchError as stop:
        commands.say(stop.text())
        return CANNOT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """Every command and option, with its help in the language spoken now."""
    top = argparse.ArgumentParser(
        prog="workbench",
        description=_("Import applicants, assess them, decide, print the letters."),
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"workbench {__version__}",
        help=_("show the version and stop"),
    )
    top.add_argument(
        "--selfcheck",
        action="store_const",
        const=record_commands.selfcheck,
        dest="do",
        help=_("check what the program stands on, and say it"),
    )
    top.add_argument("--store", help=_("store to work on: a file, or a database URL"))
    top.set_defaults(do=commands.window, json=False, person="", password_fd=None)
    add = _Commands(top.add_subparsers(title=_("commands"), metavar=_("COMMAND")))
    for define in COMMANDS:
        define(add)
    return top


class _Commands:
    """Adds sub-commands that all take --store and --json."""

    def __init__(self, add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._add = add

    def __call__(self, name: str, help_: str, do: Do) -> argparse.ArgumentParser:
        command = self._add.add_parser(
            name, help=help_, description=help_, conflict_handler="resolve"
        )
        command.set_defaults(do=do)
        command.add_argument(
            "--store", default=argparse.SUPPRESS, help=_("store to work on: a file, or a URL")
        )
        command.add_argument(
            "--as",
            dest="person",
            default="",
            metavar="USER",
            help=_("who works: needed once people were added"),
        )
        command.add_argument(
            "--password-fd",
            type=whole,
            metavar="N",
            help=_("read the password from this open file descriptor, one line"),
        )
        command.add_argument(
            "--json", action="store_true", help=_("print one JSON object on the last line")
        )
        return command


def _day(add: Add) -> None:
    add("demo", _("open the window on the sample batch, ready to review"), commands.demo)
    run = add("run", _("import, assess, write letters and export in one go"), commands.run)
    run.add_argument("file", type=place, metavar="FILE")
    run.add_argument("--product", required=True)
    run.add_argument("--out", type=place, required=True, metavar="DIR")
    run.add_argument("--language", choices=["en", "zh"], help=_("language of the letters"))
    run.add_argument(
        "--accept-advice",
        action="store_true",
        help=_("record the engine's advice where no person is needed"),
    )


def _assessing(add: Add) -> None:
    assess = add("assess", _("assess what is ready"), commands.assess)
    assess.add_argument("--batch", type=whole)
    score = add("score", _("score a table without a store"), commands.score)
    score.add_argument("file", type=place, metavar="FILE")
    score.add_argument("--strategy", required=True, help=_("product, or a strategy file"))
    score.add_argument("-o", "--out", type=place, required=True, metavar="OUT")
    template = add("template", _("write a workbook to fill in"), commands.template)
    template.add_argument("--product", required=True)
    template.add_argument("-o", "--out", type=place, required=True, metavar="FILE.xlsx")
    template.add_argument("--language", choices=["en", "zh"])


def _deciding(add: Add) -> None:
    queue = add("queue", _("list the cases of a view"), commands.queue)
    queue.add_argument("--view", default="needs_review", type=lambda text: text.replace("-", "_"))
    queue.add_argument("--search", default="")
    find = add("find", _("find a case, a letter or an account"), commands.find)
    find.add_argument("wanted", metavar="TEXT", help=_("a name, a reference or a number"))
    decide = add("decide", _("record one person's decision"), case_commands.decide)
    decide.add_argument("application", metavar="APPLICATION")
    decide.add_argument("outcome", choices=["approve", "refer", "decline", "counter-offer", "undo"])
    decide.add_argument("--amount", help=_("amount of a counter-offer"))
    decide.add_argument("--term", type=whole, help=_("term of a counter-offer in months"))
    decide.add_argument("--reason", default="", metavar="CODE", help=_("coded override reason"))
    decide.add_argument("--because", default="", metavar="TEXT", help=_("justification"))
    decide.add_argument(
        "--note",
        default="",
        metavar="TEXT",
        help=_("a note; the other reason for the letter where the code is OTH"),
    )
    decide.add_argument(
        "--letter-reason",
        action="append",
        default=[],
        metavar="CODE",
        help=_("reason for the applicant when your own judgement declines"),
    )
    decide.add_argument(
        "--factor",
        action="append",
        default=[],
        metavar="WHAT=VALUE",
        help=_("compensating factor: WHAT=VALUE, or WHAT=@FILE to attach a paper"),
    )
    decide.add_argument(
        "--condition",
        action="append",
        default=[],
        metavar="TEXT",
        help=_("condition to be met before the money is paid out"),
    )
    decide.add_argument(
        "--valid-until",
        type=day,
        metavar="DATE",
        help=_("day the offer ends, such as 2026-12-31"),
    )


def _considering(add: Add) -> None:
    consider = add(
        "consider", _("see what would follow if facts were different"), case_commands.consider
    )
    consider.add_argument("application", metavar="APPLICATION")
    consider.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FACT=VALUE",
        dest="changes",
        help=_("a fact to change; without a value it is taken away"),
    )
    capsule = add("capsule", _("write a decision's proof into one file"), case_commands.capsule)
    capsule.add_argument("application", metavar="APPLICATION")
    capsule.add_argument("-o", "--out", type=place, required=True, metavar="FILE")


def _exporting(add: Add) -> None:
    export = add("export", _("write the decisions workbook"), commands.export)
    export.add_argument("--out", type=place, required=True, metavar="FILE.xlsx")
    export.add_argument("--batch", type=whole)


def _proof(add: Add) -> None:
    replay = add("replay", _("recompute past assessments from the record"), record_commands.replay)
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("application", nargs="?", metavar="APPLICATION")
    which.add_argument("--all", action="store_true")
    which.add_argument("--capsule", type=place, metavar="FILE", help=_("a capsule to prove"))
    verify = add("verify", _("check the record, or one letter"), record_commands.verify)
    letter_commands.define_check(verify)


def _closing(add: Add) -> None:
    close = add("close-day", _("write the day's signed report"), record_commands.close_day)
    close.add_argument("--out", type=place, default=Path(), metavar="DIR")
    close.add_argument("--day", type=day, metavar="DATE")
    close.add_argument("--check", type=place, metavar="FILE", help=_("check a day's report"))


COMMANDS = (
    _day,
    intake_commands.define,
    _assessing,
    _deciding,
    _considering,
    letter_commands.define,
    pack_commands.define,
    _exporting,
    _proof,
    strategy_commands.define,
    tool_commands.define,
    data_commands.define,
    cost_commands.define,
    portfolio_commands.define,
    people_commands.define,
    _closing,
    account_commands.define,
    log_commands.define,
)
"""What defines the commands, in the order the help shows them."""
