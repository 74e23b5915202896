"""Strategies: which there are, what a change would do to past cases, and two-person publishing.

A lender's own version is drafted, proposed by one person with its difference and the past
decisions it would flip in view, and published by another. From its first day on it assesses its
product, in place of the one before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import polars as pl

from workbench.errors import StrategyFaulty, StrategyRefused, StrategyUnknown
from workbench.i18n import Language, _
from workbench.scoring import difference as differences
from workbench.scoring.check import check as faults_of
from workbench.scoring.check import urged as urged_of
from workbench.scoring.compare import Comparison, flips, reads_only_what_is_known
from workbench.scoring.compare import compare as compared
from workbench.scoring.difference import Change
from workbench.scoring.engine import compile_strategy
from workbench.scoring.faults import Fault
from workbench.scoring.readable import readable
from workbench.scoring.strategy import FILE_NAME, Strategy, parse_strategy, shipped
from workbench.scoring.strategy_tree import to_text, tree_of, with_value
from workbench.storage import applications
from workbench.storage import lender_strategies as kept
from workbench.storage.lender_strategies import LenderStrategy
from workbench.workflow import people
from workbench.workflow.desk import Desk, now
from workbench.workflow.product_strategies import products, strategy_in
from workbench.workflow.strategy_trials import applicants_in


class StrategyState(StrEnum):
    """Where a version of a strategy stands."""

    SHIPPED = "shipped"
    PROPOSED = "proposed"  # waits for a second person
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Listed:
    """One version of a strategy; `in_force` when it assesses its product today."""

    strategy: Strategy
    state: StrategyState
    in_force: bool = False
    proposed_by: str = ""
    proposed_at: datetime | None = None
    published_by: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CountedChange:
    """One change, and what it would do if made alone: how many past cases would get another
    advice, and on how many of these a person's decision stands. None where it cannot be told."""

    change: Change
    flips: int | None
    decided: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two strategies, tried on the `cases` that were assessed before.

    `flips` and `decided` count for all changes together; `moved` counts cases by their advice,
    ("refer", "approve"), old to new.
    """

    old: Strategy
    new: Strategy
    changes: tuple[CountedChange, ...]
    cases: int
    flips: int
    decided: int
    moved: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Simulation:
    """How a strategy would advise on some cases: counts by advice, and the mean PD of those it
    would accept (None when there are none)."""

    rows: int
    advice: Mapping[str, int]
    mean_pd_accepted: float | None


def list_all(desk: Desk) -> tuple[Listed, ...]:
    """Every version there is, by product; of each product the shipped one first, then by age."""
    found = [Listed(strategy, StrategyState.SHIPPED) for strategy in shipped().values()]
    found += [_listed(one) for one in kept.lender_strategies(desk.store)]
    chosen = {strategy.sha256 for strategy in products(desk).values()}
    ordered = sorted(found, key=lambda one: one.strategy.product)
    return tuple(replace(one, in_force=one.strategy.sha256 in chosen) for one in ordered)


def text_of(name: str, desk: Desk | None = None) -> str:
    """The text of a strategy: by product (the one in force), by its digest or the first of it
    (eight characters at least), or by file or folder. Raises StrategyUnknown."""
    own = kept.lender_strategies(desk.store) if desk else ()
    for one in own:
        if len(name) >= 8 and one.sha256.startswith(name):
            return one.source
    known = products(desk) if desk else shipped()
    if name in known:
        return known[name].source_text
    file = Path(name)
    try:
        if file.is_dir():
            file /= FILE_NAME
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise StrategyUnknown(name=name, known=", ".join(sorted(known))) from fault


def difference(desk: Desk, old: str, new: str) -> Difference:
    """What differs between two strategy texts, with the past cases each change would flip.

    Raises StrategyFaulty when one of them cannot be read.
    """
    was, now_ = _usable(old), _usable(new)
    found = differences.changes(was, now_)
    past = kept.past_cases(desk.store, was.product)
    frame = applications.fact_frame(desk.store, [case.application_id for case in past])
    decided = pl.Series([case.decided for case in past], dtype=pl.Boolean)
    counted = tuple(
        CountedChange(change, *_counts(rows, decided))
        for change, rows in zip(found, flips(was, frame, found, on=_today()), strict=True)
    )
    both = compared(was, now_, frame, on=_today())
    return Difference(
        old=was,
        new=now_,
        changes=counted,
        cases=frame.height,
        flips=both.flipped,
        decided=int((both.differs & decided).sum()),
        moved=both.moved,
    )


def cases(desk: Desk | None, text: str, table: Path | None = None) -> pl.DataFrame:
    """What a strategy can be tried on: a table of applicants, or else the store's past cases of
    its product, as a fact frame. Raises StrategyFaulty, FileNotReadable or ColumnsMissing."""
    strategy = strategy_in(text)
    if table is not None:
        return applicants_in(table, strategy)
    past = kept.past_cases(desk.store, strategy.product) if desk else ()
    ids = [case.application_id for case in past]
    return applications.fact_frame(desk.store, ids) if desk else pl.DataFrame()


def simulate(text: str, frame: pl.DataFrame) -> Simulation:
    """How a strategy would advise on `cases`. Raises StrategyFaulty."""
    engine = compile_strategy(_usable(text), on=_today())
    found = engine.assess(frame, explain=False).select("advice", "pd_ppm")
    accepted = found.filter(pl.col("advice").is_in(["approve", "counter_offer"]))["pd_ppm"].mean()
    return Simulation(
        rows=found.height,
        advice=dict(sorted(Counter(found["advice"].to_list()).items())),
        mean_pd_accepted=accepted / 1e6 if isinstance(accepted, float) else None,
    )


def compare(old: str, new: str, frame: pl.DataFrame) -> Comparison:
    """Two strategies on the same `cases`: the swap set. Raises StrategyFaulty."""
    return compared(_usable(old), _usable(new), frame, on=_today())


def faults(text: str) -> tuple[Fault, ...]:
    """Every fault of a strategy's text, in the order of its lines; empty when it may be used."""
    return faults_of(text)


