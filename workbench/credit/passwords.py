"""What a password must be, and how long to wait after wrong ones.

The rules are `resources/passwords.toml` (NIST SP 800-63B-4): length and a list of what everybody
tries; nothing about capitals, digits or the calendar.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench import paths
from workbench.i18n import _


@dataclass(frozen=True, slots=True)
class Argon2id:
    """How costly guessing is made: rounds, memory in KiB, lanes."""

    rounds: int
    memory: int
    lanes: int


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """The rules: lengths in characters, waiting in seconds, and what is refused outright."""

    least: int
    most: int
    wait: tuple[int, ...]
    blocked: frozenset[str]
    argon2id: Argon2id

    def wait_after(self, failures: int) -> int:
        """Seconds to wait after so many wrong passwords in a row: 0, 0, 2, 5, 15, 60, ..."""
        return self.wait[min(failures, len(self.wait)) - 1] if failures else 0


@cache
def password_rules(file: Path | None = None) -> PasswordRules:
    """The shipped rules, or the lender's own."""
    chosen = file or paths.resources() / "passwords.toml"
    raw = tomllib.loads(chosen.read_text(encoding="utf-8"))
    return PasswordRules(
        least=raw["least"],
        most=raw["most"],
        wait=tuple(raw["wait"]),
        blocked=frozenset(map(_bare, raw["blocked"])),
        argon2id=Argon2id(**raw["argon2id"]),
    )


def password_objections(
    password: str, names: tuple[str, ...], rules: PasswordRules
) -> Iterator[str]:
    """What speaks against a password, one sentence each; `names` are the person's own.

    "correct horse battery staple" is on the list; "rivers carry loam in May" is none of these.
    """
    whole = canonical_password(password)
    if len(whole) < rules.least:
        yield _(
            "A password has at least {least} characters; this one has {n}. "
            "A sentence of several words is easy to remember.",
            least=rules.least,
            n=len(whole),
        )
    if len(whole) > rules.most:
        yield _("A password has at most {most} characters.", most=rules.most)
    bare = _bare(whole)
    if len(set(bare)) < 5:
        yield _("This password repeats a few characters; choose more different ones.")
    elif _is_blocked(bare, rules.blocked):
        yield _("This password is among those that everybody tries; choose another.")
    if any(len(_bare(name)) > 2 and _bare(name) in bare for name in names):
        yield _("A password does not hold the name of its owner; choose another.")


def canonical_password(password: str) -> str:
    """A password as it is hashed: Unicode NFKC, so that every keyboard gives the same."""
    return unicodedata.normalize("NFKC", password)


def _is_blocked(bare: str, blocked: frozenset[str]) -> bool:
    """Whether nothing is left once listed words, figures and repeats are taken out."""
    rest = bare
    for word in sorted(blocked, key=len, reverse=True):
        if len(word) > 2:
            rest = rest.replace(word, "")
    letters = "".join(sign for sign in rest if not sign.isdigit())
    return len(letters) < 4


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
