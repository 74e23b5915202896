"""The main window: rail, top bar, pages, status bar; it passes things on and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from workbench import i18n
from workbench.i18n import N_, plural
from workbench.ui import desk_asks, key_map, motion, theme
from workbench.ui.brand import window_icon
from workbench.ui.file_boxes import is_spreadsheet
from workbench.ui.jobs import Jobs
from workbench.ui.layouts import column, go_to_pane, pane, row
from workbench.ui.listeners import forget_gone
from workbench.ui.notices import ProblemBar
from workbench.ui.page import Page
from workbench.ui.places import PLACES, WORKED_ON, make_page
from workbench.ui.rail import Rail
from workbench.ui.recovery import Recovery
from workbench.ui.shell_commands import bind_keys
from workbench.ui.status_bar import StatusBar
from workbench.ui.top_bar import TopBar
from workbench.ui.window_memory import keep_words, window_memory
from workbench.ui.words import again, say, speak

if TYPE_CHECKING:
    from workbench.storage.first_look import FirstLook
    from workbench.ui.finder import Finder
    from workbench.workflow.desk import Desk

_NARROW_BELOW = 1280
_ASIDE = 32  # pixels by which a further window stands aside
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
        self.recovery = Recovery(desk, jobs, _number(), self._work_now, self)
        _windows.append(self)
        self._lay()
        self._connect()
        key_map.use(desk.settings)
        bind_keys(self)
        self.setAcceptDrops(True)
        self._finder: Finder | None = None
        say(self, self.setWindowTitle, N_("Credit Workbench"))
        again(self, self._describe)
        again(self, self._tell_counts)
        self._restore_geometry()

    def _lay(self) -> None:
        self.setMinimumSize(_LEAST)
        self._told = (self.recovery.bar, self.problems)
        self._notice = pane(column(*self._told, margins=(14, 10, 14, 0), gap=0))
        self._notice.setVisible(False)
        for bar in self._told:
            bar.installEventFilter(self)
        right = column(self.top, self._notice, self.stack, self.status, gap=0)
        right.setStretch(2, 1)
        whole = row(self.rail, right, gap=0)
        whole.setStretch(1, 1)
        self.setCentralWidget(pane(whole, "page"))

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.top.theme_asked.connect(self.switch_theme)
        self.top.language_asked.connect(self.switch_language)
        self.top.imported.connect(self.ask_import)
        self.top.exported.connect(self.ask_export)
        self.jobs.troubled.connect(self._on_trouble)

    def _on_trouble(self, error: Any, asker: object) -> None:
        if asker is self or asker not in _windows:  # another window tells of its own
            self.problems.show_error(error)

    @property
    def finder(self) -> Finder:
        """The list below the search field; built once the window has been painted."""
        if self._finder is None:
            from workbench.ui.shell_commands import make_finder

            self._finder = make_finder(self)
        return self._finder

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

    def show_log(self) -> None:
        """What the program noted of itself, without a word about applicants."""
        from workbench.ui.log_sheet import LogSheet

        LogSheet(self).exec()

    def setVisible(self, shown: bool) -> None:
        if shown:
            for part in (self.rail, self.top, self.status):
                theme.dress(part)
        super().setVisible(shown)

    def open_another(self) -> MainWindow:
        """A second window on the same store, on the page shown here."""
        made = MainWindow(self.desk, self.jobs)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.resize(self.size())
        made.move(self.pos() + QPoint(_ASIDE, _ASIDE))
        made.destroyed.connect(lambda: QTimer.singleShot(0, forget_gone))
        made.show()
        made.begin(self.place())
        return made

    def place(self) -> str:
        """Where one is now, as `go` takes it: "review:A-000123"."""
        page = self.current_page()
        within = page.within() if page is not None else ""
        return f"{self._current}:{within}" if within else self._current

    def show_first(self, look: FirstLook) -> None:
        """Show the review queue with the rows read before the store was opened."""
        page = self.page("review")
        self._current = "review"
        self.rail.show_page("review")
        self._put_up(page)
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

        if self._current not in {"", "review"}:  # gone on before the store was open
            place = self._current
        begun = place if place.partition(":")[0] in {each.word for each in PLACES} else "review"
        self.go("import" if under_way.is_cut_off(self.desk) else begun)
        self.refresh_counts()
        self.recovery.begin(self.go, self.page)

    def _work_now(self) -> tuple[str, Mapping[str, Page]]:
        return self.place(), self._pages

    def go(self, place: str) -> None:
        """Show a page by its word; "review:A-000123" also opens a place within it."""
        word, _colon, within = place.partition(":")
        page = self.page(word)
        self._current = word
        self.rail.show_page(word)
        self._put_up(page)
        page.refresh()
        page.take_focus()
        if within:
            page.open_at(within)
        self._describe()

    def _put_up(self, page: Page) -> None:
        theme.dress(page)
        self.stack.setCurrentWidget(page)

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
        for other in windows_beside(self):
            other.on_changed_elsewhere()

    def on_changed_elsewhere(self) -> None:
        """Another window of this program changed the store: show what stands there now."""
        self.refresh_counts()
        page = self.current_page()
        if page is not None:
            page.refresh()

    def _describe(self) -> None:
        page = self.current_page()
        if page is not None:
            self.top.show_page(page.title(), page.subtitle())

    def _on_set(self, name: str) -> None:
        """A setting was changed on its page: what can be seen changes at once."""
        if name == "language":
            speak(application(), self.desk.settings.language())
        elif name in {"theme", "motion"}:
            motion.use(self.desk.settings.text("motion"))
            theme.apply(application(), self.desk.settings.text("theme"))

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

    def toggle_rail(self) -> None:
        """Icons alone at the left edge, or their names too."""
        self._narrow_wanted = not self._narrow_wanted
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_narrow(self._narrow_wanted or self.width() < theme.grown(_NARROW_BELOW))

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_import(self) -> None:
        """Ask for a spreadsheet, and open it on the Import page."""
        from workbench.ui.file_boxes import ask_spreadsheet

        file = ask_spreadsheet(self.top)
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

    def ask_export(self) -> None:
        """Ask where the workbook of decisions goes, and write it."""
        from workbench.ui.file_boxes import ask_workbook_to_write

        file = ask_workbook_to_write(self.top)
        if file:
            self.jobs.start(
                self,
                lambda step: desk_asks.export(self.desk, file, step),
                lambda _rows: self.problems.show_saved(Path(file)),
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

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            theme.dress(self._notice)
            self._notice.setVisible(any(bar.isVisibleTo(self._notice) for bar in self._told))
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        window_memory().setValue("geometry", self.saveGeometry())
        if self._current in WORKED_ON:
            keep_words("page", [self._current])
        self.recovery.end()
        if self in _windows:
            _windows.remove(self)
        super().closeEvent(event)


_windows: list[MainWindow] = []


def windows_beside(window: MainWindow) -> list[MainWindow]:
    """The other windows of this program on the same store."""
    living = [each for each in _windows if shiboken6.isValid(each)]
    return [each for each in living if each is not window and each.desk is window.desk]


def _number() -> int:
    """The least number that no open window has, from 1."""
    taken = {each.recovery.number for each in _windows if shiboken6.isValid(each)}
    return next(n for n in count(1) if n not in taken)


def application() -> QApplication:
    """The one application object."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
