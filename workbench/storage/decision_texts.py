"""Decisions and terms as canonical texts: what is stored, signed and carried to another machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from workbench.credit.decision import (
    CompensatingFactor,
    Decision,
    Override,
    OverrideDirection,
    Settlement,
)
from workbench.credit.status import Component, Outcome
from workbench.credit.terms import Terms
from workbench.storage.column_types import moment_of, moment_text


def canonical_text(said: Mapping[str, Any]) -> str:
    """JSON with sorted keys and nothing between them."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def decision_text(one: Decision) -> str:
    """A whole decision as canonical JSON; its id and who signed second are not part of it."""
    why = one.override or one.settlement
    return canonical_text(
        {
            "application": one.application_id,
            "assessment": one.assessment_id,
            "outcome": one.outcome.value,
            "officer": one.officer,
            "officer_title": one.officer_title,
            "decided_at": moment_text(one.decided_at),
            "decided_by": one.decided_by.value,
            "reasons": one.reasons,
            "terms": json.loads(terms_text(one.terms)) if one.terms else None,
            "direction": one.override.direction.value if one.override else None,
            "reason_code": why.reason_code if why else None,
            "justification": why.justification if why else None,
            "note": one.note,
            "replaces": one.replaces,
            **json.loads(details_text(one)),
        }
    )


def decision_of(text: str) -> Decision:
    """A decision back from its canonical JSON. Raises ValueError, KeyError or TypeError."""
    said = json.loads(text)
    why = (said["reason_code"], said["justification"])
    direction = said["direction"]
    override = Override(OverrideDirection(direction), *why) if direction else None
    factors, conditions = details_of(text)
    return Decision(
        application_id=said["application"],
        assessment_id=said["assessment"],
        outcome=Outcome(said["outcome"]),
        officer=said["officer"],
        officer_title=said["officer_title"],
        decided_at=moment_of(said["decided_at"]),
        decided_by=Component(said["decided_by"]),
        reasons=tuple(said["reasons"]),
        terms=terms_of(json.dumps(said["terms"])) if said["terms"] else None,
        override=override,
        note=said["note"],
        replaces=said["replaces"],
        settlement=Settlement(*why) if said["reason_code"] and not direction else None,
        factors=factors,
        conditions=conditions,
    )


def details_text(one: Decision) -> str:
    """A decision's compensating factors and conditions as canonical JSON."""
    factors = [
        {"what": each.what, "value": each.value, "evidence": each.evidence} for each in one.factors
    ]
    return canonical_text({"factors": factors, "conditions": one.conditions})


def details_of(text: str | None) -> tuple[tuple[CompensatingFactor, ...], tuple[str, ...]]:
    """Factors and conditions back from their text; none where there is no text."""
    said = json.loads(text) if text else {"factors": [], "conditions": []}
    factors = tuple(CompensatingFactor(**each) for each in said["factors"])
    return factors, tuple(said["conditions"])


def terms_text(terms: Terms) -> str:
    """Terms as canonical JSON: amounts and rates as exact decimal texts."""
    said = {field.name: getattr(terms, field.name) for field in fields(terms)}
    texts = {
        name: value if isinstance(value, int) or value is None else str(value)
        for name, value in said.items()
    }
    return canonical_text(texts)


def terms_of(text: str) -> Terms:
    """Terms back from their stored text."""
    said: Mapping[str, Any] = json.loads(text)
    return Terms(**{field.name: _typed(field.type, said[field.name]) for field in fields(Terms)})


def _typed(kind: Any, value: Any) -> Any:
    name = str(kind)
    if value is None:
        return None
    if "Decimal" in name:
        return Decimal(value)
    return date.fromisoformat(value) if "date" in name else value
