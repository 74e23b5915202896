"""What the fuzzer throws bytes at, and what must hold whatever they are.

`one_value`: every parser of a cell gives a reading. `one_file`: every file ends in findings or
in one of the known sentences. Calamine, which is no Python and runs in a child that may die, is
left out here; the corpus and the guards are its test.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from unittest.mock import patch

from workbench.credit.facts import Kind, dictionary
from workbench.spreadsheets import calendar_dates, guards, sniffing, values, workbook_intake
from workbench.spreadsheets.choices import choice
from workbench.spreadsheets.layout import is_total
from workbench.spreadsheets.reader_child import Request
from workbench.spreadsheets.sheet import normal
from workbench.spreadsheets.text_intake import read_text
from workbench.spreadsheets.values import Reading
from workbench.spreadsheets.verdicts import SENTENCES, Unreadable
from workbench.spreadsheets.workbook_intake import read_workbook

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
    """A file of these bytes ends in findings or in a known sentence."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "file"
        file.write_bytes(data)
        try:
            found = _read(file, folder)
        except Unreadable as refusal:
            assert refusal.why.verdict in SENTENCES
            assert str(refusal.why)
            return
        assert found["sheets"]
        assert list(folder.glob("cells-*.arrow"))


def _read(file: Path, folder: Path) -> dict[str, object]:
    form = sniffing.sniff(file)
    guards.check_size(file, text=form is sniffing.Format.TEXT)
    path = file.rename(folder / f"source.{form.value}")
    asked = Request(path=str(path), folder=str(folder), format=form.value, name="file")
    if form is sniffing.Format.TEXT:
        return read_text(asked)
    with patch.object(workbook_intake, "CalamineBook", side_effect=ValueError):
        return read_workbook(asked)


TARGETS = {"values": one_value, "reader": one_file}
