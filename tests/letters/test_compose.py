"""What letters say: every required statement, in both languages, with the same figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.letters.cases import cn_record, cn_terms, reasons, us_record
from tests.letters.conftest import text_of
from workbench.credit.offer import make_terms, terms_schedule
from workbench.credit.reasons import reason_list
from workbench.i18n import Language
from workbench.letters.compose import compose
from workbench.letters.content import Figures, Table
from workbench.letters.pack import Pack
from workbench.letters.record import ADVERSE, OFFERS, Addressee, Kind, LetterRecord

Letter = Callable[[LetterRecord], bytes]
US_KINDS = [kind for kind in Kind if kind is not Kind.ADVERSE_REPORTING]
ECOA = (
    "The Federal Equal Credit Opportunity Act prohibits creditors from discriminating against "
    "credit applicants on the basis of race, color, religion, national origin, sex, marital "
    "status, age (provided the applicant has the capacity to enter into a binding contract); "
    "because all or part of the applicant's income derives from any public assistance program; "
    "or because the applicant has in good faith exercised any right under the Consumer Credit "
    "Protection Act. The Federal agency that administers compliance with this law concerning "
    "this creditor is Office of the Comptroller of the Currency, Customer Assistance Group, "
    "P.O. Box 53570, Houston, TX 77052."
)
REPORT = (
    "The reporting agency played no part in our decision and is unable to supply specific "
    "reasons why {why}. You also have a right to a free copy of your "
    "report from the reporting agency, if you request it no later than 60 days after you receive "
    "this notice."
)

DENIED, ACTED = "we have denied credit to you", "we took this action"


def squeezed(text: str) -> str:
    return "".join(text.split())


def figures_in(text: str) -> set[str]:
    """Amounts and rates of a letter, whatever their currency's sign."""
    return set(re.findall(r"\d[\d,]*\.\d\d%?", text))


@pytest.mark.parametrize("kind", US_KINDS)
def test_an_american_letter_names_lender_addressee_number_officer_and_code(
    letter: Letter, kind: Kind
) -> None:
    record = us_record(kind)
    text = text_of(letter(record))
    wanted = ["Harborview Sample Bank", "200 Example Plaza, Columbus, OH 43215", "1-800-555-0142"]
    wanted += [record.number, *record.addressee.lines, record.addressee.name]
    wanted += [record.officer, record.officer_title, record.code, "November 21, 2026", "Page 1 of"]
    assert not [part for part in wanted if squeezed(part) not in text]


@pytest.mark.parametrize("kind", sorted(ADVERSE - {Kind.DECLINE_BY_RULE}))
def test_an_adverse_action_carries_reasons_score_report_rights_and_agency(
    letter: Letter, kind: Kind
) -> None:
    record = us_record(kind)
    text = text_of(letter(record))
    for reason in record.reasons:
        assert squeezed(reason_list().text(reason.code, Language.EN)) in text
    on_account = kind in (Kind.LIMIT_DECREASE, Kind.RATE_RISE, Kind.SUSPENSION)
    rights = REPORT.format(why=ACTED if on_account else DENIED)
    wanted = [ECOA, rights, "612", "from a low of 300 to a high of 850", "October 31, 2026"]
    wanted += ["Sample Credit Bureau, P.O. Box 1000, Example City, TX 75013, 1-800-555-0199"]
    wanted += record.score.key_factors
    assert not [part for part in wanted if squeezed(part) not in text]


def test_an_approval_without_any_score_says_what_form_h5_asks(letter: Letter) -> None:
    text = text_of(letter(us_record(Kind.APPROVAL, score=None, scored=False)))
    wanted = ["Jordan A. Sample. We could not use a credit score", "from Sample Credit Bureau"]
    wanted += ["Not having a credit score can also affect", "www.annualcreditreport.com"]
    assert not [part for part in wanted if squeezed(part) not in text]
    assert squeezed(wanted[0]) not in text_of(letter(us_record(Kind.APPROVAL)))


def test_what_an_outside_source_told_may_be_asked_for(letter: Letter) -> None:
    right = squeezed("a written request, no later than 60 days after you receive this notice")
    assert right in text_of(letter(us_record(Kind.DECLINE, reasons=reasons("EMPV", "DTI"))))
    assert right not in text_of(letter(us_record(Kind.DECLINE)))


