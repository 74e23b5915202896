"""The data key of a store under its people's passwords, one lock a person, and a recovery code.

The locks lie beside the place of the key without a password. Changing a password makes one lock
anew and encrypts nothing else; wrong passwords are counted, and the wait grows.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from workbench.credit.passwords import password_rules
from workbench.errors import SignInRefused
from workbench.files import write_whole
from workbench.i18n import N_, _, plural
from workbench.storage import keys, people_secrets

RECOVERY = "recovery"
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _SIGNS = 8, 5  # 200 bits
WRONG = N_("the name or the password is not right.")


def add_lock(store: Path, folder: Path, name: str, password: str, key: bytes) -> None:
    """Put the data key under a person's password; an older lock of theirs goes."""
    said = _read(store, folder)
    said["locks"][_mark(name)] = people_secrets.lock(key, password, _about(name))
    said["failures"].pop(_mark(name), None)
    _write(store, folder, said)


def remove_lock(store: Path, folder: Path, name: str) -> None:
    """Take a person's lock away: their password opens this store no longer."""
    said = _read(store, folder)
    said["locks"].pop(_mark(name), None)
    _write(store, folder, said)


def new_recovery_code(store: Path, folder: Path, key: bytes) -> str:
    """A fresh code to be printed for the safe; the one before opens no longer."""
    code = fresh_code()
    add_lock(store, folder, RECOVERY, plain(code), key)
    return code


def fresh_code() -> str:
    """A recovery code of 200 bits, in groups that are easy to read off paper."""
    groups = ("".join(secrets.choice(_ALPHABET) for _n in range(_SIGNS)) for _g in range(_GROUPS))
    return "-".join(groups)


def open_with_password(store: Path, folder: Path, name: str, password: str) -> None:
    """Find the store's data key, for this program alone. Raises SignInRefused.

    After wrong passwords it also refuses the right one until the wait is over.
    """
    place = next(_places(store, folder, _mark(name)), None)
    if place is None:
        people_secrets.lock(b"", password, "nobody")  # takes as long as for a known name
        raise SignInRefused(why=_(WRONG))
    said = json.loads(place.read_text("utf-8"))
    _refuse_too_soon(said["failures"].get(_mark(name)))
    secret = plain(password) if name == RECOVERY else password
    key = people_secrets.unlock(said["locks"][_mark(name)], secret, _about(name))
    if key is None:
        _note_failure(place, said, _mark(name))
        raise SignInRefused(why=_(WRONG))
    if said["failures"].pop(_mark(name), None):
        write_whole(place, _text(said))
    keys.remember(key)


def wait_words(not_before: datetime) -> str:
    """How long the next try has to wait."""
    seconds = max(1, round((not_before - datetime.now(UTC)).total_seconds()))
    return plural("wait {n} second and try again.", "wait {n} seconds and try again.", seconds)


def _refuse_too_soon(failed: list[Any] | None) -> None:
    if failed and datetime.fromisoformat(failed[1]) > datetime.now(UTC):
        raise SignInRefused(why=wait_words(datetime.fromisoformat(failed[1])))


def _note_failure(place: Path, said: dict[str, Any], mark: str) -> None:
    count = said["failures"].get(mark, [0, ""])[0] + 1
    until = datetime.now(UTC) + timedelta(seconds=password_rules().wait_after(count))
    said["failures"][mark] = [count, until.isoformat()]
    write_whole(place, _text(said))


def _places(store: Path, folder: Path, mark: str) -> Iterator[Path]:
    """Files of locks that know this name: the store's own, then those of where it came from."""
    own = keys.locks_file(store, folder)
    others = sorted(folder.glob("*.locks"), key=lambda file: -file.stat().st_mtime)
    for file in [own] * own.exists() + [file for file in others if file != own]:
        with suppress(ValueError, KeyError):
            if mark in json.loads(file.read_text("utf-8"))["locks"]:
                yield file


def _read(store: Path, folder: Path) -> dict[str, Any]:
    file = keys.locks_file(store, folder)
    if not file.exists():
        return {"locks": {}, "failures": {}}
    said: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return said


def _write(store: Path, folder: Path, said: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = keys.locks_file(store, folder)
    write_whole(file, _text(said))
    file.chmod(0o600)


def _text(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, indent=1).encode()


def _mark(name: str) -> str:
    """Names are kept as digests: the file tells nobody who works here."""
    return hashlib.sha256(name.casefold().encode()).hexdigest()[:24]


def _about(name: str) -> str:
    return f"data key for {name.casefold()}"


def plain(code: str) -> str:
    """A recovery code as it is used, however it was typed."""
    return "".join(sign for sign in code.upper() if sign in _ALPHABET)
