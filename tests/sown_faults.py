"""Made-up strategies without a fault, and every kind of fault that can be sown in one."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.scoring.conftest import SMALL
from workbench.scoring.strategy import read_strategy
from workbench.scoring.strategy_tree import Tree, tree_of

Sow = Callable[[Tree, random.Random], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault: what the check must say of it, and how it is sown."""

    name: str
    said: str
    sow: Sow
    in_text: tuple[str, str] = ("", "")


POOL = {
    "revolving_utilisation": (Decimal("0.05"), Decimal("0.95"), "falling", "UTIL"),
    "inquiries_6m": (1, 9, "falling", "INQ"),
    "debt_to_income": (Decimal("0.05"), Decimal("0.6"), "falling", "DTI"),
    "employment_years": (1, 30, "rising", "EMP"),
    "delinquencies_24m": (1, 6, "falling", "DLQ"),
    "total_accounts": (2, 40, "rising", "LIM"),
}
PERSON: dict[str, object] = {
    "income_monthly": 12_000,
    "existing_instalments_monthly": 0,
    "own_exposure": 0,
    "amount_requested": 5_000,
    "term_months": 12,
    "accounts_past_due": 0,
    "revolving_utilisation": Decimal("0.01"),
    "inquiries_6m": 0,
    "debt_to_income": Decimal("0.01"),
    "employment_years": 35,
    "delinquencies_24m": 0,
    "total_accounts": 60,
    "housing": "rent",
    "birth_date": date(1990, 1, 1),
    "application_date": date(2026, 1, 1),
}


def made_up(draw: random.Random) -> Tree:
    """A strategy without a fault: some of the pool's facts in random bins, examples that hold."""
    strategy, _faults = read_strategy(SMALL)
    assert strategy is not None
    tree = tree_of(strategy)
    chosen = draw.sample(sorted(POOL), draw.randint(2, len(POOL)))
    tree["scorecard"]["characteristics"] = {name: _characteristic(name, draw) for name in chosen}
    least = sum(min(b["points"] for b in c["bins"]) for c in _cards(tree).values())
    most = sum(max(b["points"] for b in c["bins"]) for c in _cards(tree).values())
    base = 600 - most + draw.randint(0, 20)
    tree["scorecard"] |= {
        "base_points": base,
        "score_least": base + least,
        "score_most": base + most,
    }
    tree["rules"]["past_due"] = tree["rules"]["adult_income"] | {
        "id": "past_due",
        "passes_when": "accounts_past_due <= threshold",
        "threshold": 0,
    }
    tree["rules"]["adult_income"]["threshold"] = draw.randint(500, 5_000)
    tree["price"]["cap_reason"] = "PCAP"
    tree["affordability"]["cap"] = Decimal(draw.randint(30, 60)) / 100
    tree["examples"] = {
        "good": _example("good", "approve", {}),
        "past_due": _example("past_due", "decline", {"accounts_past_due": 1}),
    }
    return tree


def _characteristic(fact: str, draw: random.Random) -> Tree:
    least, most, direction, reason = POOL[fact]
    whole = isinstance(least, int)
    scale = 1 if whole else 100
    places = sorted(draw.sample(range(int(least * scale), int(most * scale) + 1), 3))
    edges = [place if whole else Decimal(place) / 100 for place in places]
    points = sorted(draw.sample(range(-30, 40), 4), reverse=direction == "falling")
    ends = list(zip([None, *edges], [*edges, None], points, strict=True))
    return {
        "name": fact,
        "fact": fact,
        "label": {"en": fact, "zh": "字段"},
        "family": "credit_record",
        "reason": reason,
        "direction": direction,
        "mean_all": draw.randint(-10, 10),
        "mean_near": draw.randint(-10, 10),
        "bins": [
            {"points": p} | ({} if a is None else {"from": a}) | ({} if b is None else {"below": b})
            for a, b, p in ends
        ],
    }


def _example(name: str, advice: str, changes: dict[str, object]) -> Tree:
    words = {"en": "As it should be.", "zh": "理应如此。"}
    facts = PERSON | changes
    return {"name": name, "why": words, "expect": {"advice": advice}, "facts": facts}


def _cards(tree: Tree) -> Tree:
    return dict(tree["scorecard"]["characteristics"])


def _one(tree: Tree, draw: random.Random) -> Tree:
    cards = tree["scorecard"]["characteristics"]
    return dict_of(cards[draw.choice(sorted(cards))])


def dict_of(table: Any) -> Tree:
    """The table itself, as one that may be written to."""
    assert isinstance(table, dict)
    return table


def _in_card(**values: object) -> Sow:
    return lambda tree, draw: _one(tree, draw).update(values)


