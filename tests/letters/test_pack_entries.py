"""What a lender may change, one entry at a time, and the letters that come of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from workbench.errors import PackFaulty
from workbench.i18n import Language
from workbench.letters.pack import load_pack
from workbench.letters.pack_entries import (
    SECTIONS,
    Form,
    as_toml,
    changes_of,
    entries_of,
    typed,
)
from workbench.letters.record import Kind
from workbench.letters.specimen import specimen
from workbench.letters.typeset import write

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["us", "cn"])
def test_nothing_changed_is_the_shipped_pack(name: str) -> None:
    entries = entries_of(name)
    assert changes_of(entries) == {}
    assert as_toml(name, {}) == ""
    assert {entry.section for entry in entries} == set(SECTIONS)


@pytest.mark.parametrize("name", ["us", "cn"])
def test_every_entry_comes_back_from_its_toml_as_it_was_changed(name: str) -> None:
    changed = {}
    for entry in entries_of(name, officer="Lin Mei"):
        if entry.form is Form.WORDS:
            changed[entry.path] = {key: f"{text}." for key, text in entry.value.items()}
        elif entry.form in (Form.NUMBER, Form.RATIO):
            changed[entry.path] = entry.value + 1
        elif entry.form is Form.DAY:
            changed[entry.path] = date(2027, 1, 1)
    own = as_toml(name, changed)
    assert changes_of(entries_of(name, own, officer="Lin Mei")) == changed


def test_one_ceiling_changes_and_the_others_stay() -> None:
    own = as_toml("cn", {("caps", 0, "most"): Decimal("0.2"), ("caps", 1, "most"): Decimal(9)})
    caps = load_pack("cn", own).caps
    assert [cap.most for cap in caps] == [Decimal("0.2"), Decimal(9), Decimal(60)]


def test_a_field_in_one_language_only_is_refused() -> None:
    own = as_toml("us", {("texts", "contact"): {"en": "Call {phone}.", "zh": "请来电。"}})
    with pytest.raises(PackFaulty, match=r"\{phone\} stands in one language only"):
        load_pack("us", own)


def test_a_number_without_its_serial_is_refused() -> None:
    own = as_toml("us", {("numbers", "pattern"): "{prefix}-{year}"})
    with pytest.raises(PackFaulty, match="no two letters are alike"):
        load_pack("us", own)
    with pytest.raises(PackFaulty, match=r"numbers\.pattern"):
        load_pack("us", as_toml("us", {("numbers", "pattern"): "{person}{serial}"}))


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (Form.NUMBER, " 30 ", 30),
        (Form.RATIO, "0.24", Decimal("0.24")),
        (Form.DAY, "2026-11-22", date(2026, 11, 22)),
        (Form.LINE, " 1-800 ", "1-800"),
    ],
)
def test_what_is_typed_becomes_a_value(form: Form, text: str, value: object) -> None:
    assert typed(form, text) == value


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["us", "cn"])
def test_there_is_a_sound_specimen_of_every_kind(name: str, language: Language) -> None:
    pack = load_pack(name)
    for kind in Kind:
        if kind in pack.kinds:
            record = specimen(
                pack, kind, language, at=AT, officer="Lin Mei", title="Credit officer"
            )
            assert write(record, pack).findings == (), kind
