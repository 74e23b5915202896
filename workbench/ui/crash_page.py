"""The last resort: our own fault, said plainly, with a report that holds no personal data."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from workbench import __version__, paths, program_log
from workbench.errors import WorkbenchError
from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.labels import Picture, label, shown
from workbench.ui.layouts import column, row
from workbench.ui.words import say


class CrashPage(QDialog):
    """What happened, that the work on disk is safe, the report, and two ways on."""

    def __init__(self, report: str, kept: Path | None, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.setModal(True)
        self.resize(680, 480)
        say(self, self.setWindowTitle, N_("Something in the program went wrong"))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setFont(theme.font(0.9))
        say(self.report, self.report.setAccessibleName, N_("Report"))
        title = label(N_("Something in the program went wrong"), scale=1.25, weight=theme.SEMIBOLD)
        text = label(
            N_(
                "This is a fault of the program, not of your data. Every finished step is in "
                "the store and safe. You can go on working; when the same step fails again, "
                "close the program and open it anew."
            ),
            ink="text2",
            wrap=True,
        )
        note = label(
            N_("The report names places in the program only: no applicant, no file, no amount."),
            ink="text2",
            scale=0.94,
            wrap=True,
        )
        place = shown(str(kept) if kept else "", ink="text3", scale=0.9, wrap=True)
        self.go_on = button(N_("Go on working"), self.accept, role="primary", height=34)
        log = button(N_("Program log"), self._show_log, icon="sheet", height=34)
        copy = button(N_("Copy the report"), self._copy, icon="copy", height=34)
        leave = button(N_("Close the program"), self._leave, height=34)
        head = row(Picture("bug", 30, "decline"), title, None, gap=12)
        self.setLayout(
            column(
                head,
                text,
                note,
                self.report,
                place,
                row(copy, log, None, leave, self.go_on),
                gap=10,
                margins=(20, 18, 20, 16),
            )
        )
        theme.dress(self)
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())

    def _show_log(self) -> None:
        from workbench.ui.log_sheet import LogSheet

        LogSheet(self).exec()

    def _leave(self) -> None:
        self.reject()
        QGuiApplication.quit()


def report_text(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> str:
    """A report of places in the code. Messages and values are left out: they may name people."""
    import platform

    frames = traceback.extract_tb(trace)
    lines = [
        f"Credit Workbench {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        datetime.now(UTC).isoformat(timespec="seconds"),
        "",
        kind.__qualname__,
        *(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames),
    ]
    cause = fault.__cause__ or fault.__context__
    if cause is not None:
        lines += ["", report_text(type(cause), cause, cause.__traceback__).split("\n\n", 1)[-1]]
    return "\n".join(lines)


def _place(file: str) -> str:
    """A file by its place in the program, without the folders of this computer."""
    parts = Path(file).parts
    for mark in ("workbench", "site-packages", "tests"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) :])
    return Path(file).name


def keep_report(text: str) -> Path | None:
    """Write the report beside the logs; None where that cannot be done."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    file = paths.log_folder() / f"crash-{stamp}.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return file


class Watch:
    """Catches what nobody caught, shows it once at a time, and keeps the program running.

    What the user can act on is no fault of the program: `tell` says its sentence.
    """

    def __init__(self, tell: Callable[[WorkbenchError], object]) -> None:
        self._open = False
        self._tell = tell
        self._before = sys.excepthook

    def begin(self) -> None:
        """Watch from now on."""
        sys.excepthook = self.on_fault

    def end(self) -> None:
        """Give the watch back."""
        sys.excepthook = self._before

    def on_fault(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        """Keep a report and show the page; Ctrl+C in a terminal still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        if isinstance(fault, WorkbenchError):
            program_log.note("refused", kind=kind.__name__)
            self._tell(fault)
            return
        text = report_text(kind, fault, trace)
        kept = keep_report(text)
        program_log.note("fault", kind=kind.__name__, report=kept.name if kept else "")
        if not self._open:
            self._open = True
            CrashPage(text, kept, QApplication.activeWindow()).exec()
            self._open = False
