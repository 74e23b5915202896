"""From a decided case and a pack to what the letter says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal
from urllib.parse import quote

from workbench.i18n import Language
from workbench.letters.building import Bench
from workbench.letters.conditions import applies
from workbench.letters.content import (
    Acceptance,
    Block,
    Closing,
    Content,
    Heading,
    Items,
    NewSheet,
    Paragraph,
    Voice,
    plain,
)
from workbench.letters.offer_tables import OFFER_TABLES
from workbench.letters.pack import Pack, steps
from workbench.letters.pack_blocks import Step
from workbench.letters.reason_tables import REASON_TABLES
from workbench.letters.record import LetterRecord
from workbench.letters.wording import FieldMissing, clean

_TABLES = {**OFFER_TABLES, **REASON_TABLES}
_VOICES = {"paragraph": Voice.BODY, "notice": Voice.NOTICE, "quiet": Voice.QUIET}
_NAME = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A person's name has two letters together, or a Hanzi; a number such as "A-000123" has not."""

_ORDINALS = "一二三四五六七八九十"


def compose(record: LetterRecord, pack: Pack) -> Content:
    """What the letter says; what the record lacks for it is named in `missing`.

    Raises KeyError when the pack has no letter of this kind.
    """
    bench = Bench(record, pack)
    content = _content(bench, record, pack)
    return replace(content, missing=tuple(dict.fromkeys(bench.missing)))


def _content(bench: Bench, record: LetterRecord, pack: Pack) -> Content:
    layout = pack.kinds[record.kind]
    title = plain(bench.fill(layout.title[record.language]))
    return Content(
        kind=record.kind,
        language=record.language,
        title=title,
        subject=f"{title} · {record.number}",
        author=pack.lender.name[record.language],
        issued_at=record.issued_at,
        identifier=f"{record.number} {record.code}",
        letterhead=(pack.lender.name[record.language], *pack.lender.letterhead[record.language]),
        addressee=_addressee(record),
        particulars=tuple(_particulars(bench)),
        salutation=bench.line(_salutation(record, pack)),
        blocks=tuple(_blocks(bench, "blocks")),
        closing=_closing(bench),
        enclosures=tuple(_blocks(bench, "enclosures")),
        foot=pack.lender.foot[record.language],
        page_of=pack.says("page_of", record.language),
    )


def _salutation(record: LetterRecord, pack: Pack) -> str:
    usual = pack.kinds[record.kind].salutation
    if not _NAME.search(record.addressee.name) and f"{usual}_no_name" in pack.texts:
        return f"{usual}_no_name"
    if record.addressee.id_masked or f"{usual}_no_id" not in pack.texts:
        return usual
    return f"{usual}_no_id"


def _addressee(record: LetterRecord) -> tuple[str, ...]:
    lines = (record.addressee.name, *record.addressee.lines)
    return tuple(shown for shown in (clean(line, 120) for line in lines) if shown)


def _particulars(bench: Bench) -> Iterator[tuple[str, str]]:
    record = bench.record
    fields = {"date": "issued_on", "reference": "number"}
    for name in bench.pack.kinds[record.kind].particulars:
        if name == "replaces" and not record.replaces:
            continue
        value = bench.value(fields.get(name, name))
        if name == "product":
            value = value[:1].upper() + value[1:]
        yield bench.line(f"label_{name}"), value


def _blocks(bench: Bench, part: Literal["blocks", "enclosures"]) -> Iterator[Block]:
    headings = 0
    for step in steps(bench.pack, bench.record.kind, part):
        if step.condition and not applies(step.condition, bench.record, bench.pack):
            continue
        try:
            block = _block(bench, step)
        except FieldMissing as missing:
            bench.missing.append(str(missing))
            continue
        if isinstance(block, Heading) and bench.pack.page.numbered_headings and part == "blocks":
            block = Heading(_ordinal(headings, bench.record.language) + block.text)
            headings += 1
        yield block


def _ordinal(at: int, language: Language) -> str:
    return f"{_ORDINALS[at]}、" if language == Language.ZH else f"{at + 1}. "


def _block(bench: Bench, step: Step) -> Block:
    match step.what:
        case "heading":
            return Heading(bench.line(step.keys[0]))
        case "sheet":
            return NewSheet(bench.line(step.keys[0]))
        case "sign":
            return Acceptance(tuple(bench.line(key) for key in step.keys))
        case "numbered" | "bullets":
            items = tuple(bench.text(key) for key in step.keys)
            return Items(items, numbered=step.what == "numbered", voice=Voice.NOTICE)
        case "paragraph" | "notice" | "quiet":
            return Paragraph(bench.text(step.keys[0]), _VOICES[step.what])
    return _TABLES[step.what](bench)


def _closing(bench: Bench) -> Closing:
    record, pack = bench.record, bench.pack
    signed = [bench.text(pack.kinds[record.kind].signature)]
    contact = pack.kinds[record.kind].contact
    address = pack.lender.verify_url.format(
        number=quote(record.number), code=record.code.replace("-", "").lower()
    )
    if pack.lender.seal:
        signed = [
            ((bench.line("greeting") + pack.lender.name[record.language], False),)
            if record.language == Language.ZH
            else ((f"{bench.line('greeting')} {pack.lender.name[record.language]}", False),),
            *signed,
            ((bench.value("issued_on"), False),),
        ]
    return Closing(
        greeting="" if pack.lender.seal else bench.line("greeting"),
        signed=tuple(signed),
        contact=bench.line(contact) if contact else "",
        check=(bench.line("check"), bench.line("check_code")) if record.code else (),
        address=address,
        picture_text=bench.line("check_picture"),
        seal=pack.lender.seal,
        officer=record.officer,
        signature_text=bench.line("signature_picture"),
        seal_text=bench.line("seal_picture"),
    )
