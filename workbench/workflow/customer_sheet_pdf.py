"""What a customer is given on the letterhead: the sheet in both languages, and answers."""

from __future__ import annotations

from pathlib import Path

from workbench.accounts.customer_sheet import CustomerSheet, SheetPart
from workbench.files import write_whole
from workbench.i18n import N_, Language, _, day
from workbench.letters.content import (
    Block,
    Closing,
    Content,
    Measure,
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

_ACCOUNT, _DATE = N_("Account"), N_("Date")
_CERTIFICATE = N_("Certificate of settlement")
CERTIFICATE = "settlement_certificate"
_OWN_NAMES = {Language.EN: "English", Language.ZH: "中文"}


def write_sheet(desk: Desk, which: int | str, out: Path) -> Path:
    """Write an account's sheet. Raises NotFound, FileNotWritable."""
    write_whole(out, sheet_pdf(desk, which))
    return out


def sheet_pdf(desk: Desk, which: int | str, language: Language | None = None) -> bytes:
    """An account's sheet: one page, the pack's language (or the one named) before the other."""
    file = monitor.account(desk, which)
    pack = lender_packs.pack_of(desk, file.account.product)
    first = language or (Language.ZH if pack.id == "cn" else Language.EN)
    other = Language.EN if first is Language.ZH else Language.ZH
    sheets = account_care.customer_sheets(desk, which)
    return typeset(_content(sheets[first], sheets[other], pack), pack)


def write_answer(
    desk: Desk, which: int | str, code: str, out: Path, language: Language | None = None
) -> Path:
    """Write an answer as a page to hand out; the settlement certificate is one of them.

    Raises NotFound, FileNotWritable.
    """
    write_whole(out, answer_pdf(desk, which, code, language))
    return out


def answer_pdf(desk: Desk, which: int | str, code: str, language: Language | None = None) -> bytes:
    """An answer to a customer's question on the letterhead, in the pack's language or the one
    named. Raises NotFound."""
    file = monitor.account(desk, which)
    pack = lender_packs.pack_of(desk, file.account.product)
    spoken = language or (Language.ZH if pack.id == "cn" else Language.EN)
    found = account_care.answer(desk, which, code, language=spoken)
    settled = file.position.balance <= 0 and file.position.planned <= 0
    certified = code == CERTIFICATE and settled
    title = _(_CERTIFICATE, language=spoken) if certified else found.question
    blocks: list[Block] = [Paragraph(said(text)) for text in found.paragraphs]
    if found.figures:
        heads = (
            (_(_ACCOUNT, language=spoken), Measure.WORDS),
            (file.account.number, Measure.AMOUNT),
        )
        rows = tuple(Row((said(name), said(value))) for name, value in found.figures)
        blocks.append(Table(heads, rows, title))
    return typeset(
        Content(
            kind=Kind.REVIEW_RESULT,
            language=spoken,
            title=title,
            subject=file.account.number,
            author=pack.lender.name[spoken],
            issued_at=now(),
            identifier=file.account.number,
            letterhead=(pack.lender.name[spoken], *pack.lender.letterhead[spoken]),
            addressee=(file.account.name,),
            particulars=(
                (_(_ACCOUNT, language=spoken), file.account.number),
                (_(_DATE, language=spoken), day(now().date(), language=spoken, long=True)),
            ),
            salutation="",
            blocks=tuple(blocks),
            closing=Closing(
                "", (said(pack.lender.name[spoken], strong=True),), pack.lender.phone, (), "", ""
            ),
            enclosures=(),
            foot=pack.lender.foot[spoken],
            page_of=pack.says("page_of", spoken),
        ),
        pack,
    )


def _content(first: CustomerSheet, other: CustomerSheet, pack: Pack) -> Content:
    spoken, moment = first.language, now()
    both = [_(text, language=one.language) for text in (_ACCOUNT, _DATE) for one in (first, other)]
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
            (f"{both[0]} {both[1]}", first.account),
            (f"{both[2]} {both[3]}", day(moment.date(), language=spoken, long=True)),
        ),
        salutation=other.title,
        blocks=(_table(first, other),),
        closing=Closing("", (), f"{first.contact} {other.contact}", (), "", ""),
        enclosures=(),
        foot=pack.lender.foot[spoken],
        page_of=pack.says("page_of", spoken),
    )


def _table(first: CustomerSheet, other: CustomerSheet) -> Table:
    """Both languages side by side, each figure once beside them."""
    rows = [
        row for one, two in zip(first.lines, other.lines, strict=True) for row in _rows(one, two)
    ]
    heads = (
        (_OWN_NAMES[first.language], Measure.WORDS),
        (_OWN_NAMES[other.language], Measure.WORDS),
        ("", Measure.AMOUNT),
    )
    return Table(heads, tuple(rows), first.title, dense=True)


def _rows(one: SheetPart, two: SheetPart) -> list[Row]:
    """A part: its heading, its sentences across the page, its figures."""
    rows = [Row((said(one.heading), said(two.heading), None), strong=True)]
    rows += [
        Row((said(here), said(there), None))
        for here, there in zip(one.paragraphs, two.paragraphs, strict=True)
    ]
    for (here, value), (there, same) in zip(one.figures, two.figures, strict=True):
        shown = value if value == same else f"{value} / {same}"
        rows.append(Row((said(here), said(there), said(shown))))
    return rows
