# ruff: noqa: ARG005 -- every maker is handed the record and the pack
"""The fields that a pack's sentences may name, each made from the record and the pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from workbench import i18n
from workbench.i18n import Language
from workbench.letters.record import AccountChange, LetterRecord, ReportUse, ScoreUse
from workbench.letters.wording import FieldMissing, clean
from workbench.money.amounts import capital_chinese

if TYPE_CHECKING:
    from workbench.credit.terms import Terms
    from workbench.letters.pack import Pack

T = TypeVar("T")

_METHODS = {
    "equal_payment": {"en": "level payments", "zh": "等额本息"},
    "equal_principal": {"en": "equal principal", "zh": "等额本金"},
    "interest_first": {"en": "interest first, principal at the end", "zh": "先息后本"},
    "bullet": {"en": "one payment at the end", "zh": "到期一次还本付息"},
}
_TOLL_FREE = {"en": " (toll-free)", "zh": "（免费电话）"}
_BASES = {
    "regulation_z": {"en": "Regulation Z, actuarial method", "zh": "Z 条例精算法"},
    "irr_simple": {"en": "IRR, simple interest", "zh": "内部收益率，单利"},
    "irr_compound": {"en": "IRR, compound interest", "zh": "内部收益率，复利"},
    "nominal": {"en": "simple interest", "zh": "单利"},
}


@lru_cache(maxsize=4096)
def sum_of(amount: Decimal, currency: str) -> str:
    """An amount with its sign, for tables: "$1,234.50", "¥1,234.50"."""
    return i18n.money(amount, currency, language=Language.EN)


@lru_cache(maxsize=4096)
def said_sum(amount: Decimal, currency: str, language: Language) -> str:
    """An amount within a sentence: "$1,234.50", "RMB 1,234.50", "人民币 1,234.50 元"."""
    figure = i18n.money(amount, language=language)
    if language == Language.EN:
        return f"RMB\u00a0{figure}" if currency == "CNY" else sum_of(amount, currency)
    if currency == "CNY":
        return f"人民币 {figure}\u00a0元"
    return f"{figure}\u00a0{ {'USD': '美元', 'EUR': '欧元'}.get(currency, currency) }"


@lru_cache(maxsize=4096)
def said_day(day: date, language: Language) -> str:
    """A date within a letter, unbroken to the year: "November 21, 2026", "2026年11月21日"."""
    said = i18n.day(day, language=language, long=True)
    return said.replace(" ", "\u00a0", 1) if language == Language.EN else said


@lru_cache(maxsize=1024)
def rate(ratio: Decimal) -> str:
    """A yearly rate with two places: "13.31%"."""
    return i18n.percent(ratio, language=Language.EN, places=2)


def said_term(months: int, language: Language) -> str:
    """A term: "1 month", "48 months", "48 个月"."""
    if language == Language.ZH:
        return f"{months}\u00a0个月"
    return f"{months}\u00a0month{'' if months == 1 else 's'}"


def method_word(method: str, language: Language) -> str:
    """The way of repaying, in words."""
    return _METHODS[method][language]


def basis_word(basis: str, language: Language) -> str:
    """How a yearly rate is reckoned, in words."""
    return _BASES.get(basis, _BASES["nominal"])[language]


def payments_of(terms: Terms) -> int:
    """How many payments there are: one a month, or a single one at the end."""
    return 1 if terms.repayment_method == "bullet" else terms.term_months


def _terms(record: LetterRecord) -> Terms:
    if record.terms is None:
        raise FieldMissing("terms")
    return record.terms


def _last_due(record: LetterRecord) -> date | None:
    return record.schedule.instalments[-1].due_on if record.schedule else None


def _change(record: LetterRecord) -> AccountChange:
    if record.change is None:
        raise FieldMissing("change")
    return record.change


def _report(record: LetterRecord) -> ReportUse:
    if record.report is None:
        raise FieldMissing("report")
    return record.report


def _score(record: LetterRecord) -> ScoreUse:
    if record.score is None:
        raise FieldMissing("score")
    return record.score


def within_sentence(label: str) -> str:
    """A product's label as it stands within a sentence: "Personal loan" -> "personal loan"."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _listed(texts: tuple[str, ...], language: Language) -> str:
    joint = "；" if language == Language.ZH else "; "
    return joint.join(f"({at})\u00a0{clean(text)}" for at, text in enumerate(texts, 1))


def _given(value: T | None, name: str) -> T:
    if value is None:
        raise FieldMissing(name)
    return value


def _day_of(take: Callable[[LetterRecord, Pack], date | None], name: str) -> Maker:
    return lambda record, pack: said_day(_given(take(record, pack), name), record.language)


def _sum_of(take: Callable[[LetterRecord], Decimal | None], name: str) -> Maker:
    return lambda record, _pack: said_sum(
        _given(take(record), name), record.currency, record.language
    )


def _rate_of(take: Callable[[LetterRecord], Decimal | None], name: str) -> Maker:
    return lambda record, _pack: rate(_given(take(record), name))


def _in(take: Callable[[LetterRecord, Pack], Mapping[str, str] | None], name: str) -> Maker:
    return lambda record, pack: clean(_given(take(record, pack), name)[record.language])


def _days_on(record: LetterRecord, days: int) -> date:
    return record.issued_on + timedelta(days=days)


Maker = Callable[[LetterRecord, "Pack"], str]

