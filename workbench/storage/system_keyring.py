"""The operating system's own keyring (Credential Manager, Keychain, Secret Service), where a
person may keep a store's key. Its library is an extra part, loaded only when a key goes there or
lies there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench.errors import KeyringRefused
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

NOT_INSTALLED = N_(
    "the extra part “keyring” is not installed (pip install credit-workbench[keyring])."
)
NONE = N_(
    "no keyring that keeps secrets safe answers here. Windows, macOS and desktops such as GNOME "
    "and KDE have one."
)
SHUT = N_("the keyring is locked, or it was not allowed to answer. Unlock it and try again.")
_SAFE_FROM = 1  # the library's own bound for a keyring it recommends
_NOT_SAFE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_RAISED_BY_BACKENDS = (
    ("keyring.errors", "KeyringError"),
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("dbus.exceptions", "DBusException"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
_USER = "store key"


def put(entry: str, secret: str) -> None:
    """Keep a secret under the name of an entry. Raises KeyringRefused."""
    with _answering():
        _rings()[0].set_password(shown(entry), _USER, secret)


def get(entry: str) -> str | None:
    """The secret of an entry; None where there is no such entry. Raises KeyringRefused."""
    with _answering():
        found = (ring.get_password(shown(entry), _USER) for ring in _rings())
        return next((secret for secret in found if secret is not None), None)


def remove(entry: str) -> None:
    """Let an entry be no more; one that is not there is gone already. Raises KeyringRefused."""
    with _answering():
        for ring in _rings():
            if ring.get_password(shown(entry), _USER) is not None:
                ring.delete_password(shown(entry), _USER)


def standing() -> tuple[str, bool]:
    """Which keyrings the library knows how to speak to, and whether it knows any; a frozen program
    easily lacks them. Not being installed is no fault.
    """
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    if find_spec("keyring") is None:
        return "not installed", True
    known = sorted({one.name for one in entry_points(group="keyring.backends")})
    return ", ".join(known), bool(known)


def shown(entry: str) -> str:
    """How the operating system's own list of entries names this one."""
    return f"credit-workbench {entry}"


def _rings() -> list[KeyringBackend]:
    """Keyrings that keep secrets safe, best first."""
    try:
        import keyring
        from keyring.backends.chainer import ChainerBackend
    except ImportError:
        raise KeyringRefused(why=_(NOT_INSTALLED)) from None
    try:
        chosen = keyring.get_keyring()
        found = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
        safe = [ring for ring in found if _is_safe(ring)]
    except (ImportError, AttributeError, TypeError) as fault:  # one is named that is not there
        raise KeyringRefused(why=_(NONE)) from fault
    if not safe:
        raise KeyringRefused(why=_(NONE))
    return safe


def _is_safe(ring: KeyringBackend) -> bool:
    """Not one that keeps nothing, nor one that keeps its secrets in a file anybody may copy."""
    rooms = [kind.__module__ for kind in type(ring).__mro__]
    return ring.priority >= _SAFE_FROM and not any(room.startswith(_NOT_SAFE) for room in rooms)


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever a keyring or what it is made of raises becomes KeyringRefused."""
    try:
        yield
    except _faults() as fault:
        none = type(fault).__name__ == "NoKeyringError"
        raise KeyringRefused(why=_(NONE if none else SHUT)) from fault


def _faults() -> tuple[type[Exception], ...]:
    """What to expect, of the libraries that are loaded by then."""
    loaded = [
        getattr(sys.modules[module], name)
        for module, name in _RAISED_BY_BACKENDS
        if module in sys.modules
    ]
    return (OSError, RuntimeError, ValueError, *loaded)
