"""Lender and letters: what the lender may change of its letters, with the letter beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from workbench.errors import WorkbenchError
from workbench.i18n import N_, Language, _, plural, sentences
from workbench.letters.pack_entries import Entry, as_toml, changes_of
from workbench.letters.pack_entries import Path as EntryPath
from workbench.letters.record import KIND_WORDS, Kind
from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.fields import choice_field, day_field
from workbench.ui.jobs import Jobs, Step
from workbench.ui.labels import label, set_ink
from workbench.ui.layouts import column, pane, row
from workbench.ui.lender_editor import EntryEditor
from workbench.ui.lender_entries import EntryList
from workbench.ui.letters_list import LANGUAGE_WORDS
from workbench.ui.letters_pages import LetterPages
from workbench.ui.notices import SLOW_MS, Blank
from workbench.ui.page import Page
from workbench.ui.page_view import PageView
from workbench.ui.words import again, say
from workbench.workflow import lender_packs

if TYPE_CHECKING:
    from workbench.workflow.desk import Desk

PACK_WORDS = {"us": N_("United States"), "cn": N_("Mainland China")}
_LIST_WIDTH, _EDITOR_WIDTH = 332, 344


class LenderPage(Page):
    """Entries at the left, the one being edited in the middle, a specimen letter at the right."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._changes: dict[EntryPath, Any] = {}
        self._kept: dict[EntryPath, Any] = {}
        self._asked = 0
        self.pack, self.kind = choice_field(N_("Letter pack"), 150), choice_field(N_("Kind"), 190)
        self.language = choice_field(N_("Letter language"), 110)
        self.entries, self.editor, self.view = EntryList(), EntryEditor(), PageView(jobs)
        self.blank = Blank("letter", N_("Setting the letter"))
        self.told = label(ink="text2", scale=0.92, wrap=True)
        self.begin = day_field(N_("In force from"))
        self.keep = button(N_("Save changes"), self._keep, role="primary", icon="check")
        self.discard = button(N_("Discard"), self._discard, icon="undo")
        self._lay()
        self._fill_choices()
        self._connect()
        again(self, self._relabel)

    def title(self) -> str:
        return _("Lender and letters")

    def subtitle(self) -> str:
        versions = lender_packs.pack_versions(self._desk, self._name())
        if not versions:
            return _("As shipped; nothing was changed so far")
        last = versions[-1]
        return _(
            "Last changed by {officer}, in force from {day}",
            officer=last.actor,
            day=last.effective_from.isoformat(),
        )

    def refresh(self) -> None:
        if not self._unkept():
            self._load()

    def take_focus(self) -> None:
        self.entries.filter.setFocus()

    def open_at(self, place: str) -> None:
        """Show a pack by its word: "us" or "cn"."""
        at = self.pack.findData(place)
        if at >= 0:
            self.pack.setCurrentIndex(at)

    def _lay(self) -> None:
        chooser = row(self.pack, None, margins=(10, 8, 10, 0))
        left = pane(column(chooser, self.entries, gap=0), "side-start")
        left.setFixedWidth(max(_LIST_WIDTH, theme.grown(236)))
        begin = row(label(N_("In force from"), ink="text2"), self.begin, None)
        keep = row(self.keep, self.discard, None)
        foot = column(self.told, begin, keep, margins=(16, 10, 16, 12), gap=8)
        middle = column(self.editor, pane(foot, "footer"), gap=0)
        middle.setStretch(0, 1)
        centre = pane(middle)
        centre.setFixedWidth(max(_EDITOR_WIDTH, theme.grown(270)))
        top = row(self.kind, self.language, None, margins=(12, 8, 12, 8))
        shown = column(pane(top, "topbar"), self.blank, self.view, gap=0)
        shown.setStretch(1, 1)
        shown.setStretch(2, 1)
        body = row(left, centre, pane(shown), gap=0)
        body.setStretch(2, 1)
        self.setLayout(body)
        self.view.hide()
        self.blank.hide()
        QTimer.singleShot(SLOW_MS, self, self._say_setting)

    def _say_setting(self) -> None:
        self.blank.setVisible(self.view.isHidden())

    def _fill_choices(self) -> None:
        for word in PACK_WORDS:
            self.pack.addItem("", word)
        for kind in KIND_WORDS:
            self.kind.addItem("", kind.value)
        for language, name in LANGUAGE_WORDS.items():
            self.language.addItem(name, language)
        self.kind.setCurrentIndex(self.kind.findData(Kind.DECLINE.value))
        say(self, lambda _said: self._name_choices(), N_("Letter pack"))

    def _name_choices(self) -> None:
        for at, word in enumerate(PACK_WORDS.values()):
            self.pack.setItemText(at, _(word))
        for at, word in enumerate(KIND_WORDS.values()):
            self.kind.setItemText(at, _(word))

    def _connect(self) -> None:
        self.pack.currentIndexChanged.connect(lambda _at: self._load())
        self.kind.currentIndexChanged.connect(lambda _at: self._ask_preview())
        self.language.currentIndexChanged.connect(lambda _at: self._ask_preview())
        self.entries.chosen.connect(self._on_chosen)
        self.editor.changed.connect(self._on_changed)
        self.editor.refused.connect(self._tell_refused)

    def _name(self) -> str:
        return str(self.pack.currentData() or "us")

    def _unkept(self) -> bool:
        return self._changes != self._kept

    def _load(self) -> None:
        """Begin from the changes that are in force."""
        try:
            found = lender_packs.entries(self._desk, self._name())
        except WorkbenchError as fault:
            self._tell(fault.text(), wrong=True)
            return
        self._changes = dict(changes_of(found))
        self._kept = dict(self._changes)
        self.language.setCurrentIndex(
            self.language.findData("zh" if self._name() == "cn" else "en")
        )
        self._show_entries()
        self._judge()
        self.described.emit()

    def _show_entries(self) -> None:
        found = lender_packs.entries(self._desk, self._name(), self._own())
        self.entries.show_entries(found)
        current = self.entries.current()
        if current is not None:
            self._on_chosen(current)

    def _own(self) -> str:
        return as_toml(self._name(), self._changes)

    def _on_chosen(self, entry: Entry) -> None:
        if self.editor.entry != entry:
            self.editor.show_entry(entry)
            self._show_kind_of(entry)

    def _show_kind_of(self, entry: Entry) -> None:
        """Show a letter that says what is edited, where the one shown does not."""
        kinds = lender_packs.kinds_showing(self._name(), entry.path)
        if kinds and Kind(self.kind.currentData()) not in kinds:
            self.kind.setCurrentIndex(self.kind.findData(kinds[0].value))

    def _on_changed(self, path: EntryPath, value: Any) -> None:
        self._changes[path] = value
        before = self.editor.entry
        found = lender_packs.entries(self._desk, self._name(), self._own())
        self._changes = dict(changes_of(found))
        self.entries.show_entries(found)
        now = next((entry for entry in found if entry.path == path), None)
        if now is not None and before is not None and before.path == path:
            self.editor.entry = now
            if now.form.value == "picture" or not now.is_changed:
                self.editor.show_entry(now)
            else:
                self.editor.shipped.setEnabled(now.is_changed)
        self._judge()

    def _judge(self) -> None:
        """Name what keeps the changes from being kept, or show the letter they make."""
        faults = lender_packs.faults_in(self._name(), self._own())
        if faults:
            self._tell("\n".join(faults[:3]), wrong=True)
        else:
            self._tell_count()
            self._ask_preview()
        self.keep.setEnabled(self._unkept() and not faults)
        self.discard.setEnabled(self._unkept())

    def _tell_count(self) -> None:
        count = len(self._changes)
        if not count and not self._unkept():
            self._tell(_("Everything is as shipped."))
            return
        words = plural(
            "{n} entry differs from what is shipped.",
            "{n} entries differ from what is shipped.",
            count,
        )
        if self._unkept():
            words = sentences(words, _("Not saved yet."))
        self._tell(words)

    def _tell_refused(self, why: str) -> None:
        if why:
            self._tell(why, wrong=True)
            self.keep.setEnabled(False)
        else:
            self._judge()

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        self.told.setText(words)
        set_ink(self.told, "decline" if wrong else "text2")

    def _ask_preview(self) -> None:
        self._asked += 1
        desk, asked, name, own = self._desk, self._asked, self._name(), self._own()
        kind, language = Kind(self.kind.currentData()), Language(self.language.currentData())

        def work(_step: Step) -> LetterPages:
            return LetterPages.read(lender_packs.preview_pack(desk, name, own, kind, language))

        def done(pages: LetterPages) -> None:
            if asked == self._asked:
                self.blank.hide()
                self.view.show()
                self.view.show_pages(pages)

        def failed(error: WorkbenchError) -> None:
            if asked == self._asked:
                self.view.hide()
                self.blank.show_words(_("No preview"), error.text())
                self.blank.show()

        self._jobs.start(self, work, done, failed, reads=True)

    def _keep(self) -> None:
        desk, name, own = self._desk, self._name(), self._own()
        chosen = self.begin.date()
        day = date(chosen.year(), chosen.month(), chosen.day())

        def done(_kept: object) -> None:
            self._kept = dict(self._changes)
            self._judge()
            self._tell(_("Kept; letters carry it from {day} on.", day=day.isoformat()))
            self.described.emit()
            self.changed.emit()

        self._jobs.start(
            self,
            lambda _step: lender_packs.keep_pack(desk, name, own, day),
            done,
            lambda error: self._tell(error.text(), wrong=True),
        )

    def _discard(self) -> None:
        self._changes = dict(self._kept)
        self._show_entries()
        if self.editor.entry is not None:
            self.entries.go_to(self.editor.entry.path)
        self._judge()

    def _relabel(self) -> None:
        self._judge()
        self.described.emit()
