"""Step 1 of an import: which file, which sheet, which row names the columns, which product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from workbench.i18n import N_, _, moment, pick, plural
from workbench.scoring.strategy import shipped
from workbench.spreadsheets.sheet import SheetInfo, TopRow, Workbook, letter_of
from workbench.storage.batches import Batch
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import HEIGHT, choice_field
from workbench.ui.import_encoding import EncodingChoice
from workbench.ui.import_preview import Line, Preview
from workbench.ui.import_skipped import SkippedNotes
from workbench.ui.labels import Elided, Picture, label
from workbench.ui.layouts import card, clear, column, pane, row, scrolled
from workbench.ui.words import again, say

_MOST_BATCHES = 4
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")


class DropZone(QWidget):
    """A dashed field that takes spreadsheets dropped on it."""

    dropped = Signal(object)

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.setLayout(column(content, margins=(24, 20, 24, 20)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event):
            self._light(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._light(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(over=False)
        if files := files_of(event):
            event.acceptProposedAction()
            self.dropped.emit(files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("accent_tint" if self._over else "surface"))
        pen = QPen(theme.colour("accent" if self._over else "line_input"), 1.5)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()

    def _light(self, *, over: bool) -> None:
        self._over = over
        self.update()


def files_of(event: QDropEvent) -> list[Path]:
    """The spreadsheets among what is dragged, by their names."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


