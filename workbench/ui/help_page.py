"""Help: chapters that ship with the program, in both languages, read without a network."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QUrl
from PySide6.QtGui import (
    QStandardItem,
    QStandardItemModel,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QListView, QTextBrowser

from workbench import i18n, paths
from workbench.i18n import N_, Language, _
from workbench.ui import theme
from workbench.ui.facts_chapter import facts_chapter
from workbench.ui.layouts import column, pane, row
from workbench.ui.page import Page
from workbench.ui.words import again, say

_LEAST_LIST, _AROUND, _PAGE = 196, 24, 760  # pixels


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: the word by which it is opened, and its text in Markdown."""

    word: str
    text: str

    @property
    def title(self) -> str:
        """The chapter's first line."""
        return self.text.partition("\n")[0].lstrip("# ").strip()


def chapters(language: str) -> list[Chapter]:
    """The chapters of a language in their order: those of `resources/help/<language>/`
    (`<nn>-<word>.md`), then the facts, made from the dictionary."""
    files = sorted((paths.resources() / "help" / language).glob("*.md"))
    written = [
        Chapter(file.stem.partition("-")[2], file.read_text(encoding="utf-8")) for file in files
    ]
    return [*written, Chapter("facts", facts_chapter(Language(language)))]


class HelpPage(Page):
    """Chapters at the left, the text at the right; links between chapters work."""

    def __init__(self) -> None:
        super().__init__()
        self._word = ""
        self._model = QStandardItemModel()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("role", "chapters")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        say(self.list, self.list.setAccessibleName, N_("Chapters"))
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_link)
        say(self.text, self.text.setAccessibleName, N_("Help"))
        side = pane(column(self.list, margins=(10, 12, 10, 12)), "side-start")
        page = pane(column(self.text, margins=(36, 22, 24, 12)), "surface")
        layout = row(side, page, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._fill()
        again(self, self._fill)
        again(self, self.described.emit)
        theme.on_change(self, self._show)

    def title(self) -> str:
        return _("Help")

    def subtitle(self) -> str:
        return _("Opened at the page you came from with F1")

    def take_focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, place: str) -> None:
        """A chapter's word, such as "review"."""
        for at in range(self._model.rowCount()):
            if self._model.item(at).data() == place:
                self.list.setCurrentIndex(self._model.index(at, 0))

    def _fill(self) -> None:
        wanted = self._word
        self._model.clear()
        for chapter in chapters(i18n.current()):
            item = QStandardItem(chapter.title)
            item.setData(chapter.word)
            self._model.appendRow(item)
        self.list.setFixedWidth(max(_LEAST_LIST, self.list.sizeHintForColumn(0) + _AROUND))
        self.open_at(wanted or self._model.item(0).data())

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        item = self._model.itemFromIndex(current)
        if item is not None:
            self._word = str(item.data())
            self._show()

    def _show(self) -> None:
        found = [c for c in chapters(i18n.current()) if c.word == self._word]
        if not found:
            return
        document = self.text.document()
        document.setDefaultFont(theme.font(1.06))
        document.setDefaultStyleSheet(f"a {{ color: {theme.value('accent_text')}; }}")
        document.setMarkdown(found[0].text)
        document.setDocumentMargin(4)
        whole = QTextCursor(document)
        whole.beginEditBlock()  # laid out once, not after every block
        _space_out(document)
        _soften(document)
        whole.endEditBlock()
        document.setTextWidth(min(_PAGE, self.text.viewport().width()))
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)

    def _on_link(self, link: QUrl) -> None:
        self.open_at(link.toString())


def _space_out(document: QTextDocument) -> None:
    """Room above headings and between paragraphs; lines that Hanzi can breathe in."""
    block = document.begin()
    while block.isValid():
        looks = block.blockFormat()
        heading = looks.headingLevel()
        looks.setTopMargin(18 if heading > 1 else 2)
        looks.setBottomMargin(6 if heading else 8)
        looks.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        QTextCursor(block).setBlockFormat(looks)
        block = block.next()


def _soften(document: QTextDocument) -> None:
    """Bold as the type has it: a weight it does not have would be smeared on."""
    cursor, looks = QTextCursor(document), QTextCharFormat()
    looks.setFontWeight(theme.SEMIBOLD)
    for at, length in _bold(document):
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(looks)


def _bold(document: QTextDocument) -> list[tuple[int, int]]:
    """(position, length) of every piece heavier than semi-bold."""
    found = []
    block = document.begin()
    while block.isValid():
        piece = block.begin()
        while not piece.atEnd():
            fragment = piece.fragment()
            if fragment.charFormat().fontWeight() > theme.SEMIBOLD:
                found.append((fragment.position(), fragment.length()))
            piece += 1
        block = block.next()
    return found
