"""A strategy: one file that says how a product is scored, ruled, priced and limited."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from workbench import paths
from workbench.errors import StrategyFaulty, StrategyUnknown
from workbench.i18n import Language, _, pick
from workbench.scoring.faults import Fault, faults_of_form, unreadable
from workbench.scoring.strategy_format import (
    Affordability,
    Authority,
    Calibration,
    CutOff,
    Derived,
    Example,
    Grade,
    Limit,
    Name,
    Number,
    Part,
    Price,
    ReasonMethod,
    Request,
    Rule,
    Scorecard,
    Text,
)
from workbench.scoring.toml_lines import lines_of

__all__ = [
    "FILE_NAME",
    "Derived",
    "Fault",
    "Strategy",
    "load_strategy",
    "parse_strategy",
    "read_strategy",
    "shipped",
    "shipped_strategy",
    "strategy_text",
]

FILE_NAME = "strategy.toml"


class Strategy(Part):
    """A whole strategy as its file says it; `source_text` is that file, `sha256` its digest."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    product: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str = Field(pattern=r"^[0-9]+(\.[0-9]+)*$")
    currency: Literal["USD", "CNY", "EUR"]
    pack: Literal["us", "cn"]
    effective_from: date
    effective_until: date | None = None
    validated_on: date
    revalidate_by: date
    label: Text
    text: Text
    request: Request
    derived: dict[Name, Derived]
    scorecard: Scorecard
    calibration: Calibration
    grades: tuple[Grade, ...] = Field(min_length=1)
    cut_off: CutOff
    rules: tuple[Rule, ...]
    affordability: Affordability
    price: Price
    limit: Limit
    reasons: ReasonMethod
    authority: tuple[Authority, ...] = ()
    examples: tuple[Example, ...] = ()
    model_card: dict[str, str | int | Number] = Field(default_factory=dict)
    source_text: str = Field(default="", exclude=True, repr=False)
    sha256: str = Field(default="", exclude=True)

    @property
    def version_parts(self) -> tuple[int, ...]:
        """The version as numbers, so that 1.10 comes after 1.9."""
        return tuple(int(part) for part in self.version.split("."))

    def rules_in_force(self, on: date | None = None) -> tuple[Rule, ...]:
        """The rules in force on a day; before the strategy's first day, or when no day is named,
        those of its first day."""
        day = max(on or self.effective_from, self.effective_from)
        return tuple(
            rule
            for rule in self.rules
            if rule.effective_from <= day
            and (rule.effective_until is None or day <= rule.effective_until)
        )


def read_strategy(text: str) -> tuple[Strategy | None, tuple[Fault, ...]]:
    """The strategy of a TOML text, or every fault of its form at once, in the order of lines."""
    plain = text.replace("\r\n", "\n")
    try:
        raw = tomllib.loads(plain, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        return None, (unreadable(str(fault)),)
    raw["source_text"] = plain
    raw["sha256"] = hashlib.sha256(plain.encode()).hexdigest()
    try:
        return Strategy.model_validate(raw), ()
    except ValidationError as errors:
        return None, faults_of_form(errors.errors(), lines_of(plain))


def parse_strategy(text: str, name: str = "") -> Strategy:
    """The strategy of a TOML text, checked in full.

    Raises StrategyFaulty with every fault and its line.
    """
    from workbench.scoring.check import check  # the check compiles and runs the strategy

    faults = check(text)
    strategy, _faults = read_strategy(text)
    if faults or strategy is None:
        said = "\n".join(fault.text() for fault in faults)
        raise StrategyFaulty(file=name or "strategy", faults=said)
    return strategy


def load_strategy(place: Path | str) -> Strategy:
    """The strategy in a file, or in a folder that holds a `strategy.toml`.

    Raises StrategyUnknown when there is none, StrategyFaulty with every fault and its line.
    """
    chosen = file = Path(place)
    try:
        if chosen.is_dir():
            file = chosen / FILE_NAME
        text = file.read_text(encoding="utf-8")
    except OSError as fault:
        known = ", ".join(sorted(shipped()))
        raise StrategyUnknown(name=str(place), known=known) from fault
    except UnicodeDecodeError as fault:
        said = _("It is not a text in UTF-8. Save it as one.")
        raise StrategyFaulty(file=file.name, faults=said) from fault
    return parse_strategy(text, file.name if chosen != file else str(chosen))


@cache
def shipped() -> Mapping[str, Strategy]:
    """The strategies that ship, by product: of each product the latest version.

    They are read by form only; `python -m tests` and `workbench strategy check` check them whole.
    """
    latest: dict[str, Strategy] = {}
    for file in sorted((paths.resources() / "strategies").glob(f"*/*/{FILE_NAME}")):
        strategy, faults = read_strategy(file.read_text(encoding="utf-8"))
        if strategy is None:
            said = "\n".join(fault.text() for fault in faults)
            raise StrategyFaulty(file=file.name, faults=said)
        known = latest.get(strategy.product)
        if known is None or strategy.version_parts > known.version_parts:
            latest[strategy.product] = strategy
    return latest


def shipped_strategy(product: str) -> Strategy:
    """The shipped strategy of a product. Raises StrategyUnknown, naming those that exist."""
    try:
        return shipped()[product]
    except KeyError as fault:
        raise StrategyUnknown(name=product, known=", ".join(sorted(shipped()))) from fault


def strategy_text(text: Text, language: Language | None = None) -> str:
    """A strategy's own text in the named language (or the current one)."""
    return pick(text.both(), language)
