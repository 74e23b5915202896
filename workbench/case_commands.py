"""Commands on one case: consider what would follow, and write its capsule."""

from __future__ import annotations

import argparse
import sys

from workbench.commands import DONE, answer, desk_of, say
from workbench.credit.facts import Value, dictionary
from workbench.credit.status import COMPONENT_WORDS, outcome_word
from workbench.i18n import _, money, number, percent
from workbench.workflow.consider_words import OFFER_WORDS, PATH_WORDS


def consider(asked: argparse.Namespace) -> int:
    """`workbench consider`: advice under changed facts, offers, and the path to yes."""
    from workbench.workflow import consider as considering
    from workbench.workflow.decide import case

    changes = dict(change.partition("=")[::2] for change in asked.changes)
    with desk_of(asked) as desk:
        found = considering.consider(case(desk, asked.application), changes)
    made = found.assessment
    score = "" if made.score is None else number(made.score)
    lines = [
        _(
            "{advice}: score {score}, decided by {component}.",
            advice=outcome_word(made.advice),
            score=score,
            component=_(COMPONENT_WORDS[made.decided_by]),
        ),
        *(
            _(
                "{kind}: {amount} over {term} months at {rate}, {instalment} a month.",
                kind=_(OFFER_WORDS[offer.kind]),
                amount=money(offer.amount),
                term=offer.term_months,
                rate=percent(offer.annual_rate, places=2),
                instalment=money(offer.instalment),
            )
            for offer in found.plan.offers
        ),
        _(PATH_WORDS[found.path.kind]),
        *(
            f"  {dictionary()[step.fact].text()}: {_shown(step.now)} → {_shown(step.then)}"
            for step in found.path.steps
        ),
    ]
    if not asked.json:
        sys.stdout.write("\n".join(lines) + "\n")
    answer(
        asked,
        advice=made.advice.value,
        decided_by=made.decided_by.value,
        score=made.score,
        offers=[
            {"kind": o.kind, "amount": o.amount, "term_months": o.term_months}
            for o in found.plan.offers
        ],
        path=found.path.kind,
        steps=[{"fact": s.fact, "now": s.now, "then": s.then} for s in found.path.steps],
    )
    return DONE


def capsule(asked: argparse.Namespace) -> int:
    """`workbench capsule`: one decision with all it stands on, in one file."""
    from workbench.workflow import capsules

    with desk_of(asked) as desk:
        capsules.write_capsule(desk, asked.application, asked.out)
    say(_("Capsule written to {file}.", file=asked.out.name))
    answer(asked, file=str(asked.out))
    return DONE


def _shown(value: Value) -> str:
    return "–" if value is None else str(value)
