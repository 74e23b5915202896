"""One file of many letters, to be printed in one go; written as it grows, in flat memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import BinaryIO

import pikepdf

from workbench.letters.pdf_file import text_string

_PAGES_A_NODE = 200


def merge(letters: Iterable[tuple[str, bytes]], out: BinaryIO, *, duplex: bool = False) -> None:
    """Write all letters (number, file) into one file, each with its number as a bookmark.

    With `duplex` every letter begins on a new sheet: odd ones get a blank page at their end.
    What letters share, such as fonts, is written once; only where things lie is remembered, so
    that ten thousand letters take no more memory than ten. The letters' own structure stays in
    their own files. The same files give the same bytes.
    """
    book = _Book(out)
    for number, file in letters:
        with pikepdf.open(io.BytesIO(file)) as letter:
            pages = [book.add_page(page) for page in letter.pages]
            if duplex and len(pages) % 2:
                book.add_blank(letter.pages[-1])
        book.marks.append((number, pages[0]))
    book.finish()


class _Book:
    """A PDF file written from front to back: pages, then their tree, then the bookmarks."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at, self._sum = out, 0, hashlib.sha256()
        self._places: list[int] = []
        self._written: dict[bytes, int] = {}
        self._nodes: list[tuple[int, list[int]]] = []
        self.marks: list[tuple[str, int]] = []
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._root, self._pages = self._reserve(), self._reserve()

    def add_page(self, page: pikepdf.Page) -> int:
        """A page of a letter with all that it is drawn with, without its marks for readers."""
        contents = page.obj.get("/Contents")
        drawn = b"" if contents is None else b"/Contents " + self._copied(contents)
        return self._add_page(page, b"/Resources " + self._copied(page.resources) + drawn)

    def add_blank(self, page: pikepdf.Page) -> None:
        """An empty back, of the size of a page."""
        self._add_page(page, b"/Resources<<>>")

    def finish(self) -> None:
        """Write the tree of pages, the bookmarks, and where everything lies."""
        count = 0
        for node, pages in self._nodes:
            kids = b" ".join(b"%d 0 R" % page for page in pages)
            head = b"<</Type/Pages/Parent %d 0 R/Count %d" % (self._pages, len(pages))
            self._put(node, head + b"/Kids[%b]>>" % kids)
            count += len(pages)
        nodes = b" ".join(b"%d 0 R" % node for node, _pages in self._nodes)
        self._put(self._pages, b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, nodes))
        head = b"<</Type/Catalog/Pages %d 0 R/PageMode/UseOutlines" % self._pages
        outlines = b"/Outlines %d 0 R" % self._bookmarks()
        shown = b"/ViewerPreferences<</PrintScaling/None>>>>"
        self._put(self._root, head + outlines + shown)
        self._close()

    def _add_page(self, page: pikepdf.Page, more: bytes) -> int:
        if not self._nodes or len(self._nodes[-1][1]) == _PAGES_A_NODE:
            self._nodes.append((self._reserve(), []))
        node, pages = self._nodes[-1]
        pages.append(self._reserve())
        head = b"<</Type/Page/Parent %d 0 R/MediaBox" % node
        self._put(pages[-1], head + self._copied(page.mediabox) + more + b">>")
        return pages[-1]

    def _bookmarks(self) -> int:
        """The outline: each letter's number, by which one jumps to its first page."""
        top = self._reserve()
        items = [self._reserve() for _mark in self.marks]
        around = zip([0, *items], [*items[1:], 0], strict=False)
        for item, (before, after), (number, page) in zip(items, around, self.marks, strict=True):
            title = text_string(number).encode("ascii")
            beside = b"/Prev %d 0 R" % before if before else b""
            beside += b"/Next %d 0 R" % after if after else b""
            dest = b"/Parent %d 0 R/Dest[%d 0 R/Fit]" % (top, page)
            self._put(item, b"<</Title" + title + dest + beside + b">>")
        ends = b"/First %d 0 R/Last %d 0 R" % (items[0], items[-1]) if items else b""
        self._put(top, b"<</Type/Outlines%b/Count %d>>" % (ends, len(items)))
        return top

    def _copied(self, thing: pikepdf.Object) -> bytes:
        """A thing as this file writes it; what it refers to is written before, once."""
        if isinstance(thing, pikepdf.Stream):
            return self._once(self._packed(thing))
        if isinstance(thing, pikepdf.Dictionary):
            told = self._entries(thing)
        elif isinstance(thing, pikepdf.Array):
            told = b"[" + b" ".join(map(self._copied, thing.as_list())) + b"]"
        else:
            return pikepdf.Array([thing]).unparse()[2:-2]
        return self._once(told) if thing.is_indirect else told

    def _packed(self, stream: pikepdf.Stream) -> bytes:
        data = stream.read_raw_bytes()
        entries = self._entries(stream, leave=frozenset({"/Length"}))
        return b"%b/Length %d>>stream\n%b\nendstream" % (entries[:-2], len(data), data)

    def _entries(self, thing: pikepdf.Object, leave: frozenset[str] = frozenset()) -> bytes:
        told = (
            pikepdf.Name(key).unparse() + b" " + self._copied(thing[key])
            for key in sorted(thing.keys())
            if key not in leave
        )
        return b"<<" + b"".join(told) + b">>"

    def _once(self, body: bytes) -> bytes:
        """A reference to an object of this body, written only when it is the first such."""
        key = hashlib.sha256(body).digest()
        number = self._written.get(key)
        if number is None:
            number = self._written[key] = self._reserve()
            self._put(number, body)
        return b"%d 0 R" % number

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places)

    def _put(self, number: int, body: bytes) -> None:
        self._places[number - 1] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._sum.update(data)
        self._at += len(data)

    def _close(self) -> None:
        identity, count = self._sum.hexdigest()[:32].encode("ascii"), len(self._places) + 1
        lines = b"".join(b"%010d 00000 n \n" % place for place in self._places)
        self._out.write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, lines))
        trailer = b"trailer\n<</Size %d/Root %d 0 R" % (count, self._root)
        trailer += b"/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (identity, identity, self._at)
        self._out.write(trailer)
