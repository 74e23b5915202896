"""Who may decide what: amount on total exposure, points from the cut-off, class of rule.

The matrix is `resources/authority.toml`. A hard rule is no matter of authority: nobody may
set it aside, and `credit.deciding` sees to that.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.credit.assessment import Assessment, RuleClass, RuleFinding, Verdict
from workbench.credit.decision import OverrideDirection
from workbench.credit.roles import Right
from workbench.credit.status import Outcome
from workbench.i18n import Language, _, current, money, number, pick

GRANTS = (Outcome.APPROVE, Outcome.COUNTER_OFFER)


@dataclass(frozen=True, slots=True)
class Authority:
    """What one role may decide alone. None: that axis does not bind.

    `points_below` is how far under the approval cut-off this role may approve, `points_above`
    how far above it this role may decline against the advice. Overrides in the directions of
    `second_person_for` are not this role's to make alone.
    """

    role: str
    label: Mapping[str, str]
    amount_most: Decimal | None
    points_below: int | None
    points_above: int | None
    sets_aside: frozenset[RuleClass]
    second_person_for: frozenset[OverrideDirection]
    rights: frozenset[Right] = frozenset()

    def text(self, language: Language | None = None) -> str:
        """The role as people read it."""
        return pick(dict(self.label), language)


class CoDecision(StrEnum):
    """How the amounts of two people who decide together count."""

    NON_ADDITIVE = "non_additive"  # one of the two holds the whole amount
    ADDITIVE = "additive"  # their amounts add up


@dataclass(frozen=True, slots=True)
class Matrix:
    """All roles, from the least to the most entitled, and the role of one who works alone.

    `rights` says of each right how people read it and which journal events it covers; an offer
    stands for `offer_days_most` at most; `source` is the file's own text, and `sha256` names it.
    """

    version: str
    alone: str
    roles: Mapping[str, Authority]
    offer_days_most: int
    co_decision: CoDecision = CoDecision.NON_ADDITIVE
    rights: Mapping[Right, tuple[Mapping[str, str], tuple[str, ...]]] = field(default_factory=dict)
    source: str = ""

    @property
    def sha256(self) -> str:
        """The name of this very matrix."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    def who(self, may: Callable[[Authority], bool]) -> str:
        """The roles for which a question is answered yes, as people read them."""
        mark = "、" if current() is Language.ZH else ", "
        decides = {Right.DECIDE, Right.SIGN}
        asked = [one for one in self.roles.values() if one.role != self.alone]
        return mark.join(one.text() for one in asked if one.rights & decides and may(one))

    def covering(self, event: str) -> frozenset[Right]:
        """The rights that cover a journal event; those of everything else where none names it."""
        named = {right for right, (_texts, events) in self.rights.items() if event in events}
        rest = {right for right, (_texts, events) in self.rights.items() if "*" in events}
        return frozenset(named or rest)

    def grants(self, role: str, event: str) -> bool:
        """Whether a role may do what this journal event tells of."""
        return bool(self.roles[role].rights & self.covering(event))


@dataclass(frozen=True, slots=True)
class Act:
    """What a decision does that needs authority. `exposure` is all the person owes us, the new loan
    included; it counts only when credit is granted."""

    outcome: Outcome
    direction: OverrideDirection | None
    exposure: Decimal
    currency: str


@cache
def authority_matrix(file: Path | None = None) -> Matrix:
    """The shipped matrix of authority, or the lender's own."""
    chosen = file or paths.resources() / "authority.toml"
    return read_matrix(chosen.read_text(encoding="utf-8"))


@cache
def read_matrix(source: str) -> Matrix:
    """The matrix that a text in the manner of `authority.toml` holds."""
    raw = tomllib.loads(source)
    return Matrix(
        version=raw["version"],
        alone=raw["alone"],
        roles={entry["name"]: _authority(entry) for entry in raw["roles"]},
        co_decision=CoDecision(raw["co_decision"]),
        rights={
            Right(entry["name"]): ({"en": entry["en"], "zh": entry["zh"]}, tuple(entry["events"]))
            for entry in raw["rights"]
        },
        offer_days_most=raw["offer_days_most"],
        source=source,
    )


def missing_authority(
    assessment: Assessment, act: Act, *, role: str, matrix: Matrix
) -> tuple[str, ...]:
    """One sentence per axis on which this role may not act, each naming who could.

    Empty when the role is entitled. Raises KeyError for a role the matrix does not have.
    """
    held = matrix.roles[role]
    if Right.DECIDE not in held.rights:
        return (
            _(
                "{role} may not decide cases. Who could: {who}.",
                role=held.text(),
                who=matrix.who(lambda one: Right.DECIDE in one.rights),
            ),
        )
    return (
        *lacking_alone(assessment, act, role=role, matrix=matrix),
        *_second_person(act, held, matrix),
    )


