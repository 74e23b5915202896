"""From what a letter says to its file: tagged PDF/A-2a and PDF/UA-1, the same bytes every time.

Many letters use all the machine's cores: in order, in flat memory, and none stops the others.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.letters.authenticity import sealed
from workbench.letters.block_layout import block_pieces
from workbench.letters.conformance import faults_of
from workbench.letters.content import Content, said
from workbench.letters.finding import Finding
from workbench.letters.flow import Piece, Place, Spot, draw, kept_to_next, paragraph, planned
from workbench.letters.ink import Ink
from workbench.letters.lint import prepared
from workbench.letters.look import SQUEEZES, Look, look_of
from workbench.letters.pack import Pack
from workbench.letters.page_furniture import closing_piece, draw_foot, draw_head
from workbench.letters.page_sheet import Sheet
from workbench.letters.pdf_letter import Drawn, pdf_of
from workbench.letters.record import LetterRecord
from workbench.letters.tags import Element, without_empty
from workbench.letters.usual_texts import usual_texts

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess as ParentProcess

_NOT_CONFORMING = N_(
    "The letter's file breaks clause {clause} of the standards for archives and for readers. "
    "Nothing was written; report this."
)
_AT_A_TIME = 24
_FEW = 96


@dataclass(frozen=True, slots=True)
class Typeset:
    """One letter that was written (`data`), or held back (`findings`)."""

    number: str
    data: bytes | None
    findings: tuple[Finding, ...] = ()


def typeset(content: Content, pack: Pack) -> bytes:
    """The letter as a PDF file. The same content and pack give the same bytes."""
    tries = (_laid(content, pack, squeeze) for squeeze in SQUEEZES)
    chosen = first = next(tries)
    for further in tries if first.closing_page else ():
        if further.closing_page < first.closing_page:
            chosen = further
            break
    sheets = draw(chosen.pieces, chosen.spots, chosen.first)
    for sheet in sheets:
        draw_foot(sheet, content, chosen.look, len(sheets))
    without_empty(chosen.document)
    return pdf_of(content, Drawn(chosen.document, sheets, chosen.first.ink))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A letter planned in one look: its pieces, where they lie, and its closing's page."""

    look: Look
    document: Element
    first: Sheet
    pieces: list[Piece]
    spots: list[Spot]
    closing_page: int


def _laid(content: Content, pack: Pack, squeeze: float) -> _Laid:
    look = look_of(pack, content.language, squeeze)
    name = f"{pack.sha256}/{content.kind}/{content.language}"
    ink = Ink(usual_texts(pack, content.kind, content.language), name)
    document, first = Element("Document"), Sheet(0, look.width, look.height, ink)
    top = draw_head(first, content, document, look)
    title_place = Place(keep=True, align="center" if look.centred_title else "left")
    title = paragraph(document.add("H1"), said(content.title), look.title, look, title_place)
    greeting = document.add("P")
    letter = [
        *title,
        *paragraph(greeting, said(content.salutation), look.body, look, Place(keep=True)),
        *kept_to_next(block_pieces(content.blocks, document, look)),
        closing_piece(content.closing, document, look),
    ]
    pieces = [*letter, *block_pieces(content.enclosures, document, look)]
    spots = planned(pieces, look, top)
    return _Laid(look, document, first, pieces, spots, spots[len(letter) - 1].page)


def write(record: LetterRecord, pack: Pack, key: bytes = b"") -> Typeset:
    """The letter of one record, or why it is held back. `key` makes its verification code."""
    record = sealed(record, key) if key else record
    content, findings = prepared(record, pack)
    if content is None or findings:
        return Typeset(record.number, None, findings)
    data = typeset(content, pack)
    broken = tuple(
        Finding("not_conforming", _NOT_CONFORMING, {"clause": fault.clause})
        for fault in faults_of(data)
    )
    return Typeset(record.number, None if broken else data, broken)


def typeset_many(
    records: Iterable[LetterRecord], pack: Pack, *, key: bytes = b"", workers: int | None = None
) -> Iterator[Typeset]:
    """Every record's letter, in the records' order. `workers` defaults to the cores there are.

    Few letters are written in this process; more than that go to worker processes, a batch at
    a time, so that memory stays flat however many there are.
    """
    source = iter(records)
    begin = list(islice(source, _FEW))
    count = (os.cpu_count() or 1) if workers is None else workers
    if count < 2 or len(begin) < _FEW:
        for record in (*begin, *source):
            yield write(record, pack, key)
        return
    yield from _in_parallel(chain(begin, source), pack, key, count)


def _in_parallel(
    records: Iterator[LetterRecord], pack: Pack, key: bytes, workers: int
) -> Iterator[Typeset]:
    waiting: deque[tuple[list[LetterRecord], Future[list[Typeset]]]] = deque()
    while batch := list(islice(records, _AT_A_TIME)):
        waiting.append((batch, _workers(workers).submit(_write_batch, batch, pack, key)))
        if len(waiting) > 2 * workers:
            yield from _finished(*waiting.popleft(), pack, key)
    while waiting:
        yield from _finished(*waiting.popleft(), pack, key)


def _finished(
    batch: list[LetterRecord], result: Future[list[Typeset]], pack: Pack, key: bytes
) -> list[Typeset]:
    """A batch's letters; when its worker died they are written here."""
    try:
        return result.result()
    except BrokenExecutor:
        _workers.cache_clear()
        return _write_batch(batch, pack, key)


def _write_batch(batch: list[LetterRecord], pack: Pack, key: bytes) -> list[Typeset]:
    return [write(record, pack, key) for record in batch]


def write_apart(record: LetterRecord, pack: Pack) -> Typeset:
    """As `write`, in a worker process of its own. Raises BrokenExecutor where none can start."""
    with _pool(1) as worker:
        return worker.submit(write, record, pack).result()


@cache
def _workers(count: int) -> ProcessPoolExecutor:
    """Worker processes, kept for the next batch: each takes a second to start."""
    return _pool(count)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_leave_with_the_program
    )


def _leave_with_the_program() -> None:
    """A worker ends when the program that it works for was killed; it would wait for ever."""
    program = parent_process()
    if program is not None:
        Thread(target=_wait_and_leave, args=(program,), daemon=True).start()


def _wait_and_leave(program: ParentProcess) -> None:
    program.join()
    os._exit(0)
