"""A keyring of the operating system as tests make it: in memory, and as forgetful as they like."""

from __future__ import annotations

from typing import Any

import pytest
from keyring import core
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from workbench.storage import keys


class MadeUpKeyring(KeyringBackend):
    """Keeps its entries while a test runs; `locked` refuses everything, `loses` keeps nothing."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = self.loses = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        if not self.loses:
            self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError(service)

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked("closed by the test")


def put_in_place(patched: pytest.MonkeyPatch, ring: Any) -> Any:
    """This keyring is the computer's for one test."""
    patched.setattr(core, "_keyring_backend", ring)
    begin_anew(patched)
    return ring


def begin_anew(patched: pytest.MonkeyPatch) -> None:
    """As in a program that has just begun: it was given no key yet."""
    patched.setattr(keys, "_known", [])
    patched.setattr(keys, "_given", {})
