"""`workbench accounts`: actions confirmed, tried and told, and help for customers."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal

from workbench.accounts.account import ACTION_STATE_WORDS, ACTION_WORDS, Action, ActionKind
from workbench.commands import DONE, WAITS, answer, desk_of, language_of, say, stage
from workbench.i18n import _, money, percent, plural


def action_line(one: Action) -> str:
    """One action as a line of text."""
    limits = f"{money(one.old_limit)} → {money(one.new_limit)}"
    shown = (
        str(one.id), one.account, _(ACTION_WORDS[one.kind]),
        limits if one.old_limit != one.new_limit else "", _(ACTION_STATE_WORDS[one.state]),
        one.proposed_by, one.second or "", one.effective_on.isoformat(),
    )  # fmt: skip
    return "\t".join(shown)


def review(asked: argparse.Namespace) -> int:
    """`workbench accounts review`: what the rules propose."""
    from workbench.workflow import account_review

    with desk_of(asked) as desk:
        found = account_review.review(
            desk, product=asked.product, on=asked.on, step=stage(_("Reviewing"))
        )
    for one in found.proposals if not asked.json else ():
        codes = " ".join(reason.code for reason in one.reasons)
        shown = (
            one.number, _(ACTION_WORDS[one.kind]), money(one.old_limit), money(one.new_limit),
            codes, one.needs,
        )  # fmt: skip
        sys.stdout.write("\t".join(shown) + "\n")
    say(plural("{n} account stays as it is.", "{n} accounts stay as they are.", found.held))
    answer(
        asked, on=found.on, held=found.held, proposed=found.counts,
        exposure_change=found.exposure_change, loss_change=found.loss_change,
        proposals=[
            {
                "account": one.number, "kind": one.kind.value, "new_limit": one.new_limit,
                "needs": one.needs,
            }
            for one in found.proposals
        ],
    )  # fmt: skip
    return WAITS if found.proposals else DONE


def act_on(asked: argparse.Namespace) -> int:
    """`workbench accounts act`: the rules' proposals, or one action by hand."""
    from workbench.workflow import account_actions, account_watch

    with desk_of(asked) as desk:
        if asked.account and asked.action:
            made = account_actions.propose(
                desk, asked.account, ActionKind(asked.action), new_limit=asked.limit,
                new_rate=asked.rate, reasons=tuple(asked.reason), note=asked.note,
                scope=asked.scope,
            )  # fmt: skip
        else:
            account_actions.take_effect(desk)
            found = account_actions.review(desk, product=asked.product)
            made = account_actions.start(desk, found.proposals, note=asked.note)
        account_watch.refresh(desk)
    return _told(asked, made)


def _told(asked: argparse.Namespace, made: tuple[Action, ...]) -> int:
    counted: dict[str, int] = {}
    for one in made:
        counted[one.state.value] = counted.get(one.state.value, 0) + 1
        if not asked.json:
            sys.stdout.write(action_line(one) + "\n")
    say(plural("{n} action recorded.", "{n} actions recorded.", len(made)))
    answer(asked, states=counted, actions=[_as_json(one) for one in made])
    return WAITS if any(state != "done" for state in counted) else DONE


def _as_json(one: Action) -> dict[str, object]:
    return {
        "id": one.id, "account": one.account, "kind": one.kind.value, "state": one.state.value,
        "new_limit": one.new_limit, "second": one.second, "version": one.version,
    }  # fmt: skip


def confirm(asked: argparse.Namespace) -> int:
    """`workbench accounts confirm`: the person, or the second one."""
    from workbench.workflow import account_actions

    with desk_of(asked) as desk:
        known = account_actions.action(desk, asked.action)
        made = account_actions.confirm(desk, asked.action, seen_version=known.version)
    return _told(asked, (made,))


def withdraw(asked: argparse.Namespace) -> int:
    """`workbench accounts withdraw`: an action that still waits."""
    from workbench.workflow import account_actions

    with desk_of(asked) as desk:
        known = account_actions.action(desk, asked.action)
        made = account_actions.withdraw(desk, asked.action, seen_version=known.version)
    _told(asked, (made,))
    return DONE


