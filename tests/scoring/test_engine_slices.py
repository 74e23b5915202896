"""A long frame is assessed in slices, in threads only where there is more than one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.scoring.conftest import frame_of
from workbench.scoring import engine as engine_file
from workbench.scoring.engine import Engine


def test_only_more_than_one_slice_goes_to_threads(
    engine: Engine, good: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    class Pool(ThreadPoolExecutor):
        def __init__(self, *size: int) -> None:
            opened.append(size)
            super().__init__(*size)

    whole = engine.assess(frame_of(good, good, good))
    monkeypatch.setattr(engine_file, "CHUNK", 2)
    monkeypatch.setattr(engine_file, "ThreadPoolExecutor", Pool)
    assert engine.assess(frame_of(good, good)).equals(whole.head(2))
    assert engine.assess(frame_of(good, good, good), threads=False).equals(whole)
    assert opened == []
    assert engine.assess(frame_of(good, good, good)).equals(whole)
    assert len(opened) == 1


def test_a_frame_without_rows_has_every_column(engine: Engine, good: dict[str, object]) -> None:
    one = engine.assess(frame_of(good))
    none = engine.assess(frame_of(good).head(0))
    assert none.height == 0 and none.schema == one.schema
