from __future__ import annotations

import hashlib
import sys
import threading
from pathlib import Path

import pytest

from workbench.storage import keys


def test_a_new_store_gets_a_key_of_256_bits_of_its_own(tmp_path: Path) -> None:
    one, other = (keys.key_for_new_store(tmp_path / name, tmp_path / "k") for name in "ab")
    assert len(one) == len(other) == 32
    assert one != other


def test_the_key_of_a_place_stays_the_same(tmp_path: Path) -> None:
    first = keys.key_for_new_store(tmp_path / "a", tmp_path / "k")
    assert keys.key_for_new_store(tmp_path / "a", tmp_path / "k") == first


def test_those_who_make_one_store_at_once_get_one_key(tmp_path: Path) -> None:
    found: list[bytes] = []

    def make() -> None:
        found.append(keys.key_for_new_store(tmp_path / "a", tmp_path / "k"))

    threads = [threading.Thread(target=make) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1
    assert len(list((tmp_path / "k").iterdir())) == 1


def test_a_places_own_key_is_tried_first_and_the_others_after_it(tmp_path: Path) -> None:
    made = [keys.key_for_new_store(tmp_path / name, tmp_path / "k") for name in "abc"]
    tried = list(keys.keys_to_try(tmp_path / "a", tmp_path / "k"))
    assert tried[0] == made[0]
    assert set(made) <= set(tried)


def test_keys_are_named_by_nothing_that_tells_of_the_store(tmp_path: Path) -> None:
    keys.key_for_new_store(tmp_path / "lin-mei.db", tmp_path / "k")
    assert "lin" not in next((tmp_path / "k").iterdir()).name


def test_a_places_name_is_the_same_whoever_hashes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "store.db"
    expected = hashlib.sha256(str(place.resolve()).encode()).hexdigest()[:32]
    assert keys.name_of(place) == expected
    for module in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, module, None)
    keys._sha256.cache_clear()
    assert keys.name_of(place) == expected
    keys._sha256.cache_clear()
