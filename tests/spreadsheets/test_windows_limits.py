"""A child on Windows is held to its limits by a job object, laid out as Windows expects it."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from unittest.mock import Mock

import pytest

from workbench.spreadsheets import windows_limits
from workbench.spreadsheets.child_processes import limit_this_process
from workbench.spreadsheets.windows_limits import BasicLimits, ExtendedLimits, limit_here


def kernel(*, takes: int = 1) -> Mock:
    made = Mock()
    made.CreateJobObjectW.return_value, made.GetCurrentProcess.return_value = 7, -1
    made.SetInformationJobObject.return_value = takes
    return made


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes of 64-bit Windows")
def test_the_limits_are_laid_out_as_in_the_headers_of_windows() -> None:
    assert (ctypes.sizeof(BasicLimits), ctypes.sizeof(ExtendedLimits)) == (64, 144)
    assert (BasicLimits.flags.offset, ExtendedLimits.process_memory.offset) == (16, 112)


def test_memory_and_time_are_asked_for_and_the_process_put_into_the_job() -> None:
    windows = kernel()
    assert limit_here(2 * 2**30, 20, windows)
    job, kind, given, size = windows.SetInformationJobObject.call_args.args
    limits = given._obj
    assert (job.value, kind, size) == (7, 9, ctypes.sizeof(limits))
    assert (limits.process_memory, limits.basic.process_time) == (2**31, 200_000_000)
    assert limits.basic.flags == 0x102
    assert windows.AssignProcessToJobObject.call_args.args[0].value == 7


def test_where_windows_refuses_the_child_goes_on_without() -> None:
    windows = kernel(takes=0)
    assert not limit_here(1, 1, windows)
    assert not windows.AssignProcessToJobObject.called


def test_a_child_on_windows_asks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(windows_limits, "limit_here", lambda *limits: asked.append(limits))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    limit_this_process(100, 5)
    assert asked == [(100, 5)]
