"""What may be wrong within a letter pack: texts, fields, blocks, numbers, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from workbench.credit.reasons import OTHER, reason_list
from workbench.i18n import Language
from workbench.letters.conditions import CONDITIONS, OF_PACK
from workbench.letters.letter_fields import FIELDS
from workbench.letters.pack_blocks import (
    ALWAYS,
    BUILT_BLOCKS,
    DESCRIPTIONS,
    PARTICULARS,
    TEXT_BLOCKS,
    Step,
    parsed,
)
from workbench.letters.qr_code import MOST_BYTES
from workbench.letters.wording import fields_in

if TYPE_CHECKING:
    from workbench.letters.pack import Layout, Pack, Words
    from workbench.letters.record import Kind


def faults_of_pack(pack: Pack) -> Iterator[str]:
    """Every fault that reading a pack alone does not show, by its place."""
    if pack.lender.creditor_type not in pack.agencies:
        yield f"lender.creditor_type: no agency for “{pack.lender.creditor_type}”"
    yield from pack.pictures.faults()
    yield from _number_faults(pack)
    for key, words in pack.texts.items():
        yield from _text_faults(key, words)
    yield from _reason_faults(pack)
    for kind, layout in pack.kinds.items():
        yield from _layout_faults(pack, kind, layout)
    labels = {f"label_{name}" for name in PARTICULARS}
    used = labels.union(*(layout.texts() for layout in pack.kinds.values()))
    for key in sorted(set(pack.texts) - used):
        yield f"texts.{key}: no letter uses it"


def _number_faults(pack: Pack) -> Iterator[str]:
    """What would make two letters' numbers alike, or a square code too long to print."""
    wanted = {"year", "serial"}
    try:
        shown = pack.numbers.pattern.format(prefix="", year=2026, serial=1)
    except (LookupError, ValueError):
        yield "numbers.pattern: it may hold {prefix}, {year} and {serial} only"
        return
    if not all(f"{{{name}" in pack.numbers.pattern for name in wanted):
        yield "numbers.pattern: {year} and {serial} are needed, so that no two letters are alike"
    prefix = max(map(len, map(quote, pack.numbers.prefixes.values())), default=0)
    url = pack.lender.verify_url.replace("{number}", "").replace("{code}", "0" * 12)
    if len(quote(shown)) + prefix + 8 + len(url.encode()) > MOST_BYTES:
        yield "lender.verify_url: with the number it is too long for the square code"


def _text_faults(key: str, words: Words) -> Iterator[str]:
    in_en, in_zh = fields_in(words.en), fields_in(words.zh)
    for unknown in sorted((in_en | in_zh) - FIELDS):
        yield f"texts.{key}: no field is called {{{unknown}}}"
    for one in sorted(in_en ^ in_zh):
        yield f"texts.{key}: {{{one}}} stands in one language only"
    for language in Language:
        if words[language].count("**") % 2:
            yield f"texts.{key}.{language}: a ** is not closed"
        if not words[language].strip():
            yield f"texts.{key}.{language}: there is no text"


def _reason_faults(pack: Pack) -> Iterator[str]:
    """A lender's own wordings are of known reasons, and say what was considered."""
    known = reason_list()
    for code in pack.outside_reasons:
        if code not in known:
            yield f"outside_reasons: no reason has the code “{code}”"
    for code, words in pack.reasons.items():
        if code not in known or code == OTHER:
            yield f"reasons.{code}: no reason has this code"
        for language in Language:
            if not words[language].strip():
                yield f"reasons.{code}.{language}: there is no text"
            elif known.is_blocked(words[language]):
                yield f"reasons.{code}.{language}: a score or a policy is no reason"


def _layout_faults(pack: Pack, kind: Kind, layout: Layout) -> Iterator[str]:
    where = f"kinds.{kind}"
    for step in map(parsed, (*layout.blocks, *layout.enclosures)):
        yield from (f"{where}: {fault}" for fault in _step_faults(pack, step))
    labels = (f"label_{name}" for name in layout.particulars)
    usual = (layout.salutation, layout.signature, layout.contact)
    for key in (*usual, *labels, *ALWAYS, *DESCRIPTIONS):
        if key and key not in pack.texts:
            yield f"{where}: there is no text “{key}”"
    for one in set(layout.particulars) - PARTICULARS:
        yield f"{where}: no particular is called “{one}”"
    if kind not in pack.numbers.prefixes:
        yield f"numbers.prefixes: none for “{kind}”"


def _step_faults(pack: Pack, step: Step) -> Iterator[str]:
    if step.what not in TEXT_BLOCKS | BUILT_BLOCKS.keys():
        yield f"no block is called “{step.what}”"
    if step.what in TEXT_BLOCKS and not step.keys:
        yield f"“{step.what}” names no text"
    if step.condition and step.condition not in CONDITIONS.keys() | OF_PACK.keys():
        yield f"no condition is called “{step.condition}”"
    for key in (*step.keys, *BUILT_BLOCKS.get(step.what, ())):
        if key not in pack.texts:
            yield f"there is no text “{key}”"
