"""What must hold of the terms a letter offers: complete, consistent, within the law's ceilings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workbench.credit.terms import Terms
from workbench.i18n import N_
from workbench.letters.finding import Finding
from workbench.letters.letter_fields import rate
from workbench.letters.pack import Cap, Pack, PackStyle
from workbench.letters.record import OFFERS, LetterRecord

_BASES = {
    PackStyle.US: frozenset({"regulation_z"}),
    PackStyle.CN: frozenset({"irr_simple", "irr_compound"}),
}
_LARGEST = Decimal(10) ** 12


def offer_findings(record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    """Whether amounts can be printed, and an offer's terms may be made."""
    if not _payable(record.amount):
        yield _unpayable(N_("amount requested"), record.amount)
        return
    if record.kind not in OFFERS:
        return
    terms = record.terms
    if terms is None:
        yield Finding("no_terms", N_("The offer has no terms. Decide the case again."))
        return
    unpayable = [pair for pair in _amounts(terms) if not _payable(pair[1], zero=True)]
    for name, amount in unpayable:
        yield _unpayable(name, amount)
    if not unpayable:
        yield from _terms_findings(terms, record, pack)
        yield from _schedule_findings(terms, record)
        yield from _cap_findings(terms, record, pack)


def _payable(amount: Decimal, *, zero: bool = False) -> bool:
    return amount.is_finite() and (0 if zero else Decimal("0.01")) <= amount < _LARGEST


def _unpayable(name: str, amount: Decimal) -> Finding:
    return Finding(
        "amount_unusable",
        N_("The {name} is {amount}, which cannot be offered. Correct the case."),
        {"name": name, "amount": str(amount)},
    )


def _amounts(terms: Terms) -> tuple[tuple[str, Decimal], ...]:
    return (
        (N_("amount offered"), terms.amount),
        (N_("instalment"), terms.instalment),
        (N_("last instalment"), terms.last_instalment),
        (N_("fee"), terms.fee),
        (N_("total interest"), terms.total_interest),
        (N_("total of payments"), terms.total_of_payments),
        (N_("amount financed"), terms.amount_financed),
        (N_("finance charge"), terms.finance_charge),
        (N_("yearly rate"), terms.annual_rate),
        (N_("yearly cost"), terms.apr),
    )


def _terms_findings(terms: Terms, record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    if terms.apr_basis not in _BASES[pack.id]:
        yield Finding(
            "wrong_basis",
            N_("The yearly cost is reckoned as “{basis}”, which this pack's law does not use."),
            {"basis": terms.apr_basis},
        )
    if terms.currency != record.currency or record.currency != pack.currency:
        yield Finding(
            "wrong_currency",
            N_("The case is in {currency}, the pack “{pack}” is for {wanted}. Choose another."),
            {"currency": record.currency, "pack": pack.id, "wanted": pack.currency},
        )
    if terms.valid_until < record.issued_on:
        yield Finding(
            "offer_ended",
            N_("The offer ended on {day}. Decide the case again."),
            {"day": terms.valid_until.isoformat()},
        )
    if terms.total_of_payments - terms.amount_financed != terms.finance_charge:
        yield Finding(
            "charge_differs",
            N_("Finance charge, amount financed and total of payments do not add up."),
        )


def _schedule_findings(terms: Terms, record: LetterRecord) -> Iterator[Finding]:
    schedule = record.schedule
    if schedule is None:
        yield Finding("no_schedule", N_("The offer has no schedule of repayments."))
        return
    sums = (
        sum((one.principal for one in schedule.instalments), Decimal(0)) == terms.amount,
        sum((one.payment for one in schedule.instalments), Decimal(0)) == terms.total_of_payments,
        schedule.instalments[-1].payment == terms.last_instalment,
        schedule.instalments[-1].due_on >= terms.first_due_on,
    )
    if not all(sums):
        yield Finding(
            "schedule_differs",
            N_("The schedule of repayments does not add up to the terms offered."),
        )


def _cap_findings(terms: Terms, record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    for cap in pack.caps:
        if cap.holds_on(record.issued_on) and _measured(cap, terms) > cap.most:
            shown = rate if cap.what == "annual_cost" else str
            yield Finding(
                "above_cap",
                N_("The offer passes {cap}: {value} instead of at most {most}. Offer less."),
                {
                    "cap": cap.name[record.language],
                    "value": shown(_measured(cap, terms)),
                    "most": shown(cap.most),
                },
            )


def _measured(cap: Cap, terms: Terms) -> Decimal:
    if cap.what == "amount":
        return terms.amount
    if cap.what == "term_months":
        return Decimal(terms.term_months)
    return terms.annual_cost_compound if cap.basis == "irr_compound" else terms.apr
