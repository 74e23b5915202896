"""Whether a strategy may be used: every fault at once, by line and in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import polars as pl

from workbench.credit.assessment import LEGAL_CAP
from workbench.credit.facts import Dictionary, Kind, dictionary
from workbench.credit.reasons import reason_list
from workbench.i18n import N_
from workbench.scoring.bin_checks import check_bins
from workbench.scoring.engine import Engine, compile_strategy, rule_names
from workbench.scoring.faults import Fault, FaultList
from workbench.scoring.frames import FACT_TYPES
from workbench.scoring.name_checks import check_conditions
from workbench.scoring.protected_checks import check_protected
from workbench.scoring.rule_language import read_condition
from workbench.scoring.strategy import Strategy, read_strategy
from workbench.scoring.strategy_format import Example
from workbench.scoring.toml_lines import lines_of

APPROVE = "approve"


def check(text: str) -> tuple[Fault, ...]:
    """Every fault of a strategy's text, in the order of its lines; empty when it may be used.

    Form first; then names, types, bins and tables; and when these hold, the examples are run
    and each fact of each example is blanked in turn: nothing may turn to approve.
    """
    strategy, faults = read_strategy(text)
    if strategy is None:
        return faults
    found = FaultList(lines_of(strategy.source_text))
    check_conditions(strategy, dictionary(), found)
    check_bins(strategy, dictionary(), found)
    check_protected(strategy, dictionary(), found)
    _check_tables(strategy, found)
    _check_reasons(strategy, found)
    _check_dates(strategy, found)
    if not found.faults:
        _check_examples(strategy, found)
    return found.in_order()


def urged(text: str) -> tuple[Fault, ...]:
    """What a strategy may be used with, but should not be left so, by line.

    A price with a legal cap and no `cap_reason` is cut to the cap and referred, where the law
    would have it offered smaller, shorter, or declined with a reason that can be told.
    """
    strategy, _faults = read_strategy(text)
    if strategy is None or strategy.price.cap_reason:
        return ()
    found = FaultList(lines_of(strategy.source_text))
    found.add(
        ("price", "legal_cap"),
        N_(
            "The price has a legal cap of {cap} and names no reason for it: add cap_reason, a code "
            "of the list of reasons, so that a smaller amount or a shorter term is offered where "
            "the cap binds. Without it such cases are referred."
        ),
        cap=f"{float(strategy.price.legal_cap * 100):.12g} %",
    )
    return found.in_order()


def example_frame(examples: Mapping[str, Mapping[str, object]], known: Dictionary) -> pl.DataFrame:
    """Examples written in currency units as a fact frame, one row each, in order."""
    columns = []
    for fact in known:
        values = [_stored(facts.get(fact.name), fact.kind) for facts in examples.values()]
        columns.append(pl.Series(fact.name, values, dtype=FACT_TYPES[fact.kind], strict=False))
    return pl.DataFrame(columns)


def _stored(value: object, kind: Kind) -> object:
    if value is None or isinstance(value, bool | date):
        return value
    if kind is Kind.MONEY:
        return round(Decimal(str(value)) * 100)
    if kind is Kind.COUNT:
        return int(str(value))
    return float(str(value)) if kind in {Kind.RATIO, Kind.NUMBER, Kind.DURATION} else value


def _check_tables(strategy: Strategy, found: FaultList) -> None:
    card = strategy.scorecard
    least = card.base_points + sum(c.minimum for c in card.characteristics)
    most = card.base_points + sum(c.maximum for c in card.characteristics)
    if least < card.score_least or most > card.score_most:
        found.add(
            ("scorecard", "score_least"),
            N_("The points add up to {least} to {most}, which the score range does not hold."),
            least=least,
            most=most,
        )
    if card.score_most - card.score_least > 5_000:
        found.add(("scorecard", "score_most"), N_("The score range is wider than 5,000 points."))
    if strategy.cut_off.approve < strategy.cut_off.decline:
        found.add(("cut_off",), N_("The cut-off to approve lies below the cut-off to decline."))
    request = strategy.request
    if request.term_least > request.term_most or request.amount_least > request.amount_most:
        found.add(("request",), N_("The least that may be asked for is more than the most."))
    _check_grades(strategy, found)
    _check_limit(strategy, found)


def _check_grades(strategy: Strategy, found: FaultList) -> None:
    scores = [grade.score for grade in strategy.grades]
    if len(set(scores)) < len(scores):
        found.add(("grades",), N_("Two grades begin at the same score."))
    if len({grade.name for grade in strategy.grades}) < len(scores):
        found.add(("grades",), N_("Two grades have the same name."))
    for number, grade in enumerate(strategy.grades):
        if any(term.by_grade for term in strategy.limit.terms) and grade.limit is None:
            found.add(("grades", number), N_("Grade {grade} lacks its limit."), grade=grade.name)
        if strategy.price.method == "grade" and grade.annual_rate is None:
            found.add(
                ("grades", number), N_("Grade {grade} lacks its yearly rate."), grade=grade.name
            )


def _check_limit(strategy: Strategy, found: FaultList) -> None:
    names: set[str] = set()
    for number, term in enumerate(strategy.limit.terms):
        ways = [term.amount is not None, term.by_grade, bool(term.formula), term.loss_budget]
        if sum(1 for way in ways if way) != 1:
            found.add(
                ("limit", "terms", number),
                N_("Limit term {name} needs exactly one of: amount, by_grade, is, loss_budget."),
                name=term.name,
            )
        if term.name in names | {"affordable", "requested", "of_terms", "bound_by", LEGAL_CAP}:
            found.add(("limit", "terms", number), N_("The name {name} is taken."), name=term.name)
        names.add(term.name)
    for path, value in (("step", strategy.limit.step), ("terms", len(strategy.limit.terms))):
        if value <= 0:
            found.add(("limit", path), N_("{name} is not more than 0."), name=path)


def _check_reasons(strategy: Strategy, found: FaultList) -> None:
    known = reason_list()
    cited: list[tuple[tuple[str | int, ...], str]] = [
        (("reasons", "missing"), strategy.reasons.missing),
        (("affordability", "reason"), strategy.affordability.reason),
        (("affordability", "residual_reason"), strategy.affordability.residual_reason),
    ]
    if strategy.price.cap_reason is not None:
        cited.append((("price", "cap_reason"), strategy.price.cap_reason))
    for number, characteristic in enumerate(strategy.scorecard.characteristics):
        cited.append((("scorecard", "characteristics", number, "reason"), characteristic.reason))
    cited += [
        (("rules", number, "reason"), rule.reason) for number, rule in enumerate(strategy.rules)
    ]
    cited += [
        (("limit", "terms", number, "reason"), term.reason)
        for number, term in enumerate(strategy.limit.terms)
    ]
    for path, code in cited:
        if code not in known:
            found.add(path, N_("The list of reasons has no code {code}."), code=code)


def _check_dates(strategy: Strategy, found: FaultList) -> None:
    if strategy.effective_until and strategy.effective_until < strategy.effective_from:
        found.add(("effective_until",), N_("The strategy ends before it begins."))
    if strategy.revalidate_by <= strategy.validated_on:
        found.add(("revalidate_by",), N_("The next validation lies before the last one."))
    for number, rule in enumerate(strategy.rules):
        if rule.effective_until and rule.effective_until < rule.effective_from:
            found.add(
                ("rules", number, "effective_until"),
                N_("Rule {rule} ends before it begins."),
                rule=rule.id,
            )


def _check_examples(strategy: Strategy, found: FaultList) -> None:
    if not strategy.examples:
        return
    engine = compile_strategy(strategy)
    frame = example_frame({e.name: e.facts for e in strategy.examples}, dictionary())
    results = engine.assess(frame).to_dicts()
    for number, (example, row) in enumerate(zip(strategy.examples, results, strict=True)):
        _check_example(example, row, ("examples", number), found)
        if row["advice"] != APPROVE:
            _check_blanks(engine, frame[number], example, ("examples", number), found)


def _check_example(
    example: Example, row: Mapping[str, object], path: tuple[str | int, ...], found: FaultList
) -> None:
    expected = example.expect
    codes = tuple(str(row[name]) for name in row if name.startswith("reason_") and row[name])
    wanted = {
        "advice": (expected.advice, row["advice"]),
        "decided_by": (expected.decided_by, row["decided_by"]),
        "score": (expected.score, row["score"]),
        "reasons": (expected.reasons, codes),
    }
    for name, (want, got) in wanted.items():
        if want is not None and want != got:
            found.add(
                (*path, "expect"),
                N_("Example {example} expects {name} “{want}” and gets “{got}”."),
                example=example.name,
                name=name,
                want=_shown(want),
                got=_shown(got),
            )


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _check_blanks(
    engine: Engine,
    row: pl.DataFrame,
    example: Example,
    path: tuple[str | int, ...],
    found: FaultList,
) -> None:
    """Blank one fact at a time: an example that is not approved must not turn to approve."""
    for name, advice in blanked(engine, row).items():
        if advice == APPROVE:
            found.add(
                (*path, "facts", name),
                N_("Example {example} turns to approve when {fact} is not known."),
                example=example.name,
                fact=name,
            )


def blanked(engine: Engine, row: pl.DataFrame) -> dict[str, str]:
    """The advice on a frame of one row with each of its given facts taken away in turn.

    Facts that state one thing twice, and that a rule compares, are taken away together: each of
    them alone is as good as the other.
    """
    given = [name for name in engine.needs if name in row.columns and row[name][0] is not None]
    twice = _stated_twice(engine)
    frames = [
        row.with_columns(
            pl.lit(None, row.schema[one]).alias(one)
            for one in sorted({name} | twice.get(name, set()))
            if one in row.columns
        )
        for name in given
    ]
    if not frames:
        return {}
    advice = engine.assess(pl.concat(frames), explain=False)["advice"].to_list()
    return dict(zip(given, advice, strict=True))


def _stated_twice(engine: Engine) -> dict[str, set[str]]:
    """Per fact the others that a computed fact takes in its place and a rule compares with it."""
    compared = [set(rule_names(rule)) for rule in engine.rules]
    found: dict[str, set[str]] = {}
    for derived in engine.strategy.derived.values():
        condition = read_condition(derived.formula)
        if "coalesce" not in condition.functions:
            continue
        stated = {name for name in condition.names if name in dictionary()}
        for name in stated:
            beside = [names & stated - {name} for names in compared if name in names]
            found[name] = found.get(name, set()).union(*beside)
    return found
