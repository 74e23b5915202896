"""Forked workers, one for each core: they share what is warm and hand back what they found."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")
CORES = os.cpu_count() or 1


def spread(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """What `work` finds for each item, in their order, from as many workers as there are cores.

    To be called while no other thread runs, as the workers are forked. Raises RuntimeError when
    one of them ends before its time.
    """
    count = max(1, min(CORES, len(items)))
    running = [_begun(work, items[n::count]) for n in range(count)]
    found = [_ended(*one) for one in running]
    return [found[n % count][n // count] for n in range(len(items))]


def in_a_child(work: Callable[[], object]) -> None:
    """Do something whose threads the workers must not inherit."""
    _ended(*_begun(lambda _nothing: work() and None, [None]))


def _begun(work: Callable[[Item], Found], share: Sequence[Item]) -> tuple[int, BinaryIO]:
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading, "rb")
    os.close(reading)
    try:
        found = [work(item) for item in share]
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(found, pipe)
    except BaseException:  # noqa: BLE001 -- a worker that ends otherwise would run on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _ended(child: int, pipe: BinaryIO) -> list[Any]:
    with pipe:
        told = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"a worker ended with {status}")
    return list(pickle.loads(told))
