"""The template workbook: the columns a product wants, with drop-downs, units, help, an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbench.credit.facts import Dictionary, Fact, Kind
from workbench.files import replacing
from workbench.i18n import N_, Language, _, pick

HEADER_ROW = 4
"""Title, units and the example stand above the header, so that none is read as an applicant."""
LAST_ROW = 1004
_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.NUMBER: "0.####",
    Kind.COUNT: "0",
    Kind.RATIO: "0.0%",
    Kind.DURATION: "0.#",
    Kind.DATE: "yyyy-mm-dd",
    Kind.YES_NO: "@",
    Kind.CHOICE: "@",
    Kind.TEXT: "@",
}
_HEADER = PatternFill("solid", fgColor="FFE4ECF7")
_WANTED = PatternFill("solid", fgColor="FFCFE0F7")
_GREY = Font(italic=True, color="FF6B7280")


def write_template(
    dictionary: Dictionary, facts: Sequence[str], out: str | Path, language: Language
) -> None:
    """Write an empty .xlsx for these facts (required ones first, then in the dictionary's order).

    Reading it back matches every column exactly. Raises FileNotWritable.
    """
    wanted = [f for f in dictionary if f.name in set(facts) | _always(dictionary)]
    wanted.sort(key=lambda fact: not fact.required)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _(_APPLICANTS, language=language)
    lists = book.create_sheet(_(_LISTS, language=language))
    lists.sheet_state = "hidden"
    sheet["A1"] = _(_TITLE, language=language)
    sheet["A1"].font = Font(bold=True, size=14)
    for index, fact in enumerate(wanted, 1):
        _column(sheet, index, fact, language)
        _rule(sheet, lists, index, fact, language)
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    _explain(book.create_sheet(_(_HELP, language=language)), wanted, language)
    with replacing(out) as draft:
        book.save(draft)


_APPLICANTS, _LISTS, _HELP = N_("Applicants"), N_("Lists"), N_("How to fill it in")
_TITLE = N_("Applicants: one row each, below the dark line")
_EXAMPLE = N_("e.g. {example}")
_YES, _NO = N_("Yes"), N_("No")


def _always(dictionary: Dictionary) -> set[str]:
    """Facts that every sheet should have, whatever the product asks for."""
    named = {
        "applicant_name",
        "application_reference",
        "application_date",
        "address",
        "city",
        "postcode",
    }
    return {fact.name for fact in dictionary if fact.required or fact.name in named}


def _column(sheet: Worksheet, index: int, fact: Fact, language: Language) -> None:
    letter = get_column_letter(index)
    label = pick(dict(fact.label), language)
    unit = sheet[f"{letter}2"] if index > 1 else sheet["A2"]
    unit.value, unit.font = _unit(fact, language), _GREY
    example = sheet[f"{letter}3"]
    example.value = _(_EXAMPLE, language=language, example=_example(fact, language))
    example.font = _GREY
    header = sheet[f"{letter}{HEADER_ROW}"]
    header.value, header.font = label, Font(bold=True)
    header.fill = _WANTED if fact.required else _HEADER
    header.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[letter].width = max(14, min(34, len(label) * 1.6 + 4))
    for row in range(HEADER_ROW + 1, HEADER_ROW + 201):
        sheet[f"{letter}{row}"].number_format = _FORMATS[fact.kind]


def _unit(fact: Fact, language: Language) -> str:
    return _(_UNITS.get(fact.unit) or _KINDS[fact.kind], language=language)


_UNITS = {
    "months": N_("months"),
    "years": N_("years"),
    "days": N_("days"),
    "per month": N_("amount per month"),
    "per year": N_("amount per year"),
}
_KINDS = {
    Kind.MONEY: N_("amount"),
    Kind.NUMBER: N_("number"),
    Kind.COUNT: N_("whole number"),
    Kind.RATIO: N_("percent"),
    Kind.DURATION: N_("number"),
    Kind.DATE: N_("date, 2026-11-21"),
    Kind.YES_NO: N_("yes or no"),
    Kind.CHOICE: N_("choose from the list"),
    Kind.TEXT: N_("text"),
}


def _example(fact: Fact, language: Language) -> str:
    chosen = fact.choice(fact.example)
    if chosen is not None:
        return pick(dict(chosen.label), language)
    if fact.kind is Kind.YES_NO:
        word = _YES if fact.example == "yes" else _NO
        return _(word, language=language)
    return fact.example or "–"


def _rule(sheet: Worksheet, lists: Worksheet, index: int, fact: Fact, language: Language) -> None:
    """A drop-down, or the plausible range, for the cells below the header."""
    rule = _validation(lists, index, fact, language)
    if rule is None:
        return
    rule.showErrorMessage, rule.errorStyle = True, "warning"
    rule.error = pick(dict(fact.help), language)[:220] if fact.help else ""
    if fact.help:
        rule.showInputMessage, rule.prompt = True, pick(dict(fact.help), language)[:220]
    sheet.add_data_validation(rule)
    letter = get_column_letter(index)
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{LAST_ROW}")


def _validation(
    lists: Worksheet, index: int, fact: Fact, language: Language
) -> DataValidation | None:
    words = _words(fact, language)
    if words:
        letter = get_column_letter(index)
        for row, word in enumerate(words, 1):
            lists[f"{letter}{row}"] = word
        place = f"'{lists.title}'!${letter}$1:${letter}${len(words)}"
        return DataValidation(type="list", formula1=f"={place}", allow_blank=True)
    if fact.kind is Kind.DATE and fact.earliest and fact.latest:
        first, last = (f"DATE({d.year},{d.month},{d.day})" for d in (fact.earliest, fact.latest))
        return DataValidation(type="date", operator="between", formula1=first, formula2=last)
    if fact.least is not None and fact.most is not None:
        kind = "whole" if fact.kind is Kind.COUNT else "decimal"
        return DataValidation(
            type=kind, operator="between", formula1=str(fact.least), formula2=str(fact.most)
        )
    return None


def _words(fact: Fact, language: Language) -> list[str]:
    if fact.kind is Kind.YES_NO:
        return [_(_YES, language=language), _(_NO, language=language)]
    return [pick(dict(choice.label), language) for choice in fact.choices]


def _explain(sheet: Worksheet, facts: Sequence[Fact], language: Language) -> None:
    heads = (N_("Column"), N_("Unit"), N_("Needed"), N_("Example"), N_("What it is"))
    for index, head in enumerate(heads, 1):
        cell = sheet.cell(1, index, _(head, language=language))
        cell.font, cell.fill = Font(bold=True), _HEADER
    for row, fact in enumerate(facts, 2):
        said = (
            pick(dict(fact.label), language),
            _unit(fact, language),
            _(_YES, language=language) if fact.required else "",
            _example(fact, language),
            pick(dict(fact.help), language) if fact.help else "",
        )
        for index, text in enumerate(said, 1):
            sheet.cell(row, index, text).data_type = "s"
    for letter, width in zip("ABCDE", (26, 22, 10, 24, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