def _in_rule(**values: object) -> Sow:
    def sow(tree: Tree, draw: random.Random) -> None:
        rule = tree["rules"][draw.choice(sorted(tree["rules"]))]
        rule.update(values)

    return sow


def _in(*path: str, value: object) -> Sow:
    def sow(tree: Tree, draw: random.Random) -> None:
        for key in path[:-1]:
            tree = tree[key]
        tree[path[-1]] = value

    return sow


def _out(*path: str) -> Sow:
    def sow(tree: Tree, draw: random.Random) -> None:
        for key in path[:-1]:
            tree = tree[key]
        del tree[path[-1]]

    return sow


def _bin(change: Callable[[list[Tree], random.Random], None]) -> Sow:
    return lambda tree, draw: change(_one(tree, draw)["bins"], draw)


def _swap_points(bins: list[Tree], draw: random.Random) -> None:
    at = draw.randrange(len(bins) - 1)
    bins[at]["points"], bins[at + 1]["points"] = bins[at + 1]["points"], bins[at]["points"]


def _widen(bins: list[Tree], draw: random.Random) -> None:
    bins[0]["below"] = (bins[1]["from"] + bins[1]["below"]) / Decimal(2)


def _age(tree: Tree, formula: str, bins: list[Tree] | None) -> None:
    label = {"en": "Age", "zh": "年龄"}
    tree["derived"]["age"] = {"kind": "duration", "is": formula, "label": label}
    if bins:
        card = next(iter(_cards(tree).values()))
        card.update(fact="age", direction="any", bins=bins)
        tree["scorecard"] |= {"score_least": 0, "score_most": 2_000}


_YEARS = "(application_date - birth_date) / 365.25"


def _old_rule(tree: Tree, draw: random.Random) -> None:
    _age(tree, _YEARS, None)
    limit = draw.randint(62, 90)
    tree["rules"]["past_due"].update(passes_when="age <= threshold", threshold=limit)


def _lax(tree: Tree, draw: random.Random) -> None:
    unknown = draw.choice(["0", "threshold", "-1"])
    tree["rules"]["past_due"]["passes_when"] = (
        f"coalesce(accounts_past_due, {unknown}) <= threshold"
    )


def _circle(tree: Tree, draw: random.Random) -> None:
    label = {"en": "Circle", "zh": "循环"}
    tree["derived"] |= {
        "one": {"kind": "money", "is": "two + 1", "label": label},
        "two": {"kind": "money", "is": "one + 1", "label": label},
    }


