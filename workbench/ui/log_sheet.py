"""What the program noted of itself and its reports of faults, to be read, copied and sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from workbench import paths, program_log
from workbench.i18n import N_, _
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import choice_field
from workbench.ui.labels import label, shown
from workbench.ui.layouts import column, row
from workbench.ui.words import say


class LogSheet(QDialog):
    """The log and each report, one at a time, with the folder they lie in."""

    def __init__(self, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.resize(760, 520)
        say(self, self.setWindowTitle, N_("Program log"))
        note = label(
            N_(
                "Tasks, times and places in the program: no applicant, no file, no amount. You "
                "can copy all of it and send it to whoever helps you."
            ),
            ink="text2",
            wrap=True,
        )
        self._files = program_log.files()
        self.which = choice_field(N_("Log or report"), 320)
        for file in self._files:
            is_log = not file.name.startswith("crash-")
            self.which.addItem(_("Log of the program") if is_log else file.stem, str(file))
        self.which.currentIndexChanged.connect(lambda _at: self._show())
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.font(0.9, tabular=True))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        say(self.text, self.text.setAccessibleName, N_("Program log"))
        place = shown(str(paths.log_folder()), ink="text3", scale=0.9, wrap=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = button(N_("Copy"), self._copy, icon="copy", height=34)
        self.folder = button(N_("Open the folder"), self._open_folder, icon="folder", height=34)
        close = button(N_("Close"), self.accept, role="primary", height=34)
        foot = row(self.copy, self.folder, None, close)
        head = row(self.which, None)
        parts = (note, head, self.text, place, foot)
        self.setLayout(column(*parts, gap=10, margins=(20, 18, 20, 16)))
        theme.dress(self)
        self._show()
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        at = self.which.currentIndex()
        said = program_log.text(self._files[at]) if 0 <= at < len(self._files) else ""
        self.text.setPlainText(said or _("The log is empty."))
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.copy.setEnabled(bool(said))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def _open_folder(self) -> None:
        paths.log_folder().mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_folder())))
