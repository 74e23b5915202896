"""The engine: a strategy compiled once into expressions, and run over any number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

import polars as pl

from workbench.credit.facts import Dictionary, Kind, dictionary
from workbench.credit.status import Outcome
from workbench.scoring import advice, affordability
from workbench.scoring.frames import FACT_TYPES
from workbench.scoring.points import bin_of, points_of
from workbench.scoring.price_cap import within_cap
from workbench.scoring.principal_reasons import reason_stages
from workbench.scoring.rule_language import read_condition
from workbench.scoring.score_tables import annuity_factors, score_rows
from workbench.scoring.strategy import Strategy
from workbench.scoring.strategy_format import Rule

ENGINE_VERSION = "1"
MICRO = 1_000_000
CHUNK = 262_144
PLANNED_FROM = 4_096
_NUMERIC = (Kind.NUMBER, Kind.COUNT, Kind.RATIO, Kind.DURATION)
_AMOUNTS = (*_NUMERIC, Kind.MONEY)
Stage = tuple[pl.Expr, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """A compiled strategy. `assess` is the only implementation: one row is a frame of one row."""

    strategy: Strategy
    rules: tuple[Rule, ...]
    needs: tuple[str, ...]
    reads: tuple[str, ...]
    stages: tuple[Stage, ...]
    readings: Stage
    outputs: tuple[str, ...]

    def assess(
        self, frame: pl.DataFrame, *, explain: bool = True, threads: bool = True
    ) -> pl.DataFrame:
        """One row of results per row of facts, in their order.

        `frame` is a fact frame (money in minor units); facts it lacks count as not given, and
        an `application_id` is carried along. Results are whole numbers and words only: amounts
        in minor units, ratios and rates in millionths. `explain` adds bins and values read;
        without `threads` all is done by the caller, as the workers of a stream need it.
        """
        slices = [frame.slice(start, CHUNK) for start in range(0, max(frame.height, 1), CHUNK)]
        if len(slices) == 1:
            return self._assess(frame, explain=explain)
        assess = partial(self._assess, explain=explain)
        if not threads:
            return pl.concat(map(assess, slices))
        with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
            return pl.concat(pool.map(assess, slices))

    def _assess(self, frame: pl.DataFrame, *, explain: bool) -> pl.DataFrame:
        found = self._as_asked(frame, explain=explain)
        if self.strategy.price.cap_reason is None or "amount_requested" not in frame.columns:
            return found
        return within_cap(self.strategy, frame, found, partial(self._as_asked, explain=False))

    def _as_asked(self, frame: pl.DataFrame, *, explain: bool) -> pl.DataFrame:
        """The results for exactly the amounts and terms that are asked for."""
        if frame.height == 1:
            # A single row is divided as a scalar, longer columns by another rule: their last
            # bits differ. With an empty row beside it, one row goes the way of a million.
            longer = frame.select(pl.all().extend_constant(None, 1))
            return self._as_asked(longer, explain=explain).head(1)
        carried = ["application_id"] if "application_id" in frame.columns else []
        types = tuple(frame.schema.get(name) for name in self.needs)
        known = frame.select(*carried, *_reads(self.needs, types))
        if frame.width == 0:
            known = frame.select()
        stages, shown = list(self.stages), [*carried, *self.outputs]
        if explain:
            shown += [f"bin_{c.name}" for c in self.strategy.scorecard.characteristics]
            shown += [f"read_{name}" for name in self.reads]
            stages.append(self.readings)
        return _through(known, stages, shown)


def _through(known: pl.DataFrame, stages: Iterable[Stage], shown: Sequence[str]) -> pl.DataFrame:
    """The columns shown, after every stage. Planning pays for many rows; the sums are the same."""
    if known.height < PLANNED_FROM:
        for stage in stages:
            known = known.with_columns_seq(stage)
        return known.select(shown)
    planned = known.lazy()
    for stage in stages:
        planned = planned.with_columns(stage)
    return planned.select(shown).collect()


def compile_strategy(strategy: Strategy, *, on: date | None = None) -> Engine:
    """The engine of a strategy, with the rules in force on a day (its first day by default)."""
    facts = dictionary()
    rules = strategy.rules_in_force(on)
    reads = read_names(strategy, rules)
    return Engine(
        strategy=strategy,
        rules=rules,
        needs=tuple(sorted(needed_facts(strategy, facts))),
        reads=reads,
        stages=(
            *_derived_stages(strategy, facts),
            *_stages(strategy, rules),
            *reason_stages(strategy, rules),
        ),
        readings=_readings(strategy, reads),
        outputs=_outputs(strategy, rules),
    )


def read_names(strategy: Strategy, rules: Sequence[Rule]) -> tuple[str, ...]:
    """Every fact and derived fact that the card, a rule or the affordability reads directly."""
    room = strategy.affordability
    named = [c.fact for c in strategy.scorecard.characteristics]
    named += [name for rule in rules for name in rule_names(rule)]
    named += [room.income, room.existing, *([room.living_costs] if room.living_costs else [])]
    return tuple(dict.fromkeys(named))


def rule_names(rule: Rule) -> tuple[str, ...]:
    """The facts that a rule reads."""
    return _names(rule.passes_when or rule.fails_when or "", rule.threshold)


@lru_cache(maxsize=1024)
def _names(condition: str, threshold: Decimal | None) -> tuple[str, ...]:
    return read_condition(condition, threshold).names


def needed_facts(strategy: Strategy, facts: Dictionary) -> set[str]:
    """Every fact of the dictionary that the strategy reads, straight or through derived facts."""
    named = set(read_names(strategy, strategy.rules)) | {"amount_requested", "term_months"}
    for derived in strategy.derived.values():
        named |= set(read_condition(derived.formula).names)
    for term in strategy.limit.terms:
        named |= set(read_condition(term.formula).names) if term.formula else set()
    return {name for name in named if name in facts}


def condition_type(kind: Kind) -> type[pl.DataType]:
    """The type in which conditions see a fact of a kind: words, true or false, or a number."""
    return FACT_TYPES[kind] if kind in {Kind.CHOICE, Kind.TEXT, Kind.YES_NO} else pl.Float64


@lru_cache(maxsize=64)
def _reads(names: tuple[str, ...], types: tuple[pl.DataType | None, ...]) -> tuple[pl.Expr, ...]:
    """Facts as conditions see them; a column of type None is not in the frame."""
    return tuple(map(_read, names, types))


def _read(name: str, dtype: pl.DataType | None) -> pl.Expr:
    """A fact as conditions see it: money in currency units, dates in days, no NaN."""
    kind = dictionary()[name].kind
    if dtype is None:
        return pl.lit(None, condition_type(kind)).alias(name)
    column = pl.col(name)
    if kind is Kind.DATE:
        return column.cast(pl.Int32).cast(pl.Float64)
    if kind is Kind.MONEY:
        return (column.cast(pl.Float64) / 100).alias(name)
    if kind not in _NUMERIC:
        return column
    if dtype.is_integer():
        return column.cast(pl.Float64)
    return affordability.finite(column.cast(pl.Float64)).alias(name)


def _derived_stages(strategy: Strategy, facts: Dictionary) -> list[Stage]:
    """Derived facts in stages, each of which needs only earlier ones; what is not a number one
    can compare is "not known"."""
    levels: list[dict[str, pl.Expr]] = []
    depth: dict[str, int] = {}
    for name, derived in strategy.derived.items():
        condition = read_condition(derived.formula)
        depth[name] = 1 + max(
            (depth.get(n, 0) for n in condition.names if n not in facts), default=0
        )
        while len(levels) < depth[name]:
            levels.append({})
        value = condition.expression()
        if derived.kind in _AMOUNTS:
            value = affordability.finite(value.cast(pl.Float64))
        levels[depth[name] - 1][name] = value
    return [_named(level) for level in levels]


def _stages(strategy: Strategy, rules: Sequence[Rule]) -> list[Stage]:
    characteristics = strategy.scorecard.characteristics
    card_points = [pl.col(name) for name in advice.names_of(characteristics)]
    score = sum(card_points, pl.lit(strategy.scorecard.base_points, pl.Int32))
    terms = [term.name for term in strategy.limit.terms]
    limit_names = [affordability.AFFORDABLE, *terms, affordability.REQUESTED]
    return [
        _named({f"bin_{c.name}": bin_of(c) for c in characteristics}),
        _named(
            {f"points_{c.name}": points_of(c, pl.col(f"bin_{c.name}")) for c in characteristics}
        ),
        _named({"score": score.cast(pl.Int32), **_asked()}),
        _named({"=row": pl.col("score") - strategy.scorecard.score_least}),
        _named(_from_score(strategy) | {f"rule_{r.id}": advice.rule_verdict(r) for r in rules}),
        _named(_month(strategy)),
        _named(_annuities(strategy)),
        _named(affordability.room(strategy)),
        _named(affordability.burden(strategy) | affordability.ratios(strategy)),
        _named(_limits(strategy)),
        _named(_held(strategy)),
        _named(
            {
                "limit_of_terms": affordability.least_known([f"limit_{n}" for n in terms]),
                "limit": affordability.least_known([f"limit_{n}" for n in limit_names]),
            }
        ),
        _named({"bound": affordability.bound_place(limit_names)} | _offer(strategy)),
        _named(advice.component_ranks(strategy, rules)),
        _named({"rank": pl.max_horizontal(pl.col("^rank_(rule|score|affordability|cap|data)$"))}),
        _named({"decider": advice.decider(len(limit_names))}),
        _named(_advice() | {"limit_bound_by": affordability.bound_by(limit_names)}),
    ]


def _named(columns: Mapping[str, pl.Expr]) -> Stage:
    return tuple(expression.alias(name) for name, expression in columns.items())


def _asked() -> dict[str, pl.Expr]:
    return {
        "requested_units": pl.col("amount_requested"),
        "requested_amount": (pl.col("amount_requested") * 100).round(0).cast(pl.Int64),
        "requested_term_months": pl.col("term_months").cast(pl.Int32),
    }


def _from_score(strategy: Strategy) -> dict[str, pl.Expr]:
    """Columns that follow from the score alone, looked up in the strategy's tables."""
    rows = score_rows(strategy)
    words = [Outcome.APPROVE, Outcome.COUNTER_OFFER, Outcome.REFER, Outcome.DECLINE]
    columns: dict[str, pl.Series] = {
        "pd_ppm": pl.Series([row.pd_ppm for row in rows], dtype=pl.Int32),
        "grade": pl.Series([row.grade for row in rows], dtype=pl.String),
        "rank_of_score": pl.Series([words.index(row.advice) for row in rows], dtype=pl.Int8),
        "annual_rate_ppm": pl.Series([row.annual_rate_ppm for row in rows], dtype=pl.Int32),
        "expected_loss_ppm": pl.Series([row.expected_loss_ppm for row in rows], dtype=pl.Int32),
        "capital_charge_ppm": pl.Series([row.capital_charge_ppm for row in rows], dtype=pl.Int32),
        "raroc_ppm": pl.Series([row.raroc_ppm for row in rows], dtype=pl.Int32),
        "capped": pl.Series([row.capped for row in rows], dtype=pl.Boolean),
        "grade_limit": pl.Series(
            [None if row.limit is None else float(row.limit) for row in rows], dtype=pl.Float64
        ),
    }
    columns["=run"] = _runs(strategy)
    return {name: pl.lit(values).gather("=row") for name, values in columns.items()}


