"""The file of a letter: what a reader finds in it, and that it never differs."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from tests.letters.cases import cn_record, reasons, us_record, us_terms
from tests.letters.conftest import text_of
from workbench.credit.offer import terms_schedule
from workbench.credit.status import Component
from workbench.i18n import Language
from workbench.letters import typeset as typesetting
from workbench.letters.compose import compose
from workbench.letters.pack import Pack
from workbench.letters.record import Addressee, Kind, LetterRecord
from workbench.letters.typeset import typeset, typeset_many, write

Letter = Callable[[LetterRecord], bytes]


def opened(file: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(file))


def test_the_same_record_gives_the_same_bytes(letter: Letter) -> None:
    record = cn_record(Kind.APPROVAL)
    assert letter(record) == letter(replace(record))
    assert letter(record) != letter(replace(record, number="示消金审〔2026〕30219号"))


def test_text_comes_out_as_it_went_in_rare_characters_too(letter: Letter) -> None:
    name = "𬱖𬘭"
    text = text_of(letter(cn_record(Kind.DECLINE, addressee=Addressee(name, (), "3301****1234"))))
    assert f"尊敬的{name}（身份证件：3301****1234）" in text


def test_markup_in_a_name_is_only_letters(letter: Letter) -> None:
    record = us_record(Kind.DECLINE)
    name = "<b>**Ann** & {amount} \\(x)"
    score = replace(record.score, person=name)
    text = text_of(letter(replace(record, addressee=Addressee(name), score=score)))
    assert "".join(f"Dear {name}:".split()) in text


def test_the_file_says_what_it_is_in_both_places(letter: Letter) -> None:
    pdf = opened(letter(us_record(Kind.DECLINE)))
    xmp = pdf.Root.Metadata.read_bytes().decode()
    assert str(pdf.docinfo.Title) == "Notice of action taken on your credit application"
    for value in (pdf.docinfo.Title, pdf.docinfo.Author, "<pdfuaid:part>1<"):
        assert str(value) in xmp
    assert "<pdfaid:part>2<" in xmp
    assert "<pdfaid:conformance>A<" in xmp
    assert "2026-11-21T10:30:00+00:00" in xmp


def test_all_fonts_are_subsets_that_lie_in_the_file(letter: Letter) -> None:
    pdf = opened(letter(us_record(Kind.DECLINE, Language.ZH)))
    fonts = list(pdf.pages[0].Resources.Font.values())
    assert {str(font.BaseFont)[8:] for font in fonts} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_a_decline_fits_one_page_and_a_table_repeats_its_header(letter: Letter) -> None:
    assert len(opened(letter(us_record(Kind.DECLINE))).pages) == 1
    terms = us_terms("60000", 120)
    long = replace(
        us_record(Kind.APPROVAL), terms=terms, schedule=terms_schedule(terms, us_day()), score=None,
        scored=False, report_used=False,
    )  # fmt: skip
    file = letter(long)
    assert len(opened(file).pages) == 3
    assert text_of(file).count("DueonPrincipalInterestPaymentBalance") == 2


def us_day():
    return us_record(Kind.APPROVAL).schedule.disbursed_on


@pytest.mark.parametrize("language", Language)
def test_a_long_name_six_reasons_and_a_long_address_are_all_shown(
    letter: Letter, language: Language
) -> None:
    name = "Maximiliana-Theodora Featherstonehaugh-Cholmondeley Anastasia"
    record = us_record(Kind.DECLINE, language)
    record = replace(
        record,
        addressee=Addressee(name, ("1849 Maple Hollow Road, Building Seven", "Dayton, OH 45402")),
        reasons=reasons("DTI", "DLQ", "EMP", "INQ", "UTIL", "NEWA"),
        more_reasons_confirmed=True,
        score=replace(record.score, person=name),
    )
    text = text_of(letter(record))
    assert text.count("".join(name.split())) >= 2
    for code in ("DTI", "DLQ", "EMP", "INQ", "UTIL", "NEWA"):
        assert code in text


@pytest.mark.parametrize("months", [63, 120, 126])
def test_a_schedule_never_ends_with_a_row_or_two_on_a_page(letter: Letter, months: int) -> None:
    terms = us_terms("48000", months)
    schedule = terms_schedule(terms, date(2026, 12, 1))
    record = us_record(Kind.APPROVAL, Language.ZH, terms=terms, schedule=schedule)
    with pypdfium2.PdfDocument(letter(record)) as pdf:
        said = [page.get_textpage().get_text_bounded() for page in pdf]
    last = next(text for text in said if "合计" in text)
    assert len(re.findall(r"月 ?1 ?日", last)) >= 4


def test_a_disclosed_figure_however_large_stands_on_one_line(letter: Letter) -> None:
    terms = us_terms("987654321.00", 60)
    schedule = terms_schedule(terms, date(2026, 12, 1))
    record = us_record(Kind.APPROVAL, terms=terms, schedule=schedule, amount=terms.amount)
    with pypdfium2.PdfDocument(letter(record)) as pdf:
        lines = pdf[0].get_textpage().get_text_bounded().splitlines()
    assert any("$1,315,196,883.89" in line for line in lines)


def test_a_letter_without_a_code_carries_no_mark(packs: dict[str, Pack]) -> None:
    record = replace(us_record(Kind.DECLINE), code="")
    text = text_of(typeset(compose(record, packs["us"]), packs["us"]))
    assert "Checkthisletter" not in text


def test_one_bad_letter_stops_no_other(packs: dict[str, Pack]) -> None:
    good = us_record(Kind.DECLINE)
    bad = replace(good, number="AA-2", reasons=())
    made = list(typeset_many([good, bad, good], packs["us"], workers=1))
    assert [one.number for one in made] == [good.number, "AA-2", good.number]
    assert [one.data is not None for one in made] == [True, False, True]
    assert [finding.code for finding in made[1].findings] == ["no_reason"]


def test_worker_processes_write_the_same_letters_in_order(
    packs: dict[str, Pack], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = cn_record(
        Kind.DECLINE, decided_by=Component.RULE, reasons=reasons("BKR", component=Component.RULE)
    )
    monkeypatch.setattr(typesetting, "_FEW", 10)
    records = [replace(record, number=f"{n}", amount=Decimal(n + 1)) for n in range(30)]
    made = list(typeset_many(records, packs["cn"], key=b"key", workers=2))
    assert [one.number for one in made] == [record.number for record in records]
    assert made[7].data == write(records[7], packs["cn"], b"key").data


ENDLESS = """
from tests.letters.cases import us_record
from workbench.letters.pack import load_pack
from workbench.letters.record import Kind
from workbench.letters.typeset import typeset_many

records = (us_record(Kind.WITHDRAWN) for _at in range(10**6))
if __name__ == "__main__":
    for _letter in typeset_many(records, load_pack("us"), workers=2):
        print("one", flush=True)
"""


@pytest.mark.slow
def test_workers_end_when_the_program_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"one\n"
        running.kill()
        running.stdout.read()  # ends when nobody holds it open any more
    assert running.returncode != 0


@pytest.mark.parametrize("language", Language)
def test_no_list_leaves_its_lead_or_an_item_alone_on_a_page(
    letter: Letter, language: Language
) -> None:
    record = us_record(Kind.COUNTER_OFFER, language)
    with pypdfium2.PdfDocument(letter(record)) as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    leads = {"en": "once the following is done or shown", "zh": "满足下列条件后方可放款"}
    page = "".join(next(text for text in texts if leads[language] in text).split())
    assert all("".join(one[language].split()) in page for one in record.conditions)
