"""Asking for files: one place for the file boxes, so that tests can answer for them."""

from __future__ import annotations

from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtWidgets import QWidget

from workbench.i18n import _

SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".txt")


def ask_spreadsheet(over: QWidget) -> str:
    """The spreadsheet to import, or "" when none was chosen."""
    kinds = " ".join(f"*{ending}" for ending in SPREADSHEETS)
    return _to_open(over, _("Import a spreadsheet"), _("Spreadsheets ({kinds})", kinds=kinds))


def ask_labelled_book(over: QWidget) -> str:
    """The table of applications with known outcomes, or ""."""
    kinds = " ".join(f"*{ending}" for ending in (*SPREADSHEETS, ".parquet", ".gz", ".asc"))
    return _to_open(over, _("Choose a spreadsheet"), _("Spreadsheets ({kinds})", kinds=kinds))


def ask_workbook_to_write(over: QWidget, name: str = "decisions.xlsx") -> str:
    """The workbook to write, or ""."""
    return _to_write(
        over, _("Export decisions"), name, _("Excel workbooks ({kinds})", kinds="*.xlsx")
    )


def ask_template_to_write(over: QWidget, name: str) -> str:
    """Where an empty workbook to fill in goes, or ""."""
    kinds = _("Excel workbooks ({kinds})", kinds="*.xlsx")
    return _to_write(over, _("Save a template workbook"), name, kinds)


def ask_proof_to_write(over: QWidget, name: str) -> str:
    """Where the proof of a decision goes, or ""."""
    return _to_write(over, _("Save the proof"), name)


def ask_proof(over: QWidget) -> str:
    """The proof of a decision to check, or ""."""
    return _to_open(over, _("Check a proof"))


def ask_scores_to_write(over: QWidget, name: str) -> str:
    """The table for the scores of a spreadsheet's rows, or ""."""
    kinds = (
        _("Excel workbooks ({kinds})", kinds="*.xlsx"),
        _("Tables ({kinds})", kinds="*.csv *.parquet"),
    )
    return _to_write(over, _("Save the scores"), name, ";;".join(kinds))


def ask_list_to_write(over: QWidget, name: str) -> str:
    """The workbook for the rows of a list, or ""."""
    kinds = _("Excel workbooks ({kinds})", kinds="*.xlsx")
    return _to_write(over, _("Export the rows shown"), name, kinds)


def ask_text_to_write(over: QWidget, name: str) -> str:
    """The text file to write, or ""."""
    return _to_write(over, _("Save the report"), name)


def ask_journal_to_write(over: QWidget, name: str = "audit-trail.xlsx") -> str:
    """The file for the audit trail, a workbook or JSON lines, or ""."""
    kinds = _("Excel workbooks ({kinds})", kinds="*.xlsx")
    lines = _("JSON lines ({kinds})", kinds="*.jsonl")
    return _to_write(over, _("Export the audit trail"), name, f"{kinds};;{lines}")


def ask_backup(over: QWidget) -> str:
    """The backup to bring back, or ""."""
    return _to_open(over, _("Restore a backup"), _("Stores ({kinds})", kinds="*.db"))


def ask_picture(over: QWidget) -> str:
    """The lender's logo, seal or signature, or ""."""
    return _to_open(
        over, _("Choose a picture"), _("Pictures ({kinds})", kinds="*.png *.jpg *.jpeg")
    )


def ask_bins(over: QWidget) -> str:
    """The file of bins, directions and special values of a development, or ""."""
    return _to_open(over, _("Choose own bins"), _("Own bins ({kinds})", kinds="*.toml"))


def ask_strategy(over: QWidget) -> str:
    """The strategy to bring in: a strategy file or a workbook of one; "" for none."""
    return _to_open(
        over, _("Bring in a strategy"), _("Strategies ({kinds})", kinds="*.toml *.xlsx")
    )


def ask_strategy_to_write(over: QWidget, name: str) -> str:
    """Where a strategy is written: a workbook to edit, or its own file; "" for nowhere."""
    kinds = (
        _("Excel workbooks ({kinds})", kinds="*.xlsx"),
        _("Strategies ({kinds})", kinds="*.toml"),
    )
    return _to_write(over, _("Export a strategy"), name, ";;".join(kinds))


def is_spreadsheet(file: str) -> bool:
    """Whether the name looks like a spreadsheet's."""
    return Path(file).suffix.lower() in SPREADSHEETS


def ask_pdf_to_write(over: QWidget, name: str) -> str:
    """Where a PDF goes; "" when the box was closed."""
    return _to_write(over, _("Save as PDF"), name, "PDF (*.pdf)")


def _to_write(over: QWidget, title: str, name: str, kinds: str = "") -> str:
    file, _kind = QtWidgets.QFileDialog.getSaveFileName(over, title, name, kinds)
    return file


def _to_open(over: QWidget, title: str, kinds: str = "") -> str:
    file, _kind = QtWidgets.QFileDialog.getOpenFileName(over, title, "", kinds)
    return file
