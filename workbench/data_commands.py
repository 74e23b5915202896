"""Commands on kept data: backups, the store's key, retention, legal holds, erasure."""

from __future__ import annotations

import argparse
import sys

from workbench.commands import DONE, WAITS, Add, answer, desk_of, password_of, say, stage
from workbench.errors import KeyringSilent
from workbench.given import place
from workbench.i18n import _, moment, number, plural


def define(add: Add) -> None:
    """Add `journal`, `backup`, `witness`, `restore`, `key`, `retention`, `hold` and `erase`."""
    read = add("journal", _("write the audit trail to a file"), journal)
    read.add_argument("--out", type=place, required=True, metavar="FILE.xlsx|FILE.jsonl")
    read.add_argument(
        "--find", nargs="*", default=[], metavar="WORD", help=_("only entries with these words")
    )
    made = add("backup", _("write a verified copy of the store"), backup)
    made.add_argument(
        "file", type=place, nargs="?", metavar="FILE", help=_("without it, the folder of backups")
    )
    add("backups", _("list the store's backups"), backups)
    add("witness", _("print how another role keeps the journal's heads on a server"), witness)
    restored = add("restore", _("bring a backup back as the store"), restore)
    restored.add_argument("file", type=place, metavar="FILE")
    restored.add_argument(
        "--second", default="", metavar="NAME", help=_("the second person who agrees to it")
    )
    kept = add("key", _("say where the store's key lies, or move it"), key)
    kept.add_argument(
        "--to", choices=["file", "keyring"], help=_("the keyring is the operating system's own")
    )
    add("retention", _("list what is past its time of retention"), retention)
    held = add("hold", _("keep an application whatever its age"), hold)
    held.add_argument("application", metavar="APPLICATION")
    held.add_argument(
        "--because", required=True, metavar="TEXT", help=_("the file or order that asks for it")
    )
    held.add_argument("--lift", action="store_true", help=_("end a hold that is in force"))
    gone = add("erase", _("erase the personal data of applications for good"), erase)
    which = gone.add_mutually_exclusive_group(required=True)
    which.add_argument("applications", nargs="*", default=[], metavar="APPLICATION")
    which.add_argument(
        "--past-their-time",
        action="store_true",
        help=_("all that `retention` lists and no hold keeps"),
    )
    gone.add_argument("--as", dest="person", default="", metavar="USER")


def journal(asked: argparse.Namespace) -> int:
    """`workbench journal`: entries oldest first, as a workbook or as JSON lines."""
    from workbench.workflow import audit

    with desk_of(asked) as desk:
        wanted = audit.sought(asked.find)
        written = audit.export_journal(desk, asked.out, wanted, step=stage(_("Writing")))
    say(plural("{n} entry written.", "{n} entries written.", written))
    answer(asked, entries=written, file=str(asked.out))
    return DONE


def backup(asked: argparse.Namespace) -> int:
    """`workbench backup`: a copy that was opened and checked before it counts."""
    from workbench.workflow import keep

    with desk_of(asked) as desk:
        file = asked.file or keep.backup_now(desk).file
        if asked.file:
            keep.backup(desk, file)
    say(_("Backup written to {file} and checked.", file=file.name))
    answer(asked, file=str(file))
    return DONE


def backups(asked: argparse.Namespace) -> int:
    """`workbench backups`: what lies in the folder of backups, newest first."""
    from workbench.workflow import keep

    with desk_of(asked) as desk:
        kept = keep.kept_backups(desk)
        folder = keep.backup_folder(desk.settings)
    for one in kept:
        say(f"{moment(one.at)}\t{number(one.size)}\t{one.file.name}")
    say(plural("{n} backup in {folder}.", "{n} backups in {folder}.", len(kept), folder=folder))
    answer(asked, folder=str(folder), backups=[str(one.file) for one in kept])
    return DONE


def witness(asked: argparse.Namespace) -> int:
    """`workbench witness`: the SQL, for an administrator of the server."""
    from workbench.workflow import prove

    sys.stdout.write(prove.witness_setup())
    answer(asked, sql=prove.witness_setup())
    return DONE


def restore(asked: argparse.Namespace) -> int:
    """`workbench restore`: bring a checked backup back as the store."""
    from workbench.workflow import keep, people

    second = _("Password of {name}: ", name=asked.second)
    actor, agreed_by = people.who_restores(
        asked.store,
        asked.file,
        (asked.person, lambda: password_of(asked, _("Password: "))),
        (asked.second, lambda: password_of(asked, second, "WORKBENCH_SECOND_PASSWORD")),
    )
    place = keep.restore(asked.file, asked.store, actor=actor, agreed_by=agreed_by)
    say(_("Restored into {file}.", file=place))
    answer(asked, store=str(place), agreed_by=agreed_by)
    return DONE


def key(asked: argparse.Namespace) -> int:
    """`workbench key`: where the key lies; into a file also where the keyring is lost."""
    from workbench.storage.keys import KeyHome
    from workbench.workflow import key_keeping

    try:
        with desk_of(asked) as desk:
            kept = key_keeping.kept_key(desk)
            if asked.to:
                kept = key_keeping.move_key(desk, KeyHome(asked.to))
    except KeyringSilent:
        code = ""
        if asked.to == "file":
            code = password_of(asked, _("Recovery code: "), "WORKBENCH_RECOVERY_CODE")
        if not code:
            raise
        kept = key_keeping.recover(asked.store, code)
    say(kept.text())
    if kept.recovery_code:
        say(
            _(
                "Print this recovery code and put it in a safe; it is shown once: {code}",
                code=kept.recovery_code,
            )
        )
    if kept.left:
        say(kept.left_text())
    answer(asked, key=kept.home.value, recovery_code=kept.recovery_code, left=kept.left)
    return DONE


def retention(asked: argparse.Namespace) -> int:
    """`workbench retention`: exit status 1 while something is past its time and not held."""
    from workbench.workflow import letting_go as keeping

    with desk_of(asked) as desk:
        found = keeping.past_their_time(desk)
    for one in found:
        held = _("held: {basis}", basis=one.hold) if one.hold else ""
        say(f"{one.number}\t{one.product}\t{moment(one.last_at)}\t{held}".rstrip())
    free = [one.number for one in found if not one.hold]
    say(
        plural(
            "{n} application is past its time of retention.",
            "{n} applications are past their time of retention.",
            len(found),
        )
    )
    answer(asked, past=[one.number for one in found], held=len(found) - len(free))
    return WAITS if free else DONE


def hold(asked: argparse.Namespace) -> int:
    """`workbench hold`: a legal hold, placed or lifted."""
    from workbench.workflow import letting_go as keeping

    act = keeping.lift_hold if asked.lift else keeping.place_hold
    with desk_of(asked) as desk:
        act(desk, asked.application, asked.because)
    said = _("{number} may be erased when its time is over.", number=asked.application)
    if not asked.lift:
        said = _("{number} is kept until the hold is lifted.", number=asked.application)
    say(said)
    answer(asked, application=asked.application, held=not asked.lift)
    return DONE


def erase(asked: argparse.Namespace) -> int:
    """`workbench erase`: personal data gone for good, the record still whole."""
    from workbench.workflow import letting_go as keeping

    with desk_of(asked) as desk:
        if asked.past_their_time:
            numbers = [one.number for one in keeping.past_their_time(desk) if not one.hold]
            gone = keeping.erase(desk, numbers, "retention_ended")
        else:
            gone = keeping.erase(desk, asked.applications, "request")
    say(keeping.erased_sentence(gone))
    answer(asked, erased=gone)
    return DONE
