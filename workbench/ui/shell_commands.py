"""What the window does by key, and by a word in the search field: one list for both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.ui import key_map
from workbench.ui.places import PLACES

if TYPE_CHECKING:
    from workbench.ui.finder import Command, Finder, Found
    from workbench.ui.shell import MainWindow
    from workbench.workflow.find import Finding

Call = Callable[[], object]


def bind_keys(window: MainWindow) -> None:
    """Bind every key that works anywhere in the window."""
    for word, call in _deeds(window).items():
        key_map.bind(word, window, call)


def make_finder(window: MainWindow) -> Finder:
    """The list below the window's search field."""
    from workbench.ui.finder import Finder

    made = Finder(window.top.search, _commands(window), partial(_find, window), window)
    made.left.connect(lambda: _back_to_page(window))
    return made


def _back_to_page(window: MainWindow) -> None:
    page = window.current_page()
    if page is not None:
        page.take_focus()


def _deeds(window: MainWindow) -> dict[str, Call]:
    pages: dict[str, Call] = {
        f"page:{place.word}": partial(window.go, place.word) for place in PLACES
    }
    return {
        **pages,
        "page:help": window.open_help,
        "search": window.focus_search,
        "import": window.ask_import,
        "export": window.ask_export,
        "next_pane": partial(window.next_pane, 1),
        "previous_pane": partial(window.next_pane, -1),
        "rail": window.toggle_rail,
        "window": window.open_another,
        "keys": window.show_keys,
        "close": window.close,
    }


def _commands(window: MainWindow) -> list[Command]:
    from workbench.ui.finder import Command

    def command(title: str, word: str, icon: str, call: Call) -> Command:
        return Command(title, partial(key_map.caption, word) if word else str, icon, call)

    pages = [
        command(place.title, f"page:{place.word}", place.icon, partial(window.go, place.word))
        for place in PLACES
    ]
    return [
        *pages,
        command(N_("Import a spreadsheet"), "import", "import", window.ask_import),
        command(N_("Open the sample batch"), "", "spark", window.open_sample),
        command(N_("Export decisions"), "export", "export", window.ask_export),
        command(N_("New window"), "window", "plus", window.open_another),
        command(N_("Switch between light and dark"), "", "moon", window.switch_theme),
        command(N_("Switch between English and Chinese"), "", "language", window.switch_language),
        command(N_("Collapse or expand the navigation"), "rail", "menu", window.toggle_rail),
        command(N_("Lock the window, or switch the user"), "lock", "lock", window.lock),
        command(N_("Keys"), "keys", "keyboard", window.show_keys),
        command(N_("Program log"), "", "sheet", window.show_log),
        command(N_("Close the program"), "close", "close", window.close),
    ]


def _find(window: MainWindow, wanted: str, tell: Callable[[list[Found]], None]) -> None:
    def look(_step: object) -> Finding:
        from workbench.workflow.find import find

        return find(window.desk, wanted)

    window.jobs.start(window, look, lambda found: tell(_lines(window, found)), reads=True)


def _lines(window: MainWindow, finding: Finding) -> list[Found]:
    from workbench.ui.finder import Found

    kinds = (
        ("review", "user", [(one.number, one.name or one.reference) for one in finding.cases]),
        ("letters", "letters", [(one.number, one.name) for one in finding.letters]),
        (
            "accounts",
            "wallet",
            [(one.number, one.name or one.reference) for one in finding.accounts],
        ),
    )
    return [
        Found(name or number, number, icon, partial(window.go, f"{page}:{number}"))
        for page, icon, called in kinds
        for number, name in called
    ]
