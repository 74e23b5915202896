"""`workbench log`: what the program noted of itself, for whoever helps with it."""

from __future__ import annotations

import argparse
import sys

from workbench import paths, program_log
from workbench.commands import DONE, Add, answer, say
from workbench.given import whole
from workbench.i18n import _


def define(add: Add) -> None:
    """Add the command."""
    shown = add("log", _("show what the program noted of itself; it names no applicant"), show)
    shown.add_argument("--lines", type=whole, default=200, help=_("how many of the last lines"))


def show(asked: argparse.Namespace) -> int:
    """`workbench log`: the last lines of the log, and where it lies with the reports of faults."""
    files = program_log.files()
    log = [file for file in files if not file.name.startswith("crash-")]
    lines = program_log.text(log[0]).splitlines()[-asked.lines :] if log else []
    say(_("Folder of logs: {folder}", folder=paths.log_folder()))
    if asked.json:
        reports = [file.name for file in files if file not in log]
        answer(asked, folder=str(paths.log_folder()), lines=lines, reports=reports)
    else:
        sys.stdout.write("".join(f"{each}\n" for each in lines))
    return DONE
