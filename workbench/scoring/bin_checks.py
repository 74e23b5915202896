"""Faults of a scorecard's bins: gaps, overlaps, bins nobody reaches, points that go astray."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from workbench.credit.facts import Dictionary, Fact, Kind
from workbench.i18n import N_
from workbench.scoring.faults import FaultList
from workbench.scoring.protected_checks import protected_facts
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Bin, Characteristic
from workbench.scoring.toml_lines import Path

_WORDS = (Kind.CHOICE, Kind.YES_NO)
_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.RATIO, Kind.DURATION)
_LOWEST, _HIGHEST = Decimal("-Infinity"), Decimal("Infinity")


def check_bins(strategy: Strategy, known: Dictionary, found: FaultList) -> None:
    """Collect the faults of every characteristic."""
    seen: set[str] = set()
    for number, characteristic in enumerate(strategy.scorecard.characteristics):
        path: Path = ("scorecard", "characteristics", number)
        if characteristic.name in seen:
            found.add(path, N_("The name {name} is taken."), name=characteristic.name)
        seen.add(characteristic.name)
        if characteristic.fact in strategy.derived or characteristic.fact in known:
            _check_characteristic(strategy, characteristic, known, path, found)
        else:
            found.add((*path, "fact"), N_("There is no fact {fact}."), fact=characteristic.fact)


def _check_characteristic(
    strategy: Strategy,
    characteristic: Characteristic,
    known: Dictionary,
    path: Path,
    found: FaultList,
) -> None:
    for fact in protected_facts(strategy, characteristic.fact, known):
        found.add(
            (*path, "fact"),
            N_("{fact} is a protected characteristic and must not be scored."),
            fact=fact,
        )
    derived = strategy.derived.get(characteristic.fact)
    kind = derived.kind if derived else known[characteristic.fact].kind
    if not any(bin_.is_interval or bin_.values for bin_ in characteristic.bins):
        found.add((*path, "bins"), N_("{name} has no bin for a value."), name=characteristic.name)
    if kind in _NUMBERS:
        _check_numbers(characteristic, None if derived else known[characteristic.fact], path, found)
    elif kind in _WORDS:
        _check_words(characteristic, None if derived else known[characteristic.fact], path, found)
    else:
        found.add(
            (*path, "fact"), N_("{fact} is of a kind that has no bins."), fact=characteristic.fact
        )
    _check_missing(characteristic, path, found)


def _check_missing(characteristic: Characteristic, path: Path, found: FaultList) -> None:
    missing = [number for number, bin_ in enumerate(characteristic.bins) if bin_.missing]
    if len(missing) > 1:
        found.add((*path, "bins", missing[1]), N_("There are two bins for missing values."))
    for number in missing:
        if characteristic.bins[number].points > characteristic.minimum:
            found.add(
                (*path, "bins", number),
                N_("{name}: not knowing gives more points than the worst value known."),
                name=characteristic.name,
            )


def _check_words(
    characteristic: Characteristic, fact: Fact | None, path: Path, found: FaultList
) -> None:
    seen: set[str | bool | Decimal] = set()
    allowed = {choice.word for choice in fact.choices} if fact else set()
    for number, bin_ in enumerate(characteristic.bins):
        place = (*path, "bins", number)
        if bin_.is_interval:
            found.add(place, N_("{fact} has words, not numbers."), fact=characteristic.fact)
        for word in bin_.values or ():
            if word in seen:
                found.add(place, N_("“{word}” is in two bins."), word=word)
            seen.add(word)
            if fact and fact.kind is Kind.CHOICE and word not in allowed:
                found.add(place, N_("{fact} has no choice “{word}”."), fact=fact.name, word=word)
            if fact and fact.kind is Kind.YES_NO and not isinstance(word, bool):
                found.add(place, N_("{fact} is true or false."), fact=fact.name)


def _check_numbers(
    characteristic: Characteristic, fact: Fact | None, path: Path, found: FaultList
) -> None:
    intervals: list[tuple[Decimal, Decimal, int]] = []
    for number, bin_ in enumerate(characteristic.bins):
        place = (*path, "bins", number)
        if bin_.is_interval:
            least, below = _ends(bin_)
            if least >= below:
                found.add(place, N_("No value falls into this bin."))
            else:
                intervals.append((least, below, number))
            _check_range(bin_, fact, place, found)
        elif any(not isinstance(value, Decimal) for value in bin_.values or ()):
            found.add(place, N_("{fact} has numbers, not words."), fact=characteristic.fact)
    _check_cover(sorted(intervals), characteristic, path, found)
    _check_special(characteristic, path, found)
    _check_direction(characteristic, sorted(intervals), path, found)


def _ends(bin_: Bin) -> tuple[Decimal, Decimal]:
    return (
        _LOWEST if bin_.least is None else bin_.least,
        _HIGHEST if bin_.below is None else bin_.below,
    )


def _check_range(bin_: Bin, fact: Fact | None, place: Path, found: FaultList) -> None:
    """A bin beyond what is plausible is nearly always a wrong unit (percent for ratio)."""
    if fact is None:
        return
    beyond = bin_.least is not None and fact.most is not None and bin_.least > fact.most
    short = bin_.below is not None and fact.least is not None and bin_.below <= fact.least
    if beyond or short:
        found.add(
            place,
            N_("No plausible {fact} falls into this bin; look at the unit."),
            fact=fact.name,
        )


def _check_cover(
    intervals: Sequence[tuple[Decimal, Decimal, int]],
    characteristic: Characteristic,
    path: Path,
    found: FaultList,
) -> None:
    if not intervals:
        return
    if intervals[0][0] != _LOWEST or max(end for _start, end, _n in intervals) != _HIGHEST:
        found.add(
            (*path, "bins"),
            N_("{name}: the first bin has no “from” and the last no “below”, so all is covered."),
            name=characteristic.name,
        )
    reached = intervals[0][1]
    for start, end, number in intervals[1:]:
        place = (*path, "bins", number)
        if start > reached:
            found.add(
                place,
                N_("{name}: there is a gap from {reached} to {start}."),
                name=characteristic.name,
                reached=reached,
                start=start,
            )
        elif start < reached:
            found.add(
                place,
                N_("{name}: bins overlap from {start} to {reached}."),
                name=characteristic.name,
                start=start,
                reached=min(reached, end),
            )
        reached = max(reached, end)


def _check_special(characteristic: Characteristic, path: Path, found: FaultList) -> None:
    seen: set[object] = set()
    for number, bin_ in enumerate(characteristic.bins):
        for value in bin_.values or ():
            if value in seen:
                found.add((*path, "bins", number), N_("“{word}” is in two bins."), word=value)
            seen.add(value)


def _check_direction(
    characteristic: Characteristic,
    intervals: Sequence[tuple[Decimal, Decimal, int]],
    path: Path,
    found: FaultList,
) -> None:
    if characteristic.direction == "any":
        return
    sign = 1 if characteristic.direction == "rising" else -1
    points = [(characteristic.bins[number].points, number) for _start, _end, number in intervals]
    for (before, _earlier), (after, number) in pairwise(points):
        if sign * (after - before) < 0:
            found.add(
                (*path, "bins", number, "points"),
                N_("{name}: points are declared {direction}, but go from {before} to {after}."),
                name=characteristic.name,
                direction=characteristic.direction,
                before=before,
                after=after,
            )
