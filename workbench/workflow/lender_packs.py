"""The lender's letter packs: as shipped, as the lender changed them, in force from which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from time import monotonic

from workbench.errors import FileNotReadable, LetterHeldBack, NotFound, PackFaulty
from workbench.files import read_whole
from workbench.i18n import Language, _, sentences
from workbench.letters.pack import Pack, load_pack, read_pack
from workbench.letters.pack_entries import Entry, as_toml, changes_of, entries_of
from workbench.letters.pack_entries import Path as EntryPath
from workbench.letters.record import KIND_WORDS, Kind
from workbench.letters.specimen import specimen
from workbench.letters.typeset import write
from workbench.storage import packs_kept
from workbench.storage.packs_kept import KeptPack
from workbench.workflow.desk import Desk, now
from workbench.workflow.letter_key import letter_key
from workbench.workflow.product_strategies import in_force

PACKS = ("us", "cn")


def pack_of(desk: Desk, product: str) -> Pack:
    """The letter pack of a product, unless the settings name another, as it is in force today."""
    chosen = desk.settings.text("letter_pack")
    return pack_today(desk, in_force(desk, product).pack if chosen == "strategy" else chosen)


def pack_today(desk: Desk, name: str, on: date | None = None) -> Pack:
    """A pack with the lender's changes that are in force today, or on another day.

    Raises PackFaulty where they no longer fit the shipped pack.
    """
    found = packs_kept.pack_in_force(desk.store, name, on or now().date())
    return load_pack(name, found.text if found else "")


def days_open(desk: Desk, name: str) -> int:
    """How many days an offer made today is open. Read anew every other second, for batches."""
    key = desk.store.uuid, name, int(monotonic() / 2)
    if key not in _days_open:
        _days_open.clear()
        _days_open[key] = pack_today(desk, name).timing.reply_days
    return _days_open[key]


_days_open: dict[tuple[str, str, int], int] = {}


def pack_versions(desk: Desk, name: str) -> tuple[KeptPack, ...]:
    """Every version of the lender's changes to a pack, oldest first."""
    return packs_kept.packs(desk.store, name)


def keep_pack(desk: Desk, name: str, own: str, effective_from: date) -> Pack:
    """Keep a lender's changes (TOML) to a pack; letters made from that day on carry them.

    Raises PackFaulty, naming every fault; then nothing is kept.
    """
    pack = load_pack(name, own)
    packs_kept.add_pack(desk.store, name, own, effective_from, actor=desk.officer(), at=now())
    _days_open.clear()
    return pack


def read_changes(name: str, file: Path) -> str:
    """A file with a lender's changes to a pack, after checking them against it.

    Raises FileNotReadable, PackFaulty naming every fault.
    """
    try:
        own = read_whole(file).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FileNotReadable(file=file.name, why=_("it cannot be read.")) from fault
    load_pack(name, own)
    return own


def entries(desk: Desk, name: str, own: str | None = None) -> tuple[Entry, ...]:
    """Every entry of a pack, with the changes that are in force today, or with others."""
    changes = own if own is not None else changes_today(desk, name)
    return entries_of(name, changes, officer=desk.officer())


def changes_today(desk: Desk, name: str) -> str:
    """The lender's changes (TOML) to a pack that are in force today; empty without any."""
    return changes_on(desk, name, now().date())


def changes_on(desk: Desk, name: str, day: date) -> str:
    """The lender's changes (TOML) to a pack that are in force on a day; empty without any."""
    found = packs_kept.pack_in_force(desk.store, name, day)
    return found.text if found else ""


def places(desk: Desk, name: str, own: str | None = None) -> dict[str, Entry]:
    """Every entry of a pack by its place in words: "texts.ecoa", "reasons.DTI", "caps.0.most"."""
    return {".".join(map(str, one.path)): one for one in entries(desk, name, own)}


def with_entry(desk: Desk, name: str, place: str, said: Mapping[str, str] | None, day: date) -> str:
    """The changes in force on a day with one entry changed, as TOML; None: it is as shipped.

    `said` holds texts by language, or one value under "". Raises NotFound, PackFaulty.
    """
    found = places(desk, name, changes_on(desk, name, day))
    if place not in found:
        raise NotFound(kind=_("entry"), name=place)
    entry, changes = found[place], changes_of(tuple(found.values()))
    try:
        changes[entry.path] = entry.shipped if said is None else entry.given(said)
    except (ValueError, ArithmeticError, OSError) as fault:
        typed = " ".join((said or {}).values())
        raise PackFaulty(
            file=name, faults=_("“{text}” is no value for this entry.", text=typed)
        ) from fault
    if changes[entry.path] == entry.shipped:
        del changes[entry.path]
    return as_toml(name, changes)


def faults_in(name: str, own: str) -> tuple[str, ...]:
    """Why changes cannot be kept, one sentence each; none: they can."""
    try:
        load_pack(name, own)
    except PackFaulty as fault:
        return tuple(str(fault.values["faults"]).splitlines())
    return ()


def kinds_showing(name: str, place: EntryPath) -> tuple[Kind, ...]:
    """The kinds of a pack whose letters show an entry."""
    return load_pack(name).kinds_showing(place)


def preview_pack(desk: Desk, name: str, own: str, kind: Kind, language: Language) -> bytes:
    """A made-up letter of a kind with these changes. Raises PackFaulty, LetterHeldBack."""
    pack = load_pack(name, own)
    if kind not in pack.kinds:
        raise NotFound(kind=_("letter"), name=_(KIND_WORDS[kind]))
    title = desk.officer_title() or _("Credit officer", language=language)
    record = specimen(pack, kind, language, at=now(), officer=desk.officer(), title=title)
    made = write(record, pack, letter_key(desk))
    if made.data is None:
        said = sentences(*(finding.text() for finding in made.findings))
        raise LetterHeldBack(number=record.number, findings=said)
    return made.data


def remember(desk: Desk, pack: Pack) -> None:
    """Keep the texts of a pack that letters are about to be made under, once."""
    packs_kept.remember_pack(
        desk.store, pack.sha256, pack.source_texts, actor=desk.officer(), at=now()
    )


def pack_made_under(desk: Desk, sha256: str) -> Pack:
    """The very pack that a letter was made under. Raises NotFound."""
    main, texts, own = packs_kept.pack_texts(desk.store, sha256)
    return read_pack(main, texts, own)


def letter_language(desk: Desk, pack: Pack, asked: Language | None) -> Language:
    """The language of a letter: as asked, or as set, or the pack's own."""
    chosen = desk.settings.text("letter_language")
    if asked is not None or chosen != "pack":
        return asked or Language(chosen)
    return Language.ZH if pack.id == "cn" else Language.EN
