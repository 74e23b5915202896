"""The sources a strategy names, in the language of its reader."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from workbench import paths
from workbench.i18n import Language, current, pick

_BETWEEN = re.compile(r"(; |, (?=followed))")
_SECTION = re.compile(r"(?P<title>.*\D) (?P<place>\d[\d.]*)")


@cache
def _phrases() -> dict[str, dict[str, str]]:
    file = paths.resources() / "strategies" / "source_words.toml"
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["phrases"]
    return {said: phrase for phrase in listed for said in phrase.values()}


def source_words(source: str) -> str:
    """ "Credit policy 3.1" -> "信贷政策 3.1" in the Chinese edition; what the phrases do not know
    stays as its author wrote it."""
    return "".join(map(_part, _BETWEEN.split(source)))


def _part(said: str) -> str:
    known = _phrases()
    if _BETWEEN.fullmatch(said):
        return "；" if current() is Language.ZH else said
    if said in known:
        return pick(known[said])
    found = _SECTION.fullmatch(said)
    if found and found["title"] in known:
        return f"{pick(known[found['title']])} {found['place']}"
    return said
