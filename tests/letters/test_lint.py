"""What keeps a letter from being issued: each rule with a letter that breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.letters.cases import (
    BUREAU,
    ISSUED,
    SCORE,
    cn_record,
    cn_terms,
    reasons,
    us_record,
    us_terms,
)
from workbench.credit.offer import terms_schedule
from workbench.credit.status import Component, Outcome
from workbench.i18n import Language
from workbench.letters.compose import compose
from workbench.letters.lint import lint, missing_glyphs, prepared
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import Addressee, Kind, LetterRecord, StatedReason
from workbench.letters.typeset import write

US, CN = load_pack("us"), load_pack("cn")


def codes(record: LetterRecord, pack: Pack = US) -> set[str]:
    """The codes of what is found, each with a sentence in both languages."""
    _content, findings = prepared(record, pack)
    for finding in findings:
        assert "{" not in finding.text(Language.EN)
        assert finding.text(Language.EN) != finding.text(Language.ZH)
    return {finding.code for finding in findings}


def other(en: str, zh: str) -> tuple[StatedReason, ...]:
    return (StatedReason("OTH", Component.JUDGEMENT, {"en": en, "zh": zh}),)


def judged(en: str, zh: str) -> LetterRecord:
    return us_record(Kind.DECLINE, decided_by=Component.JUDGEMENT, reasons=other(en, zh))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reasons": ()}, "no_reason"),
        ({"reasons": reasons("DTI", "DLQ", "EMP", "INQ", "UTIL")}, "many_reasons"),
        ({"reasons": reasons("DTI", "DTI")}, "reason_twice"),
        ({"reasons": reasons("NONE")}, "reason_unknown"),
        ({"reasons": reasons("DTI", component=Component.RULE)}, "reason_of_other_component"),
        ({"decided_by": Component.JUDGEMENT}, "reason_of_other_component"),
        ({"report": None}, "report_incomplete"),
        ({"report": replace(BUREAU, phone=" ")}, "report_incomplete"),
        ({"report": replace(BUREAU, read_on=date(2027, 1, 1))}, "report_in_future"),
        ({"score": None}, "score_missing"),
        ({"score": replace(SCORE, person="Somebody Else")}, "score_of_another"),
        ({"score": replace(SCORE, score=299)}, "score_out_of_range"),
        ({"score": replace(SCORE, created_on=date(2027, 1, 1))}, "score_in_future"),
        ({"score": replace(SCORE, provider="")}, "score_no_provider"),
        ({"score": replace(SCORE, key_factors=())}, "score_factors"),
        ({"score": replace(SCORE, key_factors=("a", "b", "c", "d", "e"))}, "score_factors"),
        ({"due_on": date(2026, 11, 20)}, "late"),
        ({"applied_on": date(2026, 11, 22)}, "date_in_future"),
        ({"outcome": Outcome.APPROVE}, "wrong_kind"),
        ({"officer": " "}, "no_officer"),
        ({"addressee": Addressee("")}, "no_name"),
        ({"addressee": Addressee("N" * 121)}, "too_long"),
        ({"amount": Decimal("NaN")}, "amount_unusable"),
        ({"amount": Decimal(0)}, "amount_unusable"),
        ({"kind": Kind.ADVERSE_REPORTING}, "kind_unknown"),
    ],
)
def test_a_decline_that_breaks_a_rule_is_held_back(changed: dict[str, object], code: str) -> None:
    assert code in codes(replace(us_record(Kind.DECLINE), **changed))


def test_a_sound_letter_has_nothing_against_it() -> None:
    record = us_record(Kind.DECLINE)
    assert lint(compose(record, US), record, US) == ()


@pytest.mark.parametrize(
    ("en", "zh", "code"),
    [
        ("Your score was too low", "近期负债增加较多", "reason_blocked"),
        ("Internal policy", "近期负债增加较多", "reason_blocked"),
        ("Debts taken up after applying", "综合评分不足", "reason_blocked"),
        ("Debts taken up after applying", "不符合我司政策", "reason_blocked"),
        ("Debts", "近期负债增加较多", "reason_short"),
        ("Debts taken up after applying", "", "other_unspecified"),
    ],
)
def test_empty_words_are_never_a_reason(en: str, zh: str, code: str) -> None:
    assert code in codes(judged(en, zh))


def test_a_factor_in_the_officers_own_words_is_a_reason() -> None:
    assert codes(judged("Debts taken up after applying", "申请后新增负债较多")) == set()


def test_five_key_factors_are_right_when_inquiries_are_one() -> None:
    score = replace(SCORE, key_factors=("a", "b", "c", "d", "e"), inquiries_is_a_factor=True)
    assert codes(us_record(Kind.DECLINE, score=score)) == set()


def test_more_reasons_and_a_late_letter_go_out_when_a_person_stands_for_them() -> None:
    many = reasons("DTI", "DLQ", "EMP", "INQ", "UTIL")
    assert codes(us_record(Kind.DECLINE, reasons=many, more_reasons_confirmed=True)) == set()
    late = us_record(Kind.DECLINE, due_on=date(2026, 11, 1), late_reason="Returned by the post")
    assert codes(late) == set()


def offer(pack: str = "us", **changed: object) -> LetterRecord:
    record = us_record(Kind.APPROVAL) if pack == "us" else cn_record(Kind.APPROVAL)
    return replace(record, terms=replace(record.terms, **changed))


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (replace(offer(), terms=None), "no_terms"),
        (replace(offer(), schedule=None), "no_schedule"),
        (offer(apr=Decimal("0.3601")), "above_cap"),
        (offer(apr_basis="irr_simple"), "wrong_basis"),
        (offer(currency="EUR"), "wrong_currency"),
        (offer(valid_until=ISSUED.date() - timedelta(days=1)), "offer_ended"),
        (offer(finance_charge=Decimal(1)), "charge_differs"),
        (offer(total_of_payments=Decimal(20000), finance_charge=Decimal(8240)), "schedule_differs"),
        (offer(instalment=Decimal("Infinity")), "amount_unusable"),
    ],
)
def test_terms_that_do_not_hold_are_not_offered(record: LetterRecord, code: str) -> None:
    assert code in codes(record)


@pytest.mark.parametrize(
    ("amount", "months", "code"), [("200000.01", 24, "above_cap"), ("90000", 61, "above_cap")]
)
def test_the_ceilings_of_the_prc_hold(amount: str, months: int, code: str) -> None:
    terms = cn_terms(amount, months)
    schedule = terms_schedule(terms, date(2026, 12, 1))
    assert code in codes(cn_record(Kind.APPROVAL, terms=terms, schedule=schedule), CN)


def test_an_agency_that_the_letter_does_not_name_is_found() -> None:
    silent = load_pack("us", '[texts.ecoa]\nen = "Notice."\nzh = "声明。"')
    assert "not_said" in codes(us_record(Kind.DECLINE), silent)


def test_a_sentence_that_asks_for_what_the_case_lacks_is_found() -> None:
    asking = load_pack("us", '[texts.second_look]\nen = "{apr}"\nzh = "{apr}"')
    assert "field_missing" in codes(us_record(Kind.DECLINE), asking)


def test_figures_that_differ_between_the_languages_are_found() -> None:
    differing = load_pack("us", '[texts.second_look]\nen = "In 9.50% of cases"\nzh = "约百分之九"')
    assert "figures_differ" in codes(us_record(Kind.DECLINE), differing)


def test_an_address_that_overflows_its_window_is_found() -> None:
    lines = tuple(
        f"{n} Very Long Address Line Which Never Seems To Come To Its End" for n in range(6)
    )
    assert "address_too_long" in codes(
        us_record(Kind.DECLINE, addressee=Addressee("Jordan A. Sample", lines))
    )


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u200b", "\ud800", "\U0010ffff", "ก", "\u0301", "\x07"]
)
def test_a_sign_that_cannot_be_printed_as_it_stands_holds_the_letter_back(sign: str) -> None:
    name = f"Jordan {sign}A. Sample"
    record = us_record(Kind.DECLINE, addressee=Addressee(name), score=replace(SCORE, person=name))
    assert "missing_glyphs" in codes(record)


def test_an_offer_in_dollars_is_not_written_with_the_pack_of_the_prc() -> None:
    assert {"wrong_currency", "wrong_basis"} <= codes(us_record(Kind.APPROVAL), CN)


def test_every_name_of_latin_and_han_shows_every_sign_or_is_held_back() -> None:
    blocks = [*range(0x21, 0x250), *range(0x1E00, 0x1F00), *range(0x3400, 0x4DC0, 5)]
    blocks += [*range(0x4E00, 0xA000, 5), *range(0x20000, 0x2A6E0, 31)]
    for at in range(0, len(blocks), 60):
        name = "".join(map(chr, blocks[at : at + 60]))
        content = compose(us_record(Kind.WITHDRAWN, addressee=Addressee(name)), US)
        hidden = missing_glyphs((content.salutation,), Language.EN)
        assert set(hidden) <= set(content.salutation)
        assert bool(hidden) == (
            "missing_glyphs" in {f.code for f in lint(content, us_record(Kind.WITHDRAWN), US)}
        )


TEXT = st.text(max_size=60)
LETTERS = st.characters(codec="utf-8", categories=("Lu", "Ll"), max_codepoint=0x17F)
AMOUNTS = st.decimals(allow_nan=True, allow_infinity=True)


CHANGES = st.fixed_dictionaries(
    {
        "addressee": st.builds(Addressee, TEXT, st.lists(TEXT, max_size=6).map(tuple)),
        "amount": AMOUNTS,
        "officer": TEXT,
        "reasons": st.lists(st.sampled_from(["DTI", "OTH", "BKR", "XYZ", ""]), max_size=6).map(
            lambda given: reasons(*given)
        ),
        "applied_on": st.dates(),
        "conditions": st.lists(st.builds(lambda text: {"en": text, "zh": text}, TEXT)).map(tuple),
    },
    optional=dict.fromkeys(("terms", "schedule", "report", "score", "change"), st.none()),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(Kind), st.sampled_from(Language), CHANGES)
def test_any_record_gives_a_letter_or_a_sentence(
    kind: Kind, language: Language, changed: dict[str, object]
) -> None:
    for make, pack in ((us_record, US), (cn_record, CN)):
        made = write(replace(make(kind, language), **changed), pack, b"key")
        assert (made.data is None) == bool(made.findings)
        assert all(finding.text(Language.ZH) for finding in made.findings)


@settings(max_examples=15, deadline=None)
@given(
    amount=st.integers(500, 60_000),
    months=st.integers(1, 120),
    method=st.sampled_from(["equal_payment", "equal_principal", "interest_first"]),
    name=st.text(LETTERS, min_size=1, max_size=60),
)  # fmt: skip
def test_any_lawful_offer_is_written(amount: int, months: int, method: str, name: str) -> None:
    terms = us_terms(str(amount), months, method)
    schedule = terms_schedule(terms, date(2026, 12, 1))
    record = us_record(
        Kind.APPROVAL, terms=terms, schedule=schedule, score=None, scored=False,
        addressee=Addressee(name),
    )  # fmt: skip
    made = write(record, US)
    assert {f.code for f in made.findings} <= {"above_cap", "missing_glyphs"}
