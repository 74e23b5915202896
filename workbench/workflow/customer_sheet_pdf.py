"""The customer's sheet as a file: one page in each language, set like the lender's letters."""

from __future__ import annotations

from pathlib import Path

from workbench.accounts.customer_sheet import CustomerSheet, SheetPart
from workbench.files import write_whole
from workbench.i18n import Language, _, day
from workbench.letters.content import (
    Block,
    Closing,
    Content,
    Heading,
    Measure,
    NewSheet,
    Paragraph,
    Row,
    Table,
    said,
)
from workbench.letters.pack import Pack
from workbench.letters.record import Kind
from workbench.letters.typeset import typeset
from workbench.workflow import account_care, lender_packs, monitor
from workbench.workflow.desk import Desk, now


def write_sheet(desk: Desk, which: int | str, out: Path) -> Path:
    """Write an account's sheet. Raises NotFound, FileNotWritable."""
    out.parent.mkdir(parents=True, exist_ok=True)
    write_whole(out, sheet_pdf(desk, which))
    return out


def sheet_pdf(desk: Desk, which: int | str, language: Language | None = None) -> bytes:
    """An account's sheet; the page in the pack's language (or the one named) comes first."""
    file = monitor.account(desk, which)
    pack = lender_packs.pack_of(desk, file.account.product)
    first = language or (Language.ZH if pack.id == "cn" else Language.EN)
    other = Language.EN if first is Language.ZH else Language.ZH
    sheets = account_care.customer_sheets(desk, which)
    return typeset(_content(sheets[first], sheets[other], pack), pack)


def _content(first: CustomerSheet, other: CustomerSheet, pack: Pack) -> Content:
    spoken, moment = first.language, now()
    return Content(
        kind=Kind.REVIEW_RESULT,
        language=spoken,
        title=first.title,
        subject=first.account,
        author=pack.lender.name[spoken],
        issued_at=moment,
        identifier=first.account,
        letterhead=(pack.lender.name[spoken], *pack.lender.letterhead[spoken]),
        addressee=(first.name,),
        particulars=(
            (_("Account", language=spoken), first.account),
            (_("Date", language=spoken), day(moment.date(), language=spoken, long=True)),
        ),
        salutation="",
        blocks=tuple(_blocks(first)),
        closing=Closing("", (), "", (), "", ""),
        enclosures=(NewSheet(other.title), *_blocks(other)),
        foot=pack.lender.foot[spoken],
        page_of=pack.says("page_of", spoken),
    )


def _blocks(sheet: CustomerSheet) -> list[Block]:
    blocks = [block for part in sheet.lines for block in _part(part, sheet.language)]
    return [*blocks, Paragraph(said(sheet.contact, strong=True))]


def _part(part: SheetPart, language: Language) -> list[Block]:
    blocks: list[Block] = [Heading(part.heading)]
    blocks += [Paragraph(said(text)) for text in part.paragraphs]
    if part.figures:
        heads = (
            (_("What", language=language), Measure.WORDS),
            (_("Amount", language=language), Measure.AMOUNT),
        )
        rows = tuple(Row((said(name), said(value))) for name, value in part.figures)
        blocks.append(Table(heads, rows, part.heading, dense=True))
    return blocks
