"""Commands on letters: write, ask for one, correct one, the register, sign, check."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.commands import (
    DONE,
    WAITS,
    Add,
    Do,
    answer,
    desk_of,
    language_of,
    password_of,
    say,
    stage,
)
from workbench.errors import LetterHeldBack
from workbench.files import read_whole
from workbench.given import day, place, whole
from workbench.i18n import _, plural

if TYPE_CHECKING:
    from workbench.storage.letters_kept import KeptLetter
    from workbench.workflow.desk import Desk
    from workbench.workflow.letter_register import Entry

_KINDS = ("incomplete", "withdrawn", "offer-lapsed", "review-result")
_PASSWORD = "WORKBENCH_KEY_PASSWORD"  # noqa: S105 -- the name of a variable, no password


def define(add: Add) -> None:
    """Add `letters`, `letter`, `correct`, `register` and `sign`."""
    _define_letters(add)
    _define_one(add)
    register_ = add("register", _("list the letters, or note that they left the house"), register)
    register_.add_argument("--unsent", action="store_true", help=_("only what is still here"))
    register_.add_argument("--overdue", action="store_true", help=_("only what is past its day"))
    register_.add_argument("--mailed", nargs="+", default=[], metavar="NUMBER")
    register_.add_argument("--handed-over", nargs="+", default=[], metavar="NUMBER")
    register_.add_argument("--on", type=day, metavar="DAY", help=_("a day, such as 2026-11-22"))
    register_.add_argument("-o", "--out", type=place, metavar="FILE.csv")
    sign_ = add("sign", _("sign kept letters with the lender's key"), sign)
    sign_.add_argument("numbers", nargs="+", metavar="NUMBER")
    sign_.add_argument("--key", type=place, required=True, metavar="FILE.p12")
    sign_.add_argument("--out", type=place, required=True, metavar="DIR")


def _define_letters(add: Add) -> None:
    letters_ = add("letters", _("write the letters that are due"), letters)
    letters_.add_argument("--batch", type=whole)
    letters_.add_argument("--out", type=place, required=True, metavar="DIR")
    letters_.add_argument("--language", choices=["en", "zh"])
    letters_.add_argument("--merged", type=place, metavar="FILE.pdf")
    letters_.add_argument(
        "--duplex", action="store_true", help=_("begin each letter of it on a fresh sheet")
    )
    letters_.add_argument(
        "--cover", action="store_true", help=_("put a list of the batch on top of it")
    )
    letters_.add_argument(
        "--late-because", default="", metavar="TEXT", help=_("why letters past their day are late")
    )
    letters_.add_argument(
        "--more-reasons", action="store_true", help=_("more than four reasons hold")
    )
    letters_.add_argument(
        "--name", metavar="PATTERN", help=_("of the files, such as {number} or {date}-{number}")
    )
    letters_.add_argument("--manifest", action="store_true", help=_("write manifest.csv too"))


def _define_one(add: Add) -> None:
    one = add("letter", _("write one letter that no decision calls for"), letter)
    one.add_argument("kind", choices=_KINDS)
    one.add_argument("application", metavar="APPLICATION")
    one.add_argument(
        "--need", action="append", default=[], metavar="TEXT", help=_("a paper or fact wanted")
    )
    one.add_argument("--found", default="", metavar="TEXT", help=_("what the review found"))
    one.add_argument("--changed", action="store_true", help=_("the review changed the decision"))
    _language_and_file(one)
    correct_ = add("correct", _("write a letter anew; it names the one it replaces"), correct)
    correct_.add_argument("number", metavar="NUMBER")
    _language_and_file(correct_)


def _language_and_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--language", choices=["en", "zh"])
    command.add_argument("-o", "--out", type=place, metavar="FILE.pdf")
    command.add_argument(
        "--preview", action="store_true", help=_("only show it: nothing is kept, no number used")
    )


def define_check(verify_: argparse.ArgumentParser) -> None:
    """Add to `verify` what checks one letter instead of the whole record."""
    whole: Do = verify_.get_default("do")
    verify_.set_defaults(
        do=lambda asked: verify(asked) if asked.letter or asked.code else whole(asked)
    )
    verify_.add_argument("--letter", type=place, metavar="FILE.pdf")
    verify_.add_argument(
        "--code", nargs=2, metavar=("NUMBER", "CODE"), help=_("the code printed on a letter")
    )
    verify_.add_argument(
        "--authority", type=place, metavar="FILE.pem", help=_("vouches for the signer")
    )


def letters(asked: argparse.Namespace) -> int:
    """`workbench letters`: write the letters that are due."""
    from workbench.workflow import notify, posting

    with desk_of(asked) as desk:
        done = notify.write_letters(
            desk,
            batch=asked.batch,
            out=asked.out,
            language=language_of(asked),
            pattern=asked.name,
            merged=asked.merged,
            duplex=asked.duplex,
            cover=asked.cover,
            stands_for=notify.StandsFor(asked.late_because, asked.more_reasons),
            step=stage(_("Writing letters")),
        )
        if asked.manifest:
            kept = posting.in_postal_order(desk, notify.letters_written(desk, asked.batch))
            posting.write_manifest(kept, asked.out, duplex=asked.duplex)
    for held in done.waiting[:20]:
        for finding in held.findings:
            say(f"{held.number}: {finding.text()}")
    say(plural("{n} letter written.", "{n} letters written.", done.written))
    answer(asked, letters=done.written, letters_waiting=len(done.waiting))
    return WAITS if done.waiting else DONE


def letter(asked: argparse.Namespace) -> int:
    """`workbench letter`: one letter that a person calls for."""
    from workbench.letters.record import Kind
    from workbench.workflow import called_letters

    call = called_letters.Call(
        Kind(asked.kind.replace("-", "_")),
        needed=tuple(asked.need),
        found=asked.found,
        changed=asked.changed,
        language=language_of(asked),
    )
    with desk_of(asked) as desk:
        if asked.preview:
            return _show(asked, called_letters.preview_called(desk, asked.application, call))
        kept = called_letters.write_called(desk, asked.application, call)
        return _tell_kept(asked, desk, kept)


def correct(asked: argparse.Namespace) -> int:
    """`workbench correct`: a letter anew, which names the one it replaces."""
    from workbench.workflow import called_letters

    language = language_of(asked)
    with desk_of(asked) as desk:
        if asked.preview:
            made = called_letters.preview_correction(desk, asked.number, language=language)
            return _show(asked, made)
        return _tell_kept(
            asked, desk, called_letters.correct_letter(desk, asked.number, language=language)
        )


def _show(asked: argparse.Namespace, made: bytes) -> int:
    from workbench.files import write_whole

    if asked.out is None:
        raise LetterHeldBack(number="", findings=_("Name a file for the preview with -o."))
    write_whole(asked.out, made)
    say(_("Preview written to {file}; nothing was kept.", file=asked.out.name))
    answer(asked, file=str(asked.out), letter=None)
    return DONE


def _tell_kept(asked: argparse.Namespace, desk: Desk, kept: KeptLetter) -> int:
    from workbench.files import write_whole
    from workbench.workflow import notify

    if asked.out is not None:
        write_whole(asked.out, notify.letter_file(desk, kept.id))
    say(_("Letter {number} written.", number=kept.number))
    answer(
        asked,
        letter=kept.number,
        application=kept.application,
        kind=kept.kind,
        replaces=kept.replaces or None,
        file=str(asked.out) if asked.out else None,
    )
    return DONE


def register(asked: argparse.Namespace) -> int:
    """`workbench register`: the letters, their clocks, and what left the house."""
    from workbench.workflow import letter_register, posting

    with desk_of(asked) as desk:
        noted = 0
        for numbers, how in ((asked.mailed, "mailed"), (asked.handed_over, "handed_over")):
            found = letter_register.letters_numbered(desk, numbers)
            noted += posting.mark_sent(desk, [one.id for one in found], sent_by=how, on=asked.on)
        entries = letter_register.register(desk, unsent=asked.unsent, overdue=asked.overdue)
        if asked.out is not None:
            letter_register.write_register(entries, asked.out)
    today = datetime.now(UTC).date()
    late = sum(entry.overdue(today) for entry in entries)
    if not asked.json and asked.out is None:
        for entry in entries:
            sys.stdout.write("\t".join(_shown(entry)) + "\n")
    if noted:
        say(plural("{n} letter noted as sent.", "{n} letters noted as sent.", noted))
    say(plural("{n} letter listed.", "{n} letters listed.", len(entries)))
    if late:
        say(plural("{n} is past its day.", "{n} are past their day.", late))
    answer(asked, letters=len(entries), overdue=late, noted=noted)
    return WAITS if late else DONE


def _shown(entry: Entry) -> list[str]:
    one = entry.letter
    sent = one.mailed_at.date().isoformat() if one.mailed_at else ""
    due = one.due_on.isoformat() if one.due_on else ""
    return [one.number, one.application, one.kind, one.made_at.date().isoformat(), due, sent]


def sign(asked: argparse.Namespace) -> int:
    """`workbench sign`: signed copies of kept letters."""
    from workbench.letters.signing import Key
    from workbench.workflow import letter_register, letter_signing

    with desk_of(asked) as desk:
        key = Key(asked.key, password_of(asked, _("Password of the key: "), _PASSWORD))
        found = letter_register.letters_numbered(desk, asked.numbers)
        files = letter_signing.sign_letters(
            desk, [one.id for one in found], key, asked.out, step=stage(_("Signing letters"))
        )
    say(
        plural(
            "{n} letter signed as {name}.",
            "{n} letters signed as {name}.",
            len(files),
            name=key.name,
        )
    )
    answer(asked, signed=len(files), signer=key.name, files=[str(file) for file in files])
    return DONE


def verify(asked: argparse.Namespace) -> int:
    """`workbench verify --letter` or `--code`: authentic, altered or unknown."""
    from workbench.workflow import letter_check

    with desk_of(asked) as desk:
        if asked.letter:
            authority = read_whole(asked.authority) if asked.authority else b""
            verdict = letter_check.verify_letter(desk, asked.letter, authority)
        else:
            verdict = letter_check.verify_code(desk, *asked.code)
    say(verdict.text())
    signer = verdict.signed.signer if verdict.signed else None
    answer(asked, ok=verdict.ok, verdict=verdict.word, number=verdict.number, signer=signer)
    return DONE if verdict.ok else WAITS
