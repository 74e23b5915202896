"""Commands on one case: decide it, consider what would follow, write its capsule."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.commands import DONE, WAITS, answer, desk_of, say
from workbench.credit.decision import Choice, CompensatingFactor, OverrideDirection
from workbench.credit.facts import Value, dictionary
from workbench.credit.roles import Person
from workbench.credit.second_person import Proposal
from workbench.credit.status import COMPONENT_WORDS, Outcome, outcome_word
from workbench.errors import DecisionRefused
from workbench.i18n import _, day, money, number, percent, plural
from workbench.workflow.consider_words import OFFER_WORDS, PATH_WORDS, price_words
from workbench.workflow.desk import Desk, now

if TYPE_CHECKING:
    from workbench.scoring.path_to_yes import Step as PathStep
    from workbench.workflow.consider import Considered

_CALLED_AT = datetime.now(UTC)  # before anything slow is read


def consider(asked: argparse.Namespace) -> int:
    """`workbench consider`: advice under changed facts, offers, and the path to yes."""
    from workbench.workflow import consider as considering
    from workbench.workflow.decide import case

    changes = dict(change.partition("=")[::2] for change in asked.changes)
    with desk_of(asked) as desk:
        found = considering.consider(case(desk, asked.application), changes)
    made = found.assessment
    if not asked.json:
        sys.stdout.write("\n".join(_considered(found)) + "\n")
    answer(
        asked,
        advice=made.advice.value,
        decided_by=made.decided_by.value,
        score=made.score,
        missing=list(made.not_found()),
        bound_by=made.limit.bound_by,
        reasons=[reason.code for reason in made.reasons],
        reason_method=made.reason_method,
        offers=[
            {"kind": o.kind, "amount": o.amount, "term_months": o.term_months}
            for o in found.plan.offers
        ],
        path=found.path.kind,
        steps=[
            {"fact": s.fact, "now": s.now, "then": s.then, "by": s.by} for s in found.path.steps
        ],
    )
    return DONE


def _considered(found: Considered) -> Iterator[str]:
    """The advice under changed facts, the offers and the path to yes, line by line."""
    made = found.assessment
    yield _(
        "{advice}: score {score}, decided by {component}.",
        advice=outcome_word(made.advice),
        score="–" if made.score is None else number(made.score),
        component=_(COMPONENT_WORDS[made.decided_by]),
    )
    missing = [each.text() for each in dictionary() if each.name in made.not_found()]
    if missing:
        yield _("Not given: {facts}", facts=", ".join(missing))
    if price_words(made):
        yield price_words(made)
    for offer in found.plan.offers:
        yield _(
            "{kind}: {amount} over {term} months at {rate}, {instalment} a month.",
            kind=_(OFFER_WORDS[offer.kind]),
            amount=money(offer.amount),
            term=offer.term_months,
            rate=percent(offer.annual_rate, places=2),
            instalment=money(offer.instalment),
        )
    yield _(PATH_WORDS[found.path.kind])
    for step in found.path.steps:
        yield f"  {dictionary()[step.fact].text()}: {_step(step)}"


def capsule(asked: argparse.Namespace) -> int:
    """`workbench capsule`: one decision with all it stands on, in one file."""
    from workbench.workflow import capsules

    with desk_of(asked) as desk:
        capsules.write_capsule(desk, asked.application, asked.out)
    say(_("Capsule written to {file}.", file=asked.out.name))
    answer(asked, file=str(asked.out))
    return DONE


def decide(asked: argparse.Namespace) -> int:
    """`workbench decide`: one person's decision, or a proposal where a second one must sign."""
    if asked.outcome == "undo":
        return _undo(asked)
    from workbench.workflow import decide as deciding
    from workbench.workflow import second_signature

    with desk_of(asked) as desk:
        file = deciding.case(desk, asked.application)
        choice = _choice(asked, [_factor(desk, asked.application, one) for one in asked.factor])
        try:
            made = second_signature.decide_or_propose(
                desk, asked.application, choice, seen_version=file.version
            )
        except DecisionRefused:
            _say_codes()
            raise
        if isinstance(made, Proposal):
            waiting = second_signature.waiting_for(desk, deciding.case(desk, file.application.id))
            return _say_proposed(asked, made, file.application.number, waiting)
    say(
        _(
            "{number}: {outcome}, recorded for {officer}.",
            number=file.application.number,
            outcome=outcome_word(made.outcome),
            officer=made.officer,
        )
    )
    answer(
        asked,
        application=file.application.number,
        decision=made.id,
        outcome=made.outcome.value,
        override=made.override.direction.value if made.override else None,
    )
    return DONE


def _undo(asked: argparse.Namespace) -> int:
    from workbench.workflow import taking_back

    with desk_of(asked) as desk:
        undone = taking_back.take_back_decision(desk, asked.application, _CALLED_AT)
    say(
        _(
            "{number}: {outcome} is undone; the case waits for a decision again.",
            number=asked.application,
            outcome=outcome_word(undone.outcome),
        )
    )
    answer(asked, application=asked.application, undone=undone.id)
    return DONE


def _factor(desk: Desk, application: str, text: str) -> CompensatingFactor:
    """A factor as it is typed: WHAT=VALUE, or WHAT=@FILE, which is kept with the case."""
    from workbench.workflow import papers

    what, _sign, value = text.partition("=")
    if not value.startswith("@"):
        return CompensatingFactor(what.strip(), value.strip())
    return CompensatingFactor(
        what.strip(), "", papers.attach(desk, application, Path(value[1:])).id
    )


def _choice(asked: argparse.Namespace, factors: list[CompensatingFactor]) -> Choice:
    return Choice(
        outcome=Outcome(asked.outcome.replace("-", "_")),
        amount=asked.amount,
        term_months=asked.term,
        reason_code=asked.reason,
        justification=asked.because,
        reason_codes=tuple(asked.letter_reason),
        note=asked.note,
        factors=tuple(factors),
        conditions=tuple(asked.condition),
        valid_until=asked.valid_until,
    )


def _say_proposed(
    asked: argparse.Namespace, made: Proposal, number: str, waiting: Sequence[Person]
) -> int:
    say(
        _(
            "{number}: {outcome} was proposed. It waits for the signature of: {who}.",
            number=number,
            outcome=outcome_word(made.decision.outcome),
            who=", ".join(one.shown_name for one in waiting),
        )
    )
    answer(
        asked,
        application=number,
        proposal=made.id,
        outcome=made.decision.outcome.value,
        waits_for=[one.name for one in waiting],
    )
    return WAITS


def _say_codes() -> None:
    """The coded reasons there are, for a person whose decision lacks one."""
    from workbench.workflow import decide as deciding

    for direction in OverrideDirection:
        codes = deciding.override_reasons(direction.value)
        say(f"--reason ({direction.value}): " + "; ".join(f"{c} {text}" for c, text in codes))
    own = deciding.judgement_reasons()
    say("--letter-reason: " + "; ".join(f"{code} {text}" for code, text in own))


def _step(step: PathStep) -> str:
    words = f"{_shown(step.now)} → {_shown(step.then)}"
    if step.by is None:
        return words
    days = (step.by - now().date()).days
    return plural(
        "{change}, by itself within {n} day, by {date}",
        "{change}, by itself within {n} days, by {date}",
        days,
        change=words,
        date=day(step.by),
    )


def _shown(value: Value) -> str:
    return "–" if value is None else str(value)
