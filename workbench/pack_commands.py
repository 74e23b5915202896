"""The command on letter packs: show, check, change one entry or many, see the letter they make."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from workbench.commands import DONE, Add, answer, desk_of, language_of, say
from workbench.errors import LetterHeldBack
from workbench.given import day, place
from workbench.i18n import Language, _, current

if TYPE_CHECKING:
    from workbench.letters.record import Kind
    from workbench.workflow.desk import Desk

_EXCERPT = 90


def define(add: Add) -> None:
    """Add `pack`."""
    pack = add("pack", _("show, check or change a letter pack"), packs)
    pack.add_argument("name", choices=["us", "cn"])
    pack.add_argument(
        "--list", dest="find", nargs="?", const="", metavar="WORD", help=_("its entries")
    )
    pack.add_argument("--set", dest="place", metavar="ENTRY", help=_("change one entry"))
    pack.add_argument("--en", metavar="TEXT", help=_("what it says in English"))
    pack.add_argument("--zh", metavar="TEXT", help=_("what it says in Chinese"))
    pack.add_argument("--value", metavar="VALUE", help=_("what it holds; of a picture, its file"))
    pack.add_argument("--as-shipped", metavar="ENTRY", help=_("take one change back"))
    pack.add_argument("--check", type=place, metavar="FILE.toml", help=_("only name its faults"))
    pack.add_argument("--keep", type=place, metavar="FILE.toml", help=_("the lender's changes"))
    pack.add_argument("--from", dest="begin", type=day, metavar="DAY")
    pack.add_argument(
        "--preview", action="store_true", help=_("only show a made-up letter: nothing is kept")
    )
    pack.add_argument("--kind", type=_kind, default="decline")
    pack.add_argument("--language", choices=["en", "zh"])
    pack.add_argument("-o", "--out", type=place, metavar="FILE.pdf")


def _kind(text: str) -> Kind:
    from workbench.letters.record import Kind

    try:
        return Kind(text.replace("-", "_"))
    except ValueError as fault:
        names = ", ".join(kind.replace("_", "-") for kind in Kind)
        raise argparse.ArgumentTypeError(
            _("“{text}” is not known here; choose from {names}", text=text, names=names)
        ) from fault


def packs(asked: argparse.Namespace) -> int:
    """`workbench pack`: a letter pack as it is in force, listed, checked, or changed."""
    with desk_of(asked) as desk:
        begin = asked.begin or datetime.now(UTC).date()
        own = _changes(asked, desk, begin)
        if asked.preview:
            return _preview(asked, desk, own, begin)
        if own is not None:
            from workbench.workflow import lender_packs

            lender_packs.keep_pack(desk, asked.name, own, begin)
            say(_("Kept; letters carry it from {day} on.", day=begin.isoformat()))
        if asked.find is not None:
            return _list(asked, desk)
        return _tell(asked, desk)


def _changes(asked: argparse.Namespace, desk: Desk, begin: date) -> str | None:
    """The lender's changes that were asked to be kept or shown, as TOML; None: none were."""
    from workbench.workflow import lender_packs

    if asked.check:
        lender_packs.read_changes(asked.name, asked.check)
        say(_("The pack is sound: both languages name the same fields."))
    if asked.keep:
        return lender_packs.read_changes(asked.name, asked.keep)
    if asked.place:
        given = {"en": asked.en, "zh": asked.zh, "": asked.value}
        said = {language: text for language, text in given.items() if text is not None}
        return lender_packs.with_entry(desk, asked.name, asked.place, said, begin)
    if asked.as_shipped:
        return lender_packs.with_entry(desk, asked.name, asked.as_shipped, None, begin)
    return None


def _preview(asked: argparse.Namespace, desk: Desk, own: str | None, begin: date) -> int:
    from workbench.files import write_whole
    from workbench.workflow import lender_packs

    if asked.out is None:
        raise LetterHeldBack(number="", findings=_("Name a file for the preview with -o."))
    changes = lender_packs.changes_on(desk, asked.name, begin) if own is None else own
    usual = Language.ZH if asked.name == "cn" else Language.EN
    language = language_of(asked) or usual
    made = lender_packs.preview_pack(desk, asked.name, changes, asked.kind, language)
    write_whole(asked.out, made)
    say(_("Preview written to {file}; nothing was kept.", file=asked.out.name))
    answer(asked, file=str(asked.out), pack=asked.name)
    return DONE


def _list(asked: argparse.Namespace, desk: Desk) -> int:
    """The entries that hold a word, in the order people read them."""
    from workbench.workflow import lender_packs

    word = asked.find.casefold()
    found = [
        (place, entry)
        for place, entry in lender_packs.places(desk, asked.name).items()
        if word in place.casefold() or any(word in said.casefold() for said in entry.said())
    ]
    if not asked.json:
        for place, entry in found:
            mark = "•" if entry.is_changed else ""
            sys.stdout.write(f"{place}\t{mark}\t{entry.excerpt(current())[:_EXCERPT]}\n")
    answer(
        asked,
        pack=asked.name,
        entries={
            place: {"value": entry.value, "changed": entry.is_changed, "source": entry.source}
            for place, entry in found
        },
    )
    return DONE


def _tell(asked: argparse.Namespace, desk: Desk) -> int:
    """The versions of the lender's changes, and the pack that is in force."""
    from workbench.workflow import lender_packs

    pack = lender_packs.pack_today(desk, asked.name)
    versions = lender_packs.pack_versions(desk, asked.name)
    if not asked.json:
        for one in versions:
            sys.stdout.write(f"{one.effective_from}\t{one.actor}\t{one.kept_at:%Y-%m-%d %H:%M}\n")
    say(
        _(
            "{lender}: pack {version}, sum {sha}",
            lender=pack.lender.name.en,
            version=pack.version,
            sha=pack.sha256[:12],
        )
    )
    answer(asked, pack=asked.name, version=pack.version, sha256=pack.sha256, versions=len(versions))
    return DONE
