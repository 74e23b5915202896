"""What is wrong with a strategy file, by line and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic_core import ErrorDetails

from workbench.i18n import N_, Language, _
from workbench.scoring.toml_lines import Path, line_of

_SENTENCES = {
    "missing": N_("{where} lacks “{name}”."),
    "extra_forbidden": N_("{where} has “{name}”, which is not part of the format."),
    "string_too_short": N_("{where}: “{name}” is empty."),
    "string_pattern_mismatch": N_("{where}: “{value}” is not a name of the right form."),
    "too_short": N_("{where}: “{name}” has no entry."),
    "literal_error": N_("{where}: “{name}” is “{value}”; it is one of: {expected}."),
    "enum": N_("{where}: “{name}” is “{value}”; it is one of: {expected}."),
    "number": N_("{where}: “{name}” is “{value}”, which is not a number."),
    "condition": N_("{where}: “{part}” is not part of the language of conditions."),
    "range": N_("{where}: “{name}” is {value}, which is outside {expected}."),
    "kind": N_("{where}: “{name}” is “{value}”, which is not of the right kind."),
}
_KINDS = {
    "greater_than": "range",
    "greater_than_equal": "range",
    "less_than": "range",
    "less_than_equal": "range",
    "int_type": "number",
    "int_parsing": "number",
    "int_from_float": "number",
    "decimal_type": "number",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a strategy: its line, a catalogue sentence, and the values in it."""

    line: int
    sentence: str
    values: Mapping[str, str]

    def text(self, language: Language | None = None) -> str:
        """The fault as people read it: "line 12: ..."."""
        said = _(self.sentence, language=language, **self.values)
        return _("line {line}: {said}", language=language, line=self.line, said=said)


def unreadable(why: str) -> Fault:
    """The fault of a text that is not TOML at all; `why` is the reader's own word with its line."""
    digits = "".join(
        letter if letter.isdigit() else " " for letter in why.partition("line ")[2]
    ).split()
    return Fault(
        int(digits[0]) if digits else 1, N_("This cannot be read as TOML: {why}."), {"why": why}
    )


def faults_of_form(errors: Iterable[ErrorDetails], lines: Mapping[Path, int]) -> tuple[Fault, ...]:
    """What pydantic found, as faults in the order of lines, each said once."""
    found = (_fault(error, lines) for error in errors)
    once = {(fault.line, fault.sentence, str(fault.values)): fault for fault in found}
    return tuple(once[key] for key in sorted(once))


def _fault(error: ErrorDetails, lines: Mapping[Path, int]) -> Fault:
    path = tuple(part for part in error["loc"])
    kind, _colon, part = _kind(error).partition(":")
    values = {
        "where": where(path[:-1] if kind in {"missing", "extra_forbidden"} else path),
        "name": str(path[-1]) if path else "",
        "value": str(error.get("input", ""))[:60],
        "part": part,
        "expected": _expected(error),
    }
    return Fault(line_of(lines, path), _SENTENCES.get(kind, _SENTENCES["kind"]), values)


def _kind(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _KINDS.get(error["type"], error["type"])


def _expected(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if "expected" in context:
        return str(context["expected"]).replace("'", "")
    signs = {"gt": "> {}", "ge": "≥ {}", "lt": "< {}", "le": "≤ {}"}
    return ", ".join(signs[name].format(context[name]) for name in signs if name in context)


def where(path: Path) -> str:
    """The place of an entry in words: ("rules", 2, "reason") -> "rules 3, reason"."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1]} {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words) or "strategy"


class FaultList:
    """Faults as they are found, each with the line of its entry."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines
        self.faults: list[Fault] = []

    def add(self, path: Path, sentence: str, **values: object) -> None:
        """Note one fault of the entry at `path`."""
        held = {name: str(value) for name, value in values.items()}
        self.faults.append(Fault(line_of(self._lines, path), sentence, held))

    def in_order(self) -> tuple[Fault, ...]:
        """All faults in the order of their lines, each once."""
        once = {(f.line, f.sentence, str(f.values)): f for f in self.faults}
        return tuple(once[key] for key in sorted(once))
