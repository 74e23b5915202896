"""A letter pack as entries a lender may change one by one, and the changes as TOML text."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Any

import tomli_w

from workbench import paths
from workbench.credit.reasons import OTHER, reason_list
from workbench.errors import PackFaulty
from workbench.i18n import N_, Language
from workbench.letters.pictures import encoded
from workbench.letters.record import KIND_WORDS, Kind
from workbench.letters.wording import fields_in

Path = tuple[str | int, ...]
"""Where an entry stands in the pack: ("lender", "phone"), ("caps", 0, "most")."""

Changes = Mapping[Path, Any]
"""New values by their places."""


class Form(StrEnum):
    """How an entry is edited."""

    WORDS = "words"  # a text in each language
    LINES = "lines"  # several lines in each language
    LINE = "line"
    NUMBER = "number"
    RATIO = "ratio"
    DAY = "day"
    SWITCH = "switch"
    CHOICE = "choice"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place, section, label, form, the value now and the one shipped.

    Words and lines are mappings by language. `label` is a catalogue sentence except for texts
    and reasons, where it is their key. `source` says which law the wording or figure comes from.
    """

    path: Path
    section: str
    label: str
    form: Form
    value: Any
    shipped: Any
    choices: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the lender changed it."""
        return bool(self.value != self.shipped)

    def fields(self) -> tuple[str, ...]:
        """The fields that a text names, in either language."""
        if self.form is not Form.WORDS:
            return ()
        return tuple(sorted(fields_in(self.value["en"]) | fields_in(self.value["zh"])))

    def said(self) -> tuple[str, ...]:
        """What it says, in every language; of a picture nothing."""
        if self.form is Form.PICTURE:
            return ()
        both = self.value.values() if isinstance(self.value, dict) else (self.value,)
        return tuple(" ".join(one) if isinstance(one, list) else str(one) for one in both)

    def given(self, said: Mapping[str, str]) -> Any:
        """The value that was given in words: by language, or under "" (of a picture, its file).

        A language that is not given stays. Raises ValueError, ArithmeticError, OSError.
        """
        if self.form in (Form.WORDS, Form.LINES):
            if not said or "" in said:
                raise ValueError(said.get("", ""))
            lines = {
                language: text.splitlines() if self.form is Form.LINES else text.strip()
                for language, text in said.items()
            }
            return self.value | lines
        if set(said) != {""}:
            raise ValueError(" ".join(said.values()))
        return typed(self.form, said[""])

    def excerpt(self, language: Language) -> str:
        """The beginning of what the entry says in a language."""
        said = self.value[language] if isinstance(self.value, dict) else self.value
        return " ".join(said) if isinstance(said, list) else str(said)


SECTIONS = {
    "lender": N_("Lender"),
    "pictures": N_("Logo, signature and seal"),
    "agencies": N_("Authorities and credit bureau"),
    "page": N_("Page and numbers"),
    "timing": N_("Clocks"),
    "caps": N_("Legal ceilings"),
    "titles": N_("Titles"),
    "reasons": N_("Reasons"),
    "texts": N_("Texts"),
}
"""The sections in the order people read them."""

_FIXED: tuple[tuple[Path, str, str, Form], ...] = (
    (("lender", "name"), "lender", N_("Lender's name"), Form.WORDS),
    (("lender", "letterhead"), "lender", N_("Lines under the name"), Form.LINES),
    (("lender", "address"), "lender", N_("Address"), Form.WORDS),
    (("lender", "phone"), "lender", N_("Telephone"), Form.LINE),
    (("lender", "complaints"), "lender", N_("Where to complain"), Form.WORDS),
    (("lender", "creditor_type"), "lender", N_("Type of lender"), Form.CHOICE),
    (("lender", "verify_url"), "lender", N_("Address for checking letters"), Form.LINE),
    (("lender", "foot"), "lender", N_("Foot of every page"), Form.WORDS),
    (("lender", "seal"), "lender", N_("Closing with room for a seal"), Form.SWITCH),
    (("pictures", "logo"), "pictures", N_("Logo"), Form.PICTURE),
    (("pictures", "logo_height"), "pictures", N_("Height of the logo (mm)"), Form.NUMBER),
    (("pictures", "seal"), "pictures", N_("Seal"), Form.PICTURE),
    (("pictures", "seal_width"), "pictures", N_("Width of the seal (mm)"), Form.NUMBER),
    (("pictures", "seal_right"), "pictures", N_("Seal's middle from the right (mm)"), Form.NUMBER),
    (
        ("pictures", "signature_height"),
        "pictures",
        N_("Height of signatures (mm)"),
        Form.NUMBER,
    ),
    (("report_agency", "name"), "agencies", N_("Credit bureau"), Form.WORDS),
    (("report_agency", "address"), "agencies", N_("Credit bureau's address"), Form.WORDS),
    (("report_agency", "phone"), "agencies", N_("Credit bureau's telephone"), Form.LINE),
    (("report_agency", "toll_free"), "agencies", N_("Calls to it are free"), Form.SWITCH),
    (("page", "size"), "page", N_("Sheet"), Form.CHOICE),
    (("page", "window"), "page", N_("Envelope's window"), Form.CHOICE),
    (("page", "brand"), "page", N_("Accent colour (#rrggbb)"), Form.LINE),
    (("page", "numbered_headings"), "page", N_("Numbered headings"), Form.SWITCH),
    (("numbers", "pattern"), "page", N_("Pattern of letter numbers"), Form.LINE),
    (("timing", "notice_days"), "timing", N_("Days to tell the applicant"), Form.NUMBER),
    (
        ("timing", "counter_offer_lapse_days"),
        "timing",
        N_("Days until a counter-offer's second notice"),
        Form.NUMBER,
    ),
    (("timing", "reply_days"), "timing", N_("Days an offer is open"), Form.NUMBER),
    (("timing", "review_days"), "timing", N_("Days for a review"), Form.NUMBER),
    (("timing", "retention_months"), "timing", N_("Months a letter is kept"), Form.NUMBER),
    (("charges", "overdue_factor"), "caps", N_("Overdue rate: times the contract's"), Form.RATIO),
)
_SWITCH = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_EMPTY = {Form.PICTURE: "", Form.NUMBER: 0}
_SIZES = {"logo_height": 12, "seal_width": 40, "seal_right": 24, "signature_height": 11}
_CHOICES = {
    "size": ("letter", "a4"),
    "window": ("US-10", "US-10-double", "DIN-B", "DIN-A", "CN-DL", "none"),
}


def entries_of(name: str, own: str = "", *, officer: str = "") -> tuple[Entry, ...]:
    """Every entry of a shipped pack with a lender's changes laid over it.

    `officer` is the person at the desk, whose signature may be added. Raises PackFaulty where
    the changes cannot be read.
    """
    shipped = _shipped(name)
    now = _with(copy.deepcopy(shipped), _parsed(own))
    return tuple(_entries(shipped, now, officer))


def changes_of(entries: Sequence[Entry]) -> dict[Path, Any]:
    """The values that differ from the shipped ones, by their places."""
    return {entry.path: entry.value for entry in entries if entry.is_changed}


def as_toml(name: str, changes: Changes) -> str:
    """The changes as the TOML that is laid over the shipped pack; empty without any."""
    shipped = _shipped(name)
    tree: dict[str, Any] = {}
    for path, value in changes.items():
        _put(tree, shipped, path, value)
    return tomli_w.dumps(tree) if tree else ""


def _put(tree: dict[str, Any], shipped: Any, path: Path, value: Any) -> None:
    """Set a value; of a list all items go along, for a list is laid over as a whole."""
    head, *rest = path
    assert isinstance(head, str)
    if not rest:
        tree[head] = value
        return
    if isinstance(rest[0], int):
        listed = tree.setdefault(head, copy.deepcopy(shipped[head]))
        listed[rest[0]][rest[1]] = value
        return
    below = shipped.get(head, {}) if isinstance(shipped, dict) else {}
    _put(tree.setdefault(head, {}), below, tuple(rest), value)


def _shipped(name: str) -> dict[str, Any]:
    folder = paths.resources() / "packs" / name
    raw: dict[str, Any] = tomllib.loads(
        (folder / "pack.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )
    raw["texts"] = tomllib.loads((folder / "texts.toml").read_text(encoding="utf-8"))
    raw["reasons"] = {
        code: {"en": one.texts["en"], "zh": one.texts["zh"], "source": one.source}
        for code, one in reason_list().reasons.items()
        if code != OTHER
    }
    return raw


def _parsed(own: str) -> dict[str, Any]:
    try:
        return tomllib.loads(own, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise PackFaulty(file="", faults=str(fault)) from fault


def _with(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _with(under[key], value)
        else:
            under[key] = value
    return under


def _entries(shipped: dict[str, Any], now: dict[str, Any], officer: str) -> Iterator[Entry]:
    for path, section, label, form in _FIXED:
        choices = _CHOICES.get(str(path[-1]), ())
        if path[-1] == "creditor_type":
            choices = tuple(shipped["agencies"])
        yield _entry(path, (section, label, form), (shipped, now), choices=choices)
    if officer:
        path = ("pictures", "signatures", officer)
        told = ("pictures", N_("Your signature"), Form.PICTURE)
        yield _entry(path, told, (shipped, now))
    for key in shipped["agencies"]:
        told = ("agencies", key, Form.WORDS)
        source = str(shipped["agencies"][key].get("source", ""))
        yield _entry(("agencies", key, "address"), told, (shipped, now), source=source)
    yield from _caps(shipped, now)
    for kind in Kind:
        if kind in shipped["kinds"]:
            told = ("titles", KIND_WORDS[kind], Form.WORDS)
            yield _entry(("kinds", kind.value, "title"), told, (shipped, now))
    for part in ("reasons", "texts"):
        for key, said in shipped[part].items():
            told = (part, key, Form.WORDS)
            yield _entry((part, key), told, (shipped, now), source=str(said.get("source", "")))


def _caps(shipped: dict[str, Any], now: dict[str, Any]) -> Iterator[Entry]:
    for at, cap in enumerate(shipped["caps"]):
        for name, label, form in (
            ("most", N_("At most"), Form.RATIO),
            ("effective_from", N_("In force from"), Form.DAY),
        ):
            told = ("caps", f"{cap['name']['en']}: {label}", form)
            yield _entry(
                ("caps", at, name), told, (shipped, now), source=str(cap.get("source", ""))
            )


def _entry(
    path: Path,
    told: tuple[str, str, Form],
    packs: tuple[dict[str, Any], dict[str, Any]],
    *,
    choices: tuple[str, ...] = (),
    source: str = "",
) -> Entry:
    section, label, form = told
    shipped, value = (_at(pack, path, form) for pack in packs)
    return Entry(path, section, label, form, value, shipped, choices, source)


def _at(pack: Any, path: Path, form: Form) -> Any:
    """What a pack holds at a place; without it, what the program takes instead."""
    for step in path:
        if isinstance(pack, dict) and step not in pack:
            return _SIZES.get(str(path[-1]), _EMPTY.get(form, ""))
        pack = pack[step]
    if form in (Form.WORDS, Form.LINES):
        return {"en": pack["en"], "zh": pack["zh"]}
    return pack


def typed(form: Form, text: str) -> Any:
    """What a person typed as the entry's value. Raises ValueError."""
    plain = text.strip()
    if form is Form.NUMBER:
        return int(plain)
    if form is Form.RATIO:
        value = Decimal(plain)
        if not value.is_finite():
            raise ValueError(plain)
        return value
    if form is Form.DAY:
        return date.fromisoformat(plain)
    if form is Form.SWITCH:
        if plain.casefold() not in _SWITCH:
            raise ValueError(plain)
        return _SWITCH[plain.casefold()]
    return encoded(FilePath(plain).read_bytes()) if form is Form.PICTURE else plain