OLD_BINS: list[Tree] = [{"points": 9, "below": 62}, {"points": 5, "from": 62}]
FAULTS = (
    Fault("card reads an unknown fact", "There is no fact", _in_card(fact="inquiries_9m")),
    Fault("rule reads an unknown fact", "There is no fact", _in_rule(passes_when="incoem > 1")),
    Fault("formula reads an unknown fact", "no fact", _in("derived", "income", "is", value="ab")),
    Fault("computed facts in a circle", "There is no fact two", _circle),
    Fault(
        "example gives an unknown fact",
        "There is no fact",
        _in("examples", "good", "facts", "hobby", value="golf"),
    ),
    Fault(
        "example gives a word for a number",
        "does not fit",
        _in("examples", "good", "facts", "inquiries_6m", value="few"),
    ),
    Fault(
        "example gives an unknown choice",
        "has no choice",
        _in("examples", "good", "facts", "housing", value="castle"),
    ),
    Fault(
        "gap", "there is a gap", _bin(lambda b, d: b[1].update({"from": b[1]["below"]}) or b.pop(1))
    ),
    Fault("overlap", "bins overlap", _bin(_widen)),
    Fault("unreachable bin", "No value falls", _bin(lambda b, d: b[1].update(below=b[1]["from"]))),
    Fault(
        "first bin begins late", "so all is covered", _bin(lambda b, d: b[0].update({"from": -5}))
    ),
    Fault("points against the direction", "are declared", _bin(_swap_points)),
    Fault(
        "a value in two bins",
        "is in two bins",
        _bin(lambda b, d: b.extend([{"is": [7], "points": 0}] * 2)),
    ),
    Fault(
        "not knowing pays",
        "not knowing gives more",
        _bin(lambda b, d: b.append({"missing": True, "points": 99})),
    ),
    Fault(
        "two bins for missing",
        "two bins for missing",
        _bin(lambda b, d: b.extend([{"missing": True, "points": -99}] * 2)),
    ),
    Fault(
        "a word among numbers",
        "numbers, not words",
        _bin(lambda b, d: b.append({"is": ["few"], "points": 0})),
    ),
    Fault(
        "percent for a ratio",
        "look at the unit",
        _in_card(
            fact="revolving_utilisation",
            direction="any",
            bins=[{"below": 50, "points": 1}, {"from": 50, "points": 0}],
        ),
    ),
    Fault(
        "points with a fraction",
        "is not a number",
        _bin(lambda b, d: b[0].update(points=Decimal("1.5"))),
    ),
    Fault("function not allowed", "is not allowed", _in_rule(passes_when="sqrt(income) > 1")),
    Fault(
        "least skips the unknown", "is not allowed", _in_rule(passes_when="least(income, 1) > 1")
    ),
    Fault(
        "percent for a ratio in a rule",
        "look at the unit",
        _in_rule(passes_when="revolving_utilisation <= threshold", threshold=98),
    ),
    Fault("not a condition", "true or false", _in_rule(passes_when="income + 1")),
    Fault("foreign signs", "not part of the language", _in_rule(passes_when="income > 1; drop")),
    Fault("open bracket", "", _in_rule(passes_when="(income > 1")),
    Fault("words against a number", "", _in_rule(passes_when="income > 'rent'")),
    Fault(
        "two conditions",
        "either passes_when or",
        _in_rule(passes_when="income > 1", fails_when="income < 1"),
    ),
    Fault(
        "threshold without a figure",
        "but has none",
        lambda t, d: t["rules"]["past_due"].pop("threshold"),
    ),
    Fault("class unknown", "it is one of", _in_rule(**{"class": "harsh"})),
    Fault("text without Chinese", "lacks “zh”", _in("label", value={"en": "Small"})),
    Fault(
        "text without English",
        "lacks “en”",
        _in("rules", "past_due", "label", value={"zh": "逾期"}),
    ),
    Fault("empty text", "is empty", _in("text", "zh", value="")),
    Fault("protected characteristic scored", "protected characteristic", _in_card(fact="sex")),
    Fault(
        "protected through a formula",
        "protected characteristic",
        lambda t, d: _age(t, _YEARS, [{"points": 5}]),
    ),
    Fault(
        "protected in a rule", "must not decide", _in_rule(passes_when="sex = 'male'", threshold=1)
    ),
    Fault(
        "fewer points from 62 years on",
        "of the best younger class",
        lambda t, d: _age(t, _YEARS, OLD_BINS),
    ),
    Fault("a rule against the elderly", "for their age alone", _old_rule),
    Fault(
        "example that does not hold",
        "expects advice",
        _in("examples", "good", "expect", "advice", value="decline"),
    ),
    Fault("unknown turns to approve", "turns to approve", _lax),
    Fault("cut-offs crossed", "below the cut-off to decline", _in("cut_off", "approve", value=1)),
    Fault("reason unknown", "has no code", _in_card(reason="XXXX")),
    Fault("surplus entry", "not part of the format", _in("limit", "surplus", value=1)),
    Fault("entry left out", "lacks “step”", _out("limit", "step")),
    Fault("table left out", "lacks “price”", _out("price")),
    Fault("not TOML", "cannot be read as TOML", _in("version", value="1.0"), ("[limit]", "[limit")),
    Fault("legal cap without a reason", "names no reason for it", _out("price", "cap_reason")),
    Fault("grades at one score", "begin at the same score", _in("grades", "B", "score", value=600)),
    Fault("grade without limit", "lacks its limit", _out("grades", "B", "limit")),
    Fault("grade without rate", "lacks its yearly rate", _out("grades", "A", "annual_rate")),
    Fault(
        "limit term twofold",
        "exactly one of",
        _in("limit", "terms", "product", "by_grade", value=True),
    ),
    Fault(
        "score range too narrow",
        "does not hold",
        lambda t, d: t["scorecard"].update(score_most=t["scorecard"]["score_least"] + 1),
    ),
    Fault("rule ends early", "ends before it begins", _in_rule(effective_until=date(2020, 1, 1))),
    Fault(
        "strategy ends early",
        "ends before it begins",
        _in("effective_until", value=date(2020, 1, 1)),
    ),
    Fault(
        "validation overdue at once",
        "lies before the last",
        _in("revalidate_by", value=date(2020, 1, 1)),
    ),
    Fault(
        "name of a fact taken",
        "is taken",
        lambda t, d: t["derived"].update(inquiries_6m=t["derived"]["months"]),
    ),
    Fault(
        "name of the engine taken",
        "is taken",
        lambda t, d: t["derived"].update(score=t["derived"]["months"]),
    ),
    Fault(
        "income is no money",
        "not an amount of money",
        _in("affordability", "income", value="inquiries_6m"),
    ),
    Fault("step of nothing", "is not more than 0", _in("limit", "step", value=0)),
    Fault("five reasons", "outside", _in("reasons", "most", value=5)),
    Fault("date as a word", "right kind", _in("effective_from", value="soon")),
    Fault("amounts crossed", "more than the most", _in("request", "amount_least", value=10**9)),
)
