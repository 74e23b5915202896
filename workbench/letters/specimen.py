"""Made-up letters of every kind, to look at a pack before it is in force. Nobody exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from workbench.credit.offer import make_terms, terms_schedule
from workbench.credit.status import Component, Outcome
from workbench.i18n import Language
from workbench.letters.pack import Pack, PackStyle
from workbench.letters.record import (
    ADVERSE,
    OFFERS,
    AccountChange,
    Addressee,
    AdverseEntry,
    Kind,
    LetterRecord,
    ReportUse,
    ScoreUse,
    StatedReason,
)
from workbench.letters.register import letter_number
from workbench.money.schedules import Method

_PEOPLE = {
    PackStyle.US: Addressee(
        "Jordan A. Sample", ("1849 Maple Hollow Road", "Apartment 12B", "Dayton, OH 45402")
    ),
    PackStyle.CN: Addressee("张示例", (), "3301**********1234"),
}
_PRODUCT = {"en": "Personal loan", "zh": "个人消费贷款"}
_NEEDED = (
    {"en": "Pay slips of the last three months", "zh": "近三个月的工资单"},
    {"en": "Proof of your present address", "zh": "现住址证明"},
)
_FOUND = {
    "en": "The papers you added were considered; they do not change the ratio of your "
    "obligations to your income.",
    "zh": "已审阅您补充的材料，其内容未改变您的债务收入比。",
}
_FACTORS = {
    "en": ("Balances on revolving credit in relation to limits", "Limited credit experience"),
    "zh": ("循环额度使用率较高", "信用历史有限"),
}
_RESTORED = {
    "en": "Nothing past due for three statements in a row",
    "zh": "连续三期账单无逾期",
}
_OVERDUE = {"en": "Loan overdue by more than 30 days", "zh": "贷款逾期超过 30 日"}


def specimen(
    pack: Pack, kind: Kind, language: Language, *, at: datetime, officer: str, title: str
) -> LetterRecord:
    """A letter of this kind about nobody, as this officer would sign it."""
    day = at.date()
    record = LetterRecord(
        number=letter_number(pack, kind, at.year, 7),
        kind=kind,
        language=language,
        issued_at=at,
        application="A-000007",
        applied_on=day - timedelta(days=9),
        addressee=_PEOPLE[pack.id],
        product=_PRODUCT,
        currency=pack.currency,
        amount=Decimal(15000),
        term_months=24,
        outcome=Outcome.DECLINE,
        decided_by=Component.SCORE,
        decided_on=day,
        officer=officer,
        officer_title=title,
        report_used=True,
        report=_report(pack, language, day),
        due_on=day + timedelta(days=21),
    )
    if pack.score.disclosure != "none":
        record = replace(record, scored=True, score=_score(pack, language, day))
    return replace(record, **_facts(pack, kind, day))


def _report(pack: Pack, language: Language, day: date) -> ReportUse:
    bureau = pack.report_agency
    return ReportUse(
        bureau.name[language], bureau.address[language], bureau.phone, day - timedelta(days=5)
    )


def _score(pack: Pack, language: Language, day: date) -> ScoreUse:
    low, high = pack.score.lowest, pack.score.highest
    return ScoreUse(
        person=_PEOPLE[pack.id].name,
        score=(low + high) // 2,
        lowest=low,
        highest=high,
        created_on=day - timedelta(days=5),
        provider=pack.score.provider[language],
        key_factors=_FACTORS[language],
    )


def _facts(pack: Pack, kind: Kind, day: date) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if kind in OFFERS:
        basis = "regulation_z" if pack.id is PackStyle.US else "irr_simple"
        facts["terms"] = make_terms(
            Decimal(12000),
            Decimal("0.0990"),
            24,
            currency=pack.currency,
            method=Method.EQUAL_PAYMENT,
            disbursed_on=day,
            valid_days=pack.timing.reply_days,
            apr_basis=basis,
        )
        facts["schedule"] = terms_schedule(facts["terms"], day)
    if kind in ADVERSE or kind is Kind.REVIEW_RESULT:
        by = Component.RULE if kind is Kind.DECLINE_BY_RULE else Component.SCORE
        usual = ("BKR", "AREA") if by is Component.RULE else ("DTI", "LIM")
        shown = dict.fromkeys((*list(pack.reasons)[-2:], *usual))  # the lender's own first
        facts |= {"decided_by": by, "reasons": tuple(StatedReason(code, by) for code in shown)}
    return facts | _OUTCOMES.get(kind, {}) | _more(kind, day)


def _more(kind: Kind, day: date) -> dict[str, Any]:
    change = AccountChange(
        "**** 4821",
        day + timedelta(days=30),
        old_limit=Decimal(6000),
        new_limit=Decimal(3500 if kind in ADVERSE else 9000),
        balance=Decimal("1820.44"),
        restored_when=_RESTORED if kind is Kind.SUSPENSION else None,
    )
    rates = AccountChange(
        "**** 4821",
        day + timedelta(days=45),
        old_rate=Decimal("0.1499"),
        new_rate=Decimal("0.1899"),
    )
    match kind:
        case Kind.INCOMPLETE:
            return {"needed": _NEEDED}
        case Kind.REVIEW_RESULT:
            return {"review_found": _FOUND}
        case Kind.RATE_RISE:
            return {"change": rates}
        case Kind.ADVERSE_REPORTING:
            entry = AdverseEntry(_OVERDUE, Decimal("4468.20"), day - timedelta(days=40))
            return {"change": change, "entries": (entry,)}
    return {"change": change}


_OUTCOMES: dict[Kind, dict[str, Any]] = {
    Kind.APPROVAL: {"outcome": Outcome.APPROVE},
    Kind.COUNTER_OFFER: {"outcome": Outcome.COUNTER_OFFER},
    Kind.INCOMPLETE: {"outcome": Outcome.INCOMPLETE},
    Kind.WITHDRAWN: {"outcome": Outcome.WITHDRAWN},
    Kind.OFFER_LAPSED: {"outcome": Outcome.APPROVE},
    Kind.LIMIT_INCREASE: {"outcome": Outcome.APPROVE},
    Kind.REINSTATEMENT: {"outcome": Outcome.APPROVE},
}
