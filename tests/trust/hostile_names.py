"""Names that are formulas, markup, paths or commands: printed and exported as the text they are."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2

from tests.trust.figures import Figure, a_folder
from tests.workflow.conftest import GOOD
from workbench.settings import Settings
from workbench.workflow import assess, decide, export, intake, notify
from workbench.workflow.desk import Desk

SEEDS = (
    "=1+1", "=HYPERLINK(\"http://evil.example/\",\"x\")", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1",
    "=cmd|' /C calc'!A0", "＝1+1", "<b>bold</b>", "<img src='/etc/hostname'/>", "</para><para>",
    "<a href='http://evil.example/'>x</a>", "&amp; &lt;", "{name}", "%s %d", "../../etc/passwd",
    "CON", "NUL.txt", "C:\\Windows\\x", "a/b\\c", "'; DROP TABLE letters; --", "\"quoted\"",
    "`ls`", "$(id)", "${HOME}", "[[link]]", "<!ENTITY x SYSTEM 'file:///etc/passwd'>", "#REF!",
    "TRUE", "1E5", "0001", "=", "'=1+1", "--", "<?xml?>", "]]>", "\\u0041", "%2e%2e%2f",
)  # fmt: skip
_OUTSIDE = re.compile(r"^(/etc/|//|https?:|file:|\\\\)")


def run(share: float, seed: int) -> Figure:
    """200 names (a share of them), each through import, letter and workbook."""
    dice = random.Random(seed)
    names = [_name(dice, n) for n in range(max(24, int(200 * share)))]
    with a_folder() as folder, _watched() as opened:
        wrong = _through_the_day(folder, names)
        red = _naive_writer_makes_formulas(folder)
    for fault in wrong[:5]:
        print(f"        {fault}", file=sys.stderr)
    return Figure(
        "T11 hostile names",
        len(names),
        len(names) - len(wrong) if not opened else 0,
        "text stays text",
        red,
        f"opened outside: {len(opened)}; a plain writer makes formulas",
        seed,
    )


def _name(dice: random.Random, n: int) -> str:
    seed = SEEDS[n % len(SEEDS)]
    return f"{seed} Hart{n}" if dice.random() < 0.5 else f"Hart{n} {seed}"


def _through_the_day(folder: Path, names: list[str]) -> list[str]:
    rows = [GOOD | {"Name": name, "Amount": str(9_000 + n)} for n, name in enumerate(names)]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for at, cells in enumerate([list(GOOD), *([row[h] for h in GOOD] for row in rows)], 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(at, column, text)
            cell.data_type = "s"
    book.save(folder / "names.xlsx")
    settings = Settings(folder / "settings.toml")
    with Desk.open(folder / "store.db", settings=settings) as desk:
        intake.import_file(desk, folder / "names.xlsx", product="personal-loan")
        assess.assess_ready(desk)
        decide.accept_advice(desk)
        notify.write_letters(desk, out=folder / "letters")
        export.export_decisions(desk, folder / "out.xlsx")
    return [
        *_not_in_letters(folder / "letters", names),
        *_not_in_workbook(folder / "out.xlsx", names),
    ]


def _plain(text: str) -> str:
    """The text without spaces and Excel's mark of text, in the forms names are kept and set."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).replace("\u2019", "'")).lstrip(
        "'"
    )


def _not_in_letters(folder: Path, names: list[str]) -> list[str]:
    printed = ""
    for file in sorted(folder.glob("*.pdf")):
        assert file.resolve().parent == folder
        document = pypdfium2.PdfDocument(file)
        printed += " ".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
    return [f"letter: {name}" for name in names if _plain(name) not in _plain(printed)]


def _not_in_workbook(file: Path, names: list[str]) -> list[str]:
    cells = [
        cell
        for sheet in openpyxl.load_workbook(file).worksheets
        for line in sheet.iter_rows()
        for cell in line
    ]
    texts = {_plain(str(cell.value)) for cell in cells if cell.data_type == "s"}
    formulas = [f"formula: {cell.value}" for cell in cells if cell.data_type == "f"]
    return formulas + [f"workbook: {name}" for name in names if _plain(name) not in texts]


def _naive_writer_makes_formulas(folder: Path) -> bool:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = SEEDS[0]
    book.save(folder / "naive.xlsx")
    return bool(openpyxl.load_workbook(folder / "naive.xlsx").active["A1"].data_type == "f")


@contextmanager
def _watched() -> Iterator[list[str]]:
    """What is opened or reached outside this machine's own parts while the names pass through."""
    seen: list[str] = []
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if not watching:
            return
        if event in {"socket.connect", "urllib.Request"}:
            seen.append(f"{event} {arguments[-1]}")
        if event == "open" and _OUTSIDE.match(str(arguments[0])) and "passwd" in str(arguments[0]):
            seen.append(str(arguments[0]))

    sys.addaudithook(hook)
    try:
        yield seen
    finally:
        watching = False
