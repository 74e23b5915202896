"""The figures of a strategy that a lender sets: cut-offs, thresholds, caps, prices and limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from workbench.credit.facts import Kind
from workbench.i18n import N_, _, number, pick
from workbench.money.typed_figures import typed_figure
from workbench.scoring.field_words import field_word
from workbench.ui.source_words import source_words
from workbench.ui.strategy_words import kind_of, rule_words
from workbench.ui.words import Text

if TYPE_CHECKING:
    from workbench.scoring.strategy import Strategy
    from workbench.scoring.strategy_format import Rule

_COMPARED = re.compile(r"([A-Za-z_]\w*)\s*(?:<=|>=|<>|[<>=])\s*threshold")
_PLAIN: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    (N_("Cut-offs"), Kind.COUNT, ("cut_off.approve", "cut_off.decline")),
    (
        N_("Affordability"),
        Kind.RATIO,
        (
            *("affordability.cap", "affordability.stress.rate_up"),
            *("affordability.stress.income_down", "affordability.stress.cap"),
        ),
    ),
    (N_("Affordability"), Kind.MONEY, ("affordability.residual_floor",)),
    (
        N_("Price"),
        Kind.RATIO,
        (
            *("price.funding", "price.cost", "price.loss_given_default", "price.capital"),
            *("price.hurdle", "price.rate_least", "price.legal_cap"),
        ),
    ),
    (N_("Limit"), Kind.MONEY, ("request.amount_least", "request.amount_most", "limit.step")),
)
GROUPS = (
    N_("Cut-offs"),
    N_("Policy rules"),
    N_("Affordability"),
    N_("Price"),
    N_("Grades"),
    N_("Limit"),
)
"""The groups of figures, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its place in the file, what it is called, its kind and value, and its source."""

    path: tuple[str, ...]
    group: str
    name: Text
    kind: Kind
    value: Decimal
    source: str = ""
    rule: Text = ""
    """For a threshold, the condition it stands in, as it is in force."""

    def text(self, value: Decimal | None = None) -> str:
        """The figure as a field holds it: a ratio of 0.43 is "43%"."""
        said = self.value if value is None else value
        said = said * 100 if self.kind is Kind.RATIO else said
        digits = max(0, -int(said.normalize().as_tuple().exponent))
        return number(said, places=digits) + ("%" if self.kind is Kind.RATIO else "")

    def read(self, text: str) -> Decimal | None:
        """The value of what a person typed; None when it is not a figure."""
        value = typed_figure(unicodedata.normalize("NFKC", text).strip().removesuffix("%"))
        if value is None or (self.kind is Kind.COUNT and value % 1):
            return None
        return value / 100 if self.kind is Kind.RATIO else value


def figures_of(strategy: Strategy) -> tuple[Figure, ...]:
    """Every figure a lender may set in a form, by group."""
    found = [*_plain(strategy), *_thresholds(strategy), *_grades(strategy), *_limits(strategy)]
    return tuple(sorted(found, key=lambda figure: GROUPS.index(figure.group)))


def _plain(strategy: Strategy) -> Iterator[Figure]:
    for group, kind, places in _PLAIN:
        for place in places:
            path = tuple(place.split("."))
            value: object = strategy
            for part in path:
                value = getattr(value, part)
            name = partial(_begun, field_word(path))
            yield Figure(path, group, name, kind, Decimal(str(value)))


def _begun(word: str) -> str:
    """A figure's word at the beginning of a line."""
    said = _(word)
    return said[:1].upper() + said[1:]


def _thresholds(strategy: Strategy) -> Iterator[Figure]:
    for rule in strategy.rules:
        if rule.threshold is not None:
            yield Figure(
                ("rules", rule.id, "threshold"),
                N_("Policy rules"),
                partial(pick, rule.label.both()),
                threshold_kind(rule, strategy),
                rule.threshold,
                source_words(rule.source),
                partial(rule_words, rule, strategy.derived),
            )


def threshold_kind(rule: Rule, strategy: Strategy) -> Kind:
    """What sort of value a rule's threshold is: that of the fact it is compared with."""
    compared = _COMPARED.search(rule.passes_when or rule.fails_when or "")
    kind = kind_of(compared.group(1), strategy.derived) if compared else Kind.NUMBER
    return Kind.NUMBER if kind is Kind.COUNT else kind


def _grades(strategy: Strategy) -> Iterator[Figure]:
    for grade in strategy.grades:
        start = ("grades", grade.name)
        if grade.score > strategy.scorecard.score_least:
            name = _graded(grade.name, "score")
            yield Figure((*start, "score"), N_("Grades"), name, Kind.COUNT, Decimal(grade.score))
        if grade.limit is not None:
            name = _graded(grade.name, "limit")
            yield Figure((*start, "limit"), N_("Grades"), name, Kind.MONEY, grade.limit)


def _graded(grade: str, key: str) -> Text:
    word = field_word(("grades", key))
    return lambda: _("Grade {name}: {figure}", name=grade, figure=_(word))


def _limits(strategy: Strategy) -> Iterator[Figure]:
    for term in strategy.limit.terms:
        for key in ("amount", "loss_budget"):
            value = getattr(term, key)
            if value is not None:
                yield Figure(
                    ("limit", "terms", term.name, key),
                    N_("Limit"),
                    partial(pick, term.label.both()),
                    Kind.MONEY,
                    value,
                )
