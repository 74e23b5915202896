"""Packs: complete, and every fault named."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.letters.cases import us_record
from workbench import paths
from workbench.errors import PackFaulty
from workbench.i18n import Language
from workbench.letters.compose import compose
from workbench.letters.pack import Pack, load_pack, read_pack
from workbench.letters.pack_blocks import parsed
from workbench.letters.record import Kind

FOLDER = paths.resources() / "packs"


def faults(own: str, pack: str = "us") -> str:
    with pytest.raises(PackFaulty) as raised:
        load_pack(pack, own)
    return str(raised.value)


def test_a_step_is_read_with_its_texts_and_its_condition() -> None:
    step = parsed("numbered one two when report_used")
    assert (step.what, step.keys, step.condition) == ("numbered", ("one", "two"), "report_used")


def test_the_agency_is_the_one_of_the_lenders_type(packs: dict[str, Pack]) -> None:
    assert "Comptroller" in packs["us"].agency.address.en
    other = load_pack("us", '[lender]\ncreditor_type = "finance_company"')
    assert "Federal Trade Commission" in other.agency.address.en
    assert other.sha256 != packs["us"].sha256


def test_every_fault_of_a_pack_is_named_at_once() -> None:
    said = faults(
        '[lender]\ncreditor_type = "casino"\n'
        '[texts.ecoa]\nen = "Notice {agency} {nobody}"\n'
        '[kinds.decline]\nblocks = ["paragraph nowhere", "dance", "reasons when raining"]'
    )
    for part in ("casino", "{nobody}", "nowhere", "“dance”", "“raining”"):
        assert part in said


def test_a_field_in_one_language_only_is_a_fault() -> None:
    assert "{amount} stands in one language only" in faults(
        '[texts.greeting]\nen = "Yours {amount}"'
    )


def test_an_unknown_entry_and_a_wrong_type_are_faults() -> None:
    assert "lender.colour" in faults('[lender]\ncolour = "red"')
    assert "timing.notice_days" in faults('[timing]\nnotice_days = "soon"')


def test_a_text_that_no_letter_uses_is_a_fault() -> None:
    assert "no letter uses it" in faults('[texts.idle]\nen = "x"\nzh = "无"')


def test_toml_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PackFaulty):
        read_pack("id = ", "")


def test_a_ceiling_holds_from_its_first_to_its_last_day(packs: dict[str, Pack]) -> None:
    cap = packs["cn"].caps[0]
    assert not cap.holds_on(date(2025, 9, 30))
    assert cap.holds_on(cap.effective_from)
    ended = cap.model_copy(update={"effective_until": date(2026, 1, 1)})
    assert not ended.holds_on(date(2026, 1, 2))


@pytest.mark.parametrize("pack", ["us", "cn"])
def test_no_text_is_left_untranslated(packs: dict[str, Pack], pack: str) -> None:
    bare = re.compile(r"{\w+}|\W")
    words = [words for words in packs[pack].texts.values() if len(bare.sub("", words.en)) > 3]
    assert not [one for one in words if not re.search("[一-鿿]", one[Language.ZH])]
    assert not [one for one in words if re.search("[一-鿿]", one[Language.EN])]


def test_every_kind_has_a_letter_in_its_pack(packs: dict[str, Pack]) -> None:
    assert set(packs["cn"].kinds) == set(Kind)
    assert set(packs["us"].kinds) == set(Kind) - {Kind.ADVERSE_REPORTING}


def test_a_lenders_own_wording_of_a_reason_stands_in_its_letters() -> None:
    own = '[reasons.DTI]\nen = "Debts in relation to income"\nzh = "债务与收入之比"'
    said = load_pack("us", own)
    assert said.reason("DTI", Language.ZH) == "债务与收入之比"
    assert said.reason("DLQ", Language.EN).startswith("Delinquent")
    assert "Debts in relation to income" in str(compose(us_record(Kind.DECLINE), said).blocks)


def test_a_wording_that_names_no_factor_or_no_known_reason_is_a_fault() -> None:
    said = faults(
        '[reasons.DTI]\nen = "Your score is too low"\nzh = " "\n'
        '[reasons.NONE]\nen = "Something else"\nzh = "其他情况"'
    )
    for part in ("reasons.DTI.en: a score", "reasons.DTI.zh: there is no text", "reasons.NONE"):
        assert part in said
    assert "reasons.DTI.zh" in faults('[reasons.DTI]\nen = "Debts in relation to income"')
