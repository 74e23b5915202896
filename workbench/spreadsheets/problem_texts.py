"""Every problem a row can have: its code, how much it weighs, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from workbench.credit.facts import Fact, Kind
from workbench.errors import Severity
from workbench.i18n import N_, _, pick
from workbench.spreadsheets.values import written

WARNINGS = frozenset(
    {
        "read_as_missing",
        "check_digit",
        "zeros_restored",
        "same_phone",
        "same_email",
        "same_address",
        "same_employer",
        "joint",
        "left_out",
    }
)
"""Problems that say what was done and keep no row waiting."""

ANSWERED = frozenset({"same_person", "same_reference"})
"""Problems of a whole row beside another, which an officer answers: left out, joint, or right."""

SENTENCES: Mapping[str, str] = {
    "not_a_number": N_("“{value}” is not a number. Enter an amount such as {example}."),
    "not_whole": N_("“{value}” is not a whole number. Enter one such as {example}."),
    "not_a_share": N_("“{value}” is not a share. Enter one such as 18% or 0.18."),
    "not_a_span": N_("“{value}” is not a number of {unit}. Enter one such as {example}."),
    "not_a_date": N_("“{value}” is not a date. Enter one such as 2026-11-21."),
    "impossible_date": N_("The date “{value}” does not exist. Check it in the source form."),
    "not_yes_no": N_("“{value}” is neither yes nor no. Enter one of the two."),
    "not_a_choice": N_("“{value}” is not known here. Choose one of: {choices}."),
    "out_of_range": N_("“{value}” is outside {least} to {most}. Check it in the source form."),
    "required_missing": N_("No value. Without it the application cannot be assessed."),
    "excel_error": N_("The cell holds the Excel error {value}. Correct its formula and save."),
    "not_computed": N_(
        "The formula in this cell has no stored result. Open the file in Excel, press Save, and "
        "import it again."
    ),
    "digits_lost": N_(
        "Excel kept only 15 digits of this number. Set the column to text in the source and "
        "export it again."
    ),
    "check_digit": N_("The check digit of “{value}” does not fit. Compare it with the document."),
    "zeros_restored": N_("“{value}” lost its leading zeros in Excel; it is read as {fix}."),
    "read_as_missing": N_("“{value}” will be read as missing."),
    "same_person": N_(
        "Same ID number as row {first}{name}. Correct the number, or leave one of the two rows out."
    ),
    "same_reference": N_(
        "Same reference as row {first}{name}. Correct it, or leave one of the two rows out."
    ),
    "same_phone": N_("Same phone as row {first}{name}. Check whether the two belong together."),
    "same_email": N_("Same e-mail as row {first}{name}. Check whether the two belong together."),
    "same_address": N_(
        "Same address as row {first}{name}. Connected people: look at their debts together."
    ),
    "same_employer": N_(
        "Same employer as row {first}{name}. Connected people: check the income of both there."
    ),
    "joint": N_("Joint application with row {first}{name}. Decide the two together."),
    "left_out": N_("This row is left out, as you chose."),
    "duplicate_row": N_("This row says the same as row {first} and is taken only once."),
}


def severity_of(code: str) -> Severity:
    """Whether a problem keeps its row waiting."""
    if code in WARNINGS or code == "duplicate_row":
        return Severity.WARNING
    return Severity.ERROR


def values_for(fact: Fact) -> dict[str, str]:
    """What the sentences say about a fact: an example, its range, its unit and choices."""
    return {
        "example": _example(fact),
        "least": written(fact.least) if fact.least is not None else str(fact.earliest or ""),
        "most": written(fact.most) if fact.most is not None else str(fact.latest or ""),
        "unit": _(fact.unit) if fact.unit else "",
        "choices": ", ".join(pick(dict(choice.label)) for choice in fact.choices),
    }


def _example(fact: Fact) -> str:
    if fact.kind is Kind.MONEY:
        return "21,000"
    if fact.example.replace(".", "").isdigit():
        return written(Decimal(fact.example))
    return fact.example or "12"
