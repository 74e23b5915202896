"""What the fuzzer throws bytes at, and what must hold whatever they are.

`one_value`: every parser of a cell gives a reading. `one_file`: every file ends in findings or
in one of the known sentences. Calamine, which is no Python and runs in a child that may die, is
left out here; the corpus and the guards are its test.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from pathlib import Path
from unittest.mock import patch

from workbench.credit.facts import Kind, dictionary
from workbench.errors import FileNotReadable
from workbench.spreadsheets import calendar_dates, read, reader_child, values, workbook_intake
from workbench.spreadsheets.choices import choice
from workbench.spreadsheets.convert import convert
from workbench.spreadsheets.layout import is_total
from workbench.spreadsheets.matching import match
from workbench.spreadsheets.sheet import normal
from workbench.spreadsheets.values import Reading
from workbench.spreadsheets.verdicts import SENTENCES, Why

CHOICES = tuple(fact for fact in dictionary() if fact.kind is Kind.CHOICE)
PARSERS: tuple[Callable[[str], Reading], ...] = (
    values.amount,
    partial(values.amount, decimal=","),
    values.count,
    partial(values.count, unit="months"),
    values.ratio,
    partial(values.ratio, decimal=","),
    partial(values.span, unit="years"),
    partial(values.span, unit="months"),
    values.yes_no,
    values.free_text,
    calendar_dates.date,
    partial(calendar_dates.date, order=calendar_dates.DayOrder.MONTH_FIRST, epoch_1904=True),
    *(partial(choice, fact=fact) for fact in CHOICES[:4]),
)


def one_value(data: bytes) -> None:
    """Every parser reads the text: a value, or a known problem, and never both."""
    text = data.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode("utf-8")
    for parser in PARSERS:
        found = parser(text)
        assert isinstance(found, Reading)
        assert found.value is None or found.value == found.value, "no number that is none"
        if isinstance(found.value, Decimal):
            assert found.value.is_finite()
    values.decimal_mark([text])
    calendar_dates.day_order([text])
    is_total(text)
    assert normal(normal(text)) == normal(text)


def one_file(data: bytes) -> None:
    """A file of these bytes ends in a preview whose rows can be checked, or in a known sentence."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        file = Path(name) / "file"
        file.write_bytes(data)
        for place, member, value in _IN_THIS_PROCESS:
            stack.enter_context(patch.object(place, member, value))
        try:
            sheet = read.read(file).chosen
        except FileNotReadable as refusal:
            assert isinstance(refusal.values["why"], Why)
            assert refusal.values["why"].verdict in SENTENCES
            return
    facts = dictionary()
    found = convert(sheet, match(sheet, facts), facts, currency="CNY")
    assert found.ready_count + found.waiting_count + found.duplicates == found.rows


def _run_here(_module: str, asked: Path, _seconds: float, _cancel: object = None) -> int:
    return reader_child.main([str(asked)])


def _no_calamine(*_given: object, **_named: object) -> None:
    raise ValueError


def _no_limit(_memory: int, _seconds: int) -> None:
    pass


_IN_THIS_PROCESS = (
    (read, "run_child", _run_here),
    (reader_child, "limit_this_process", _no_limit),
    (workbook_intake, "CalamineBook", _no_calamine),
)

TARGETS = {"values": one_value, "reader": one_file}
