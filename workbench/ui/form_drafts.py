"""A decision half typed: what stands in the form, and the form put back as it stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workbench.credit.status import Outcome
from workbench.ui.decision_form import DecisionForm
from workbench.ui.reopen_form import ReopenForm

if TYPE_CHECKING:
    from workbench.ui.case_pane import CasePane


def typed(case: CasePane) -> dict[str, Any] | None:
    """What is half done on the case shown, in plain words for keeping; None for nothing."""
    if case.file is None or case.form is None:
        return None
    said: dict[str, Any] = {
        "number": case.file.application.number,
        "name": case.file.application.name(),
    }
    if isinstance(case.form, ReopenForm):
        return {**said, "reopening": case.form.reason.text()}
    return {**said, **_fields(case.form)}


def _fields(form: DecisionForm) -> dict[str, Any]:
    extras = form.extras
    return {
        "outcome": form.choice().outcome.value,
        "amount": form.amount.text(),
        "term": form.term.value(),
        "reason": str(form.reason.currentData() or ""),
        "justification": form.justification.toPlainText(),
        "letter_reasons": [code for code, box in form.letter_reasons.items() if box.isChecked()],
        "note": form.note.text(),
        "extras": [extras.what.text(), extras.value.text(), extras.condition.text()],
        "days": extras.days.value(),
    }


def put_back(case: CasePane, kept: Mapping[str, Any]) -> bool:
    """Open the form on the case shown and fill it as it was; False where the case has moved on."""
    file = case.file
    if file is None or file.application.number != kept.get("number"):
        return False
    if "reopening" in kept:
        case.ask_reopening()
        if not isinstance(case.form, ReopenForm):
            return False
        case.form.reason.setText(str(kept["reopening"]))
        return True
    if file.assessment is None or file.decision is not None or file.proposal is not None:
        return False
    case.open_form(Outcome(str(kept["outcome"])))
    if isinstance(case.form, DecisionForm):
        _fill(case.form, kept)
    return True


def _fill(form: DecisionForm, kept: Mapping[str, Any]) -> None:
    form.amount.setText(str(kept["amount"]))
    form.term.setValue(int(kept["term"]))
    form.reason.setCurrentIndex(max(0, form.reason.findData(kept["reason"])))
    form.justification.setPlainText(str(kept["justification"]))
    form.note.setText(str(kept["note"]))
    for code, box in form.letter_reasons.items():
        box.setChecked(code in kept["letter_reasons"])
    extras = form.extras
    for field, text in zip(
        (extras.what, extras.value, extras.condition), kept["extras"], strict=True
    ):
        field.setText(str(text))
    extras.days.setValue(int(kept["days"]))
