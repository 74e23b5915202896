"""Commands on the record and on strategies: replay, verify, strategy."""

from __future__ import annotations

import argparse
import sys

from workbench.commands import DONE, WAITS, answer, desk_of, say, stage
from workbench.i18n import _, plural


def replay(asked: argparse.Namespace) -> int:
    """`workbench replay`: recompute past assessments and compare, byte by byte."""
    from workbench.workflow import prove

    if asked.capsule:
        return _prove_capsule(asked)
    with desk_of(asked) as desk:
        done = prove.replay(desk, asked.application, step=stage(_("Replaying")))
    say(prove.replay_words(done))
    answer(asked, identical=done.identical, different=done.different, first=done.first or None)
    return WAITS if done.different else DONE


def _prove_capsule(asked: argparse.Namespace) -> int:
    from workbench.workflow import capsules

    proof = capsules.prove_capsule(asked.capsule)
    say(capsules.proof_words(proof))
    same = int(proof.identical)
    answer(asked, identical=same, different=1 - same, first=proof.difference or None)
    return DONE if proof.identical else WAITS


def verify(asked: argparse.Namespace) -> int:
    """`workbench verify`: the journal's chain and what hangs on it."""
    from workbench.workflow import prove

    with desk_of(asked) as desk:
        done = prove.verify(desk, step=stage(_("Checking")))
    if done.ok:
        say(
            plural(
                "The record is whole: {n} event.", "The record is whole: {n} events.", done.events
            )
        )
    else:
        say(_("The record was changed.") + f"\n{prove.first_faults(done, 20)}")
    counts = {"letters": done.letters, "signatures": done.signatures, "witnesses": done.anchors}
    answer(asked, ok=done.ok, events=done.events, first_bad=done.first_bad, **counts)
    return DONE if done.ok else WAITS


def selfcheck(asked: argparse.Namespace) -> int:
    """`workbench --selfcheck`: what the program stands on."""
    from workbench.workflow import self_check

    ok, found = True, []
    for name, value, good in self_check.selfcheck():
        ok = ok and good
        found.append({"name": name, "value": value, "ok": good})
        sys.stdout.write(f"{'ok ' if good else '-- '} {name}: {value}\n")
    answer(asked, ok=ok, checks=found)
    return DONE if ok else WAITS


def close_day(asked: argparse.Namespace) -> int:
    """`workbench close-day`: the day in figures with the journal's head, signed; or a check."""
    from workbench.workflow import day_close

    with desk_of(asked) as desk:
        if asked.check is not None:
            checked = day_close.check(desk, asked.check)
            say(checked.text())
            answer(asked, ok=checked.ok, day=checked.day, head=checked.head)
            return DONE if checked.ok else WAITS
        made = day_close.close_day(desk, asked.out, asked.day)
    say(_("The day was closed: {file}.", file=made.name))
    answer(asked, file=str(made))
    return DONE