def lacking_alone(
    assessment: Assessment, act: Act, *, role: str, matrix: Matrix
) -> tuple[str, ...]:
    """One sentence per axis (amount, points, rules) on which a role falls short by itself."""
    held = matrix.roles[role]
    return (
        *_over_amount(act, held, matrix),
        *_too_far_below(assessment, act, held, matrix),
        *_too_far_above(assessment, act, held, matrix),
        *_rules_in_the_way(assessment, act, held, matrix),
    )


def _over_amount(act: Act, held: Authority, matrix: Matrix) -> Iterator[str]:
    if act.outcome not in GRANTS or _within(act.exposure, held.amount_most):
        return
    yield _(
        "{role} may grant up to {most} on total exposure; this comes to {exposure}. "
        "Who could: {who}.",
        role=held.text(),
        most=money(held.amount_most, act.currency),
        exposure=money(act.exposure, act.currency),
        who=matrix.who(lambda role: _within(act.exposure, role.amount_most)),
    )


def _too_far_below(
    assessment: Assessment, act: Act, held: Authority, matrix: Matrix
) -> Iterator[str]:
    if act.outcome not in GRANTS or assessment.score is None:
        return
    below = max(assessment.cut_off_approve - assessment.score, 0)
    if _within(below, held.points_below):
        return
    yield _(
        "{role} may approve down to {most} points below the cut-off; this is {points} below. "
        "Who could: {who}.",
        role=held.text(),
        most=number(held.points_below or 0),
        points=number(below),
        who=matrix.who(lambda role: _within(below, role.points_below)),
    )


def _too_far_above(
    assessment: Assessment, act: Act, held: Authority, matrix: Matrix
) -> Iterator[str]:
    if act.direction is not OverrideDirection.DECLINE_OVER_APPROVE or assessment.score is None:
        return
    above = assessment.score - assessment.cut_off_approve
    if _within(above, held.points_above):
        return
    yield _(
        "{role} may decline up to {most} points above the cut-off; this is {points} above. "
        "Who could: {who}.",
        role=held.text(),
        most=number(held.points_above or 0),
        points=number(above),
        who=matrix.who(lambda role: _within(above, role.points_above)),
    )


def _rules_in_the_way(
    assessment: Assessment, act: Act, held: Authority, matrix: Matrix
) -> Iterator[str]:
    if act.outcome not in GRANTS:
        return
    barred = [rule for rule in in_the_way(assessment) if rule.rule_class not in held.sets_aside]
    if not barred:
        return
    classes = {rule.rule_class for rule in barred}
    yield _(
        "{role} may not set aside {rules}. Who could: {who}.",
        role=held.text(),
        rules="; ".join(f"“{pick(dict(rule.label))}”" for rule in barred),
        who=matrix.who(lambda role: classes <= role.sets_aside),
    )


def _second_person(act: Act, held: Authority, matrix: Matrix) -> Iterator[str]:
    if act.direction is None or act.direction not in held.second_person_for:
        return
    yield _(
        "{role} needs a second person for this override. Who could alone: {who}.",
        role=held.text(),
        who=matrix.who(lambda role: act.direction not in role.second_person_for),
    )


def _within(value: Decimal | int, most: Decimal | int | None) -> bool:
    return most is None or value <= most


def in_the_way(assessment: Assessment) -> tuple[RuleFinding, ...]:
    """The soft and refer rules that a grant would set aside: failed, or not evaluated."""
    return tuple(
        rule
        for rule in assessment.rules
        if rule.verdict is not Verdict.PASSED
        and rule.rule_class in (RuleClass.SOFT, RuleClass.REFER)
    )


def _authority(entry: Mapping[str, Any]) -> Authority:
    most = entry.get("amount_most")
    return Authority(
        role=entry["name"],
        label={"en": entry["en"], "zh": entry["zh"]},
        amount_most=None if most is None else Decimal(most),
        points_below=entry.get("points_below"),
        points_above=entry.get("points_above"),
        sets_aside=frozenset(map(RuleClass, entry["sets_aside"])),
        second_person_for=frozenset(map(OverrideDirection, entry.get("second_person_for", ()))),
        rights=frozenset(map(Right, entry["rights"])),
    )
