"""The main window: rail, top bar, pages, status bar; it passes things on and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from workbench import i18n
from workbench.i18n import N_, plural
from workbench.ui import desk_asks, theme
from workbench.ui.brand import window_icon
from workbench.ui.file_boxes import is_spreadsheet
from workbench.ui.jobs import Jobs
from workbench.ui.layouts import column, pane, row
from workbench.ui.notices import ProblemBar
from workbench.ui.page import Page
from workbench.ui.places import PLACES, make_page
from workbench.ui.rail import Rail
from workbench.ui.status_bar import StatusBar
from workbench.ui.top_bar import TopBar
from workbench.ui.window_memory import window_memory
from workbench.ui.words import again, say, speak

if TYPE_CHECKING:
    from workbench.storage.first_look import FirstLook
    from workbench.ui.finder import Command, Finder, Found
    from workbench.workflow.desk import Desk

_NARROW_BELOW = 1280
_LEAST, _USUAL = QSize(1180, 720), QSize(1440, 900)


class MainWindow(QMainWindow):
    """The window. Pages are made when they are first shown, so that it opens quickly."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._narrow_wanted = False
        self._counts: Mapping[str, Any] = {}
        self.rail = Rail(PLACES, desk.officer(), desk.officer_title())
        self.top = TopBar()
        self.status = StatusBar(jobs)
        self.problems = ProblemBar()
        self.stack = QStackedWidget()
        self._lay()
        self._connect()
        self._bind_keys()
        self.setAcceptDrops(True)
        self._finder: Finder | None = None
        say(self, self.setWindowTitle, N_("Credit Workbench"))
        again(self, self._describe)
        again(self, self._tell_counts)
        self._restore_geometry()

    def _lay(self) -> None:
        self.setMinimumSize(_LEAST)
        notice = pane(column(self.problems, margins=(14, 10, 14, 0)))
        notice.setVisible(False)
        self.problems.installEventFilter(self)
        self._notice = notice
        right = column(self.top, notice, self.stack, self.status, gap=0)
        right.setStretch(2, 1)
        whole = row(self.rail, right, gap=0)
        whole.setStretch(1, 1)
        self.setCentralWidget(pane(whole, "page"))

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.top.theme_asked.connect(self.switch_theme)
        self.top.language_asked.connect(self.switch_language)
        self.top.imported.connect(self._ask_import)
        self.top.exported.connect(self._ask_export)
        self.jobs.troubled.connect(self.problems.show_error)

    def _bind_keys(self) -> None:
        for place in PLACES:
            if place.keys and place.word != "help":
                self._key(place.keys, partial(self.go, place.word))
        self._key("Ctrl+B", self._toggle_rail)
        self._key("Ctrl+I", self._ask_import)
        self._key("Ctrl+E", self._ask_export)
        self._key("Ctrl+K", self._focus_search)
        self._key("Ctrl+Q", self.close)
        self._key("F1", self.open_help)
        self._key("F6", partial(self.next_pane, 1))
        self._key("Shift+F6", partial(self.next_pane, -1))
        self._key("?", self.show_keys)
        self._key("Ctrl+/", self.show_keys)

    @property
    def finder(self) -> Finder:
        """The list below the search field; built once the window has been painted."""
        if self._finder is None:
            from workbench.ui.finder import Finder

            field = self.top.search
            self._finder = Finder(field, self._commands(), self._find_cases, self)
        return self._finder

    def _commands(self) -> list[Command]:
        from workbench.ui.finder import Command

        pages = [
            Command(place.title, place.keys, place.icon, partial(self.go, place.word))
            for place in PLACES
        ]
        return [
            *pages,
            Command(N_("Import a spreadsheet"), "Ctrl+I", "import", self._ask_import),
            Command(N_("Open the sample batch"), "", "spark", self.open_sample),
            Command(N_("Export decisions"), "Ctrl+E", "export", self._ask_export),
            Command(N_("Switch between light and dark"), "", "moon", self.switch_theme),
            Command(N_("Switch between English and Chinese"), "", "language", self.switch_language),
            Command(N_("Narrow or widen the rail"), "Ctrl+B", "menu", self._toggle_rail),
            Command(N_("Lock the window, or switch the user"), "Ctrl+L", "lock", self.lock),
            Command(N_("Keys"), "?", "keyboard", self.show_keys),
            Command(N_("Close the program"), "Ctrl+Q", "close", self.close),
        ]

    def _find_cases(self, wanted: str, tell: Callable[[list[Found]], None]) -> None:
        def found(page: Any) -> None:
            tell([self._case_line(listed) for listed in page.rows])

        self.jobs.start(self, lambda _step: desk_asks.search(self.desk, wanted), found, reads=True)

    def _case_line(self, listed: Any) -> Found:
        from workbench.ui.finder import Found

        name = listed.name or listed.reference or listed.number
        return Found(name, listed.number, "user", partial(self.go, f"review:{listed.number}"))

    def next_pane(self, step: int) -> None:
        """Put the keyboard into the next part of the window: rail, panes of the page, search."""
        page = self.current_page()
        panes: list[QWidget] = [self.rail, *(page.panes() if page else ()), self.top]
        held = QApplication.focusWidget()
        at = [n for n, pane_ in enumerate(panes) if held and pane_.isAncestorOf(held)]
        go_to_pane(panes[((at[-1] if at else -1) + step) % len(panes)])

    def open_help(self) -> None:
        """Help, at the chapter of the page shown."""
        self.go(f"help:{self._current}")

    def lock(self) -> None:
        """Cover the window until somebody signs in."""
        self.keeper.lock()

    def show_keys(self) -> None:
        """Every key on one sheet."""
        from workbench.ui.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self).exec()

    def _key(self, keys: str, call: Callable[[], object]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(call)

    def show_first(self, look: FirstLook) -> None:
        """Show the review queue with the rows read before the store was opened."""
        page = self.page("review")
        self._current = "review"
        self.rail.show_page("review")
        self.stack.setCurrentWidget(page)
        page.show_first(look)
        self._counts = {"counts": look.counts}
        self._tell_counts()
        self._describe()

    def begin(self, place: str) -> None:
        """Show the first page, once the window itself has been painted; where the store knows
        its people, once somebody has signed in."""
        from workbench.ui.lock_screen import LockKeeper

        self.keeper = LockKeeper(self, self.desk, self.jobs)
        self.keeper.seated.connect(lambda: self._on_seated(place))
        self.keeper.watch(application())
        self.keeper.begin(lambda: self._begin(place))

    def _on_seated(self, place: str) -> None:
        page = self.current_page()
        if page is None:
            self._begin(place)
        else:
            page.refresh()
            self.refresh_counts()

    def _begin(self, place: str) -> None:
        self.setWindowIcon(window_icon())
        self.finder.hide()
        from workbench.workflow import under_way

        self.go("import" if under_way.is_cut_off(self.desk) else place)
        self.refresh_counts()

    def go(self, place: str) -> None:
        """Show a page by its word; "review:A-000123" also opens a place within it."""
        word, _colon, within = place.partition(":")
        page = self.page(word)
        self._current = word
        self.rail.show_page(word)
        self.stack.setCurrentWidget(page)
        page.refresh()
        page.take_focus()
        if within:
            page.open_at(within)
        self._describe()

    def page(self, word: str) -> Page:
        """The page of a word, made on first use."""
        if word not in self._pages:
            made = make_page(word, self.desk, self.jobs)
            made.described.connect(self._describe)
            made.changed.connect(lambda: self._on_changed(word))
            made.wants_page.connect(self.go)
            made.set_.connect(self._on_set)
            made.sample_asked.connect(self.open_sample)
            self._pages[word] = made
            self.stack.addWidget(made)
        return self._pages[word]

    def current_page(self) -> Page | None:
        """The page shown now."""
        return self._pages.get(self._current)

    def refresh_counts(self) -> None:
        """Ask how many cases stand where, for rail and status bar."""
        self.jobs.start(
            self, lambda _step: desk_asks.standing(self.desk), self._on_counts, reads=True
        )

    def _on_counts(self, standing: Mapping[str, Any]) -> None:
        self._counts = standing
        self.rail.show_officer(self.desk.officer(), self.desk.officer_title())
        self._tell_counts()

    def _tell_counts(self) -> None:
        counts = self._counts.get("counts", {})
        waiting = int(counts.get("needs_review", 0))
        due = int(counts.get("letters_due", 0))
        self.rail.show_counts({"review": waiting, "letters": due})
        said = [
            plural("{n} needs review", "{n} need review", waiting),
            plural(
                "{n} application in the store",
                "{n} applications in the store",
                int(counts.get("all", 0)),
            ),
        ]
        in_force = self._counts.get("strategies", [])[:2]
        self.status.show_facts(said + [desk_asks.in_force(one) for one in in_force])

    def _on_changed(self, word: str) -> None:
        self.refresh_counts()
        if word != self._current and self._current in self._pages:
            self._pages[self._current].refresh()

    def _describe(self) -> None:
        page = self.current_page()
        if page is not None:
            self.top.show_page(page.title(), page.subtitle())

    def _on_set(self, name: str) -> None:
        """A setting was changed on its page: what can be seen changes at once."""
        if name == "theme":
            theme.apply(application(), self.desk.settings.text("theme"))
        elif name == "language":
            speak(application(), self.desk.settings.text("language"))

    def switch_theme(self) -> None:
        """Light becomes dark, dark becomes light; kept in the settings."""
        chosen = "light" if theme.is_dark() else "dark"
        self.desk.settings.set("theme", chosen)
        theme.apply(application(), chosen)

    def switch_language(self) -> None:
        """English becomes Chinese, Chinese becomes English; kept in the settings."""
        chosen = "en" if i18n.current() is i18n.Language.ZH else "zh"
        self.desk.settings.set("language", chosen)
        speak(application(), chosen)

    def _toggle_rail(self) -> None:
        self._narrow_wanted = not self._narrow_wanted
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_narrow(self._narrow_wanted or self.width() < _NARROW_BELOW)

    def _focus_search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_import(self) -> None:
        from workbench.ui.file_boxes import ask_spreadsheet

        file = ask_spreadsheet(self)
        if file:
            self.open_spreadsheets([file])

    def open_spreadsheets(self, files: Sequence[str]) -> None:
        """Open spreadsheets on the Import page, one after another."""
        self.go("import")
        self.page("import").open_files([Path(file) for file in files])

    def open_sample(self) -> None:
        """Open the sample batch on the Import page."""
        self.go("import")
        self.page("import").open_sample()

    def _ask_export(self) -> None:
        from workbench.ui.file_boxes import ask_workbook_to_write

        file = ask_workbook_to_write(self)
        if file:
            self.jobs.start(
                self,
                lambda step: desk_asks.export(self.desk, file, step),
                lambda _done: None,
                self.problems.show_error,
                title=N_("Exporting decisions"),
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(is_spreadsheet(url.toLocalFile()) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = [url.toLocalFile() for url in event.mimeData().urls()]
        files = [file for file in dropped if is_spreadsheet(file)]
        if files:
            event.acceptProposedAction()
            self.open_spreadsheets(files)

    def _restore_geometry(self) -> None:
        kept = window_memory().value("geometry")
        if kept is None or not self.restoreGeometry(kept):
            self.resize(_USUAL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.problems and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._notice.setVisible(self.problems.isVisibleTo(self._notice))
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        window_memory().setValue("geometry", self.saveGeometry())
        super().closeEvent(event)


def go_to_pane(pane_: QWidget) -> None:
    """Put the keyboard on the first thing in a pane that takes it."""
    taking = Qt.FocusPolicy.TabFocus
    for inner in pane_.findChildren(QWidget):
        if inner.isVisible() and inner.isEnabled() and inner.focusPolicy() & taking:
            inner.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def application() -> QApplication:
    """The one application object."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
