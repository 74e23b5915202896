"""What each letter must state, read back from its file: all kinds, both packs, both languages."""

from __future__ import annotations

import os
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest

from tests.letters.cases import (
    BUREAU,
    CHANGE,
    CONDITIONS,
    ENTRIES,
    FACTORS,
    FOUND,
    NEEDED,
    SCORE,
    cn_record,
    us_record,
)
from tests.letters.conftest import text_of
from tests.letters.statements import statements
from workbench.credit.reasons import reason_list
from workbench.i18n import Language
from workbench.letters.letter_fields import rate, said_day, said_sum
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import ADVERSE, OFFERS, Addressee, Kind, LetterRecord
from workbench.letters.typeset import write
from workbench.money.amounts import capital_chinese

PACKS = {"us": load_pack("us"), "cn": load_pack("cn")}
EVERY = [
    (name, kind, language)
    for name, pack in PACKS.items()
    for kind in Kind
    if kind in pack.kinds
    for language in Language
]
FIGURE = re.compile(r"(?<![\d.])\d[\d,]*\.\d{2}(?!\d)%?")
FULL = int(os.environ.get("WORKBENCH_NAMES", "120"))


def made(name: str, kind: Kind, language: Language) -> LetterRecord:
    return (us_record if name == "us" else cn_record)(kind, language)


def read(record: LetterRecord, pack: Pack) -> str:
    letter = write(record, pack)
    assert letter.findings == ()
    return text_of(letter.data or b"")


def required(record: LetterRecord, pack: Pack) -> Iterator[str]:
    """Every statement of the reference's sections 2, 4 and 5 for this kind."""
    language = record.language
    yield from (pack.lender.name[language], record.number, record.officer, record.officer_title)
    yield said_day(record.issued_on, language)
    yield record.addressee.name
    yield from (reason_list().text(one.code, language) for one in record.reasons)
    yield from (one.code for one in record.reasons)
    yield from (_american if pack.id == "us" else _chinese)(record, pack)
    yield from _facts(record)
    yield from statements(pack.id, record.kind, language)


def _american(record: LetterRecord, pack: Pack) -> Iterator[str]:
    yield from pack.lender.letterhead[record.language]
    if record.kind in ADVERSE:
        yield pack.lender.address[record.language]
        yield pack.agency.address[record.language]
        yield "Equal Credit Opportunity Act" if record.language == "en" else "平等信贷机会法"
        yield from (BUREAU.agency, BUREAU.address, BUREAU.phone)
        yield "60 days" if record.language == "en" else "60 日"
    if record.kind in OFFERS and record.terms is not None:
        terms = record.terms
        yield rate(terms.apr)
        amounts = (terms.finance_charge, terms.amount_financed, terms.total_of_payments)
        yield from (f"{amount:,.2f}" for amount in (*amounts, terms.instalment))
        heads = ("FINANCE CHARGE", "ANNUAL PERCENTAGE RATE", "Late charge", "Prepayment")
        yield from heads if record.language == "en" else ("融资费用", "年百分率", "滞纳金")
    if record.kind in ADVERSE - {Kind.DECLINE_BY_RULE} or record.kind is Kind.APPROVAL:
        yield from (str(SCORE.score), str(SCORE.lowest), str(SCORE.highest), SCORE.provider)
        yield said_day(SCORE.created_on, record.language)
        yield from FACTORS[record.language]


def _chinese(record: LetterRecord, pack: Pack) -> Iterator[str]:
    chinese = record.language == "zh"
    if record.kind in OFFERS and record.terms is not None:
        terms = record.terms
        yield from (rate(terms.annual_rate), rate(terms.apr), f"{terms.instalment:,.2f}")
        if chinese:
            yield f"人民币{capital_chinese(terms.amount)}"
            yield "除已明示的成本项目外"
            yield from ("综合融资成本明示表", "借款人签名", "收取方式", "收取主体", "单利")
    if record.kind in {Kind.DECLINE, Kind.DECLINE_BY_RULE, Kind.INCREASE_REFUSED}:
        yield "第二十四条" if chinese else "Article 24"
        yield "12378"
    if record.kind is Kind.ADVERSE_REPORTING:
        yield "第十五条" if chinese else "Article 15"
    yield pack.lender.foot[record.language]


def _facts(record: LetterRecord) -> Iterator[str]:
    language = record.language
    if record.kind is Kind.INCOMPLETE:
        yield from (one[language] for one in NEEDED)
    if record.kind in OFFERS:
        yield from (one[language] for one in CONDITIONS)
        assert record.schedule is not None
        for one in record.schedule.instalments:
            yield said_day(one.due_on, language)
            yield from (f"{sum_:,.2f}" for sum_ in (one.principal, one.interest, one.balance))
    if record.kind is Kind.REVIEW_RESULT:
        yield FOUND[language]
    if record.kind in {Kind.LIMIT_INCREASE, Kind.LIMIT_DECREASE} and record.change:
        for amount in (CHANGE.old_limit, record.change.new_limit):
            assert amount is not None
            yield f"{amount:,.2f}"
        yield said_day(CHANGE.effective_on, language)
    if record.kind is Kind.RATE_RISE:
        yield from ("14.99%", "18.99%")
    if record.kind is Kind.ADVERSE_REPORTING:
        yield from (entry.what[language] for entry in ENTRIES)
        yield "4,468.20"
    if record.kind in {Kind.DECLINE, Kind.COUNTER_OFFER} and record.currency == "USD":
        yield said_sum(record.amount, record.currency, language)


@pytest.mark.parametrize(("name", "kind", "language"), EVERY)
def test_every_required_statement_is_in_the_file(name, kind, language) -> None:
    record = made(name, kind, language)
    text = read(record, PACKS[name])
    missing = [said for said in required(record, PACKS[name]) if "".join(said.split()) not in text]
    assert missing == []


@pytest.mark.parametrize(("name", "kind"), sorted({(name, kind) for name, kind, _l in EVERY}))
def test_both_languages_print_the_same_figures(name, kind) -> None:
    shown = []
    for language in Language:
        letter = write(made(name, kind, language), PACKS[name])
        with pypdfium2.PdfDocument(letter.data) as pdf:
            text = " ".join(page.get_textpage().get_text_range() for page in pdf)
        shown.append(set(FIGURE.findall(text)))
    assert shown[0] == shown[1]
    assert shown[0] or kind not in OFFERS


def random_names(count: int) -> Iterator[str]:
    """Names of signs from Unicode's blocks of Latin and Han, the rare ones too."""
    chance = random.Random(20261122)
    latin = [*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0xD7), *range(0xD8, 0xF7)]
    more_latin = [*range(0x100, 0x250), *range(0x1E00, 0x1F00)]
    han, more_han = [*range(0x4E00, 0xA000)], [*range(0x3400, 0x4DC0), *range(0x20000, 0x2A6E0)]
    for _at in range(count):
        blocks = chance.choice((latin, more_latin, han, more_han))
        length = chance.randint(2, 24 if blocks is latin else 4)
        yield "".join(chr(chance.choice(blocks)) for _sign in range(length))


def test_a_random_name_shows_every_glyph_or_is_held_back() -> None:
    shown = held = 0
    for name in random_names(FULL):
        base = cn_record(Kind.WITHDRAWN, addressee=Addressee(name, (), "3301**********1234"))
        letter = write(replace(base, code=""), PACKS["cn"])
        if letter.data is None:
            held += 1
            assert {finding.code for finding in letter.findings} == {"missing_glyphs"}
        else:
            shown += 1
            assert unicodedata.normalize("NFC", name) in text_of(letter.data)
    assert shown > FULL / 3
    assert held > 0
