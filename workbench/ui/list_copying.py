"""Any list taken along: its rows to the clipboard, or into a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMessageBox

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.ui import file_boxes
from workbench.ui.words import say, spoken

if TYPE_CHECKING:
    from workbench.ui.table import TableView

_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]*%?$)")


def take_along(table: TableView) -> None:
    """Give a list Ctrl+C and a menu: copy the chosen rows, copy all, export them."""
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    copy = _action(table, N_("Copy"), lambda: copy_rows(table, chosen_rows(table)))
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    _action(table, N_("Copy all rows shown"), lambda: copy_rows(table, all_rows(table)))
    _action(table, N_("Export the rows shown…"), lambda: ask_export(table))


def chosen_rows(table: TableView) -> list[int]:
    """The selected rows, from the top."""
    return sorted({index.row() for index in table.selectionModel().selectedIndexes()})


def all_rows(table: TableView) -> range:
    """Every row that the list shows."""
    return range(table.model().rowCount())


def copy_rows(table: TableView, rows: Iterable[int]) -> None:
    """Put rows on the clipboard as spreadsheets take them, under the names of their columns."""
    lines = [_headers(table), *_lines(table, rows)]
    text = "\n".join("\t".join(map(harmless, line)) for line in lines)
    QGuiApplication.clipboard().setText(text)


def ask_export(table: TableView) -> None:
    """Ask where the rows shown go as a workbook, and write it."""
    out = file_boxes.ask_list_to_write(table, f"{table.accessibleName()}.xlsx")
    if not out:
        return
    from workbench.workflow.export import write_list

    rows = _lines(table, all_rows(table))
    try:
        write_list(table.accessibleName(), _headers(table), rows, Path(out))
    except WorkbenchError as fault:
        QMessageBox.warning(table, _("Export the rows shown"), fault.text())


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula or for two cells when it is pasted."""
    flat = text.replace("\t", " ").replace("\n", " ")
    return f"'{flat}" if _FORMULA.match(text) else flat


def _shown_columns(table: TableView) -> list[int]:
    columns = range(table.model().columnCount())
    return [at for at in columns if table.columns_shown()[table.columns()[at].name]]


def _headers(table: TableView) -> list[str]:
    return [spoken(table.columns()[at].title) for at in _shown_columns(table)]


def _lines(table: TableView, rows: Iterable[int]) -> list[Sequence[str]]:
    model, columns, top = table.model(), _shown_columns(table), QModelIndex()
    return [[str(model.index(row, at, top).data() or "") for at in columns] for row in rows]


def _action(table: TableView, title: str, do: Callable[[], object]) -> QAction:
    made = QAction(table)
    say(made, made.setText, title)
    made.triggered.connect(lambda _checked=False: do())
    table.addAction(made)
    return made
