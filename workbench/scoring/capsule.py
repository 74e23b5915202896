"""The decision capsule: one small file from which a decision can be proved again, years later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from workbench.credit.facts import dictionary
from workbench.scoring.engine import ENGINE_VERSION, compile_strategy
from workbench.scoring.explain import details
from workbench.scoring.frames import from_json
from workbench.scoring.strategy import read_strategy

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a capsule proves itself; `difference` names the first line that differs."""

    identical: bool
    difference: str = ""


def seal(
    *,
    facts: str,
    strategy_text: str,
    detail: str,
    override: Mapping[str, str] | None = None,
    letter_sha256: str = "",
    engine_version: str = ENGINE_VERSION,
    assessed_on: date | None = None,
    reason_method: str = "",
) -> str:
    """The capsule as text: canonical JSON with a digest over everything in it.

    `facts` and `detail` are the stored JSON of the application and of its assessment;
    `assessed_on` is the day whose rules were in force (the strategy's first day without one),
    `reason_method` how reasons were chosen from the score.
    """
    content = {
        "assessed_on": assessed_on.isoformat() if assessed_on else None,
        "capsule": FORMAT,
        "detail": detail,
        "engine": engine_version,
        "facts": facts,
        "letter_sha256": letter_sha256,
        "override": dict(override) if override else None,
        "reason_method": reason_method,
        "strategy": strategy_text,
        "strategy_sha256": hashlib.sha256(strategy_text.encode()).hexdigest(),
    }
    return _canonical({**content, "digest": _digest(content)})


def prove(capsule: str) -> Proof:
    """Check a capsule's digests, assess its facts anew, and compare line by line."""
    try:
        held = json.loads(capsule)
        digest = held.pop("digest")
    except (ValueError, KeyError, AttributeError, TypeError):
        return Proof(identical=False, difference="digest")
    if digest != _digest(held):
        return Proof(identical=False, difference="digest")
    if hashlib.sha256(held["strategy"].encode()).hexdigest() != held["strategy_sha256"]:
        return Proof(identical=False, difference="strategy_sha256")
    strategy, faults = read_strategy(held["strategy"])
    if strategy is None:
        return Proof(identical=False, difference=faults[0].text())
    frame = from_json(pl.Series([held["facts"]]), dictionary())
    day = held.get("assessed_on")
    engine = compile_strategy(strategy, on=date.fromisoformat(day) if day else None)
    return first_difference(held["detail"], details(engine.assess(frame))[0])


def first_difference(stored: str, made: str) -> Proof:
    """Identical, or the first name whose value differs: "score: 541 / 542"."""
    if stored == made:
        return Proof(identical=True)
    old, new = json.loads(stored), json.loads(made)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name) or (name in old) != (name in new):
            return Proof(identical=False, difference=f"{name}: {old.get(name)} / {new.get(name)}")
    return Proof(identical=False, difference="form")


def _canonical(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()