def urged(text: str) -> tuple[Fault, ...]:
    """What a strategy may be used with, but should not be left so, by line."""
    return urged_of(text)


def document(text: str, language: Language | None = None) -> str:
    """A strategy as a document a risk manager reads. Raises StrategyFaulty."""
    return readable(strategy_in(text), language)


def product_of(text: str) -> str:
    """The product a strategy is for. Raises StrategyFaulty."""
    return strategy_in(text).product


def edited(text: str, values: Mapping[tuple[str, ...], object], *, version: str) -> str:
    """The text of the next version: figures changed by their path, None taking one away.

    Entries of lists go by their names: ("rules", "income_minimum", "threshold"): Decimal(15000).
    The text is laid out anew. Raises StrategyFaulty when `text` cannot be read.
    """
    tree = with_value(tree_of(strategy_in(text)), ("version",), version)
    for path, value in values.items():
        tree = with_value(tree, path, value)
    return to_text(tree)


def draft(desk: Desk, text: str, *, proposer: str, file: str = "") -> Listed:
    """Propose a strategy: checked in full, then kept until a second person publishes it.
    `file` names where the text came from.

    Raises StrategyFaulty with every fault, StrategyRefused when its version is taken or not
    above the one in force.
    """
    strategy = parse_strategy(text, file)
    _refuse_without_name(proposer, strategy)
    _refuse_version(desk, strategy)
    kept.propose(desk.store, strategy, actor=proposer.strip(), at=now())
    return _found(desk, strategy.sha256)


def publish(desk: Desk, sha256: str, *, approver: str) -> Listed:
    """Put a proposal in force from its first day on. The approver is not who proposed it.

    Raises StrategyUnknown, StrategyFaulty, or StrategyRefused for the same person or a second
    time.
    """
    one = _found(desk, sha256)
    strategy = parse_strategy(one.strategy.source_text)
    _refuse_without_name(approver, strategy)
    if one.state is StrategyState.PUBLISHED:
        _refuse(strategy, _("it is published already."))
    if _same_person(approver, one.proposed_by):
        _refuse(strategy, _("whoever proposed it cannot publish it. Ask a second person."))
    if together := people.in_this_session(desk, one.proposed_by):
        _refuse(strategy, together)
    kept.publish(desk.store, strategy, actor=approver.strip(), proposer=one.proposed_by, at=now())
    return _found(desk, strategy.sha256)


def _today() -> date:
    return now().date()


def _usable(text: str) -> Strategy:
    """A strategy that can be run, whether or not its examples hold. Raises StrategyFaulty."""
    strategy = strategy_in(text)
    if not reads_only_what_is_known(strategy):
        said = "\n".join(fault.text() for fault in faults_of(text))
        raise StrategyFaulty(file=f"{strategy.id} {strategy.version}", faults=said)
    return strategy


def _listed(one: LenderStrategy) -> Listed:
    return Listed(
        strategy=strategy_in(one.source),
        state=StrategyState.PUBLISHED if one.published_at else StrategyState.PROPOSED,
        proposed_by=one.proposed_by,
        proposed_at=one.proposed_at,
        published_by=one.published_by,
        published_at=one.published_at,
    )


def _found(desk: Desk, sha256: str) -> Listed:
    listed = [
        one
        for one in list_all(desk)
        if one.state is not StrategyState.SHIPPED
        and len(sha256) >= 8
        and one.strategy.sha256.startswith(sha256)
    ]
    if not listed:
        proposed = (one.sha256[:12] for one in kept.lender_strategies(desk.store))
        raise StrategyUnknown(name=sha256, known=", ".join(proposed))
    return listed[0]


def _counts(rows: pl.Series | None, decided: pl.Series) -> tuple[int | None, int | None]:
    return (None, None) if rows is None else (int(rows.sum()), int((rows & decided).sum()))


def _refuse(strategy: Strategy, why: str) -> None:
    raise StrategyRefused(name=f"{strategy.id} {strategy.version}", why=why)


def _refuse_without_name(person: str, strategy: Strategy) -> None:
    if not person.strip():
        _refuse(strategy, _("nobody is named who answers for it."))


def _refuse_version(desk: Desk, strategy: Strategy) -> None:
    current = products(desk).get(strategy.product)
    versions = [one.strategy for one in list_all(desk) if one.strategy.product == strategy.product]
    if any(one.sha256 == strategy.sha256 for one in versions):
        _refuse(strategy, _("this very file is on record already."))
    if any(one.version == strategy.version for one in versions):
        _refuse(strategy, _("version {version} is taken; raise it.", version=strategy.version))
    if current is not None and strategy.version_parts < current.version_parts:
        _refuse(
            strategy,
            _("its version lies below {version}, which is in force.", version=current.version),
        )


def _same_person(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
