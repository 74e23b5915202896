"""The pictures of what is not the ordinary day: empty, loading, troubled, narrowed, at work."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from tests.screens import Stage
    from workbench.errors import WorkbenchError

Scenes = dict[str, Callable[[], object]]
_EMPTY = (
    *("review", "import", "letters", "portfolio", "strategy:try", "strategy:compare"),
    *("accounts", "accounts:campaign", "accounts:calendar"),
    *("audit:journal", "audit:backups", "audit:retention", "develop", "people", "lender"),
)

_READ = (
    *("letters", "portfolio", "strategy", "people", "accounts:campaign", "accounts:calendar"),
    *("audit:journal", "audit:backups", "audit:retention"),
)


def empty_scenes(stage: Stage) -> Scenes:
    """Every page of a store in which nothing was done yet."""
    from workbench.ui.places import PLACES

    window = stage.window
    known = {place.word for place in PLACES}
    return {
        f"empty_{place.replace(':', '_')}": lambda place=place: window.go(place)
        for place in _EMPTY
        if place.partition(":")[0] in known
    } | _waiting_scenes(stage)


def _waiting_scenes(stage: Stage) -> Scenes:
    """Every page that is still read, and that cannot be read."""
    from workbench.errors import StoreLocked

    error = StoreLocked(file="store.db")
    scenes: Scenes = {"loading_review": lambda: _loading(stage)}
    for place in _READ:
        word = place.replace(":", "_")
        scenes[f"loading_{word}"] = lambda place=place: _cover(stage, place, None)
        scenes[f"unread_{word}"] = lambda place=place: _cover(stage, place, error)
    return scenes


def _loading(stage: Stage) -> None:
    stage.window.go("review")
    stage.settle()
    page: Any = stage.window.page("review")
    page.queue.wait.tell()


def _cover(stage: Stage, place: str, error: WorkbenchError | None) -> None:
    from workbench.ui.reading import Reading

    stage.window.go(place)
    stage.settle()
    for reading in stage.window.page(place.partition(":")[0]).findChildren(Reading):
        if reading.parentWidget().isVisible():
            reading._error = error
            reading._cover()


def state_scenes(stage: Stage) -> Scenes:
    """Trouble, a filter that fits nothing, what was just done, the finder and the keys."""
    window = stage.window

    def page(word: str) -> Any:
        window.go(word)
        stage.settle()
        return window.page(word.partition(":")[0])

    def narrowed(text: str) -> None:
        review = page("review:all")
        review.queue.filter.setText(text)
        review.queue.load()

    def freed() -> Any:
        review = page("review:all")
        review.queue.clear_filter()
        review.problems.hide()
        review.undo.hide()
        return review

    def decided() -> None:
        from workbench.credit.status import Outcome

        freed()
        review = page("review:needs_review")
        advised = [row.advice for row in review.queue.model.rows()]
        review.queue.table.select_row(advised.index("approve"))
        stage.settle()
        review.choose(Outcome.APPROVE)

    def found() -> None:
        freed()
        window.top.search.setText("hart")
        window.finder.open()

    def trouble_there() -> None:
        portfolio = page("portfolio")
        portfolio._on_error(_changed())
        stage.after = portfolio.problems.hide

    def accounts_trouble() -> None:
        accounts = page("accounts")
        accounts.problems.show_error(_changed())
        stage.after = accounts.problems.hide

    def no_account_fits() -> None:
        accounts = page("accounts:all")
        accounts.list.filter.setText("zzz")
        stage.after = accounts.list.filter.clear

    def keys() -> None:
        from workbench.ui.shortcut_sheet import ShortcutSheet

        window.finder.leave()
        sheet = ShortcutSheet(window)
        sheet.setWindowFlags(Qt.WindowType.Widget)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.setAutoFillBackground(True)
        sheet.resize(sheet.sizeHint())
        sheet.move((window.width() - sheet.width()) // 2, 80)
        sheet.show()
        stage.after = sheet.close

    return {
        "none_match": lambda: narrowed("zzz"),
        "undo": decided,
        "error_review": lambda: freed().problems.show_error(_changed()),
        "error_import": lambda: _no_workbook(page("import")),
        "error_portfolio": trouble_there,
        "error_accounts": accounts_trouble,
        "none_match_accounts": no_account_fits,
        "finder": found,
        "keys": keys,
    }


def _changed() -> Exception:
    from workbench.errors import ChangedMeanwhile

    return ChangedMeanwhile(number="A-000002", actor="Omar Haddad")


def _no_workbook(page: Any) -> None:
    file = Path(tempfile.gettempdir()) / "applicants_november.xlsx"
    file.write_bytes(b"%PDF-1.7 a letter, not a workbook")
    page.start_over()
    page.open_file(str(file))
