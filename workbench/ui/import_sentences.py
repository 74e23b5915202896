"""What the line below an import says at each step, and whether one can go on."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.credit.facts import dictionary
from workbench.i18n import N_, _, plural
from workbench.ui.import_draft import Draft
from workbench.ui.words import Text


@dataclass(frozen=True, slots=True)
class Foot:
    """A sentence with its icon and ink, and the step's own button with its words."""

    sentence: Text
    button: Text
    ready: bool = True
    icon: str = "info"
    ink: str = "text2"


def file_foot(draft: Draft) -> Foot:
    """Step 1: a header row is all that is needed."""
    ready = bool(draft.sheet.header_row)
    words = (
        N_("The next step shows which fact each column holds.")
        if ready
        else N_("Choose the row that names the columns first.")
    )
    return Foot(words, N_("Continue"), ready)


def match_foot(draft: Draft) -> Foot:
    """Step 2: every required fact needs its column."""
    needed = draft.needed()

    def missing() -> str:
        names = ", ".join(dictionary()[fact].text() for fact in needed)
        return _("Choose the columns that hold: {facts}.", facts=names)

    if needed:
        return Foot(missing, N_("Continue"), ready=False, icon="refer", ink="refer")
    return Foot(
        N_(
            "Columns that are not used stay with their rows as they stand; "
            "the file is never changed."
        ),
        N_("Continue"),
    )


def check_foot(draft: Draft, *, checking: bool) -> Foot:
    """Step 3: rows with errors are left out; the others can be scored."""
    found = draft.intake
    if checking or found is None:
        return Foot(N_("Checking the rows"), N_("Continue"), ready=False, icon="refresh")
    ready, waiting = found.ready_count, found.waiting_count

    def left_out() -> str:
        return plural(
            "{n} row with errors will wait. You can fix it here, or after the import.",
            "{n} rows with errors will wait. You can fix them here, or after the import.",
            waiting,
        )

    def score() -> str:
        return plural("Score {n} row", "Score {n} rows", ready)

    def take_in() -> str:
        return plural("Take in {n} row", "Take in {n} rows", ready)

    def wait_on() -> str:
        return plural(
            "{n} row still waits. You can come back to it from the Import page.",
            "{n} rows still wait. You can come back to them from the Import page.",
            waiting,
        )

    if draft.repairs is not None:
        words = wait_on if waiting else N_("Every row can be taken in.")
        return Foot(words, take_in, ready=ready > 0)
    if waiting:
        return Foot(left_out, score)
    return Foot(
        N_("Every row can be scored."), score, icon="check", ink="approve", ready=found.rows > 0
    )


def foot(step: int, draft: Draft, *, checking: bool) -> Foot:
    """The line of a step, counted from 0."""
    if checking and step == 1:
        return Foot(N_("Checking the rows"), N_("Continue"), ready=False, icon="refresh")
    if step == 0:
        return file_foot(draft)
    return match_foot(draft) if step == 1 else check_foot(draft, checking=checking)
