"""The lender's letter packs: as shipped, as the lender changed them, in force from which day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from workbench.errors import FileNotReadable
from workbench.i18n import Language, _
from workbench.letters.pack import Pack, load_pack, read_pack
from workbench.storage import packs_kept
from workbench.storage.packs_kept import KeptPack
from workbench.workflow.desk import Desk, now
from workbench.workflow.intake import strategy_of

PACKS = ("us", "cn")


def pack_of(desk: Desk, product: str) -> Pack:
    """The letter pack of a product, unless the settings name another, as it is in force today."""
    chosen = desk.settings.text("letter_pack")
    return pack_today(desk, strategy_of(product).pack if chosen == "strategy" else chosen)


def pack_today(desk: Desk, name: str, on: date | None = None) -> Pack:
    """A pack with the lender's changes that are in force today, or on another day.

    Raises PackFaulty where they no longer fit the shipped pack.
    """
    found = packs_kept.pack_in_force(desk.store, name, on or now().date())
    return load_pack(name, found.text if found else "")


def pack_versions(desk: Desk, name: str) -> tuple[KeptPack, ...]:
    """Every version of the lender's changes to a pack, oldest first."""
    return packs_kept.packs(desk.store, name)


def keep_pack(desk: Desk, name: str, own: str, effective_from: date) -> Pack:
    """Keep a lender's changes (TOML) to a pack; letters made from that day on carry them.

    Raises PackFaulty, naming every fault; then nothing is kept.
    """
    pack = load_pack(name, own)
    packs_kept.add_pack(desk.store, name, own, effective_from, actor=desk.officer(), at=now())
    return pack


def read_changes(name: str, file: Path) -> str:
    """A file with a lender's changes to a pack, after checking them against it.

    Raises FileNotReadable, PackFaulty naming every fault.
    """
    try:
        own = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise FileNotReadable(file=file.name, why=_("it cannot be read.")) from fault
    load_pack(name, own)
    return own


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
