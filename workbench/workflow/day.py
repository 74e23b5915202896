"""The whole day in one go: import, assess, accept advice, write letters, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.files import make_folder, sweep
from workbench.i18n import N_, Language, _
from workbench.storage import queue as queues
from workbench.workflow import assess, decide, export, intake, notify
from workbench.workflow.assess import AssessResult
from workbench.workflow.desk import Desk, Step
from workbench.workflow.intake import IntakeResult
from workbench.workflow.notify import NotifyResult

Stage = Callable[[str], Step]
"""Told the name of the next piece of work; answers with whom to tell its progress."""


@dataclass(frozen=True, slots=True)
class DayResult:
    """What a day's run did, and what it leaves to a person."""

    intake: IntakeResult
    assessed: AssessResult
    decided: int
    referred: int
    letters: int
    letters_waiting: int

    @property
    def needs_a_person(self) -> bool:
        """Whether rows, cases or letters wait for somebody."""
        return bool(self.intake.waiting or self.referred or self.letters_waiting)


def run(
    desk: Desk,
    file: Path,
    out: Path,
    *,
    product: str,
    language: Language | None,
    accept: bool,
    stage: Stage,
) -> DayResult:
    """The main job. Run again on the same store it adds nothing and goes on where it stopped."""
    make_folder(out)
    for folder in (out, out / "letters"):
        sweep(folder)
    result, checked = intake.import_file(
        desk, file, product=product, step=stage(_(N_("Reading the spreadsheet")))
    )
    assessed = assess.assess_ready(desk, step=stage(_(N_("Assessing"))))
    if accept:
        decide.accept_advice(desk, step=stage(_(N_("Recording decisions"))))
    written = notify.write_letters(
        desk, out=out / "letters", language=language, step=stage(_(N_("Writing letters")))
    )
    export.export_decisions(desk, out / "decisions.xlsx", step=stage(_(N_("Exporting"))))
    export.write_answer_workbook(desk, file, checked, out / "answer.xlsx")
    return _result(desk, result, assessed, written)


def _result(
    desk: Desk, intaken: IntakeResult, assessed: AssessResult, written: NotifyResult
) -> DayResult:
    counted = queues.counts(desk.store)
    return DayResult(
        intake=intaken,
        assessed=assessed,
        decided=counted["decided"],
        referred=counted["needs_review"],
        letters=counted["letters_written"],
        letters_waiting=len(written.waiting),
    )
