import pytest

from workbench.credit.decision import OverrideDirection
from workbench.credit.reasons import ReasonKind, reason_list
from workbench.i18n import Language

UP, DOWN = OverrideDirection.APPROVE_OVER_DECLINE, OverrideDirection.DECLINE_OVER_APPROVE
FORM_C1 = (
    "INC REFN REFT REFV EMPT EMPV EMP INCM DTI VINC RES REST RESV NOF LIM OURS DLQ COL GARN FORE "
    "BKR INQ COLL OTH"
)


def test_the_list_holds_every_reason_in_both_languages():
    known = reason_list()
    assert len(known.reasons) == 66
    for code in known.reasons:
        assert known.text(code, Language.EN).isascii()
        assert any("一" <= sign <= "鿿" for sign in known.text(code, Language.ZH))
        assert known.reasons[code].source
        assert known.reasons[code].kinds


def test_the_official_form_is_complete():
    known = reason_list()
    official = [code for code, reason in known.reasons.items() if "C-1" in reason.source]
    assert sorted(official) == sorted(FORM_C1.split())
    assert known.text("DTI") == "Excessive obligations in relation to income"
    assert known.text("DTI", Language.ZH) == "债务收入比过高"
    assert "DTI" in known
    assert "FICO" not in known


def test_a_person_may_cite_what_was_weighed_missing_or_not_verified():
    codes = reason_list().judgement_codes()
    assert {"OTH", "VINC", "INC", "INCM", "INCO"} <= set(codes)
    assert not {"UTIL", "BKR", "MAXP", "INQ"} & set(codes)


def test_codes_are_listed_by_who_may_cite_them():
    known = reason_list()
    assert "UTIL" in known.codes(ReasonKind.SCORED)
    assert "UTIL" not in known.codes(ReasonKind.POLICY)
    assert "DTI" in known.codes(ReasonKind.SCORED)
    assert "DTI" in known.codes(ReasonKind.POLICY)
    assert set(known.codes(*ReasonKind)) == set(known.reasons)


def test_no_reason_of_the_list_is_blocked_itself():
    known = reason_list()
    texts = [known.text(code, language) for code in known.reasons for language in Language]
    assert [text for text in texts if known.is_blocked(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Your score was too low",
        "Credit score below cut-off",
        "CUTOFF NOT REACHED",
        "internal standards",
        "Internal policy.",
        "Does not meet our lending criteria",
        "The applicant does not qualify",
        "Ｓｃｏｒｅ： 512",
        "综合评分不足",
        "您的综合评分未达到我行标准",
        "不符合我司政策",
        "不符合内部规定",
        "资质不足",
        "Score: rents",
        "评分：房租",
        "Score：房租 up",
    ],
)
def test_score_and_policy_alone_are_no_reason(text):
    assert reason_list().is_blocked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Length of employment",
        "Score lowered by three late payments in 2026",
        "Our policy asks for two years with the employer",
        "近三个月在其他机构逾期两次，评分偏低",
        "贷款用途不符合规定",
        "Score: unpaid",
        "评分：房租高",
    ],
)
def test_naming_a_factor_is_a_reason(text):
    assert not reason_list().is_blocked(text)


def test_coded_reasons_exist_in_both_directions_and_languages():
    known = reason_list()
    assert not set(known.override_codes(UP)) & set(known.override_codes(DOWN))
    for direction in (UP, DOWN):
        english = dict(known.override_reasons(direction, Language.EN))
        chinese = dict(known.override_reasons(direction, Language.ZH))
        assert tuple(english) == tuple(chinese) == known.override_codes(direction)
        assert all(text.isascii() for text in english.values())
        assert not any(text.isascii() for text in chinese.values())


def test_a_direction_may_be_named_by_its_stored_word():
    known = reason_list()
    assert known.override_reasons("approve_over_decline") == known.override_reasons(UP)


def test_a_coded_reason_has_its_text_and_an_unknown_one_keeps_its_code():
    known = reason_list()
    assert known.override_text("PURPOSE").startswith("The purpose is not allowed")
    assert known.override_text("PURPOSE", Language.ZH).startswith("贷款用途")
    assert known.override_text("GONE") == "GONE"


def test_only_measurable_factors_compensate():
    compensating = {each.code for each in reason_list().overrides if each.compensating}
    assert "SAVINGS" in compensating
    assert not compensating & set(reason_list().override_codes(DOWN))


def test_a_lender_may_bring_own_lists(tmp_path, resources):
    own = tmp_path / "reasons.toml"
    shipped = (resources / "reasons.toml").read_text(encoding="utf-8")
    own.write_text(shipped.replace("Length of employment", "Time in the job"), encoding="utf-8")
    assert reason_list(own).text("EMP") == "Time in the job"
    assert reason_list().text("EMP") == "Length of employment"
