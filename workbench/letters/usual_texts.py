"""What every letter of a kind says, by the face it is said in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from workbench.i18n import Language
from workbench.letters.line_breaking import in_faces
from workbench.letters.pack import Pack
from workbench.letters.pack_blocks import ALWAYS, BUILT_BLOCKS, parsed
from workbench.letters.record import Kind

_FIELD = re.compile(r"\{\w+\}")
_FIGURES = " 0123456789.,%¥$-年月日元()"
_ORDINALS = "一二三四五六七八九十、"
_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@lru_cache(maxsize=128)
def usual_texts(pack: Pack, kind: Kind, language: Language) -> Mapping[str, str]:
    """The characters of the kind's own sentences by face key, sorted."""
    found: dict[str, set[str]] = {}
    for text, strong in _texts(pack, kind, language):
        shown = _FIELD.sub("", text).replace("\u00a0", " ")
        for face, run in in_faces(shown, language, strong=strong):
            found.setdefault(face.key, set()).update(run)
    return {key: "".join(sorted(signs - {"\n"})) for key, signs in sorted(found.items())}


def _texts(pack: Pack, kind: Kind, language: Language) -> Iterator[tuple[str, bool]]:
    """Each text, and whether it is strong."""
    layout = pack.kinds[kind]
    lender, agency = pack.lender, pack.report_agency
    if pack.page.numbered_headings and language == Language.ZH:
        yield _ORDINALS[: len(layout.blocks)], True
    yield _CODES, False
    for said in (lender.address, lender.complaints, agency.name, agency.address):
        yield said[language], False
    yield from ((said, False) for said in (lender.phone, agency.phone, lender.verify_url))
    name, *rest = (pack.lender.name, *pack.lender.letterhead[language])
    yield name[language], True
    yield layout.title[language], True
    for strong in (False, True):
        yield _FIGURES, strong
    for plain in (*map(str, rest), name[language], pack.lender.foot[language]):
        yield plain, False
    labels = (f"label_{one}" for one in layout.particulars)
    usual = (layout.salutation, layout.signature, layout.contact)
    for key in (*filter(None, usual), *labels, *ALWAYS):
        yield pack.says(key, language), False
    for step in map(parsed, (*layout.blocks, *layout.enclosures)):
        for key in (*step.keys, *BUILT_BLOCKS.get(step.what, ())):
            yield from _runs(pack.says(key, language), step.what)


def _runs(text: str, what: str) -> Iterator[tuple[str, bool]]:
    if what in BUILT_BLOCKS:  # a column's name is strong, a row's may be either
        yield text, True
        yield text, False
        return
    loud = what in ("heading", "sheet")
    for at, run in enumerate(text.split("**")):
        yield run, loud or at % 2 == 1