def test_a_telephone_is_called_free_only_where_it_is(packs: dict[str, Pack]) -> None:
    agency = packs["us"].report_agency.model_copy(update={"toll_free": False})
    costly = packs["us"].model_copy(update={"report_agency": agency})
    said = "\n".join(compose(us_record(Kind.DECLINE), costly).everything())
    assert "1-800-555-0199. You have a right" in said


def test_an_increase_in_effect_names_no_day_to_refuse_it_by(packs: dict[str, Pack]) -> None:
    record = cn_record(Kind.LIMIT_INCREASE)
    assert record.change is not None
    at_once = replace(record.change, effective_on=record.issued_on)
    said = "\n".join(compose(replace(record, change=at_once), packs["cn"]).everything())
    assert "您可以随时拒绝本次提额" in said
    assert "前致电" not in said


def test_an_approval_discloses_by_regulation_z(letter: Letter) -> None:
    text = text_of(letter(us_record(Kind.APPROVAL)))
    wanted = ["ANNUAL PERCENTAGE RATE", "The cost of your credit as a yearly rate.", "13.31%"]
    wanted += ["FINANCE CHARGE", "The dollar amount the credit will cost you.", "$2,567.95"]
    wanted += ["Amount financed", "$11,760.00", "Total of payments", "$14,327.95", "$398.00"]
    wanted += ["Late charge", "Prepayment", "unsecured", "January 1, 2027", "December 31, 2026"]
    wanted += ["Schedule of repayments", "December 1, 2029"]
    assert not [part for part in wanted if squeezed(part) not in text]


def test_a_score_is_disclosed_on_a_sheet_of_its_own(packs: dict[str, Pack]) -> None:
    content = compose(us_record(Kind.APPROVAL), packs["us"])
    first = [text for block in content.blocks for text in [str(block)] if "612" in text]
    assert first == []
    assert any("612" in str(block) for block in content.enclosures)


def test_a_counter_offer_combines_reasons_terms_and_a_form(letter: Letter) -> None:
    text = text_of(letter(us_record(Kind.COUNTER_OFFER)))
    wanted = ["unable to offer you credit on the terms that you requested", "13.31%", ECOA]
    wanted += ["please notify us no later than December 31, 2026", "Acceptance of our offer"]
    assert not [part for part in wanted if squeezed(part) not in text]


def test_a_knock_out_is_told_without_a_score_in_the_opening(packs: dict[str, Pack]) -> None:
    content = compose(us_record(Kind.DECLINE_BY_RULE), packs["us"])
    assert "a condition that every such application has to meet" in str(content.blocks[0])
    assert "Bankruptcy" in str(content.blocks)
    assert "score" not in "\n".join(content.everything())


def test_a_chinese_approval_states_the_whole_cost(letter: Letter) -> None:
    text = text_of(letter(cn_record(Kind.APPROVAL)))
    wanted = ["人民币壹拾万元整", "年利率（单利）", "6.80%", "等额本息", "24个月"]
    wanted += ["个人贷款综合融资成本明示表", "成本项目", "收取方式", "收取标准", "收取主体"]
    wanted += ["正常履约年化综合融资成本（内部收益率，单利）", "逾期罚息", "10.20%"]
    wanted += ["除已明示的成本项目外，贷款人及其合作机构不再向借款人收取其他与贷款相关的任何息费"]
    wanted += ["本通知书不构成借款合同", "借款人签名", "《中华人民共和国个人信息保护法》第二十四条"]
    wanted += ["拒绝仅通过自动化决策的方式作出决定", "12378", "还款计划表", "107,236.72"]
    assert not [part for part in wanted if part not in text]


def test_a_fee_has_its_own_line_with_its_yearly_cost(letter: Letter) -> None:
    terms = make_terms(
        Decimal(50000), Decimal("0.072"), 24, currency="CNY", method="equal_payment",
        fee=Decimal(1000), disbursed_on=cn_terms().first_due_on, valid_days=30,
        apr_basis="irr_simple",
    )  # fmt: skip
    schedule = terms_schedule(terms, cn_terms().first_due_on)
    text = text_of(letter(cn_record(Kind.APPROVAL, terms=terms, schedule=schedule)))
    assert "放款时一次性收取" in text
    assert "9.20%" in text  # 9.2050 %: letters.md 8.2
    assert "折合年化2.00%" in text


