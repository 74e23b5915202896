"""Own columns: what a lender's spreadsheets say beyond the dictionary becomes facts of theirs."""

from __future__ import annotations

import re

from workbench.credit.facts import Fact, Family, Kind, dictionary, use_own
from workbench.errors import FactTaken, NotKnown
from workbench.i18n import _
from workbench.spreadsheets.known_headers import names_of
from workbench.spreadsheets.sheet import normal
from workbench.storage import own_facts
from workbench.workflow.desk import Desk, now

KINDS = (Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.COUNT, Kind.RATIO, Kind.DATE, Kind.YES_NO)
"""What an own fact can be."""


def kind_named(word: str) -> Kind:
    """The type with this stored word. Raises NotKnown, which lists what there is."""
    found = next((kind for kind in KINDS if kind.value == word), None)
    if found is None:
        raise NotKnown(kind=_("type"), name=word, known=KINDS)
    return found


def listed(desk: Desk) -> tuple[Fact, ...]:
    """The lender's own facts; from now on the dictionary holds them."""
    facts = own_facts.own_facts(desk.store)
    use_own(facts)
    return facts


def add(
    desk: Desk, header: str, kind: Kind, *, label_en: str = "", label_zh: str = "", unit: str = ""
) -> Fact:
    """Make a column's header an own fact; matching knows it from now on.

    Without labels the header is both. A fact of the same label gets this header as well.
    Raises FactTaken where the name or the header already means another fact.
    """
    english = label_en.strip() or header.strip()
    name = _name(english)
    kept = {fact.name: fact for fact in listed(desk)}
    _refuse_taken(header, english, name, kind)
    earlier = kept[name].synonyms if name in kept else ()
    made = Fact(
        name=name,
        kind=kind,
        family=Family.APPLICATION,
        label={"en": english, "zh": label_zh.strip() or header.strip()},
        unit=unit,
        synonyms=tuple(dict.fromkeys((*earlier, header.strip()))),
    )
    own_facts.add(desk.store, made, actor=desk.officer(), at=now())
    listed(desk)
    return made


def _name(label: str) -> str:
    """ "Branch code" -> own_branch_code; what has no Latin letters is named by its characters."""
    words = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    coded = "_".join(f"{ord(c):x}" for c in normal(label)[:8])
    return f"own_{words or coded}"[:80]


def _refuse_taken(header: str, label: str, name: str, kind: Kind) -> None:
    known = dictionary()
    names = names_of(known)
    for said in (header, label):
        meant = names.get(normal(said))
        if meant is not None and meant != name:
            raise FactTaken(name=said, fact=known[meant].text())
    if name in known and known[name].kind is not kind:
        raise FactTaken(name=label, fact=known[name].text())
