"""The parts of a letter that state terms: disclosures, payments, cost statement, schedule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from workbench.credit.terms import Terms
from workbench.i18n import Language
from workbench.letters.building import Bench
from workbench.letters.conditions import is_level
from workbench.letters.content import Block, Figure, Figures, Measure, Row, Table, Text, said
from workbench.letters.letter_fields import payments_of, said_day, sum_of
from workbench.letters.record import Kind
from workbench.letters.wording import FieldMissing


def _terms(bench: Bench) -> Terms:
    if bench.record.terms is None:
        raise FieldMissing("terms")
    return bench.record.terms


def _figures(bench: Bench) -> Block:
    terms, currency = _terms(bench), bench.record.currency
    values = (
        ("apr", bench.value("apr"), True),
        ("charge", sum_of(terms.finance_charge, currency), True),
        ("financed", sum_of(terms.amount_financed, currency), False),
        ("total", sum_of(terms.total_of_payments, currency), False),
    )
    return Figures(
        tuple(
            Figure(
                bench.line(f"figure_{name}"), bench.line(f"figure_{name}_meaning"), value, strong
            )
            for name, value, strong in values
        ),
        caption=bench.line("disclosures_heading"),
    )


def _payments(bench: Bench) -> Block:
    terms, currency = _terms(bench), bench.record.currency
    columns = tuple(
        (bench.line(key), Measure.WORDS)
        for key in ("payments_count", "payments_amount", "payments_due")
    )
    count, begin = payments_of(terms), bench.text("payments_monthly")
    if count == 1:
        rows = [_payment(1, sum_of(terms.last_instalment, currency), said(bench.value("last_due")))]
    elif not is_level(terms):
        rows = [_payment(count, bench.line("payments_varying"), begin)]
    elif terms.last_instalment == terms.instalment:
        rows = [_payment(count, sum_of(terms.instalment, currency), begin)]
    else:
        rows = [
            _payment(count - 1, sum_of(terms.instalment, currency), begin),
            _payment(1, sum_of(terms.last_instalment, currency), bench.text("payments_last")),
        ]
    return Table(columns, tuple(rows), caption=bench.line("payments_heading"))


def _payment(count: int, amount: str, due: Text) -> Row:
    return Row((said(str(count)), said(amount), due))


def _result(bench: Bench) -> Block:
    partly = bench.record.kind == Kind.COUNTER_OFFER
    terms = _terms(bench)
    amount = sum_of(terms.amount, bench.record.currency)
    capital = bench.record.language == Language.ZH and bench.record.currency == "CNY"
    rows = [
        ("result_conclusion", bench.line("result_partly" if partly else "result_approved")),
        ("result_amount", amount),
        ("result_term", bench.value("offered_term")),
        ("result_rate", bench.line("result_rate_value")),
        ("result_method", bench.value("method")),
        ("result_until", bench.value("valid_until")),
    ]
    loud = ("result_conclusion", "result_amount", "result_rate")
    cells = [said(value, strong=name in loud) for name, value in rows]
    if capital:
        cells[1] = (*cells[1], (f"\n人民币{bench.value('offered_capital')}", False))
    columns = tuple((bench.line(name), Measure.WORDS) for name, _value in rows)
    return Table(columns, (Row(tuple(cells)),), caption=bench.line("result_heading"))


def _cost(bench: Bench) -> Block:
    lender = said(bench.pack.lender.name[bench.record.language])
    rows = [
        _cost_row(bench, "cost_interest", lender),
        *([_cost_row(bench, "cost_fee", lender)] if _terms(bench).fee > 0 else ()),
        Row((bench.text("cost_total"), None, said(bench.value("apr")), None), strong=True),
        _cost_row(bench, "cost_overdue", lender),
    ]
    columns = tuple(
        (bench.line(f"cost_{name}"), Measure.WORDS) for name in ("item", "how", "standard", "payee")
    )
    return Table(columns, tuple(rows), caption=bench.line("cost_heading"))


def _cost_row(bench: Bench, key: str, payee: Text) -> Row:
    return Row((bench.text(key), bench.text(f"{key}_how"), bench.text(f"{key}_standard"), payee))


def _schedule(bench: Bench) -> Block:
    schedule, currency = bench.record.schedule, bench.record.currency
    if schedule is None:
        raise FieldMissing("schedule")
    with_fee = schedule.total_fees > 0

    def row(first: tuple[str, str], sums: tuple[Decimal | None, ...], *, strong: bool) -> Row:
        kept = sums if with_fee else (*sums[:2], *sums[3:])
        shown = ("" if one is None else sum_of(one, currency) for one in kept)
        return Row(tuple(said(text, strong=strong) for text in (*first, *shown)), strong)

    rows = [
        row(
            (str(one.number), said_day(one.due_on, bench.record.language)),
            (one.principal, one.interest, one.fee, one.payment, one.balance),
            strong=False,
        )
        for one in schedule.instalments
    ]
    total = (schedule.principal, schedule.total_interest, schedule.total_fees)
    sums = (*total, schedule.total_of_payments, None)
    rows.append(row((bench.line("schedule_sum"), ""), sums, strong=True))
    fee = (("schedule_fee", Measure.AMOUNT),) if with_fee else ()
    columns = (
        ("schedule_number", Measure.COUNT),
        ("schedule_due", Measure.WORDS),
        ("schedule_principal", Measure.AMOUNT),
        ("schedule_interest", Measure.AMOUNT),
        *fee,
        ("schedule_payment", Measure.AMOUNT),
        ("schedule_balance", Measure.AMOUNT),
    )
    named = tuple((bench.line(key), measure) for key, measure in columns)
    return Table(named, tuple(rows), caption=bench.line("schedule_title"), dense=True)


def _change(bench: Bench) -> Block:
    columns = [("change_what", Measure.WORDS), ("change_old", Measure.AMOUNT)]
    columns += [("change_new", Measure.AMOUNT), ("change_from", Measure.WORDS)]
    rows, change = [], bench.record.change
    if change is None:
        raise FieldMissing("change")
    day = said(bench.value("effective_on"))
    if change.new_limit is not None:
        rows.append(_changed(bench, "limit", day))
    if change.new_rate is not None:
        rows.append(_changed(bench, "rate", day))
    named = tuple((bench.line(key), measure) for key, measure in columns)
    return Table(named, tuple(rows), caption=bench.line("change_what"))


def _changed(bench: Bench, what: str, day: Text) -> Row:
    old, new = said(bench.value(f"old_{what}")), said(bench.value(f"new_{what}"), strong=True)
    return Row((bench.text(f"change_{what}"), old, new, day))


OFFER_TABLES: Mapping[str, Callable[[Bench], Block]] = {
    "figures": _figures,
    "payments": _payments,
    "result": _result,
    "cost": _cost,
    "schedule": _schedule,
    "change": _change,
}
"""The blocks made here, by the names that packs use."""
