"""Faults of fairness: protected characteristics in card, rules or limit, and age in US strategies.

A creditor in the US may not give an applicant of 62 or more a lower value for age than a younger
one (12 CFR 1002.6(b)(2)(ii) and (iv)).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from polars.exceptions import PolarsError

from workbench.credit.facts import Dictionary, PersonalData
from workbench.i18n import N_
from workbench.scoring.faults import FaultList
from workbench.scoring.points import bin_of, points_of
from workbench.scoring.rule_language import Condition, read_condition
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Characteristic, Rule
from workbench.scoring.toml_lines import Path

BIRTH, DAY = "birth_date", "application_date"
ELDERLY = 62
_AGES = range(18, 101)
_TODAY = 20_000.0
_YEAR = 365.25


def protected_facts(strategy: Strategy, name: str, known: Dictionary) -> list[str]:
    """The protected characteristics a fact is, or is computed from, in alphabetical order."""
    read = (fact for fact in _read_through(strategy, name) if fact in known)
    return sorted(fact for fact in read if known[fact].personal is PersonalData.PROTECTED)


def check_protected(strategy: Strategy, known: Dictionary, found: FaultList) -> None:
    """Collect what a strategy does with protected characteristics and must not.

    Age may be read by a rule, since it tells who can make a contract; in a US strategy it must
    not go against the elderly.
    """
    for number, rule in enumerate(strategy.rules):
        _check_rule(strategy, rule, ("rules", number), known, found)
    for number, term in enumerate(strategy.limit.terms):
        names = read_condition(term.formula).names if term.formula else ()
        _check_names(strategy, names, ("limit", "terms", number), known, found)
    room = strategy.affordability
    for name in (room.income, room.existing, room.living_costs):
        _check_names(strategy, [name] if name else [], ("affordability",), known, found)
    if strategy.pack == "us":
        for number, one in enumerate(strategy.scorecard.characteristics):
            _check_age_points(strategy, one, ("scorecard", "characteristics", number), found)


def _check_names(
    strategy: Strategy, names: Sequence[str], path: Path, known: Dictionary, found: FaultList
) -> None:
    for fact in dict.fromkeys(f for name in names for f in protected_facts(strategy, name, known)):
        found.add(path, N_("{fact} is a protected characteristic and must not decide."), fact=fact)


def _check_rule(
    strategy: Strategy, rule: Rule, path: Path, known: Dictionary, found: FaultList
) -> None:
    text = rule.passes_when or rule.fails_when
    if text is None:
        return
    condition = read_condition(text, rule.threshold)
    read = {f for name in condition.names for f in protected_facts(strategy, name, known)}
    for fact in sorted(read - {BIRTH}):
        found.add(path, N_("{fact} is a protected characteristic and must not decide."), fact=fact)
    if BIRTH not in read or strategy.pack != "us":
        return
    passed = _by_age(strategy, condition, passes=bool(rule.passes_when))
    if passed is not None and True in passed[: ELDERLY - 18] and False in passed[ELDERLY - 18 :]:
        found.add(
            path,
            N_("Rule {rule} fails applicants of 62 or more for their age alone."),
            rule=rule.id,
        )


def _by_age(strategy: Strategy, condition: Condition, *, passes: bool) -> list[object] | None:
    """Whether a rule passes at each age from 18; None when it reads more than the age."""
    ages = _ages(strategy, condition.names)
    if ages is None:
        return None
    try:
        held = ages.select(condition.expression().alias("held"))["held"]
    except PolarsError:
        return None  # its own fault is told elsewhere
    return [None if one is None else bool(one) == passes for one in held]


def _check_age_points(
    strategy: Strategy, characteristic: Characteristic, path: Path, found: FaultList
) -> None:
    ages = _ages(strategy, [characteristic.fact])
    if ages is None or BIRTH not in _read_through(strategy, characteristic.fact):
        return
    points = ages.select(points_of(characteristic, bin_of(characteristic))).to_series().to_list()
    younger = [p for p in points[: ELDERLY - 18] if p is not None]
    elder = [p for p in points[ELDERLY - 18 :] if p is not None]
    if younger and elder and min(elder) < max(younger):
        found.add(
            path,
            N_("{name}: {elder} points for 62 or more, below {younger} of the best younger class."),
            name=characteristic.name,
            elder=min(elder),
            younger=max(younger),
        )


def _ages(strategy: Strategy, names: Sequence[str]) -> pl.DataFrame | None:
    """A row an age from 18, with the facts computed from it; None where others are read too."""
    needed = {fact for name in names for fact in _read_through(strategy, name)}
    if not needed <= {BIRTH, DAY}:
        return None
    frame = pl.DataFrame(
        {DAY: [_TODAY] * len(_AGES), BIRTH: [_TODAY - age * _YEAR - 1 for age in _AGES]}
    )
    for name, derived in strategy.derived.items():
        if _read_through(strategy, name) <= {BIRTH, DAY}:
            try:
                value = read_condition(derived.formula).expression().cast(pl.Float64)
                frame = frame.with_columns(value.alias(name))
            except PolarsError:
                return None  # its own fault is told elsewhere
    return frame


def _read_through(strategy: Strategy, name: str, within: tuple[str, ...] = ()) -> set[str]:
    """What a fact is computed from in the end; a circle, told elsewhere, ends where it closes."""
    derived = strategy.derived.get(name)
    if derived is None or name in within:
        return {name}
    inner = read_condition(derived.formula).names
    return {fact for part in inner for fact in _read_through(strategy, part, (*within, name))}
