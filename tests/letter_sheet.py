"""`python -m tests.letter_sheet OUT`: a picture of every letter, to be looked at.

Each kind of both packs in both languages, and the hard ones: six reasons, 120 instalments, long
and rare names, long addresses, large sums. `--only decline` draws what has the word in its name.
The files lie beside their pictures. Letters held back are named with the reason.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.letters.cases import (
    CHANGE,
    FACTORS,
    KEY,
    NEEDED,
    SCORE,
    cn_record,
    cn_terms,
    reasons,
    us_record,
    us_terms,
)
from workbench.credit.offer import terms_schedule
from workbench.credit.status import Component
from workbench.credit.terms import Terms
from workbench.i18n import Language
from workbench.letters.pack import Pack, load_pack
from workbench.letters.record import Addressee, Kind, LetterRecord
from workbench.letters.typeset import write

LONG_NAME = "Maximiliana Alexandrina von Hohenburg-Sternberg de la Fuente"
LONG_HAN = "阿卜杜热西提·买买提明·艾合买提江·吐尔逊古丽·麦麦提图尔荪·伊斯拉木"
RARE_HAN = "𬱖𬘭𫍯䶮㼆龘"
LONG_LINES = (
    "c/o Northern Lights Housing and Community Association",
    "1849 North-West Maple Hollow Crescent Road, Staircase C",
    "Apartment 1204B",
    "Rancho Santa Margarita-on-the-Hill, CA 92688-1234",
)
SIX = ("DTI", "DLQ", "EMP", "INQ", "UTIL", "LIM")
_ACROSS, _DOTS = 3, 76


def every() -> Iterator[tuple[str, LetterRecord]]:
    """Each kind of both packs in both languages, by a name for its files."""
    for pack, make in (("us", us_record), ("cn", cn_record)):
        for kind in Kind:
            if kind in load_pack(pack).kinds:
                for language in Language:
                    yield f"{pack}_{kind}_{language}", make(kind, language)


def hard() -> Iterator[tuple[str, LetterRecord]]:
    """Letters with more of something than usual."""
    for language in Language:
        yield from _hard_american(language)
        yield from _hard_chinese(language)


def _hard_american(language: Language) -> Iterator[tuple[str, LetterRecord]]:
    long = {
        "addressee": Addressee(LONG_NAME, LONG_LINES),
        "score": replace(SCORE, person=LONG_NAME, key_factors=FACTORS[language]),
        "reasons": reasons(*SIX),
        "more_reasons_confirmed": True,
    }
    yield f"us_hard_six_{language}", us_record(Kind.DECLINE, language, **long)
    for name, terms in (
        ("120", us_terms("48000", 120)),
        ("72", us_terms("48000", 72)),
        ("millions", us_terms("987654321.00", 60)),
        ("falling", us_terms("30000", 60, "equal_principal")),
        ("bullet", us_terms("30000", 12, "bullet")),
    ):
        yield f"us_hard_{name}_{language}", _offer(us_record, language, terms)
    needs = tuple(numbered(NEEDED[at % 2], f" ({at + 1})") for at in range(24))
    yield f"us_hard_needs_{language}", us_record(Kind.INCOMPLETE, language, needed=needs)
    large = replace(CHANGE, old_limit=Decimal("123456789.01"), new_limit=Decimal("98765432.10"))
    yield f"us_hard_limit_{language}", us_record(Kind.LIMIT_DECREASE, language, change=large)


def _hard_chinese(language: Language) -> Iterator[tuple[str, LetterRecord]]:
    six = {"reasons": reasons(*SIX), "more_reasons_confirmed": True}
    decided = {"decided_by": Component.SCORE, "replaces": "示消金审〔2026〕30101号"}
    for name, person in (("long", LONG_HAN), ("rare", RARE_HAN), ("latin", LONG_NAME)):
        addressee = Addressee(person, (), "3301**********1234")
        record = cn_record(Kind.DECLINE, language, addressee=addressee, **six)
        yield f"cn_hard_six_{name}_{language}", record
    for name, terms in (
        ("60", cn_terms("200000", 60)),
        ("falling", cn_terms("199999.99", 36, "equal_principal")),
        ("interest_first", cn_terms("100000", 12, "interest_first")),
    ):
        yield f"cn_hard_{name}_{language}", _offer(cn_record, language, terms)
    yield (
        f"cn_hard_counter_{language}",
        cn_record(Kind.COUNTER_OFFER, language, **decided, **six),
    )


def _offer(make: Callable[..., LetterRecord], language: Language, terms: Terms) -> LetterRecord:
    schedule = terms_schedule(terms, date(2026, 12, 1))
    return make(Kind.APPROVAL, language, terms=terms, schedule=schedule, amount=terms.amount)


def numbered(texts: dict[str, str], more: str) -> dict[str, str]:
    """The same text in every language with something behind it."""
    return {language: text + more for language, text in texts.items()}


def draw(name: str, file: bytes, out: Path) -> int:
    """The pages of one letter side by side, three in a row; returns how many there are."""
    (out / f"{name}.pdf").write_bytes(file)
    with pypdfium2.PdfDocument(file) as pdf:
        pages = [page.render(scale=_DOTS / 72).to_pil() for page in pdf]
    wide, high = pages[0].size
    rows = -(-len(pages) // _ACROSS)
    sheet = Image.new("RGB", ((wide + 6) * min(_ACROSS, len(pages)), (high + 6) * rows), "#777")
    for at, page in enumerate(pages):
        sheet.paste(page, ((at % _ACROSS) * (wide + 6), (at // _ACROSS) * (high + 6)))
    sheet.save(out / f"{name}.png")
    return len(pages)


def main() -> int:
    """Draw every letter; exit status 1 when one is held back."""
    asked = argparse.ArgumentParser(prog="python -m tests.letter_sheet")
    asked.add_argument("out", type=Path)
    asked.add_argument("--only", default="", metavar="WORD")
    chosen = asked.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    packs: dict[str, Pack] = {name: load_pack(name) for name in ("us", "cn")}
    held = 0
    for name, record in (*every(), *hard()):
        if chosen.only not in name:
            continue
        made = write(record, packs[name[:2]], KEY)
        if made.data is None:
            held += 1
            print(f"{name}: held back: {'; '.join(one.text() for one in made.findings)}")
            continue
        print(f"{name}: {draw(name, made.data, chosen.out)} pages")
    return min(held, 1)


if __name__ == "__main__":
    sys.exit(main())
