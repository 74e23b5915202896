"""Assess: the engine's advice on every application that is ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from workbench import __version__
from workbench.scoring.engine import compile_strategy
from workbench.scoring.explain import details
from workbench.scoring.strategy import Strategy
from workbench.storage import applications, assessments, batches
from workbench.workflow.desk import Desk, Step, no_step, now
from workbench.workflow.product_strategies import in_force


@dataclass(frozen=True, slots=True)
class AssessResult:
    """How many applications were assessed, with which advice, by which strategy."""

    assessed: int
    advice: Mapping[str, int]
    used: tuple[Strategy, ...]

    @property
    def strategy(self) -> str:
        """The strategies by id and version: "personal-loan 1.0"."""
        return ", ".join(f"{one.id} {one.version}" for one in self.used)

    @property
    def strategy_sha256(self) -> str:
        """Their digests."""
        return ", ".join(one.sha256 for one in self.used)


def assess_ready(desk: Desk, *, batch: int | None = None, step: Step = no_step) -> AssessResult:
    """Assess every application that waits for it; each batch is stored whole or not at all."""
    ready = [b for b in batches.batches(desk.store) if batch is None or b.id == batch]
    counted: Counter[str] = Counter()
    used: list[Strategy] = []
    for at, one in enumerate(ready):
        step(at, len(ready))
        strategy = in_force(desk, one.product)
        counted.update(_assess_batch(desk, one.id, strategy))
        if strategy not in used:
            used.append(strategy)
    step(len(ready), len(ready))
    return AssessResult(
        assessed=counted.total(),
        advice=dict(sorted(counted.items())),
        used=tuple(used),
    )


def _assess_batch(desk: Desk, batch: int, strategy: Strategy) -> Counter[str]:
    facts = applications.fact_frame(desk.store, batch=batch, state="ready")
    if facts.is_empty():
        return Counter()
    at = now()
    engine = compile_strategy(strategy, on=at.date())
    result = engine.assess(facts).with_columns(facts["application_id"])
    assessments.add_assessments(
        desk.store,
        strategy,
        result,
        details(result),
        engine_version=__version__,
        actor=desk.officer(),
        at=at,
    )
    return Counter(result["advice"].to_list())
