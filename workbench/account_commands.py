"""`workbench accounts`: performance in, months closed, actions proposed, carried out and told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from workbench import account_action_commands as acting
from workbench.accounts.account import STATE_WORDS, ActionKind, EventKind, holder_word
from workbench.commands import DONE, WAITS, Add, answer, desk_of, say, stage
from workbench.given import amount, day, month, place, threshold, whole
from workbench.i18n import _, money, number, percent, plural

MOST_SHOWN = 20


def define(add: Add) -> None:
    """Define the command and all of its own commands."""
    top = add("accounts", _("living accounts: months, limits, suspensions, help"), _say_help)
    top.set_defaults(do=lambda asked: _say_help(asked, top))
    under = _Under(top.add_subparsers(metavar=_("ACTION")))
    _define_months(under)
    _define_entries(under)
    _define_actions(under)
    _define_customers(under)


def _say_help(asked: argparse.Namespace, top: argparse.ArgumentParser | None = None) -> int:
    del asked
    if top is not None:
        say(top.format_help())
    return DONE


class _Under:
    """Adds commands below `accounts` that take --store and --json as all others do."""

    def __init__(self, add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        self._add = add

    def __call__(
        self, name: str, help_: str, do: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        command = self._add.add_parser(name, help=help_, description=help_)
        command.set_defaults(do=do)
        keep = argparse.SUPPRESS
        command.add_argument("--store", default=keep, help=_("store to work on: a file, or a URL"))
        command.add_argument(
            "--json", action="store_true", default=keep,
            help=_("print one JSON object on the last line"),
        )  # fmt: skip
        command.add_argument("--as", dest="person", default="", metavar="USER")
        return command


def _define_months(add: _Under) -> None:
    take = add("import", _("read a monthly performance spreadsheet"), import_files)
    take.add_argument("files", type=place, nargs="+", metavar="FILE")
    take.add_argument("--product", required=True)
    take.add_argument("--sheet", help=_("name of the sheet to read"))
    take.add_argument("--dry-run", action="store_true", help=_("check only, store nothing"))
    take.add_argument(
        "--answer",
        type=place,
        metavar="FILE.xlsx",
        help=_("the workbook back, with its problems marked"),
    )
    book = add("book", _("open accounts for approved applications"), book_approved)
    book.add_argument("--batch", type=whole)
    book.add_argument("--on", type=day, metavar="DAY")
    close = add("close", _("close a month for every account"), close_month)
    close.add_argument("month", type=month, metavar="MONTH", help=_("such as 2026-10"))
    lists = add("list", _("list the accounts of a view"), list_accounts)
    lists.add_argument("--view", default="all", type=lambda text: text.replace("-", "_"))
    lists.add_argument("--search", default="")
    lists.add_argument("--sort", default="number")
    show = add("show", _("one account: where it stands, its months, its actions"), show_account)
    show.add_argument("account", metavar="ACCOUNT")


def _define_entries(add: _Under) -> None:
    enter = add("record", _("record money that moved"), record)
    enter.add_argument("account", metavar="ACCOUNT")
    enter.add_argument("kind", choices=["drawing", "payment", "refund", "fee"])
    enter.add_argument("amount", type=amount)
    enter.add_argument("--on", type=day, required=True, metavar="DAY")
    draw = add("draw", _("pay out a further loan under a limit"), draw_loan)
    draw.add_argument("account", metavar="ACCOUNT")
    draw.add_argument("amount", type=amount)
    draw.add_argument("--term", type=whole, required=True, metavar="MONTHS")
    draw.add_argument("--method", default="equal_payment")
    draw.add_argument("--on", type=day, required=True, metavar="DAY")
    plan = add("plan", _("turn a purchase into instalments, or settle such a plan"), plan_or_settle)
    plan.add_argument("account", metavar="ACCOUNT")
    which = plan.add_mutually_exclusive_group(required=True)
    which.add_argument("--amount", type=amount)
    which.add_argument("--settle", type=whole, metavar="SERIES")
    plan.add_argument("--term", type=whole, default=12, metavar="MONTHS")
    plan.add_argument("--on", type=day, required=True, metavar="DAY")
    settle = add("settle", _("settle a loan in full today, or see what that costs"), settle_loan)
    settle.add_argument("account", metavar="ACCOUNT")
    settle.add_argument("--on", type=day, metavar="DAY")
    settle.add_argument("--dry-run", action="store_true", help=_("say the amount, record nothing"))


def _define_actions(add: _Under) -> None:
    look = add("review", _("what the rules propose; nothing is recorded"), acting.review)
    look.add_argument("--product")
    look.add_argument("--on", type=day, metavar="DAY")
    act = add("act", _("carry out what may be done by rule, or one action by hand"), acting.act_on)
    act.add_argument("account", nargs="?", metavar="ACCOUNT")
    act.add_argument("action", nargs="?", choices=[kind.value for kind in ActionKind])
    act.add_argument("--limit", type=amount)
    act.add_argument("--rate", type=amount, help=_("daily rate, 0.0004 for 0.04 %%"))
    act.add_argument("--reason", action="append", default=[], metavar="CODE")
    act.add_argument("--note", default="")
    act.add_argument("--scope", choices=["account", "customer", "product"], default="account")
    act.add_argument("--product")
    for name, help_, do in (
        ("confirm", _("confirm an action that waits"), acting.confirm),
        ("withdraw", _("take back an action that waits"), acting.withdraw),
    ):
        add(name, help_, do).add_argument("action", type=whole, metavar="ACTION")
    add("actions", _("list actions and how far they are"), acting.list_actions)
    trial = add(
        "simulate", _("what other thresholds would do; nothing is recorded"), acting.simulate
    )
    trial.add_argument("--product", required=True)
    trial.add_argument(
        "--set", type=threshold, action="append", default=[], metavar="RULE=VALUE", dest="rules"
    )
    draw = add("sample", _("increases for examiners, drawn by a seed"), acting.sample)
    draw.add_argument("--size", type=whole, default=25)
    draw.add_argument("--seed", type=whole, default=2026)
    when = add("calendar", _("suspensions and actions that must not be forgotten"), acting.calendar)
    when.add_argument("--days", type=whole, default=60)
    letters = add("letters", _("write the notices of actions that were done"), acting.write_letters)
    letters.add_argument("--out", type=place, required=True, metavar="DIR")


def _define_customers(add: _Under) -> None:
    where = add("address", _("where letters go of an account kept elsewhere"), acting.tell_address)
    where.add_argument("account", metavar="ACCOUNT")
    for name in ("street", "city"):
        where.add_argument(f"--{name}", required=True)
    for name in ("region", "postcode"):
        where.add_argument(f"--{name}", default="")
    help_ = add("help-plan", _("plans within what a customer can pay each month"), acting.relief)
    help_.add_argument("account", metavar="ACCOUNT")
    help_.add_argument("--free-cash", type=amount, required=True, metavar="AMOUNT")
    help_.add_argument("--income-day", type=whole, metavar="DAY")
    help_.add_argument("--term", type=whole, metavar="MONTHS")
    help_.add_argument(
        "--interest", choices=["capitalised", "paid", "waived"], default="capitalised",
        help=_("what becomes of the interest that has run up to the day"),
    )  # fmt: skip
    help_.add_argument("--agree", metavar="KIND", help=_("carry out this plan"))
    help_.add_argument("--note", default="")
    sheet = add(
        "sheet", _("the customer's one-page sheet, with their own numbers"), acting.customer_sheet
    )
    sheet.add_argument("account", metavar="ACCOUNT")
    sheet.add_argument("--language", choices=["en", "zh"])
    sheet.add_argument(
        "--out", type=place, metavar="FILE.pdf", help=_("write it to be printed, in both languages")
    )
    ask = add("answer", _("answer what customers ask"), acting.answer_question)
    ask.add_argument("account", metavar="ACCOUNT")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--language", choices=["en", "zh"])
    ask.add_argument("--out", type=place, metavar="FILE.pdf", help=_("write it to be printed"))


def import_files(asked: argparse.Namespace) -> int:
    """`workbench accounts import`: performance sheets of one product."""
    from workbench.workflow import account_intake, account_watch
    from workbench.workflow.export import write_answer_workbook

    totals = dict.fromkeys(
        ("rows", "ready", "waiting", "repeated", "opened", "months", "entries"), 0
    )
    problems: dict[str, int] = {}
    with desk_of(asked) as desk:
        for file in asked.files:
            result, checked = account_intake.import_performance(
                desk, file, product=asked.product, sheet=asked.sheet, dry_run=asked.dry_run,
                step=stage(file.name),
            )  # fmt: skip
            for name in totals:
                totals[name] += getattr(result, name)
            for code, met in result.problems.items():
                problems[code] = problems.get(code, 0) + met
            for problem in checked.problems[:MOST_SHOWN]:
                say(problem.text_with_place())
            for sentence in result.stopped[:MOST_SHOWN]:
                say(sentence)
            for reference in result.unknown[:MOST_SHOWN]:
                say(
                    _(
                        "No account goes by “{reference}”, and the row has no balance to open "
                        "one by.",
                        reference=reference,
                    )
                )
            if asked.answer:
                write_answer_workbook(desk, file, checked, asked.answer)
        if not asked.dry_run:
            account_watch.refresh(desk)
    say(
        _(
            "{rows} rows: {ready} ready, {waiting} waiting, {repeated} repeated. "
            "{opened} accounts opened, {entries} entries, {months} months told.",
            rows=number(totals["rows"]),
            ready=number(totals["ready"]),
            waiting=number(totals["waiting"]),
            repeated=number(totals["repeated"]),
            opened=number(totals["opened"]),
            entries=number(totals["entries"]),
            months=number(totals["months"]),
        )
    )
    answer(asked, **totals, problems=problems)
    return WAITS if totals["waiting"] else DONE


def book_approved(asked: argparse.Namespace) -> int:
    """`workbench accounts book`: accounts from approved decisions."""
    from workbench.workflow import account_entries

    with desk_of(asked) as desk:
        done = account_entries.book_approved(desk, batch=asked.batch, on=asked.on)
    say(plural("{n} account opened.", "{n} accounts opened.", done.booked))
    answer(asked, booked=done.booked, already=done.already)
    return DONE


def close_month(asked: argparse.Namespace) -> int:
    """`workbench accounts close`: month-end, once for each month."""
    from workbench.workflow import account_months, account_watch

    with desk_of(asked) as desk:
        done = account_months.close_month(desk, asked.month, step=stage(_("Closing")))
        account_watch.refresh(desk)
    say(
        _(
            "{accounts} account months closed, {already} were closed already. {late} are past due.",
            accounts=number(done.accounts),
            already=number(done.already),
            late=number(done.past_due),
        )
    )
    answer(
        asked, month=asked.month.isoformat()[:7], accounts=done.accounts, already=done.already,
        interest=done.interest, fees=done.fees, dues=done.dues, past_due=done.past_due,
    )  # fmt: skip
    return DONE


def list_accounts(asked: argparse.Namespace) -> int:
    """`workbench accounts list`: the accounts of a view."""
    from workbench.workflow import monitor

    with desk_of(asked) as desk:
        page = monitor.accounts(desk, asked.view, search=asked.search, sort=asked.sort)
    for row in page.rows if not asked.json else ():
        shown = (
            row.number, holder_word(row.name), money(row.limit, row.currency),
            money(row.balance, row.currency), percent(row.utilisation), row.bucket,
            _(STATE_WORDS[row.state]),
        )  # fmt: skip
        sys.stdout.write("\t".join(shown) + "\n")
    say(plural("{n} account in this view.", "{n} accounts in this view.", page.total))
    rows = [
        {
            "number": row.number, "reference": row.reference, "limit": row.limit,
            "balance": row.balance, "dpd": row.dpd, "bucket": row.bucket,
            "state": row.state.value, "score": row.score, "flags": row.flags,
        }
        for row in page.rows
    ]  # fmt: skip
    answer(asked, view=asked.view, total=page.total, accounts=rows)
    return DONE


def show_account(asked: argparse.Namespace) -> int:
    """`workbench accounts show`: one account."""
    from workbench.workflow import monitor

    with desk_of(asked) as desk:
        file = monitor.account(desk, asked.account)
    standing, currency = file.position, file.account.currency
    lines = [
        _(
            "{number}: {balance} owed of {limit}, {bucket}, {state}.",
            number=file.account.number,
            balance=money(standing.balance, currency),
            limit=money(file.account.limit, currency),
            bucket=file.product.bucket(standing.dpd).text(),
            state=_(STATE_WORDS[file.account.state]),
        ),
        *(
            f"{month.month:%Y-%m}\t{money(month.closing)}\t{money(month.minimum_due)}\t{month.bucket}"
            for month in file.months
        ),
        *map(acting.action_line, file.actions),
    ]
    if not asked.json:
        sys.stdout.write("\n".join(lines) + "\n")
    answer(
        asked, number=file.account.number, balance=standing.balance, limit=file.account.limit,
        available=standing.available, minimum_due=standing.minimum_due, dpd=standing.dpd,
        state=file.account.state.value, months=len(file.months), exposure=file.exposure.total,
        actions=[one.id for one in file.actions],
    )  # fmt: skip
    return DONE


def record(asked: argparse.Namespace) -> int:
    """`workbench accounts record`: money that moved."""
    from workbench.workflow import account_entries

    with desk_of(asked) as desk:
        made = account_entries.record(
            desk, asked.account, EventKind(asked.kind), asked.amount, asked.on
        )
    say(_("Recorded."))
    answer(asked, event=made.id, kind=made.kind.value, amount=made.amount)
    return DONE


def draw_loan(asked: argparse.Namespace) -> int:
    """`workbench accounts draw`: a further loan under a limit."""
    from workbench.workflow import account_entries

    with desk_of(asked) as desk:
        schedule = account_entries.draw_loan(
            desk, asked.account, asked.amount, asked.term, method=asked.method, on=asked.on
        )
    say(
        _(
            "{n} instalments of {instalment}, interest {interest}.",
            n=len(schedule.instalments),
            instalment=money(schedule.instalment, schedule.currency),
            interest=money(schedule.total_interest, schedule.currency),
        )
    )
    answer(asked, instalment=schedule.instalment, interest=schedule.total_interest)
    return DONE


def plan_or_settle(asked: argparse.Namespace) -> int:
    """`workbench accounts plan`: instalments for a purchase, or their early end."""
    from workbench.workflow import account_plans

    with desk_of(asked) as desk:
        if asked.settle is not None:
            done = account_plans.settle_plan(desk, asked.account, asked.settle, asked.on)
            say(
                _(
                    "Settled: {principal} and {fees} of fees.",
                    principal=money(done.principal),
                    fees=money(done.fees),
                )
            )
            answer(asked, principal=done.principal, fees=done.fees, total=done.total)
            return DONE
        made = account_plans.start_plan(desk, asked.account, asked.amount, asked.term, asked.on)
    say(_("Recorded."))
    answer(asked, event=made.id, amount=made.amount, months=asked.term)
    return DONE


def settle_loan(asked: argparse.Namespace) -> int:
    """`workbench accounts settle`: everything a loan account owes, to the day."""
    from workbench.workflow import account_endings

    with desk_of(asked) as desk:
        end = account_endings.payoff if asked.dry_run else account_endings.settle_loan
        done = end(desk, asked.account, on=asked.on)
    say(
        _(
            "{total} settles it on {day}: {balance} owed, {interest} of interest to the day, "
            "{fees} of fees.",
            total=money(done.total),
            day=done.on.isoformat(),
            balance=money(done.balance),
            interest=money(done.interest),
            fees=money(done.fees),
        )
    )
    answer(
        asked, total=done.total, interest=done.interest, fees=done.fees, recorded=not asked.dry_run
    )
    return DONE