_APPLICATION: dict[str, Maker] = {
    "name": lambda r, p: clean(r.addressee.name, 120),
    "id": lambda r, p: clean(r.addressee.id_masked, 40),
    "number": lambda r, p: r.number,
    "application": lambda r, p: clean(r.application, 60),
    "applied_on": _day_of(lambda r, p: r.applied_on, "applied_on"),
    "issued_on": _day_of(lambda r, p: r.issued_on, "issued_on"),
    "decided_on": _day_of(lambda r, p: r.decided_on, "decided_on"),
    "product": lambda r, p: within_sentence(clean(r.product[r.language])),
    "purpose": _in(lambda r, p: r.purpose, "purpose"),
    "security": _in(lambda r, p: r.secured_by, "security"),
    "amount": _sum_of(lambda r: r.amount, "amount"),
    "term": lambda r, p: said_term(_given(r.term_months, "term"), r.language),
    "officer": lambda r, p: clean(r.officer, 80),
    "officer_title": lambda r, p: clean(r.officer_title, 80),
    "replaces": lambda r, p: r.replaces,
    "code": lambda r, p: r.code,
}
_OFFER: dict[str, Maker] = {
    "offered": _sum_of(lambda r: _terms(r).amount, "offered"),
    "offered_capital": lambda r, p: capital_chinese(_terms(r).amount),
    "offered_term": lambda r, p: said_term(_terms(r).term_months, r.language),
    "rate": _rate_of(lambda r: _terms(r).annual_rate, "rate"),
    "apr": _rate_of(lambda r: _terms(r).apr, "apr"),
    "apr_basis": lambda r, p: basis_word(_terms(r).apr_basis, r.language),
    "compound": _rate_of(lambda r: _terms(r).annual_cost_compound, "compound"),
    "method": lambda r, p: method_word(_terms(r).repayment_method, r.language),
    "fee_yearly": _rate_of(lambda r: _terms(r).apr - _terms(r).annual_rate, "fee_yearly"),
    "overdue_rate": lambda r, p: rate(_terms(r).annual_rate * p.charges.overdue_factor),
    "instalment": _sum_of(lambda r: _terms(r).instalment, "instalment"),
    "last_instalment": _sum_of(lambda r: _terms(r).last_instalment, "last_instalment"),
    "fee": _sum_of(lambda r: _terms(r).fee, "fee"),
    "interest": _sum_of(lambda r: _terms(r).total_interest, "interest"),
    "total": _sum_of(lambda r: _terms(r).total_of_payments, "total"),
    "financed": _sum_of(lambda r: _terms(r).amount_financed, "financed"),
    "charge": _sum_of(lambda r: _terms(r).finance_charge, "charge"),
    "count": lambda r, p: str(payments_of(_terms(r))),
    "first_due_on": _day_of(lambda r, p: _terms(r).first_due_on, "first_due_on"),
    "last_due": _day_of(lambda r, p: _last_due(r), "last_due"),
    "valid_until": _day_of(lambda r, p: _terms(r).valid_until, "valid_until"),
}
_LENDER: dict[str, Maker] = {
    "lender": lambda r, p: p.lender.name[r.language],
    "lender_address": lambda r, p: p.lender.address[r.language],
    "phone": lambda r, p: p.lender.phone,
    "complaints": lambda r, p: p.lender.complaints[r.language],
    "agency": lambda r, p: p.agency.address[r.language],
    "check_url": lambda r, p: p.lender.verify_url.partition("?")[0].partition("{")[0].rstrip("/"),
    "reply_by": _day_of(lambda r, p: _days_on(r, p.timing.reply_days), "reply_by"),
    "review_days": lambda r, p: str(p.timing.review_days),
}
_REPORT: dict[str, Maker] = {
    "report_agency": lambda r, p: clean(_report(r).agency),
    "report_address": lambda r, p: clean(_report(r).address),
    "report_phone": lambda r, p: clean(_report(r).phone),
    "toll_free": lambda r, p: _TOLL_FREE[r.language] if p.report_agency.toll_free else "",
    "report_read_on": _day_of(lambda r, p: _report(r).read_on, "report_read_on"),
    "score": lambda r, p: str(_score(r).score),
    "score_factors": lambda r, p: _listed(_score(r).key_factors, r.language),
    "score_person": lambda r, p: clean(_score(r).person, 120),
    "score_lowest": lambda r, p: str(_score(r).lowest),
    "score_highest": lambda r, p: str(_score(r).highest),
    "score_on": _day_of(lambda r, p: _score(r).created_on, "score_on"),
    "score_provider": lambda r, p: clean(_score(r).provider),
    "score_ranks": lambda r, p: i18n.percent(
        _given(_score(r).ranks_above, "score_ranks"), language=Language.EN, places=0
    ),
}
_CHANGE: dict[str, Maker] = {
    "account": lambda r, p: clean(_change(r).account, 40),
    "effective_on": _day_of(lambda r, p: _change(r).effective_on, "effective_on"),
    "old_limit": _sum_of(lambda r: _change(r).old_limit, "old_limit"),
    "new_limit": _sum_of(lambda r: _change(r).new_limit, "new_limit"),
    "old_rate": _rate_of(lambda r: _change(r).old_rate, "old_rate"),
    "new_rate": _rate_of(lambda r: _change(r).new_rate, "new_rate"),
    "balance": _sum_of(lambda r: _change(r).balance, "balance"),
    "restored_when": _in(lambda r, p: _change(r).restored_when, "restored_when"),
    "found": _in(lambda r, p: r.review_found, "found"),
}
MAKERS: Mapping[str, Maker] = {**_APPLICATION, **_OFFER, **_LENDER, **_REPORT, **_CHANGE}
FIELDS = frozenset(MAKERS) | {"page", "pages"}
"""Every field a sentence may name."""


def field_of(record: LetterRecord, pack: Pack) -> Callable[[str], str]:
    """A function that gives a field's value; it raises FieldMissing, naming the field."""

    def value(name: str) -> str:
        try:
            return MAKERS[name](record, pack)
        except (FieldMissing, ValueError, ArithmeticError) as missing:
            raise FieldMissing(name) from missing

    return value
