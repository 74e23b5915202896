"""Any list taken along: its rows to the clipboard, or into a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from workbench.i18n import N_
from workbench.ui import file_boxes
from workbench.ui.jobs import Step, jobs_of
from workbench.ui.notices import bar_of
from workbench.ui.words import say, spoken

if TYPE_CHECKING:
    from workbench.ui.table import TableModel, TableView

_BREAKS = r"[\t\r\n\v\f\x85\u2028\u2029]"
_FORMULA = r"[=@\t\r]|[+-](?![\d.,\s]*%?$)"
_ARMED = rf"^'(?={_FORMULA})"


class Listing(NamedTuple):
    """A list of the window as it is taken along: its headings, and what its rows say in words.

    `said` holds the rows as they are when it is asked and puts them into words one by one: on
    any thread, and without the list.
    """

    view: QAbstractItemView
    headings: Callable[[], Sequence[str]]
    said: Callable[[Iterable[int]], Iterator[Sequence[str]]]


def take_along(listing: Listing) -> None:
    """Give a list Ctrl+C and a menu: copy the chosen rows, copy all, export them."""
    view = listing.view
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    copy = _action(view, N_("Copy"), lambda: copy_rows(listing, chosen_rows(view)))
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    _action(view, N_("Copy all rows shown"), lambda: copy_rows(listing, all_rows(view)))
    _action(view, N_("Export the rows shown…"), lambda: ask_export(listing))


def of_table(table: TableView) -> Listing:
    """A table as it is taken along: the columns that the reader wants."""
    return Listing(table, partial(_headings, table), partial(_lines, table))


def chosen_rows(view: QAbstractItemView) -> list[int]:
    """The selected rows, from the top."""
    return sorted({index.row() for index in view.selectionModel().selectedIndexes()})


def all_rows(view: QAbstractItemView) -> range:
    """Every row that the list shows."""
    return range(view.model().rowCount())


def copy_rows(listing: Listing, rows: Iterable[int]) -> None:
    """Put rows on the clipboard as spreadsheets take them, under the names of their columns."""
    lines = [listing.headings(), *listing.said(rows)]
    text = "\n".join("\t".join(map(harmless, line)) for line in lines)
    QGuiApplication.clipboard().setText(text)


def ask_export(listing: Listing) -> None:
    """Ask where the rows shown go as a workbook, and write it beside the work."""
    name = listing.view.accessibleName()
    out = file_boxes.ask_list_to_write(listing.view, f"{name}.xlsx")
    if not out:
        return
    rows = all_rows(listing.view)
    headings, lines = listing.headings(), listing.said(rows)

    def work(step: Step) -> None:
        from workbench.workflow.export import write_list

        write_list(name, headings, _counted(lines, len(rows), step), Path(out))

    bar = bar_of(listing.view)
    jobs_of(listing.view).start(
        listing.view, work, lambda _none: bar.show_saved(Path(out)), bar.show_error,
        title=N_("Exporting the rows shown"), reads=True,
    )  # fmt: skip


def _counted(lines: Iterable[Sequence[str]], total: int, step: Step) -> Iterator[Sequence[str]]:
    for at, line in enumerate(lines, 1):
        step(at, total)
        yield line


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula or for two cells when it is pasted."""
    flat = re.sub(_BREAKS, " ", text)
    if flat.startswith('"'):
        return '"' + flat.replace('"', '""') + '"'
    return f"'{flat}" if re.match(_FORMULA, text) else flat


def block_text(lines: Iterable[Sequence[str]]) -> str:
    """A block of cells as spreadsheets take it; what has breaks in it stands in quotation marks,
    and no text becomes a formula."""
    import csv  # a list is shown more often than copied
    import io

    made = io.StringIO()
    safe = ([f"'{cell}" if re.match(_FORMULA, cell) else cell for cell in line] for line in lines)
    csv.writer(made, "excel-tab", lineterminator="\n").writerows(safe)
    return made.getvalue().removesuffix("\n")


def block_of(text: str) -> list[list[str]]:
    """The cells of a block that was copied, here or in a spreadsheet."""
    if text.count('"') % 2:
        return [line.split("\t") for line in text.splitlines()]
    import csv
    import io

    lines = csv.reader(io.StringIO(text, newline=""), "excel-tab")
    return [[re.sub(_ARMED, "", cell) for cell in line] or [""] for line in lines]


def _shown_columns(table: TableView) -> list[int]:
    columns = range(table.model().columnCount())
    return [at for at in columns if table.columns_shown()[table.columns()[at].name]]


def _headings(table: TableView) -> list[str]:
    return [spoken(table.columns()[at].title) for at in _shown_columns(table)]


def _lines(table: TableView, rows: Iterable[int]) -> Iterator[Sequence[str]]:
    columns = [table.columns()[at] for at in _shown_columns(table)]
    held = cast("TableModel[Any]", table.model()).rows()
    return ([column.text(held[row]) for column in columns] for row in rows)


def _action(view: QAbstractItemView, title: str, do: Callable[[], object]) -> QAction:
    made = QAction(view)
    say(made, made.setText, title)
    made.triggered.connect(lambda _checked=False: do())
    view.addAction(made)
    return made
