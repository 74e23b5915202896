"""The clocks of a case: by which day it must be decided or answered, and how urgent that is.

The clocks are `resources/clocks.toml`: the law's and the lender's own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from workbench import paths
from workbench.credit.status import CaseState, Outcome
from workbench.i18n import Language, _, pick, plural


class ClockStart(StrEnum):
    """What sets a clock going."""

    RECEIVED = "received"
    COUNTER_OFFER = "counter_offer"


class ClockEnd(StrEnum):
    """What stops a clock."""

    DECIDED = "decided"
    ANSWERED = "answered"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock as the lender keeps it; without `products` it is for all of them."""

    name: str
    label: Mapping[str, str]
    start: ClockStart
    end: ClockEnd
    days: int
    amber_before: int
    source: str
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseMoments:
    """What the clocks read of a case: when it came, and when and how it was decided."""

    product: str
    state: CaseState
    received_on: date
    outcome: Outcome | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A running clock: its last day, the days left (negative once it is past), and its colour."""

    name: str
    label: Mapping[str, str]
    due_on: date
    days_left: int
    colour: str  # "", "amber" or "red"

    def text(self, language: Language | None = None) -> str:
        """The clock as a list shows it: "Answer to the applicant: 3 days left"."""
        said = pick(dict(self.label), language)
        if self.days_left < 0:
            late = plural("{n} day late", "{n} days late", -self.days_left, language=language)
            return _("{clock}: {when}", language=language, clock=said, when=late)
        left = plural("{n} day left", "{n} days left", self.days_left, language=language)
        return _("{clock}: {when}", language=language, clock=said, when=left)


@cache
def clock_rules(file: Path | None = None) -> tuple[ClockRule, ...]:
    """The shipped clocks, or the lender's own."""
    chosen = file or paths.resources() / "clocks.toml"
    raw = tomllib.loads(chosen.read_text(encoding="utf-8"))
    return tuple(
        ClockRule(
            name=entry["name"],
            label={"en": entry["en"], "zh": entry["zh"]},
            start=ClockStart(entry["from"]),
            end=ClockEnd(entry["until"]),
            days=entry["days"],
            amber_before=entry["amber_before"],
            source=entry["source"],
            products=tuple(entry.get("products", ())),
        )
        for entry in raw["clocks"]
    )


def running_clocks(
    case: CaseMoments, today: date, rules: tuple[ClockRule, ...]
) -> tuple[Clock, ...]:
    """The clocks that run on a case today, the most urgent first."""
    found = [_clock(rule, case, today) for rule in rules]
    return tuple(sorted((one for one in found if one), key=lambda one: one.due_on))


def _clock(rule: ClockRule, case: CaseMoments, today: date) -> Clock | None:
    begun = _begun(rule, case)
    if begun is None or _ended(rule, case) or (rule.products and case.product not in rule.products):
        return None
    due = begun + timedelta(days=rule.days)
    left = (due - today).days
    colour = "red" if left <= 0 else "amber" if left <= rule.amber_before else ""
    return Clock(rule.name, rule.label, due, left, colour)


def _begun(rule: ClockRule, case: CaseMoments) -> date | None:
    if rule.start is ClockStart.RECEIVED:
        return case.received_on
    return case.decided_on if case.outcome is Outcome.COUNTER_OFFER else None


def _ended(rule: ClockRule, case: CaseMoments) -> bool:
    done = case.state in (CaseState.DECIDED, CaseState.NOTIFIED)
    if rule.end is ClockEnd.DECIDED:
        return done
    return rule.end is ClockEnd.ANSWERED and case.state is CaseState.NOTIFIED
