"""One file of many letters, to be printed in one go."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf


def merge(letters: Iterable[tuple[str, bytes]], *, duplex: bool = False) -> bytes:
    """All letters (number, file) in one file, each with its number as a bookmark.

    With `duplex` every letter begins on a new sheet: odd ones get a blank page at their end.
    The letters' own structure stays in their own files. The same files give the same bytes.
    """
    merged = pikepdf.new()
    with merged.open_outline() as outline:
        for number, file in letters:
            begin = len(merged.pages)
            _append(merged, file, duplex=duplex)
            outline.root.append(pikepdf.OutlineItem(number, begin))
    merged.Root.ViewerPreferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"))
    merged.Root.PageMode = pikepdf.Name.UseOutlines
    out = io.BytesIO()
    merged.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _append(merged: pikepdf.Pdf, file: bytes, *, duplex: bool) -> None:
    with pikepdf.open(io.BytesIO(file)) as letter:
        for page in letter.pages:
            for key in ("/StructParents", "/Tabs"):
                if key in page.obj:
                    del page.obj[key]
        count = len(letter.pages)
        size = letter.pages[-1].mediabox
        merged.pages.extend(letter.pages)
        if duplex and count % 2:
            merged.add_blank_page(page_size=(float(size[2]), float(size[3])))
