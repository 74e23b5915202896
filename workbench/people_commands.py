"""Commands on people: who works here, with which role, and their passwords."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.commands import DONE, Add, answer, desk_of, password_of, say
from workbench.credit.roles import Person, PersonState
from workbench.credit.status import outcome_word
from workbench.given import place
from workbench.i18n import _, percent

if TYPE_CHECKING:
    from workbench.portfolio.override_monitoring import OverrideFigures
    from workbench.workflow.casefile import OpenedFile

_STEPS = ("take", "release", "assign", "note", "notes", "settle", "connect", "reopen")
_STATES = {"disable": PersonState.DISABLED, "enable": PersonState.ACTIVE}


def define(add: Add) -> None:
    """Define `workbench people`."""
    people = add("people", _("list and add people, their roles and passwords"), run)
    people.add_argument(
        "action",
        choices=["list", "add", "password", "role", "disable", "enable", "card", "authority"],
    )
    people.add_argument("name", nargs="?", default="", metavar="NAME")
    people.add_argument("role", nargs="?", default="", metavar="ROLE")
    people.add_argument("--shown-name", default="", help=_("name on decisions and letters"))
    people.add_argument("--title", default="", help=_("title on letters"))
    people.add_argument("--branch", default="")
    people.add_argument(
        "--card",
        default="",
        metavar="KEY",
        help=_("public key of somebody who signs on another machine"),
    )
    _define_signing(add)
    watched = add("overrides", _("how often the advice is overridden, by whom and why"), _overrides)
    watched.add_argument(
        "--by",
        default="officer",
        choices=["officer", "branch", "direction", "reason", "product", "month"],
    )
    sealed = add("casefile", _("carry a proposal to a second person's machine and back"), _casefile)
    sealed.add_argument("action", choices=["seal", "open", "answer", "merge"])
    sealed.add_argument("what", metavar="APPLICATION|FILE")
    sealed.add_argument("word", nargs="?", default="approve", choices=["approve", "return"])
    sealed.add_argument("-o", "--out", type=place, metavar="FILE")
    sealed.add_argument("--remark", default="", metavar="TEXT")
    work = add("case", _("take, release, assign or reopen a case; notes and connections"), _work)
    work.add_argument("action", choices=_STEPS)
    work.add_argument("application", metavar="APPLICATION")
    work.add_argument("words", nargs="?", default="", metavar="TEXT")
    work.add_argument("--kind", default="", help=_("note: note, paper or condition"))


def _define_signing(add: Add) -> None:
    approve = add("approve", _("sign a proposal as the second person"), _approve)
    approve.add_argument("application", metavar="APPLICATION")
    approve.add_argument("--remark", default="", metavar="TEXT")
    back = add("return", _("send a proposal back to who made it"), _return)
    back.add_argument("application", metavar="APPLICATION")
    back.add_argument("--remark", required=True, metavar="TEXT")
    withdraw = add("withdraw", _("take your own proposal back"), _withdraw)
    withdraw.add_argument("application", metavar="APPLICATION")


def run(asked: argparse.Namespace) -> int:
    """`workbench people ACTION`."""
    return {
        "list": _list,
        "add": _add,
        "password": _password,
        "role": _role,
        "disable": _state,
        "enable": _state,
        "card": _card,
        "authority": _authority,
    }[asked.action](asked)


def _list(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    with desk_of(asked) as desk:
        known, rules, kept = people.everybody(desk), people.matrix(desk), people.guard(desk)
    for one in known:
        words = [one.name, one.shown_name, rules.roles[one.role].text(), one.branch]
        words.append("" if one.is_active else _("may no longer sign in"))
        if not asked.json:
            sys.stdout.write("\t".join(words) + "\n")
    if not known:
        say(_("Nobody was added: whoever uses this computer works alone."))
    if kept.is_file and not kept.guarded:
        say(_("No password guards the store: its key lies in a file only this account can read."))
    answer(asked, people=[_shown(one) for one in known], guarded=kept.guarded)
    return DONE


def _add(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    new = Person(
        id=0,
        name=asked.name,
        shown_name=asked.shown_name or asked.name,
        title=asked.title,
        role=asked.role or "officer",
        branch=asked.branch,
        state=PersonState.ACTIVE,
        public_key=asked.card,
        elsewhere=bool(asked.card),
    )
    with desk_of(asked) as desk:
        password = "" if asked.card else _new_password(asked)
        made, code = people.add_person(desk, new, password)
    say(_("{name} was added as {role}.", name=made.shown_name, role=made.role))
    _say_recovery(code)
    answer(asked, **_shown(made), recovery_code=code)
    return DONE


def _password(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    with desk_of(asked) as desk:
        signed = desk.seat.signed
        name = asked.name or (signed.person.name if signed else "")
        own = signed is not None and name in (signed.person.name, signed.person.shown_name)
        old = password_of(asked, _("Password so far: ")) if own else ""
        code = people.set_password(desk, name, _new_password(asked), old=old)
    say(_("The password was set."))
    _say_recovery(code)
    answer(asked, recovery_code=code)
    return DONE


def _role(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    with desk_of(asked) as desk:
        given = {"title": asked.title, "branch": asked.branch, "shown_name": asked.shown_name}
        changes = {name: value for name, value in given.items() if value}
        made = people.change_person(desk, asked.name, role=asked.role, **changes)
    say(_("{name} now works as {role}.", name=made.shown_name, role=made.role))
    answer(asked, **_shown(made))
    return DONE


def _state(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    with desk_of(asked) as desk:
        made = people.change_person(desk, asked.name, state=_STATES[asked.action].value)
    if made.is_active:
        say(_("{name} may sign in again.", name=made.shown_name))
    else:
        say(_("{name} may no longer sign in.", name=made.shown_name))
    answer(asked, **_shown(made))
    return DONE


def _card(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    with desk_of(asked) as desk:
        made = people.named(desk, asked.name or desk.officer())
    say(_("Public key of {name}; it may be known to everybody:", name=made.shown_name))
    sys.stdout.write(made.public_key + "\n")
    answer(asked, **_shown(made))
    return DONE


def _authority(asked: argparse.Namespace) -> int:
    from workbench.workflow import people

    with desk_of(asked) as desk:
        rules = people.adopt_matrix(desk)
    say(_("The store goes by the matrix of authority of {version}.", version=rules.version))
    answer(asked, version=rules.version, sha256=rules.sha256)
    return DONE


def _approve(asked: argparse.Namespace) -> int:
    from workbench.workflow import second_signature

    with desk_of(asked) as desk:
        made = second_signature.approve(desk, asked.application, remark=asked.remark)
    say(
        _(
            "{number}: {outcome}, proposed by {officer}, signed by {second}.",
            number=asked.application,
            outcome=outcome_word(made.outcome),
            officer=made.officer,
            second=made.second_person,
        )
    )
    answer(
        asked,
        decision=made.id,
        outcome=made.outcome.value,
        officer=made.officer,
        second_person=made.second_person,
    )
    return DONE


def _return(asked: argparse.Namespace) -> int:
    from workbench.workflow import second_signature

    with desk_of(asked) as desk:
        second_signature.send_back(desk, asked.application, remark=asked.remark)
    say(_("The proposal went back."))
    answer(asked, returned=asked.application)
    return DONE


def _withdraw(asked: argparse.Namespace) -> int:
    from workbench.workflow import second_signature

    with desk_of(asked) as desk:
        second_signature.withdraw(desk, asked.application)
    say(_("The proposal was withdrawn."))
    answer(asked, withdrawn=asked.application)
    return DONE


def _work(asked: argparse.Namespace) -> int:
    from workbench.workflow import casework, exposure, second_signature
    from workbench.workflow.decide import case as case_file

    with desk_of(asked) as desk:
        number, words = case_file(desk, asked.application).application.id, asked.words
        match asked.action:
            case "take":
                casework.take(desk, number)
            case "release":
                casework.release(desk, number)
            case "assign":
                casework.assign(desk, number, words)
            case "note":
                casework.add_note(desk, number, words, kind=asked.kind or "note")
            case "settle":
                casework.settle(desk, int(words) if words.isdecimal() else 0)
            case "connect":
                exposure.connect(desk, number, words, asked.kind or exposure.SAME_PERSON)
            case "reopen":
                second_signature.reopen(desk, number, words)
        work, noted = casework.standing(desk, number), casework.notes(desk, number)
    due = work.due.text() if work.due else ""
    say(f"{asked.application}\t{work.state}\t{work.held_by}\t{due}")
    for one in noted:
        mark = "✓" if one.settled else " "
        say(f"  {one.id} {mark} {one.kind}: {one.text} ({one.by})")
    answer(
        asked,
        application=asked.application,
        state=work.state,
        held_by=work.held_by,
        due_on=work.due.due_on if work.due else None,
        notes=[{"id": o.id, "kind": o.kind, "text": o.text, "settled": o.settled} for o in noted],
    )
    return DONE


def _casefile(asked: argparse.Namespace) -> int:
    """The passphrase comes by WORKBENCH_PASSPHRASE, the file descriptor, or the terminal."""
    from workbench.credit.second_person import Word
    from workbench.workflow import casefile

    file = Path(asked.what)
    out = asked.out or file.parent / f"{file.stem}-{asked.action}{casefile.SUFFIX}"
    with desk_of(asked) as desk:
        passphrase = password_of(asked, _("Passphrase of the file: "), "WORKBENCH_PASSPHRASE")
        match asked.action:
            case "seal":
                casefile.seal(desk, asked.what, passphrase, out)
            case "open":
                return _show_file(asked, casefile.open_file(desk, file, passphrase))
            case "answer":
                word = Word.APPROVED if asked.word == "approve" else Word.RETURNED
                casefile.answer(desk, file, passphrase, word, out, remark=asked.remark)
            case "merge":
                number, said = casefile.merge(desk, file, passphrase)
                say(_("{number}: the answer was merged: {word}.", number=number, word=said.value))
                answer(asked, application=number, word=said.value)
                return DONE
    say(_("Written to {file}.", file=out.name))
    answer(asked, file=str(out))
    return DONE


def _show_file(asked: argparse.Namespace, opened: OpenedFile) -> int:
    made = opened.proposal.decision
    why = made.override or made.settlement
    lines = [
        f"{opened.number}  {opened.name}",
        _("Proposed by {name}: {outcome}", name=made.officer, outcome=outcome_word(made.outcome)),
        _("The engine advised: {outcome}", outcome=outcome_word(opened.assessment.advice)),
        why.justification if why else "",
        *(f"  {name}: {value}" for name, value in opened.facts.items()),
    ]
    if not asked.json:
        sys.stdout.write("\n".join(line for line in lines if line) + "\n")
    answer(
        asked,
        application=opened.number,
        outcome=made.outcome.value,
        advice=opened.assessment.advice.value,
        proposed_by=opened.sender.shown_name,
        sha256=opened.sha256,
    )
    return DONE


def _overrides(asked: argparse.Namespace) -> int:
    from workbench.workflow import overrides

    with desk_of(asked) as desk:
        found = overrides.report(desk, asked.by)
    for one in (found.all, *found.groups):
        name = one.group or _("all")
        shares = (one.approve_over_decline, one.decline_over_approve, one.total)
        words = [f"{s.count}/{s.base} {percent(s.rate, places=2)} {s.colour}" for s in shares]
        if not asked.json:
            sys.stdout.write("\t".join([name, *words]).rstrip() + "\n")
    for row in found.exceptions:
        say(
            _(
                "{number}: {officer}, signed by {second}",
                number=row.number,
                officer=row.officer,
                second=row.second_person,
            )
        )
    answer(
        asked,
        by=asked.by,
        all=_figures(found.all),
        groups=[_figures(one) for one in found.groups],
        exceptions=[row.number for row in found.exceptions],
    )
    return DONE


def _figures(one: OverrideFigures) -> dict[str, object]:
    shares = {
        "total": one.total,
        "approve_over_decline": one.approve_over_decline,
        "decline_over_approve": one.decline_over_approve,
    }
    return {
        "group": one.group,
        **{
            name: {"count": s.count, "base": s.base, "rate": s.rate, "colour": s.colour}
            for name, s in shares.items()
        },
    }


def _new_password(asked: argparse.Namespace) -> str:
    return password_of(asked, _("New password: "), "WORKBENCH_NEW_PASSWORD")


def _say_recovery(code: str) -> None:
    if code:
        say(_("Print this recovery code and put it in a safe; it is shown once: {code}", code=code))


def _shown(one: Person) -> dict[str, object]:
    return {
        "name": one.name,
        "shown_name": one.shown_name,
        "role": one.role,
        "branch": one.branch,
        "state": one.state.value,
        "public_key": one.public_key,
    }
