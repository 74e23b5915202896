"""Faults of conditions and formulas: names, functions, words and types."""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl
from polars.exceptions import PolarsError

from workbench.credit.facts import Dictionary, Kind
from workbench.i18n import N_
from workbench.scoring.engine import condition_type
from workbench.scoring.faults import FaultList
from workbench.scoring.rule_language import FUNCTIONS, THRESHOLD, Condition, read_condition
from workbench.scoring.strategy import Strategy
from workbench.scoring.toml_lines import Path

_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.RATIO, Kind.DURATION)


class _Names:
    """The names a condition may use, growing as derived facts are read in order."""

    def __init__(self, known: Dictionary, found: FaultList) -> None:
        self.known = known
        self.found = found
        self.types: dict[str, type[pl.DataType]] = {
            fact.name: condition_type(fact.kind) for fact in known
        }

    def check(self, text: str, threshold: Decimal | None, path: Path, *, boolean: bool) -> None:
        """Collect what is wrong with one condition (`boolean`) or formula."""
        condition = read_condition(text, threshold)
        unknown = [name for name in condition.names if name not in self.types]
        for name in unknown:
            sentence = (
                N_("The rule uses “threshold” but has none.")
                if name == THRESHOLD
                else N_("There is no fact {fact}.")
            )
            self.found.add(path, sentence, fact=name)
        for name in condition.functions:
            if name not in FUNCTIONS:
                self.found.add(
                    path,
                    N_("The function {function} is not allowed; allowed are: {allowed}."),
                    function=name,
                    allowed=", ".join(sorted(FUNCTIONS)),
                )
                unknown.append(name)
        self._check_words(condition, path)
        self._check_units(condition, path)
        if not unknown:
            self._check_type(condition, path, boolean=boolean)

    def _check_units(self, condition: Condition, path: Path) -> None:
        """A fact compared with what it never reaches is nearly always a wrong unit."""
        for name, number in _COMPARED.findall(condition.sql):
            if name not in self.known:
                continue
            least, most = self.known[name].least, self.known[name].most
            beyond = most is not None and Decimal(number) > most
            if beyond or (least is not None and Decimal(number) < least):
                self.found.add(
                    path,
                    N_("No plausible {fact} reaches {number}; look at the unit."),
                    fact=name,
                    number=number,
                )

    def _check_words(self, condition: Condition, path: Path) -> None:
        choices = {
            choice.word
            for name in condition.names
            if name in self.known
            for choice in self.known[name].choices
        }
        texts = [n for n in condition.names if n in self.known and self.known[n].kind is Kind.TEXT]
        for word in condition.literals:
            if word not in choices and not texts:
                self.found.add(path, N_("No fact here has a choice “{word}”."), word=word)

    def _check_type(self, condition: Condition, path: Path, *, boolean: bool) -> None:
        empty = pl.DataFrame(schema={name: self.types[name] for name in condition.names})
        try:
            value = condition.expression()
            made = empty.lazy().select(value.alias("value")).collect_schema()["value"]
            empty.select(value.alias("value"))
        except PolarsError as fault:
            said = str(fault).splitlines()[0][:160]
            self.found.add(path, N_("The condition cannot be computed: {why}."), why=said)
            return
        if boolean and made != pl.Boolean:
            self.found.add(path, N_("The condition is not one that is true or false."))
        if not boolean and not (made.is_numeric() or made == pl.Boolean):
            self.found.add(path, N_("The formula does not give a number."))


_COMPARED = re.compile(
    r"(?<![-+*/] )\b([a-z][a-z0-9_]*) (?:<=|>=|<|>|=) (\d+(?:\.\d+)?)(?! [-+*/])"
)
_OF_THE_ENGINE = frozenset(
    {
        *("score", "grade", "capped", "advice", "rank", "decider", "bound", "place", "annuity"),
        *("affordability", "instalment", "application_id", "annuity_stressed", "dsr_ppm"),
        *("residual_income", "largest_loan", "largest_instalment", "dsr_stressed_ppm"),
        *("decided_by", "grade_limit"),
    }
)
_PREFIXES = (
    "bin_",
    "points_",
    "rule_",
    "limit",
    "reason_",
    "rank_",
    "read_",
    "requested_",
    "offered_",
)
_ENDINGS = ("_ppm", "_units", "_advice")


def is_reserved(name: str) -> bool:
    """Whether the engine's own columns have this name, so that no computed fact may."""
    return name in _OF_THE_ENGINE or name.startswith(_PREFIXES) or name.endswith(_ENDINGS)


def check_conditions(strategy: Strategy, known: Dictionary, found: FaultList) -> None:
    """Collect the faults of derived facts, rules, limit terms and the names affordability uses."""
    names = _Names(known, found)
    for name, derived in strategy.derived.items():
        if name in known or is_reserved(name):
            found.add(("derived", name), N_("The name {name} is taken."), name=name)
        names.check(derived.formula, None, ("derived", name, "is"), boolean=False)
        names.types[name] = pl.Float64
    _check_rules(strategy, names, found)
    for number, term in enumerate(strategy.limit.terms):
        if term.formula is not None:
            names.check(term.formula, None, ("limit", "terms", number, "is"), boolean=False)
    _check_room(strategy, names, found)
    _check_example_facts(strategy, known, found)


def _check_rules(strategy: Strategy, names: _Names, found: FaultList) -> None:
    seen: set[str] = set()
    for number, rule in enumerate(strategy.rules):
        path: Path = ("rules", number)
        if rule.id in seen:
            found.add(path, N_("The name {name} is taken."), name=rule.id)
        seen.add(rule.id)
        if (rule.passes_when is None) == (rule.fails_when is None):
            found.add(path, N_("Rule {rule} needs either passes_when or fails_when."), rule=rule.id)
            continue
        key = "passes_when" if rule.passes_when else "fails_when"
        names.check(
            rule.passes_when or rule.fails_when or "", rule.threshold, (*path, key), boolean=True
        )


def _check_room(strategy: Strategy, names: _Names, found: FaultList) -> None:
    room = strategy.affordability
    for key, name in (
        ("income", room.income),
        ("existing", room.existing),
        ("living_costs", room.living_costs),
    ):
        if name is None:
            continue
        kind = strategy.derived[name].kind if name in strategy.derived else None
        if kind is None and name in names.known:
            kind = names.known[name].kind
        if kind is None:
            found.add(("affordability", key), N_("There is no fact {fact}."), fact=name)
        elif kind is not Kind.MONEY:
            found.add(("affordability", key), N_("{fact} is not an amount of money."), fact=name)


def _check_example_facts(strategy: Strategy, known: Dictionary, found: FaultList) -> None:
    for number, example in enumerate(strategy.examples):
        for name, value in example.facts.items():
            path: Path = ("examples", number, "facts", name)
            if name not in known:
                found.add(path, N_("There is no fact {fact}."), fact=name)
            elif not _fits(value, known[name].kind):
                found.add(path, N_("“{value}” does not fit {fact}."), value=value, fact=name)
            elif known[name].choices and known[name].choice(str(value)) is None:
                found.add(path, N_("{fact} has no choice “{word}”."), fact=name, word=value)


def _fits(value: object, kind: Kind) -> bool:
    if kind in _NUMBERS:
        whole = not isinstance(value, Decimal) or value == int(value)
        return isinstance(value, Decimal) and (whole or kind is not Kind.COUNT)
    if kind is Kind.YES_NO:
        return isinstance(value, bool)
    if kind is Kind.DATE:
        return not isinstance(value, str | bool | Decimal)
    return isinstance(value, str)
