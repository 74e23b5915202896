"""Work that nobody has recorded yet, kept for the next start: sealed under the store's own key.

Each draft is one small file in a folder that only its user can open. Its name holds the store's
identity and the program that wrote it; everything else is encrypted (AES-256-GCM).
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from workbench.files import write_whole

_NONCE = 12
_ENDING = ".draft"


class Drafts:
    """The drafts of one store on this computer."""

    def __init__(self, folder: Path, uuid: str, key: bytes) -> None:
        self._folder, self._uuid = folder, uuid
        self._key = hashlib.blake2b(b"drafts", key=key, digest_size=32).digest()

    def keep(self, name: str, text: str) -> None:
        """Keep a draft under a name of letters and digits, whole or not at all.

        Raises FileNotWritable.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        with suppress(OSError):  # what keeps a folder from being made, `write_whole` says
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        nonce, file = os.urandom(_NONCE), self._file(name)
        write_whole(
            file, nonce + AESGCM(self._key).encrypt(nonce, text.encode(), self._about(name))
        )
        with suppress(FileNotFoundError):  # another program of ours let go of it meanwhile
            file.chmod(0o600)

    def read(self, name: str) -> str | None:
        """The draft of a name; None where there is none, or none that this store wrote."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            kept = self._file(name).read_bytes()
            text = AESGCM(self._key).decrypt(kept[:_NONCE], kept[_NONCE:], self._about(name))
        except (OSError, ValueError, InvalidTag):
            return None
        return text.decode()

    def names(self) -> list[str]:
        """The names of this store's drafts, newest first."""
        found = []
        for file in self._folder.glob(f"{self._uuid}-*{_ENDING}"):
            with suppress(FileNotFoundError):  # let go of between the two looks
                found.append((file.stat().st_mtime_ns, file.name))
        names = [name for _at, name in sorted(found, reverse=True)]
        return [name.removeprefix(f"{self._uuid}-").removesuffix(_ENDING) for name in names]

    def forget(self, name: str) -> None:
        """Take a draft away."""
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{self._uuid}-{name}{_ENDING}"

    def _about(self, name: str) -> bytes:
        return f"{self._uuid}-{name}".encode()
