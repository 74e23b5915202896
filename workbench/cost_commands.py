"""`workbench true-cost` and `workbench minimum-cost`: what credit really costs, without a store."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from workbench.commands import DONE, WAITS, Add, answer, say
from workbench.given import amount, ratio, whole
from workbench.i18n import _, current, money, percent, plural
from workbench.workflow import fee_parts
from workbench.workflow import true_cost_lens as lens


def define(add: Add) -> None:
    """Add both commands."""
    cost = add("true-cost", _("what a fee sentence really costs a year"), true_cost)
    cost.add_argument("sentence", metavar="SENTENCE", help=_("such as “0.6% a month, 12 months”"))
    cost.add_argument("--amount", type=amount, help=_("amount borrowed"))
    cost.add_argument("--months", type=whole, help=_("number of months"))
    cost.add_argument("--currency", default="CNY", choices=["CNY", "USD"])
    least = add("minimum-cost", _("what paying only the minimum costs"), minimum_cost)
    least.add_argument("balance", type=amount, metavar="BALANCE")
    least.add_argument("--daily", type=ratio, metavar="RATE", help=_("interest a day: 0.05%%"))
    least.add_argument("--share", type=ratio, help=_("least share to pay: 10%%"))
    least.add_argument("--floor", type=amount, help=_("least amount to pay"))
    least.add_argument("--currency", default="CNY", choices=["CNY", "USD"])


def true_cost(asked: argparse.Namespace) -> int:
    """`workbench true-cost`: parts, flows, rates, verdicts, other plans."""
    found = lens.look(
        asked.sentence, amount=asked.amount, months=asked.months, currency=asked.currency
    )
    for part in found.sentence.parts:
        _line(
            _(fee_parts.PART_WORDS[part.name]),
            fee_parts.value_text(part.name, part.value),
            part.words,
        )
    for name in found.assumed:
        value = getattr(found.terms, name)
        _line(_(fee_parts.PART_WORDS[name]), fee_parts.value_text(name, value), _("assumed"))
    _line(_("Cost"), money(found.cost.cost, found.currency))
    rates = found.cost.by_basis()
    for basis in lens.bases():
        _line(basis.label[current().value], percent(rates[basis.word], places=2))
    for verdict in found.verdicts:
        held = _("within") if verdict.within else _("above")
        rate = percent(verdict.rate, places=2)
        most = percent(verdict.most, places=2)
        _line(verdict.name, f"{rate} {held} {most}", verdict.basis)
    for settled in found.settled:
        rate = percent(settled.cost.effective, places=2) if settled.cost else "–"
        _line(_("Settled after month {n}", n=settled.after), rate, _settling(settled))
    for other in found.compared:
        rate = percent(other.cost.effective, places=2) if other.cost else other.why_not
        _line(other.name, rate)
    for piece in found.sentence.not_understood:
        say(_("Not understood: “{piece}”. It does not count here.", piece=piece))
    answer(asked, **_as_json(found))
    return WAITS if found.sentence.not_understood else DONE


def minimum_cost(asked: argparse.Namespace) -> int:
    """`workbench minimum-cost`: how long it takes, what it costs, and other ways out."""
    found = lens.minimum_only(
        asked.balance,
        currency=asked.currency,
        daily_rate=asked.daily,
        share=asked.share,
        floor=asked.floor,
    )
    months = len(found.course) if found.course else None
    if months is None:
        say(_("Paying only the minimum never ends this debt: the interest outgrows it."))
    else:
        say(
            plural(
                "Paid off after {n} month, with {interest} of interest.",
                "Paid off after {n} months, with {interest} of interest.",
                months,
                interest=money(found.interest, found.currency),
            )
        )
    for way in found.instead:
        paid, interest = money(way.payment, found.currency), money(way.interest, found.currency)
        _line(plural("{n} equal payment", "{n} equal payments", way.months), paid, interest)
    answer(
        asked,
        months=months,
        interest=found.interest,
        monthly_rate=found.monthly_rate,
        first_payment=found.course[0].payment if found.course else None,
        instead=[asdict(way) for way in found.instead],
    )
    return DONE if months else WAITS


def _line(name: str, value: str, remark: str = "") -> None:
    said = f"{name}: {value}" + (f"  ({remark})" if remark else "")
    sys.stdout.write(said + "\n")


def _settling(settled: lens.Settled) -> str:
    return _(fee_parts.SETTLING_WORDS[settled.regime.value])


def _as_json(found: lens.Lens) -> dict[str, object]:
    rates = {basis: round(rate, 6) for basis, rate in found.cost.by_basis().items()}
    return {
        "parts": [asdict(part) for part in found.sentence.parts],
        "not_understood": found.sentence.not_understood,
        "assumed": found.assumed,
        "amount": found.plan.amount,
        "months": found.plan.months,
        "currency": found.currency,
        "cost": found.cost.cost,
        "rates": rates,
        "flows": found.flows,
        "verdicts": [asdict(verdict) for verdict in found.verdicts],
        "settled": [asdict(settled) for settled in found.settled],
        "compared": [asdict(other) for other in found.compared],
    }
