"""Consider: what would follow if facts or terms were different; nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from workbench.credit.assessment import Assessment
from workbench.credit.facts import Kind, Value, dictionary
from workbench.errors import FactUnreadable, NotFound
from workbench.i18n import _
from workbench.money.amounts import from_minor
from workbench.scoring.engine import Engine, compile_strategy
from workbench.scoring.explain import to_assessment
from workbench.scoring.path_to_yes import Path, path_to_yes
from workbench.scoring.plan import Plan, credit_plan
from workbench.scoring.strategy import Strategy
from workbench.scoring.what_if import what_if
from workbench.spreadsheets.convert import every_row
from workbench.spreadsheets.frame_sheets import sheet_of
from workbench.spreadsheets.matching import match
from workbench.workflow.decide import CaseFile
from workbench.workflow.desk import now


@dataclass(frozen=True, slots=True)
class Considered:
    """The advice under changed facts, the offers that would stand, and the way to a yes."""

    changes: Mapping[str, Value]
    assessment: Assessment
    plan: Plan
    path: Path


def consider(file: CaseFile, changes: Mapping[str, str] | None = None) -> Considered:
    """Assess a case anew with some facts as a person types them; empty takes a fact away.

    Raises FactUnreadable or NotFound, naming the fact; NotFound when it was never assessed.
    """
    if file.strategy is None:
        raise NotFound(kind=_("assessment"), name=file.application.number)
    engine = engine_of(file.strategy)
    read = {
        name: read_value(name, text, file.application.currency)
        for name, text in (changes or {}).items()
    }
    facts = {**file.application.facts, **read}
    row = what_if(engine, file.application.facts, read)
    assessment = to_assessment(
        file.strategy, row, application_id=file.application.id, assessed_at=now()
    )
    return Considered(
        changes=read,
        assessment=assessment,
        plan=credit_plan(engine, facts),
        path=path_to_yes(engine, facts, on=now().date()),
    )


def at_terms(file: CaseFile, amount: Decimal, term_months: int) -> Assessment:
    """What the engine says of this applicant at another amount and term."""
    assert file.strategy is not None
    changes: dict[str, Value] = {"amount_requested": amount, "term_months": term_months}
    row = what_if(engine_of(file.strategy), file.application.facts, changes)
    return to_assessment(file.strategy, row, application_id=file.application.id, assessed_at=now())


_ENGINES: dict[tuple[str, date], Engine] = {}
_MOST_ENGINES = 8


def engine_of(strategy: Strategy) -> Engine:
    """The strategy compiled with today's rules; once, however often a person tries something."""
    wanted = (strategy.sha256, now().date())
    known = _ENGINES.get(wanted)
    if known is None:
        if len(_ENGINES) == _MOST_ENGINES:
            _ENGINES.pop(next(iter(_ENGINES)))
        known = _ENGINES[wanted] = compile_strategy(strategy, on=wanted[1])
    return known


def read_value(name: str, text: str, currency: str) -> Value:
    """A fact's value as a person types it, read as on import. Raises NotFound, FactUnreadable."""
    if name not in dictionary():
        raise NotFound(kind=_("fact"), name=name)
    if not text.strip():
        return None
    sheet = sheet_of(pl.DataFrame({name: [text]}), "")
    matching = match(sheet, dictionary())
    row = every_row(sheet, matching, dictionary(), currency=currency)
    value = row[name][0] if name in row.columns else None
    if value is None:
        raise FactUnreadable(value=text, fact=dictionary()[name].text())
    return _value(value, dictionary()[name].kind, currency)


def _value(value: float | str | bool | date, kind: Kind, currency: str) -> Value:
    if kind is Kind.MONEY:
        return from_minor(int(str(value)), currency)
    return Decimal(str(value)) if isinstance(value, float) else value