def list_actions(asked: argparse.Namespace) -> int:
    """`workbench accounts actions`: all of them, newest first."""
    from workbench.workflow import account_actions

    with desk_of(asked) as desk:
        found = account_actions.actions(desk)
    for one in found if not asked.json else ():
        sys.stdout.write(action_line(one) + "\n")
    say(plural("{n} action.", "{n} actions.", len(found)))
    answer(asked, actions=[_as_json(one) for one in found])
    return DONE


def simulate(asked: argparse.Namespace) -> int:
    """`workbench accounts simulate`: other thresholds beside those in force."""
    from workbench.workflow import account_campaign

    thresholds = {asked.product: dict(asked.rules)}
    with desk_of(asked) as desk:
        found = account_campaign.simulate(desk, thresholds, product=asked.product)
    for one in found.changed if not asked.json else ():
        change = f"{_(ACTION_WORDS[one.before])} → {_(ACTION_WORDS[one.after])}"
        sys.stdout.write(f"{one.number}\t{change}\n")
    say(
        plural(
            "{n} account would be treated otherwise.",
            "{n} accounts would be treated otherwise.",
            len(found.changed),
        )
    )
    answer(
        asked, before=found.before.counts, after=found.after.counts, changed=len(found.changed),
        exposure_change=found.after.exposure_change - found.before.exposure_change,
        loss_change=found.after.loss_change - found.before.loss_change,
    )  # fmt: skip
    return DONE


def sample(asked: argparse.Namespace) -> int:
    """`workbench accounts sample`: increases for examiners."""
    from workbench.workflow import account_campaign

    with desk_of(asked) as desk:
        rows = account_campaign.sample(desk, size=asked.size, seed=asked.seed)
    for row in rows if not asked.json else ():
        use = percent(row.utilisation)
        sys.stdout.write(f"{action_line(row.action)}\t{use}\t{money(row.action.loss_change)}\n")
    say(plural("{n} increase in the sample.", "{n} increases in the sample.", len(rows)))
    answer(
        asked, seed=asked.seed,
        increases=[
            {
                **_as_json(row.action),
                "utilisation": row.utilisation,
                "loss_change": row.action.loss_change,
            }
            for row in rows
        ],
    )  # fmt: skip
    return DONE


def calendar(asked: argparse.Namespace) -> int:
    """`workbench accounts calendar`: what must not be forgotten."""
    from workbench.workflow import account_campaign

    with desk_of(asked) as desk:
        entries = account_campaign.calendar(desk, days=asked.days)
    for one in entries if not asked.json else ():
        sys.stdout.write(f"{one.on.isoformat()}\t{one.number}\t{one.name}\t{_(one.what)}\n")
    overdue = sum(one.overdue for one in entries)
    say(
        plural(
            "{n} entry, {late} overdue.", "{n} entries, {late} overdue.", len(entries), late=overdue
        )
    )
    answer(
        asked, overdue=overdue,
        entries=[{"on": one.on, "account": one.number, "what": one.what} for one in entries],
    )  # fmt: skip
    return WAITS if overdue else DONE


def write_letters(asked: argparse.Namespace) -> int:
    """`workbench accounts letters`: the notices of actions that were done."""
    from workbench.workflow import account_notices

    with desk_of(asked) as desk:
        done = account_notices.write_notices(desk, out=asked.out, step=stage(_("Writing letters")))
    for account, why in done.waiting:
        say(f"{account}: {why}")
    if done.unaddressed:
        say(
            plural(
                "{n} letter waits for an address: add it on the account, or import it.",
                "{n} letters wait for an address: add it on the account, or import it.",
                done.unaddressed,
            )
        )
    say(plural("{n} notice written.", "{n} notices written.", done.written))
    answer(
        asked, letters=done.written, letters_waiting=len(done.waiting), unaddressed=done.unaddressed
    )
    return WAITS if done.waiting or done.unaddressed else DONE


def tell_address(asked: argparse.Namespace) -> int:
    """`workbench accounts address`: where the letters of an account kept elsewhere go."""
    from workbench.workflow.account_holders import Address
    from workbench.workflow.account_holders import tell_address as keep

    told = Address(asked.street, asked.city, asked.region, asked.postcode)
    with desk_of(asked) as desk:
        keep(desk, asked.account, told)
    say(_("Letters of {account} go there from now on.", account=asked.account))
    answer(asked, account=asked.account)
    return DONE


