"""One letter on the desk: its pages, zoom, search, and the language it is written in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from workbench.i18n import N_, Language, _, number
from workbench.ui import icons, theme
from workbench.ui.buttons import button, tool
from workbench.ui.fields import LONGEST_SEARCH, can_be_cleared
from workbench.ui.jobs import Jobs
from workbench.ui.labels import label, set_ink
from workbench.ui.layouts import clear, column, pane, row
from workbench.ui.letters_list import LANGUAGE_WORDS, LetterLine
from workbench.ui.letters_pages import Found, LetterPages
from workbench.ui.notices import Blank, remark
from workbench.ui.page_view import PageView
from workbench.ui.words import again, say
from workbench.workflow.notify import StandsFor

AS_SET = ""


class LettersViewer(QWidget):
    """The pane beside the list. It shows what it is given and says what is wanted."""

    language_chosen = Signal()
    save_one_wanted = Signal()
    save_merged_wanted = Signal()
    save_all_wanted = Signal()
    print_wanted = Signal()
    write_wanted = Signal()
    again_wanted = Signal()
    case_wanted = Signal()
    lender_wanted = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._line: LetterLine | None = None
        self._chosen = 0
        self._asked = AS_SET
        self._jobs = jobs
        self.view = PageView(jobs)
        self.stack = QStackedWidget()
        self.zoom = label(ink="text2", tabular=True)
        self.page = label(ink="text2", tabular=True)
        self.found = label(ink="text2", scale=0.92, tabular=True)
        self.search = QLineEdit()
        self.language = QComboBox()
        self.save = QPushButton()
        self.more = tool("more", N_("More"), size=32)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.blank = Blank("letters", N_("No letter chosen"), N_("Choose a letter in the list."))
        self.waiting = Blank("pending", N_("Preparing the letter"), ink="accent")
        self.findings = column(gap=8)
        self._lay_out()
        self._connect()
        again(self, self._relabel)
        self.show_nothing()

    def chosen_language(self) -> Language | None:
        """The language asked for; None as set for the pack."""
        return Language(self._asked) if self._asked else None

    def show_nothing(self, title: str = "", text: str = "") -> None:
        """No letter is chosen, or there is none."""
        self._line = None
        self.blank.show_words(
            title or _("No letter chosen"), text or _("Choose a letter in the list.")
        )
        self.stack.setCurrentWidget(self.blank)
        self._allow()

    def show_waiting(self, line: LetterLine) -> None:
        """A letter was chosen; its pages are being made."""
        self._line = line
        if self.stack.currentWidget() is not self.view:
            self.stack.setCurrentWidget(self.waiting)
        self._allow()

    def show_pages(self, line: LetterLine, pages: LetterPages) -> None:
        """A letter's pages, exactly as they are kept or would be."""
        self._line = line
        self.view.show_pages(pages)
        self.stack.setCurrentWidget(self.view)
        self._on_search(self.search.text())
        self._allow()

    def show_findings(self, line: LetterLine, findings: tuple[str, ...]) -> None:
        """A letter that may not be sent yet: why, and what to do."""
        self._line = line
        clear(self.findings)
        for finding in findings:
            self.findings.addWidget(remark("decline", "decline", finding))
        self.late.setVisible("late" in line.codes)
        self.more_reasons.setVisible("many_reasons" in line.codes)
        self.held_title.setText(_("The letter for {name} was held back", name=line.name))
        self.stack.setCurrentWidget(self._held)
        self._allow()

    def show_chosen(self, count: int) -> None:
        """How many written letters are chosen in the list."""
        self._chosen = count
        self._allow()

    def stands_for(self) -> StandsFor:
        """What the officer answers for in the letter that was held back."""
        return StandsFor(self.late.text().strip(), self.more_reasons.isChecked())

    def line(self) -> LetterLine | None:
        """The letter on the desk."""
        return self._line

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.show()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        less = tool("minus", N_("Smaller"), self.view.zoom_out, keys="Ctrl+−", size=30)
        more = tool("plus", N_("Larger"), self.view.zoom_in, keys="Ctrl++", size=30)
        fit = tool("compare", N_("Fit width"), self.view.fit_width, keys="Ctrl+0", size=30)
        find = tool("search", N_("Find in the letter"), self.start_search, keys="Ctrl+F", size=30)
        self.search.setFixedWidth(theme.grown(150))
        self.search.setMaxLength(LONGEST_SEARCH)
        self.search.hide()
        self.save.setFixedHeight(32)
        self.print = button(N_("Print…"), self.print_wanted.emit, role="primary", icon="print")
        self.write = button(
            N_("Write this letter"), self.write_wanted.emit, role="primary", icon="letter"
        )
        bar = row(
            less,
            self.zoom,
            more,
            fit,
            6,
            self.page,
            6,
            find,
            self.search,
            self.found,
            None,
            self.language,
            self.write,
            self.save,
            self.print,
            self.more,
            margins=(12, 8, 12, 8),
            gap=6,
        )
        for part in (self.blank, self.waiting, self.view, self._held_back()):
            self.stack.addWidget(part)
        self.bar = pane(bar, "topbar")
        layout = column(self.bar, self.stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._dress_language()
        self._dress_save()

    def _held_back(self) -> QWidget:
        self.held_title = label(scale=1.22, weight=theme.SEMIBOLD, wrap=True)
        hint = label(N_("It waits until this is put right; the other letters go on."), ink="text2")
        retry = button(N_("Try again"), self.again_wanted.emit, role="primary", icon="refresh")
        self.retry = retry
        self.case = button(N_("Open the case"), self.case_wanted.emit, icon="link")
        self.lender = button(N_("Lender and letters"), self.lender_wanted.emit, icon="note")
        self.late, self.more_reasons = QLineEdit(), QCheckBox()
        say(self.late, self.late.setPlaceholderText, N_("Why the letter is late"))
        say(self.late, self.late.setAccessibleName, N_("Why the letter is late"))
        say(self.more_reasons, self.more_reasons.setText, N_("More than four reasons hold"))
        self._held = pane(
            column(
                self.held_title,
                hint,
                6,
                self.findings,
                8,
                self.late,
                self.more_reasons,
                row(retry, self.case, self.lender, None),
                None,
                margins=(40, 36, 40, 24),
                gap=8,
            )
        )
        return self._held

    def _dress_language(self) -> None:
        say(self.language, self.language.setAccessibleName, N_("Letter language"))
        say(self.language.view(), self.language.view().setAccessibleName, N_("Letter language"))
        say(self.language, self.language.setToolTip, N_("Letter language"))
        self.language.addItem("", AS_SET)
        for word, name in LANGUAGE_WORDS.items():
            self.language.addItem(name, word)
        self.language.setFixedWidth(max(160, theme.grown(140)))

    def _dress_save(self) -> None:
        self.save.setIcon(icons.icon("export"))
        say(self.save, self.save.setText, N_("Save as PDF…"))
        menu = QMenu(self)  # not the button's: it may be switched off while the menu is open
        self.one = menu.addAction("", self.save_one_wanted.emit)
        self.merged = menu.addAction("", self.save_merged_wanted.emit)
        self.every = menu.addAction("", self.save_all_wanted.emit)
        menu.addSeparator()
        self.duplex, self.cover = menu.addAction(""), menu.addAction("")
        for choice in (self.duplex, self.cover):
            choice.setCheckable(True)
        self.save.setMenu(menu)

    def _connect(self) -> None:
        self.view.zoomed.connect(lambda _zoom: self._relabel())
        self.view.page_reached.connect(self._on_page)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self.view.next_found)
        self.language.activated.connect(self._on_language)
        say(self.search, self.search.setPlaceholderText, N_("Find in the letter"))
        say(self.search, self.search.setAccessibleName, N_("Find in the letter"))
        can_be_cleared(self.search, N_("Clear"))

    def _on_page(self, page: int, pages: int) -> None:
        self.page.setText(f"{page} / {pages}" if pages else "")

    def _on_language(self, at: int) -> None:
        self._asked = str(self.language.itemData(at))
        self.language_chosen.emit()

    def _on_search(self, typed: str) -> None:
        words, pages = typed.strip(), self.view.pages
        if pages is None or not words:
            self._show_found("", ())
            return

        def done(found: tuple[Found, ...]) -> None:
            if self.search.text().strip() == words and self.view.pages is pages:
                self._show_found(words, found)

        self._jobs.start(self, lambda _step: pages.find(words), done, reads=True)

    def _show_found(self, words: str, found: tuple[Found, ...]) -> None:
        self.view.show_found(found)
        self.found.setText(number(len(found)) if words else "")
        set_ink(self.found, "text2" if found else "decline")

    def _allow(self) -> None:
        line = self._line
        kept = line is not None and line.letter_id is not None
        due = line is not None and not kept
        self.print.setVisible(not due)
        self.save.setVisible(not due)
        self.print.setEnabled(kept or self._chosen > 0)
        self.save.setEnabled(kept or self._chosen > 0)
        self.one.setEnabled(kept)
        self.merged.setEnabled(self._chosen > 1)
        self.write.setVisible(due)
        self.language.setEnabled(due)
        shown = line.language if line is not None and kept else self._asked
        self.language.setCurrentIndex(max(0, self.language.findData(shown)))
        self._relabel()

    def _relabel(self) -> None:
        self.zoom.setText(f"{self.view.zoom * 100:.0f}%")
        self.language.setItemText(0, _("Language as set"))
        self.one.setText(_("This letter…"))
        self.merged.setText(_("The {n} letters chosen, in one file…", n=number(self._chosen)))
        self.every.setText(_("All written letters, into a folder…"))
        self.duplex.setText(_("In one file: each letter begins on a fresh sheet"))
        self.cover.setText(_("In one file: a list of the batch on top"))
