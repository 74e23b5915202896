"""Made-up cases from which the letters of the tests are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from workbench.credit.offer import make_terms, terms_schedule
from workbench.credit.status import Component, Outcome
from workbench.i18n import Language
from workbench.letters.authenticity import sealed
from workbench.letters.record import (
    OFFERS,
    AccountChange,
    Addressee,
    AdverseEntry,
    Kind,
    LetterRecord,
    ReportUse,
    ScoreBand,
    ScoreUse,
    StatedReason,
)

KEY = b"a key for tests only"
ISSUED = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
PRODUCT = {"en": "Personal loan", "zh": "个人消费贷款"}
CONDITIONS = (
    {"en": "A signed copy of your employment contract", "zh": "提供已签署的劳动合同复印件"},
    {"en": "Account 4821 with another lender is closed", "zh": "结清在其他机构的 4821 号账户"},
)
PURPOSE = {"en": "home improvement", "zh": "家庭装修"}


def reasons(*codes: str, component: Component = Component.SCORE) -> tuple[StatedReason, ...]:
    """Principal reasons of one component."""
    return tuple(StatedReason(code, component) for code in codes)


def us_terms(amount: str = "12000", months: int = 36, method: str = "equal_payment"):
    """Terms in dollars, with an origination fee of 2 %."""
    return make_terms(
        Decimal(amount), Decimal("0.119"), months, currency="USD", method=method,
        fee=Decimal(amount) * Decimal("0.02"), disbursed_on=date(2026, 12, 1), valid_days=30,
        apr_basis="regulation_z",
    )  # fmt: skip


def cn_terms(amount: str = "100000", months: int = 24, method: str = "equal_payment"):
    """Terms in renminbi, without a fee."""
    return make_terms(
        Decimal(amount), Decimal("0.068"), months, currency="CNY", method=method,
        disbursed_on=date(2026, 12, 1), valid_days=30, apr_basis="irr_simple",
    )  # fmt: skip


SPREAD = tuple(
    ScoreBand(lowest, highest, Decimal(share) / 100)
    for lowest, highest, share in (
        (300, 549, 12), (550, 599, 9), (600, 649, 13), (650, 699, 16),
        (700, 749, 19), (750, 799, 18), (800, 850, 13),
    )
)  # fmt: skip

FACTORS = {
    Language.EN: (
        "Proportion of balances to limits on revolving accounts",
        "Serious delinquency",
        "Time since delinquency",
        "Length of time accounts have been established",
    ),
    Language.ZH: ("循环账户余额占额度的比例", "严重逾期", "距最近逾期的时间", "账户开立时间"),
}
OFFICERS = {
    "USD": ("Dana R. Whitfield", {"en": "Credit Officer", "zh": "信贷审批员"}),
    "CNY": ("王审批", {"en": "Senior Credit Officer", "zh": "高级审批员"}),
}

SCORE = ScoreUse(
    person="Jordan A. Sample",
    score=612,
    lowest=300,
    highest=850,
    created_on=date(2026, 10, 31),
    provider="Sample Credit Bureau",
    key_factors=FACTORS[Language.EN],
    ranks_above=Decimal("0.24"),
    spread=SPREAD,
)
BUREAU = ReportUse(
    "Sample Credit Bureau",
    "P.O. Box 1000, Example City, TX 75013",
    "1-800-555-0199",
    date(2026, 10, 31),
)

NEEDED = (
    {"en": "Pay slips of the last three months", "zh": "近三个月的工资单"},
    {"en": "Proof of your present address, not older than 60 days", "zh": "60 天内的现住址证明"},
)
FOUND = {
    "en": "The pay slips you added were considered; the income they show does not change the "
    "ratio of your obligations to your income.",
    "zh": "已审阅您补充的工资单；其所示收入未改变您的债务收入比。",
}
CHANGE = AccountChange(
    "**** 4821",
    date(2026, 12, 15),
    old_limit=Decimal(6000),
    new_limit=Decimal(3500),
    balance=Decimal("1820.44"),
)
RISE = AccountChange(
    "**** 4821", date(2027, 1, 15), old_rate=Decimal("0.1499"), new_rate=Decimal("0.1899")
)
ENTRIES = (
    AdverseEntry(
        {"en": "Loan overdue by more than 30 days", "zh": "贷款逾期超过 30 日"},
        Decimal("4468.20"),
        date(2026, 10, 1),
    ),
    AdverseEntry(
        {"en": "Loan overdue by more than 60 days", "zh": "贷款逾期超过 60 日"},
        Decimal("4468.20"),
        date(2026, 9, 1),
    ),
)


def us_record(kind: Kind, language: Language = Language.EN, **changed: object) -> LetterRecord:
    """A case decided under the law of the United States."""
    record = LetterRecord(
        number="AA-2026-118204",
        kind=kind,
        language=language,
        issued_at=ISSUED,
        application="P-77310",
        applied_on=date(2026, 10, 30),
        addressee=Addressee(
            "Jordan A. Sample", ("1849 Maple Hollow Road", "Apartment 12B", "Dayton, OH 45402")
        ),
        product=PRODUCT,
        currency="USD",
        amount=Decimal(15000),
        term_months=48,
        outcome=Outcome.DECLINE,
        decided_by=Component.SCORE,
        decided_on=date(2026, 11, 21),
        officer=OFFICERS["USD"][0],
        officer_title=OFFICERS["USD"][1][language],
        report_used=True,
        report=BUREAU,
        scored=True,
        score=replace(SCORE, key_factors=FACTORS[language]),
        due_on=date(2026, 11, 29),
    )
    record = replace(record, **(_by_kind(kind, us_terms()) | changed))
    return sealed(record, KEY)


def cn_record(kind: Kind, language: Language = Language.ZH, **changed: object) -> LetterRecord:
    """A case decided under the law of the PRC."""
    record = us_record(
        kind,
        language,
        number="示消金审〔2026〕30218号",
        application="XD20261112-00731",
        applied_on=date(2026, 11, 12),
        addressee=Addressee("张示例", (), "3301**********1234"),
        currency="CNY",
        amount=Decimal(150000),
        officer=OFFICERS["CNY"][0],
        officer_title=OFFICERS["CNY"][1][language],
        report=ReportUse(
            "金融信用信息基础数据库（中国人民银行征信中心）"
            if language == Language.ZH
            else "the Basic Financial Credit Information Database",
            "中国人民银行征信中心",
            "400-810-8866",
            date(2026, 11, 13),
        ),
        score=None,
        purpose=PURPOSE,
        due_on=date(2026, 12, 12),
    )
    return sealed(replace(record, **(_by_kind(kind, cn_terms()) | changed)), KEY)


def _by_kind(kind: Kind, terms: object) -> dict[str, object]:
    if kind in OFFERS:
        return _offer(kind, terms)
    return _WITHOUT_TERMS[kind]


def _offer(kind: Kind, terms: object) -> dict[str, object]:
    schedule = terms_schedule(terms, date(2026, 12, 1))
    offered = {"terms": terms, "schedule": schedule, "conditions": CONDITIONS}
    if kind is Kind.APPROVAL:
        return {"outcome": Outcome.APPROVE, "reasons": (), **offered}
    return {
        "outcome": Outcome.COUNTER_OFFER,
        "decided_by": Component.AFFORDABILITY,
        "reasons": reasons("DTI", "INCM", component=Component.AFFORDABILITY),
        **offered,
    }


RESTORED = {"en": "Nothing past due for three statements in a row", "zh": "连续三期账单无逾期"}
_LOWERED = {"change": CHANGE, "reasons": reasons("UTIL", "DLQ")}
_SUSPENDED = _LOWERED | {"change": replace(CHANGE, restored_when=RESTORED)}
_RAISED = {"outcome": Outcome.APPROVE, "change": replace(CHANGE, new_limit=Decimal(9000))}
_WITHOUT_TERMS: dict[Kind, dict[str, object]] = {
    Kind.DECLINE: {"reasons": reasons("DTI", "DLQ", "EMP", "INQ")},
    Kind.DECLINE_BY_RULE: {
        "decided_by": Component.RULE,
        "reasons": reasons("BKR", "AREA", component=Component.RULE),
    },
    Kind.INCOMPLETE: {
        "outcome": Outcome.INCOMPLETE, "needed": NEEDED, "decided_by": Component.DATA,
    },
    Kind.WITHDRAWN: {"outcome": Outcome.WITHDRAWN},
    Kind.OFFER_LAPSED: {"outcome": Outcome.APPROVE},
    Kind.REVIEW_RESULT: {"reasons": reasons("DTI"), "review_found": FOUND},
    Kind.ADVERSE_REPORTING: {"change": CHANGE, "entries": ENTRIES},
    Kind.LIMIT_INCREASE: _RAISED,
    Kind.REINSTATEMENT: _RAISED,
    Kind.RATE_RISE: {"change": RISE, "reasons": reasons("UTIL", "DLQ")},
    Kind.INCREASE_REFUSED: _LOWERED,
    Kind.LIMIT_DECREASE: _LOWERED,
    Kind.SUSPENSION: _SUSPENDED,
}  # fmt: skip
