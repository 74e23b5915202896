"""What the window does by key, and by a word in the search field: one list for both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.i18n import N_
from workbench.ui import desk_asks, key_map
from workbench.ui.places import PLACES

if TYPE_CHECKING:
    from workbench.ui.finder import Command, Finder, Found
    from workbench.ui.shell import MainWindow

Call = Callable[[], object]


def bind_keys(window: MainWindow) -> None:
    """Bind every key that works anywhere in the window."""
    for word, call in _deeds(window).items():
        key_map.bind(word, window, call)


def make_finder(window: MainWindow) -> Finder:
    """The list below the window's search field."""
    from workbench.ui.finder import Finder

    return Finder(window.top.search, _commands(window), partial(_find_cases, window), window)


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


def _find_cases(window: MainWindow, wanted: str, tell: Callable[[list[Found]], None]) -> None:
    def found(page: Any) -> None:
        tell([_case_line(window, listed) for listed in page.rows])

    window.jobs.start(
        window, lambda _step: desk_asks.search(window.desk, wanted), found, reads=True
    )


def _case_line(window: MainWindow, listed: Any) -> Found:
    from workbench.ui.finder import Found

    name = listed.name or listed.reference or listed.number
    return Found(name, listed.number, "user", partial(window.go, f"review:{listed.number}"))