def _rates(strategy: Strategy) -> list[int]:
    return sorted({row.annual_rate_ppm for row in score_rows(strategy)})


def _runs(strategy: Strategy) -> pl.Series:
    """Where the annuities of each score's rate begin."""
    rates, length = _rates(strategy), strategy.request.term_most + 1
    runs = [rates.index(row.annual_rate_ppm) * length for row in score_rows(strategy)]
    return pl.Series(runs, dtype=pl.Int32)


def _annuities(strategy: Strategy) -> dict[str, pl.Expr]:
    """Present value of 1 a month over the requested term, at the offered and the stressed rate."""
    rates, most = _rates(strategy), strategy.request.term_most
    up = round(float(strategy.affordability.stress.rate_up) * MICRO)
    runs = {
        "annuity": annuity_factors(rates, most),
        "annuity_stressed": annuity_factors([rate + up for rate in rates], most),
    }
    return {name: pl.lit(pl.Series(run)).gather("=month") for name, run in runs.items()}


def _month(strategy: Strategy) -> dict[str, pl.Expr]:
    month = pl.col("requested_term_months")
    known = month.is_between(strategy.request.term_least, strategy.request.term_most)
    return {"=month": pl.when(known).then(pl.col("=run") + month)}


def _limits(strategy: Strategy) -> dict[str, pl.Expr]:
    terms = {
        term.name: affordability.term_units(term, pl.col("grade_limit"))
        for term in strategy.limit.terms
    }
    terms[affordability.AFFORDABLE] = pl.col("largest_loan_units")
    columns = affordability.limit_columns(strategy, terms)
    columns[f"limit_{affordability.REQUESTED}"] = pl.col("requested_amount")
    columns["largest_instalment"] = _cents_down("largest_instalment_units")
    columns["largest_loan"] = _cents_down("largest_loan_units")
    columns["requested_instalment"] = _instalment("requested_amount")
    return columns