def test_a_chinese_decline_gives_reasons_sources_and_rights(letter: Letter) -> None:
    text = text_of(letter(cn_record(Kind.DECLINE)))
    wanted = ["您的申请本次未获批准", "债务收入比过高", "查询日期：2026年11月13日"]
    wanted += ["最终结论由人工作出", "要求说明与人工复核", "《征信业管理条例》第十七条、第二十五条"]
    wanted += ["第四十五条至第四十七条", "不影响您今后再次申请", "400-000-0000", "（盖章）"]
    assert not [part for part in wanted if part not in text]


def test_a_notice_before_reporting_names_what_to_whom_and_when(letter: Letter) -> None:
    text = text_of(letter(cn_record(Kind.ADVERSE_REPORTING)))
    wanted = ["《征信业管理条例》第十五条", "贷款逾期超过30日", "¥4,468.20", "2026年10月1日"]
    wanted += ["金融信用信息基础数据库", "2026年12月6日", "作出说明", "保存5年"]
    assert not [part for part in wanted if part not in text]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("make", [us_record, cn_record])
def test_both_languages_show_the_same_figures(
    packs: dict[str, Pack], kind: Kind, make: Callable[..., LetterRecord]
) -> None:
    pack = packs["us" if make is us_record else "cn"]
    if kind not in pack.kinds:
        pytest.skip("a letter of the PRC only")
    said = [compose(make(kind, language), pack) for language in Language]
    shown = [figures_in("\n".join(content.everything())) for content in said]
    assert shown[0] == shown[1]
    assert bool(shown[0]) or kind not in OFFERS
    assert [content.missing for content in said] == [(), ()]


def test_no_chinese_letter_keeps_an_english_sentence(packs: dict[str, Pack]) -> None:
    english = re.compile(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}")
    for kind in US_KINDS:
        record = us_record(kind, Language.ZH, score=None, scored=False)
        agency = packs["us"].agency.address.en  # an official address stays as it is
        texts = [text.replace(agency, "") for text in compose(record, packs["us"]).everything()]
        assert not [text for text in texts if english.search(text)]


def test_what_the_record_lacks_is_named_and_nothing_is_raised(packs: dict[str, Pack]) -> None:
    content = compose(replace(us_record(Kind.APPROVAL), terms=None), packs["us"])
    assert {"offered", "terms", "rate"} <= set(content.missing)


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("A-000123", "Dear Applicant:"),
        ("1077501", "Dear Applicant:"),
        ("Bo Li", "Dear Bo Li:"),
        ("李", "Dear 李:"),
    ],
)
def test_who_has_only_a_number_is_greeted_as_applicant(
    packs: dict[str, Pack], name: str, greeted: str
) -> None:
    record = us_record(Kind.WITHDRAWN, addressee=Addressee(name))
    assert compose(record, packs["us"]).salutation == greeted


def test_a_replacing_letter_names_the_one_it_replaces(packs: dict[str, Pack]) -> None:
    record = us_record(Kind.DECLINE, replaces="AA-2026-000007")
    assert ("Replaces", "AA-2026-000007") in compose(record, packs["us"]).particulars


def test_a_level_offer_lists_its_payments_and_a_falling_one_refers_to_the_schedule(
    packs: dict[str, Pack],
) -> None:
    level = compose(us_record(Kind.APPROVAL), packs["us"])
    table = next(block for block in level.blocks if isinstance(block, Table))
    assert [row.cells[0][0][0] for row in table.rows] == ["35", "1"]
    terms = cn_terms(method="equal_principal")
    schedule = terms_schedule(terms, cn_terms().first_due_on)
    falling = compose(cn_record(Kind.APPROVAL, terms=terms, schedule=schedule), packs["cn"])
    assert "各期金额见所附还款计划表" in str(falling.blocks)


def test_only_the_letter_s_own_moment_is_its_date(packs: dict[str, Pack]) -> None:
    record = us_record(Kind.DECLINE, issued_at=datetime(2026, 11, 30, tzinfo=UTC))
    assert compose(record, packs["us"]).particulars[0] == ("Date", "November\u00a030, 2026")


def test_disclosed_figures_stand_apart_two_of_them_strong(packs: dict[str, Pack]) -> None:
    content = compose(us_record(Kind.APPROVAL), packs["us"])
    block = next(block for block in content.blocks if isinstance(block, Figures))
    assert [figure.strong for figure in block.figures] == [True, True, False, False]
