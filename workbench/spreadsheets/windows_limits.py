"""The limits of a child process on Windows: a job object that holds it to memory and time."""

from __future__ import annotations

import ctypes
from typing import Any

_EXTENDED_LIMITS = 9
_PROCESS_TIME, _PROCESS_MEMORY = 0x2, 0x100
_TICKS = 10_000_000
"""Windows counts processor time in units of 100 ns."""
_WHOLE, _LONG, _SIZE = ctypes.c_uint32, ctypes.c_int64, ctypes.c_size_t


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION of the Windows headers: 64 bytes."""

    _fields_ = (
        ("process_time", _LONG),
        ("job_time", _LONG),
        ("flags", _WHOLE),
        ("least_working_set", _SIZE),
        ("most_working_set", _SIZE),
        ("processes", _WHOLE),
        ("affinity", _SIZE),
        ("priority", _WHOLE),
        ("scheduling", _WHOLE),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of the Windows headers: 144 bytes."""

    _fields_ = (
        ("basic", BasicLimits),
        ("transfers", ctypes.c_uint64 * 6),
        ("process_memory", _SIZE),
        ("job_memory", _SIZE),
        ("peak_process_memory", _SIZE),
        ("peak_job_memory", _SIZE),
    )


def limit_here(memory: int, seconds: int, kernel: Any = None) -> bool:
    """Put the process this runs in into a job with these limits (0: none); whether Windows
    agreed. Where it does not, the clock of whoever waits for the child is the limit."""
    kernel = kernel or getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 -- Windows alone has it
    for function in (kernel.CreateJobObjectW, kernel.GetCurrentProcess):
        function.restype = ctypes.c_void_p
    limits = ExtendedLimits()
    limits.process_memory = memory
    limits.basic.process_time = seconds * _TICKS
    limits.basic.flags = (_PROCESS_MEMORY if memory else 0) | (_PROCESS_TIME if seconds else 0)
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    size, here = ctypes.sizeof(limits), ctypes.c_void_p(kernel.GetCurrentProcess())
    return bool(
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        and kernel.AssignProcessToJobObject(job, here)
    )
