"""Where the store's key is kept while no password guards it: a file, or the system's keyring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench import paths
from workbench.errors import KeyNotMoved
from workbench.i18n import N_, _
from workbench.storage import key_moves
from workbench.storage.keys import KeyHome
from workbench.workflow import people
from workbench.workflow.desk import Desk, now

_STAYS = {
    KeyHome.PASSWORDS: N_("people's passwords guard it, which is safer than either."),
    KeyHome.SERVER: N_("the store is on a server, which guards it."),
}
_LIES = {
    KeyHome.FILE: N_(
        "No password guards the store: its key lies in a file that only this account of the "
        "computer can read."
    ),
    KeyHome.KEYRING: N_(
        "No password guards the store: its key lies in the keyring of this account of the computer."
    ),
    KeyHome.PASSWORDS: N_("The store's key is protected by people's passwords."),
    KeyHome.SERVER: N_("The store is on a server, which guards it; it has no key here."),
}


@dataclass(frozen=True, slots=True)
class KeptKey:
    """Where the key lies now; a recovery code to be printed, where a new one was made; and the
    keyring's entry that still holds a copy, where the keyring did not let go of it."""

    home: KeyHome
    recovery_code: str = ""
    left: str = ""

    def text(self) -> str:
        """Where the key lies, in a sentence."""
        return _(_LIES[self.home])

    def left_text(self) -> str:
        """What to do about the copy that the keyring did not let go of; "" without one."""
        if not self.left:
            return ""
        return _(
            "The keyring did not let go of its copy of the key. Delete the entry “{name}” there "
            "by hand.",
            name=self.left,
        )


def kept_key(desk: Desk) -> KeptKey:
    """Where the key of the open store lies."""
    return KeptKey(desk.store.key_home())


def move_key(desk: Desk, home: KeyHome) -> KeptKey:
    """Keep the key in the file or in the keyring from now on. Raises NotAllowed or KeyNotMoved."""
    people.refuse_unless_allowed(desk, "key_changed")
    lies = desk.store.key_home()
    if lies in _STAYS:
        raise KeyNotMoved(file=desk.store.label, why=_(_STAYS[lies]))
    if home is KeyHome.FILE:
        return _into_file(desk)
    if lies is home:
        return KeptKey(home)
    code = key_moves.into_keyring(desk.store, actor=desk.officer(), at=now())
    return KeptKey(home, recovery_code=code)


def recover(place: str | Path | None, code: str) -> KeptKey:
    """Open a store whose keyring is lost by its recovery code, and keep its key in a file again.

    Raises KeyringSilent for another code, KeyNotMoved, and what opening a store raises.
    """
    chosen = Path(place or paths.default_store())
    key_moves.open_with_code(chosen, paths.settings_folder() / "keys", code)
    with Desk.open(chosen) as desk:
        return _into_file(desk)


def _into_file(desk: Desk) -> KeptKey:
    left = key_moves.into_file(desk.store, actor=desk.officer(), at=now())
    return KeptKey(KeyHome.FILE, left=left)