def _held(strategy: Strategy) -> dict[str, pl.Expr]:
    """Amounts that are never negative, ratios within reason, and what follows from these."""
    amounts = [f"limit_{term.name}" for term in strategy.limit.terms]
    amounts += [f"limit_{affordability.AFFORDABLE}", "largest_instalment", "largest_loan"]
    return {
        **affordability.never_negative(amounts),
        **{name: affordability.within_reason(name) for name in ("dsr_ppm", "dsr_stressed_ppm")},
        "affordability": affordability.verdict(strategy),
    }


def _cents_down(name: str) -> pl.Expr:
    return affordability.whole((pl.col(name) * 100 + 1e-6).floor())


def _instalment(amount: str) -> pl.Expr:
    return (pl.col(amount) / pl.col("annuity")).round(0).cast(pl.Int64)


def _offer(strategy: Strategy) -> dict[str, pl.Expr]:
    least = round(float(strategy.request.amount_least) * 100)
    possible = pl.col("limit") >= least
    if strategy.price.cap_reason:
        possible &= ~pl.col("capped").fill_null(value=False)
    offered = pl.when(possible).then(pl.col("limit"))
    return {
        "offered_amount": offered,
        "offered_term_months": pl.when(pl.col("annuity").is_not_null()).then(
            pl.col("requested_term_months")
        ),
        "instalment": (pl.min_horizontal("limit", "requested_amount") / pl.col("annuity"))
        .round(0)
        .cast(pl.Int64),
    }


