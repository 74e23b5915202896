"""What the fuzzer starts from and what it once found stays harmless, with or without atheris."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fuzz
from tests.fuzz_targets import TARGETS, one_file, one_value

SEEDS = sorted(fuzz.SEEDS.glob("*/*"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.parent.name}/{seed.name}")
def test_every_kept_seed_ends_in_a_reading_or_a_known_sentence(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789.,-+%万亿千年月日 /:eEkK$￥（）", max_size=24))
def test_whatever_looks_like_a_number_or_a_day_is_read_or_named(text: str) -> None:
    one_value(text.encode())


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe"])
)
def test_whatever_a_file_begins_with_it_ends_in_a_known_way(rest: bytes, start: bytes) -> None:
    one_file(start + rest)


def test_without_atheris_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz"])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert fuzz.main() == 2
    assert "uv sync --group fuzz" in capsys.readouterr().err