def relief(asked: argparse.Namespace) -> int:
    """`workbench accounts help-plan`: plans within free cash, and the one that is agreed."""
    from workbench.accounts.relief import RUN_UP_WORDS, RunUp, Wish
    from workbench.workflow import account_relief

    wish = Wish(
        (asked.free_cash,), income_day=asked.income_day, term_months=asked.term,
        run_up=RunUp(asked.interest),
    )  # fmt: skip
    with desk_of(asked) as desk:
        plan = account_relief.relief_options(desk, asked.account, wish)
        agreed = next((one for one in plan.options if one.kind.value == asked.agree), None)
        if agreed is not None:
            account_relief.restructure(desk, asked.account, agreed, note=asked.note)
    for one in plan.options if not asked.json else ():
        sys.stdout.write(
            _(
                "{kind}: {n} payments, first {first}, largest {largest}, costs {extra} more.",
                kind=_(one.name),
                n=len(one.schedule.instalments),
                first=money(one.first_payment),
                largest=money(one.largest_payment),
                extra=money(one.extra_cost),
            )
            + "\n"
        )
    run_up = max((one.interest for one in plan.options), default=Decimal(0))
    if run_up:
        say(
            _(
                "Interest to the day, {amount}: {what}.",
                amount=money(run_up),
                what=_(RUN_UP_WORDS[RunUp(asked.interest)]),
            )
        )
    if plan.cheapest is None:
        say(_("No plan fits this amount a month. Try a larger amount or a longer term."))
    answer(
        asked, cheapest=plan.cheapest.kind.value if plan.cheapest else None,
        agreed=agreed.kind.value if agreed else None,
        options=[
            {
                "kind": one.kind.value, "months": len(one.schedule.instalments), "fits": one.fits,
                "largest_payment": one.largest_payment, "extra_cost": one.extra_cost,
                "interest_to_the_day": one.interest, "interest_is": one.run_up.value,
            }
            for one in plan.options
        ],
    )  # fmt: skip
    return DONE if plan.cheapest else WAITS


def customer_sheet(asked: argparse.Namespace) -> int:
    """`workbench accounts sheet`: the one-page sheet as text."""
    from workbench.i18n import current
    from workbench.workflow import account_care, customer_sheet_pdf

    with desk_of(asked) as desk:
        sheets = account_care.customer_sheets(desk, asked.account)
        if asked.out:
            customer_sheet_pdf.write_sheet(desk, asked.account, asked.out)
    sheet = sheets[language_of(asked) or current()]
    lines = [sheet.title]
    for part in sheet.lines:
        lines += ["", part.heading, *part.paragraphs, *(f"  {a}\t{b}" for a, b in part.figures)]
    if not asked.json:
        sys.stdout.write("\n".join(lines) + "\n")
    answer(
        asked, title=sheet.title,
        parts=[
            {"heading": part.heading, "paragraphs": part.paragraphs, "figures": part.figures}
            for part in sheet.lines
        ],
    )  # fmt: skip
    return DONE


def answer_question(asked: argparse.Namespace) -> int:
    """`workbench accounts answer`: one question, or the questions there are."""
    from workbench.workflow import account_answers, customer_sheet_pdf

    if not asked.question:
        for code, text in account_answers.QUESTIONS.items():
            sys.stdout.write(f"{code}\t{_(text)}\n")
        return DONE
    with desk_of(asked) as desk:
        found = account_answers.answer(
            desk, asked.account, asked.question, language=language_of(asked)
        )
        if asked.out:
            customer_sheet_pdf.write_answer(
                desk, asked.account, asked.question, asked.out, language_of(asked)
            )
    lines = [found.question, *found.paragraphs, *(f"  {a}\t{b}" for a, b in found.figures)]
    if not asked.json:
        sys.stdout.write("\n".join(lines) + "\n")
    answer(asked, question=found.question, paragraphs=found.paragraphs, figures=found.figures)
    return DONE
