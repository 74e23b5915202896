"""Whatever bytes, grids or cells come: a table or a known sentence, never anything else."""

from __future__ import annotations

import io
import json
import random
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import make_samples
from workbench.spreadsheets import guards, reader_child, sniffing
from workbench.spreadsheets.known_headers import is_known
from workbench.spreadsheets.layout import find_table
from workbench.spreadsheets.verdicts import SENTENCES, Unreadable, Verdict

WORDS = st.sampled_from(
    [
        "Name",
        "Loan amount",
        "期限",
        "Total",
        "合计",
        "注：",
        "万元",
        "",
        "",
        "",
        "x",
        "%",
        "单位：元",
    ]
)
CELLS = st.one_of(WORDS, st.text(max_size=8), st.floats(), st.booleans(), st.integers(-9, 9))
GRIDS = st.lists(st.lists(CELLS, max_size=6), max_size=12)
SPOTS = st.tuples(st.integers(0, 12), st.integers(0, 6))


@settings(max_examples=120, deadline=None)
@given(GRIDS, st.lists(st.tuples(SPOTS, SPOTS), max_size=3), st.none() | st.integers(1, 14))
def test_every_grid_has_a_table_or_none(
    grid: list[list[object]],
    merges: list[tuple[tuple[int, int], tuple[int, int]]],
    header_row: int | None,
) -> None:
    found = find_table(grid, "S", is_known, merges, header_row)
    assert 0 <= found.first <= max(found.end, found.first)
    assert found.end <= len(grid)
    assert [i for i, _h in found.columns] == sorted({i for i, _h in found.columns})


def findings(name: str, content: bytes) -> dict[str, object]:
    """What the reading child leaves for a file of these bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            form = sniffing.sniff(path)
        except Unreadable as refusal:
            return {"verdict": refusal.why.verdict.value}
        linked = path.rename(path.with_name(f"source.{form.value}"))
        request = reader_child.Request(str(linked), folder, form.value, name)
        (Path(folder) / "request.json").write_text(request.to_json())
        assert reader_child.main([str(Path(folder) / "request.json")]) == 0
        found: dict[str, object] = json.loads((Path(folder) / reader_child.BOOK).read_text())
        return found


def is_answered(found: dict[str, object]) -> bool:
    if "verdict" in found:
        return Verdict(str(found["verdict"])) in SENTENCES
    return "columns" in found


TEXTS = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("gb18030", "replace")),
    st.text(alphabet='a,;"\n\r\t|1.5\x00', max_size=200).map(str.encode),
)


@settings(max_examples=120, deadline=None)
@given(TEXTS)
@example(b"sep=;\r\na;b\r\n1;2")
@example(b'"')
@example(b"\xff\xfe")
@example(b"a,b\n" * 3 + b'"open')
def test_every_text_is_a_table_or_a_sentence(content: bytes) -> None:
    assert is_answered(findings("a.csv", content))


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    """The parts of the Chinese sample."""
    with zipfile.ZipFile(make_samples.OUT / "applicants_zh.xlsx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def spoiled(parts: dict[str, bytes], seed: int) -> bytes:
    """The workbook with some bytes of some parts changed, dropped or doubled."""
    chance, out = random.Random(seed), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            changed = bytearray(data)
            for _ in range(chance.choice((0, 0, 0, 1, 2))):
                at = chance.randrange(len(changed))
                kind = chance.randrange(3)
                if kind == 0:
                    changed[at] = chance.randrange(256)
                elif kind == 1:
                    del changed[at : at + chance.randint(1, 40)]
                else:
                    changed[at:at] = changed[at : at + chance.randint(1, 40)]
            archive.writestr(name, bytes(changed))
    return out.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_every_spoiled_workbook_is_a_table_or_a_sentence(
    sample: dict[str, bytes], seed: int
) -> None:
    assert is_answered(findings("a.xlsx", spoiled(sample, seed)))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=2_000))
def test_every_chain_table_is_walked_to_an_end(tail: bytes) -> None:
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(22) + b"\x09\x00\x06\x00"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xls"
        path.write_bytes((head + tail).ljust(1024, b"\x01"))
        try:
            guards.check_chains(path)
        except Unreadable as refusal:
            assert refusal.why.verdict is Verdict.BROKEN