class FileStep(QWidget):
    """Choose a file; then see its sheets and first rows, and settle header row and product."""

    files_chosen = Signal(object)
    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    encoding_tried = Signal(str)
    encoding_chosen = Signal(str)
    password_given = Signal(str)
    product_chosen = Signal(str)
    sample_wanted = Signal()
    template_wanted = Signal()
    repair_wanted = Signal(int)
    """The batch whose waiting rows are to be put right."""
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.product = choice_field(N_("Product"), 220)
        self.show_products({one.product: one.label.both() for one in shipped().values()})
        self.product.activated.connect(lambda _at: self.product_chosen.emit(self.chosen_product()))
        self.recent = column(gap=2)
        self.waiting = column(gap=8)
        self.sheets = QListWidget()
        self.preview = Preview()
        self.skipped = SkippedNotes()
        self.encoding = EncodingChoice()
        self.encoding.tried.connect(self.encoding_tried)
        self.encoding.chosen.connect(self.encoding_chosen)
        self.password = QLineEdit()
        self.loading = label(weight=theme.MEDIUM, scale=1.1)
        self.pages = QStackedWidget()
        for page in (self._start(), self._waiting(), self._opened()):
            self.pages.addWidget(page)
        layout = column(self._product_row(), self.pages, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        again(self, self._on_language)
        self._workbook: Workbook | None = None

    def chosen_product(self) -> str:
        """The product whose strategy will score the rows."""
        return str(self.product.currentData())

    def choose_product(self, product: str) -> None:
        """Choose a product, as the officer would."""
        self.product.setCurrentIndex(max(0, self.product.findData(product)))
        self.product_chosen.emit(self.chosen_product())

    def show_products(self, products: Mapping[str, dict[str, str]]) -> None:
        """Offer these products, named in both languages; the one chosen stays chosen."""
        kept, listed = self.product.currentData(), self.product
        before = {listed.itemData(at): listed.itemData(at, _TEXTS) for at in range(listed.count())}
        if products == before:
            return
        listed.clear()
        for product, texts in products.items():
            listed.addItem(pick(texts), product)
            listed.setItemData(listed.count() - 1, texts, _TEXTS)
        listed.setCurrentIndex(max(0, listed.findData(kept)))

    def show_waiting(self, batches: Sequence[Batch]) -> None:
        """Offer to put right the rows of these batches that wait."""
        clear(self.waiting)
        for batch in batches[:_MOST_BATCHES]:
            self.waiting.addWidget(self._waiting_card(batch))

    def show_start(self, recent: Sequence[Path]) -> None:
        """No file is on the desk: the drop zone, and what was opened last."""
        clear(self.recent)
        if recent:
            self.recent.addWidget(label(N_("Recent files"), ink="text2", weight=theme.SEMIBOLD))
        for path in recent:
            self.recent.addWidget(self._recent_button(path))
        self.pages.setCurrentIndex(0)

    def show_loading(self, text: str) -> None:
        """A file is being read."""
        self.loading.setText(text)
        self.pages.setCurrentIndex(1)

    def show_workbook(self, workbook: Workbook) -> None:
        """A file was read: its sheets, and the first rows of the chosen one."""
        self._workbook = workbook
        self.file.show_text(Path(workbook.file).name)
        self._list_sheets(workbook)
        self.encoding.show_encoding(workbook.encoding)
        sheet = workbook.chosen
        letters = [c.letter for c in sheet.columns] or ["A"]
        self.preview.show_lines(_lines(sheet.top), letters, sheet.header_row)
        self.skipped.show_notes(sheet.notes)
        self._on_language()
        self.pages.setCurrentIndex(2)

    def show_tried(self, top: Sequence[TopRow]) -> None:
        """The first rows in another encoding, before the file is read by it."""
        letters = [letter_of(at) for at in range(max((len(one.texts) for one in top), default=1))]
        self.preview.show_lines(_lines(top), letters, self.preview.header_row())

    def ask_password(self, *, asked: bool) -> None:
        """Show or hide the field for the file's password."""
        self.password_row.setVisible(asked)
        if asked:
            self.password.clear()
            self.password.setFocus()

    def choose_file(self) -> None:
        """Ask for a file on the disk."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        names, _kind = QFileDialog.getOpenFileNames(
            self, _("Choose a spreadsheet"), "", _("Spreadsheets ({kinds})", kinds=kinds)
        )
        if names:
            self.files_chosen.emit([Path(name) for name in names])

    def _start(self) -> QWidget:
        self.choose = button(N_("Choose a file…"), self.choose_file, role="primary", icon="folder")
        self.sample = button(N_("Open the sample batch"), self.sample_wanted.emit, icon="spark")
        self.template = button(N_("Template workbook…"), self.template_wanted.emit, icon="sheet")
        title = label(N_("Drop an applicant spreadsheet here"), scale=1.22, weight=theme.SEMIBOLD)
        hint = label(
            N_("Excel, OpenDocument or CSV. The file stays on this computer and is never changed."),
            ink="text2",
        )
        buttons = row(None, self.choose, self.sample, self.template, None, gap=10)
        inside = column(
            None,
            row(None, Picture("sheet", 40, "text3"), None),
            row(None, title, None),
            row(None, hint, None),
            6,
            buttons,
            None,
            gap=10,
        )
        self.zone = DropZone(pane(inside))
        self.zone.setMinimumHeight(280)
        self.zone.dropped.connect(self.files_chosen)
        self.password_row = self._password_row()
        return scrolled(
            column(
                self.zone,
                self.password_row,
                self.waiting,
                self.recent,
                None,
                margins=(18, 16, 18, 24),
                gap=16,
            )
        )

    def _product_row(self) -> QWidget:
        name = label(N_("Product"), ink="text2")
        name.setBuddy(self.product)
        hint = label(N_("Its strategy checks, scores and prices the rows."), ink="text3")
        return pane(row(name, self.product, hint, None, margins=(18, 14, 18, 0), gap=10))

    def _password_row(self) -> QWidget:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        say(self.password, self.password.setPlaceholderText, N_("Password of the file"))
        say(self.password, self.password.setAccessibleName, N_("Password of the file"))
        self.password.returnPressed.connect(self._give_password)
        made = pane(row(self.password, button(N_("Open"), self._give_password), None))
        made.hide()
        return made

    def _give_password(self) -> None:
        if self.password.text():
            self.password_given.emit(self.password.text())

    def _waiting(self) -> QWidget:
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(280)
        say(self.bar, self.bar.setAccessibleName, N_("Reading the file"))
        stop = button(N_("Stop"), self.stopped.emit, icon="stop")
        return pane(
            column(
                None,
                row(None, Picture("refresh", 36, "accent"), None),
                row(None, self.loading, None),
                row(None, self.bar, None),
                row(None, stop, None),
                None,
                gap=12,
            )
        )

    def _opened(self) -> QWidget:
        self.file = Elided(scale=1.1)
        self.about = label(ink="text2")
        other = button(N_("Another file…"), self.choose_file, icon="folder")
        self.sheets.setFixedWidth(theme.grown(220))
        self.sheets.setSelectionMode(QListWidget.SelectionMode.MultiSelection)
        self.sheets.setStyleSheet("QListWidget::item { padding: 7px 10px; }")
        say(self.sheets, self.sheets.setAccessibleName, N_("Sheets of the file"))
        self.sheets.itemActivated.connect(self._on_sheet)
        self.sheets.itemClicked.connect(self._on_sheet)
        self.preview.header_chosen.connect(self.header_chosen)
        self.names_hint = label(ink="text2", wrap=True)
        head = row(Picture("sheet", 24, "accent"), column(self.file, self.about, gap=2), other)
        head.setStretch(1, 1)
        names = [label(name, weight=theme.SEMIBOLD) for name in (N_("Sheets"), N_("First rows"))]
        for name in names:
            name.setFixedHeight(HEIGHT)  # headings side by side stand on one line
        left = column(names[0], self.sheets, gap=8)
        right = column(
            row(names[1], None, self.encoding),
            self.names_hint,
            self.preview,
            self.skipped,
            gap=8,
        )
        body = row(left, right, gap=16)
        body.setStretch(1, 1)
        layout = column(head, body, margins=(18, 16, 18, 18), gap=16)
        layout.setStretch(1, 1)
        return pane(layout)

    def _list_sheets(self, workbook: Workbook) -> None:
        self.sheets.clear()
        taken = workbook.taken()
        for info in workbook.sheets:
            item = QListWidgetItem(_sheet_words(info))
            item.setSizeHint(QSize(0, theme.grown(58)))  # two lines, of Hanzi as well
            item.setData(Qt.ItemDataRole.UserRole, info.name)
            self.sheets.addItem(item)
            item.setSelected(info.name in taken)

    def _on_sheet(self, item: QListWidgetItem) -> None:
        name = str(item.data(Qt.ItemDataRole.UserRole))
        if self._workbook is not None and (name,) != self._workbook.taken():
            self.sheet_chosen.emit(name)

    def _waiting_card(self, batch: Batch) -> QWidget:
        said = label(
            lambda: plural(
                "{n} row of {file} waits to be put right",
                "{n} rows of {file} wait to be put right",
                batch.waiting,
                file=batch.source_name,
            ),
            weight=theme.MEDIUM,
        )
        added = label(lambda: moment(batch.added_at), ink="text2", scale=0.92, tabular=True)
        fix = button(N_("Fix these rows"), lambda: self.repair_wanted.emit(batch.id), height=30)
        say(
            fix,
            fix.setAccessibleName,
            lambda: _(
                "Fix these rows of {file}, taken in {when}",
                file=batch.source_name,
                when=moment(batch.added_at),
            ),
        )
        return card(
            row(Picture("refer", 18, "refer"), said, added, None, fix, margins=(14, 8, 10, 8))
        )

    def _recent_button(self, path: Path) -> QWidget:
        made = button(
            lambda: f"{path.name}   {path.parent}",
            lambda: self.files_chosen.emit([path]),
            role="row",
            icon="clock",
        )
        made.setToolTip(str(path))
        return made

    def _on_language(self) -> None:
        for at in range(self.product.count()):
            self.product.setItemText(at, pick(self.product.itemData(at, _TEXTS)))
        if self._workbook is None:
            return
        sheet = self._workbook.chosen
        self.about.setText(
            plural("{n} row", "{n} rows", sheet.cells.height)
            + " · "
            + plural("{n} column", "{n} columns", len(sheet.columns))
        )
        self.names_hint.setText(
            _(
                "Row {row} names the columns. Double-click another row if that is not so.",
                row=sheet.header_row,
            )
            if sheet.header_row
            else _("No row with column names was found. Double-click the row that holds them.")
        )
        for at, info in enumerate(self._workbook.sheets):
            self.sheets.item(at).setText(_sheet_words(info))


def _lines(top: Sequence[TopRow]) -> list[Line]:
    return [Line(one.row, one.texts) for one in top]


_TEXTS = Qt.ItemDataRole.UserRole + 1


def _sheet_words(info: SheetInfo) -> str:
    rows = plural("{n} row", "{n} rows", info.rows)
    hidden = " · " + _("hidden") if not info.visible else ""
    return f"{info.name}\n{rows}{hidden}"
