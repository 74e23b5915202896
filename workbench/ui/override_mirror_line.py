"""The mirror below an override being written: like ones of the past, and one's own rate."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from workbench.i18n import N_, _, day, percent, plural, sentences
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label
from workbench.ui.layouts import column

if TYPE_CHECKING:
    from workbench.credit.decision import Choice
    from workbench.portfolio.override_mirror import Mirror
    from workbench.workflow.decide import CaseFile
    from workbench.workflow.desk import Desk


_ENDED = {
    "stands": N_("stands"),
    "late": N_("in arrears"),
    "reopened": N_("reopened"),
}


class OverrideMirror(QWidget):
    """One quiet line; the ten most similar ones stand in its tooltip."""

    def __init__(self, desk: Desk, jobs: Jobs, file: CaseFile) -> None:
        super().__init__()
        self._desk, self._jobs, self._file = desk, jobs, file
        self._reason: str | None = None
        self._asked = 0
        self.said: QLabel = label(ink="override", scale=0.92, wrap=True)
        self.setLayout(column(self.said))
        self.hide()

    def show_choice(self, choice: Choice) -> None:
        """Look again when the coded reason changed; nothing is shown for what is no override."""
        if choice.reason_code == self._reason:
            return
        self._reason = choice.reason_code
        self._asked += 1
        asked = self._asked

        def look(_step: Step) -> Mirror | None:
            from workbench.workflow import overrides

            return overrides.mirror(self._desk, self._file, choice)

        def told(found: Mirror | None) -> None:
            if asked == self._asked:
                self._show(found)

        self._jobs.start(self, look, told, reads=True)

    def _show(self, found: Mirror | None) -> None:
        self.setVisible(found is not None)
        if found is not None:
            self.said.setText(mirror_words(found))
            self.said.setToolTip("\n".join(_line(found, n) for n in range(len(found.similar))))
            self.said.setMinimumHeight(self.said.heightForWidth(max(200, self.width())))


def mirror_words(found: Mirror) -> str:
    """ "10 like it: 8 stand, 2 in arrears. Your rate: 5.0 % -> 7.3 %"."""
    own = _(
        "Your overrides: {now} of your decisions; with this one {then}.",
        now="–" if found.rate is None else percent(found.rate),
        then=percent(found.rate_with_it),
    )
    if not found.similar:
        return sentences(_("No override like it is on record."), own)
    counted = Counter(one.ended for one in found.similar)
    parts = []
    for word, n in counted.most_common():
        said = _(_ENDED[word])
        parts.append(f"{n} {said}")
    ended = ", ".join(parts)
    like = plural("{n} like it: {ended}.", "{n} like it: {ended}.", len(found.similar), ended=ended)
    return sentences(like, own)


def _line(found: Mirror, at: int) -> str:
    one = found.similar[at]
    score = "–" if one.score is None else str(one.score)
    return (
        f"{one.number}  {day(one.decided_at.date())}  {score}  {one.reason}  {_(_ENDED[one.ended])}"
    )