def _advice() -> dict[str, pl.Expr]:
    policy = pl.max_horizontal("rank_rule", "rank_data")
    room = (
        pl.when(pl.col("affordability").is_null()).then(2).otherwise(pl.col("rank_affordability"))
    )
    score = pl.when(pl.col("score").is_null()).then(2).otherwise(pl.col("rank_score"))
    return {
        "advice": advice.outcome_word(pl.col("rank")),
        "decided_by": advice.decided_by(),
        "score_advice": advice.outcome_word(score),
        "policy_advice": advice.outcome_word(policy),
        "affordability_advice": advice.outcome_word(room),
    }


def _readings(strategy: Strategy, names: Sequence[str]) -> Stage:
    """The values read, in whole millionths where they are numbers."""
    return tuple(
        (
            (pl.col(name).clip(-9e12, 9e12) * MICRO).round(0).cast(pl.Int64)
            if _is_number(strategy, name)
            else pl.col(name).cast(pl.String)
        ).alias(f"read_{name}")
        for name in names
    )


def _is_number(strategy: Strategy, name: str) -> bool:
    derived = strategy.derived.get(name)
    kind = derived.kind if derived else dictionary()[name].kind
    return condition_type(kind) == pl.Float64


def _outputs(strategy: Strategy, rules: Sequence[Rule]) -> tuple[str, ...]:
    limits = [term.name for term in strategy.limit.terms]
    limits += [affordability.AFFORDABLE, affordability.REQUESTED]
    return (
        *("score", "pd_ppm", "grade", "advice", "decided_by", "score_advice", "policy_advice"),
        *("affordability_advice", "requested_amount", "requested_term_months", "offered_amount"),
        *("offered_term_months", "annual_rate_ppm", "instalment", "requested_instalment"),
        *("limit", "limit_bound_by", "expected_loss_ppm", "capital_charge_ppm", "raroc_ppm"),
        *("capped", "affordability", "dsr_ppm", "dsr_stressed_ppm", "residual_income"),
        *("largest_instalment", "largest_loan"),
        *(f"limit_{name}" for name in limits),
        *advice.names_of(strategy.scorecard.characteristics),
        *(f"rule_{rule.id}" for rule in rules),
        *(f"reason_{place + 1}" for place in range(strategy.reasons.most)),
    )
