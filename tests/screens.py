"""`python -m tests.screens OUT`: a picture of every page, to be looked at.

Each page of the window in English and Chinese, light and dark, at the usual size, the least and
on a desktop at 200 %, from a store filled with the sample batch and from an empty one.
`--only review` makes one page's pictures.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.screen_people import password_of, some_people
from tests.screen_states import Scenes, empty_scenes, state_scenes
from tests.screen_strategy import strategy_scenes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from workbench.ui.jobs import Jobs
    from workbench.ui.shell import MainWindow
    from workbench.workflow.desk import Desk

SIZES = {"1440x900": (1440, 900), "1180x720": (1180, 720)}
USUAL = "1440x900"
KINDS = ("full", "people", "empty")
LAST = ("people", "locked")
"""Scenes after which the window is another: somebody must sign in."""
LANGUAGES = ("en", "zh")
THEMES = ("light", "dark")
_COST_SENTENCE = "0.72% per month for 12 months, settled after month 3, 20% off fees, 3 gifts"


@dataclass
class Stage:
    """A window on the sample store, and a way to wait until it has nothing left to do."""

    app: QApplication
    window: MainWindow
    jobs: Jobs
    desk: Desk
    after: Callable[[], object] | None = None

    def settle(self, least: float = 0.06, most: float = 20.0) -> None:
        """Let events and jobs run until nothing moves any more."""
        begun = time.monotonic()
        while time.monotonic() - begun < most:
            self.app.processEvents()
            if not self.jobs.running() and time.monotonic() - begun > least:
                break
            time.sleep(0.004)
        for _turn in range(4):
            self.app.processEvents()

    def dress(self, theme_name: str, language: str, size: tuple[int, int]) -> None:
        """Switch theme, language and size of the living window."""
        from workbench.ui import theme, words

        theme.apply(self.app, theme_name)
        words.speak(self.app, language)
        self.window.resize(*size)
        self.settle()

    def picture(self, file: Path) -> None:
        """Keep what the window shows now."""
        self.settle()
        self.window.grab()  # pages of a letter are drawn once they have been asked for
        self.settle(0.2)
        self.window.grab().save(str(file))
        if self.after is not None:
            self.after()
            self.after = None


@contextmanager
def stage(place: str | None = None, *, empty: bool = False) -> Iterator[Stage]:
    """A window on a store with the sample batch, on an empty one, or on the store in `place`."""
    with tempfile.TemporaryDirectory() as folder:
        if place is None:
            for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
                os.environ[name] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["USER"] = "Lin Mei"
        from workbench.workflow.desk import Desk
        from workbench.workflow.samples import sample_store

        at = Path(folder) / "sample.db"
        chosen = place or str(at if empty else sample_store(at))
        with Desk.open(chosen) as desk:
            if place is None and not empty:
                _some_decisions(desk)
                _some_accounts(desk, Path(folder))
            yield from _window(desk)


def _some_decisions(desk: Desk) -> None:
    """Half of the easy cases decided as advised, and one decided against the advice."""
    from workbench.credit.decision import Choice
    from workbench.credit.status import Outcome
    from workbench.workflow import decide

    rows = decide.queue(desk, "needs_review", size=1000).rows
    for listed in [r for r in rows if r.advice in {"approve", "decline"}][:60:2]:
        choice = Choice(Outcome(listed.advice or "decline"))
        decide.decide(desk, listed.application_id, choice, seen_version=listed.version)
    code = decide.override_reasons("decline_over_approve")[0][0]
    against = Choice(
        Outcome.DECLINE,
        reason_code=code,
        justification="The employer's letter names another start date than the sheet does.",
        reason_codes=(decide.judgement_reasons()[0][0],),
    )
    last = [r for r in rows if r.advice == "approve"][-1]
    decide.decide(desk, last.application_id, against, seen_version=last.version)


def _some_accounts(desk: Desk, folder: Path) -> None:
    """Accounts kept elsewhere with eight months each, one suspended, one increase proposed."""
    from tests.made_up_accounts import accounts_book, some_actions

    accounts_book(desk, folder)
    some_actions(desk)


def _window(desk: Desk) -> Iterator[Stage]:
    from workbench.ui.jobs import Jobs
    from workbench.ui.program import make_application
    from workbench.ui.rubbish import Rubbish
    from workbench.ui.shell import MainWindow

    app = make_application(desk.settings)
    rubbish = Rubbish(app)
    rubbish.begin()
    jobs = Jobs()
    window = MainWindow(desk, jobs)
    window.resize(1440, 900)
    window.show()
    window.begin("review")
    made = Stage(app, window, jobs, desk)
    try:
        made.settle()
        yield made
    finally:  # nobody writes into a folder that is being taken away
        made.window.close()
        jobs.close()
        rubbish.end()


def scenes(stage_: Stage) -> Scenes:
    """Every picture by name, and how to bring the window there."""
    return (
        case_scenes(stage_)
        | import_scenes(stage_)
        | account_scenes(stage_)
        | strategy_scenes(stage_)
        | page_scenes(stage_)
    )


def case_scenes(stage_: Stage) -> Scenes:
    """The review queue and the sides of a case."""
    window = stage_.window

    def review(view: str, side: str = "decision") -> Any:
        window.go(f"review:{view}")
        page: Any = window.page("review")
        stage_.settle()
        page.case.close_form()
        page.case.tabs.button(side).click()
        stage_.settle()
        return page

    def override(outcome: str) -> None:
        from workbench.credit.status import Outcome

        page = review("needs_review")
        wanted = "decline" if outcome == "approve" else "approve"
        rows = page.queue.model.rows()
        found = [at for at, row in enumerate(rows) if row.advice == wanted]
        page.queue.table.select_row(found[0] if found else 0)
        stage_.settle()
        page.choose(Outcome(outcome))

    def several() -> None:
        page = review("needs_review")
        page.queue.table.selectAll()

    return {
        "review": lambda: review("needs_review"),
        "review_all": lambda: review("all"),
        "application": lambda: review("all", "application"),
        "what_if": lambda: review("all", "what_if"),
        "history": lambda: review("overridden", "history"),
        "approved": lambda: review("approved", "letter"),
        "override": lambda: override("approve"),
        "decline": lambda: override("decline"),
        "counter_offer": lambda: override("counter_offer"),
        "several": several,
    }


def import_scenes(stage_: Stage) -> Scenes:
    """The steps of an import."""
    window = stage_.window

    def importing(steps: int) -> None:
        window.go("import")
        page: Any = window.page("import")
        page.start_over()
        stage_.settle()
        page.open_sample()
        stage_.settle()
        for _step in range(steps):
            page.go_on()
            stage_.settle()

    def import_text() -> None:
        window.go("import")
        page: Any = window.page("import")
        page.start_over()
        stage_.settle()
        file = Path(tempfile.gettempdir()) / "applicants_gbk.csv"
        lines = "姓名,贷款金额（万元）,期限(月),月收入,客户经理\n王思远,12,24,15000,李梅\n"
        file.write_bytes(lines.encode("gb18030"))
        page.open_file(str(file))
        stage_.settle()

    def import_own_fact() -> None:
        import_text()
        page: Any = window.page("import")
        page.go_on()
        rows = page.match.model.rows()
        page.match.table.select_row([line.fact for line in rows].index(None))

    return {
        "import": lambda: window.go("import"),
        "import_text": import_text,
        "import_match": lambda: importing(1),
        "import_own_fact": import_own_fact,
        "import_check": lambda: importing(2),
    }


def account_scenes(stage_: Stage) -> Scenes:
    """Accounts and the portfolio."""
    window = stage_.window

    def portfolio_end() -> None:
        window.go("portfolio")
        page: Any = window.page("portfolio")
        stage_.settle()
        bar = page._body.verticalScrollBar()
        bar.setValue(bar.maximum())

    def account(view: str, side: str = "standing") -> Any:
        window.go(f"accounts:{view}")
        page: Any = window.page("accounts")
        page.pane.close_form()
        page.tabs.show_tab("accounts")
        page.open_at(view)
        stage_.settle()
        page.pane.show_side(side)
        return page

    return {
        "accounts": lambda: account("all"),
        "accounts_late": lambda: account("past_due"),
        "accounts_score": lambda: account("all", "score"),
        "accounts_statements": lambda: account("all", "months"),
        "accounts_relief": lambda: account("past_due", "relief"),
        "accounts_help": lambda: account("all", "help"),
        "accounts_form": lambda: account("active").pane.open_form(),  # noqa: PLW0108 -- opened then
        "accounts_campaign": lambda: window.go("accounts:campaign"),
        "accounts_calendar": lambda: window.go("accounts:calendar"),
        "portfolio": lambda: window.go("portfolio"),
        "portfolio_accounts": portfolio_end,
    }


def page_scenes(stage_: Stage) -> Scenes:
    """Every other page."""
    window = stage_.window

    def cost(place: str) -> None:
        window.go("cost")
        page: Any = window.page("cost")
        page.open_at("sentence")
        page.sentence.ask("")
        page.open_at(place)

    def develop(side: str) -> None:
        from tests.made_up_book import write_book

        window.go("develop")
        page: Any = window.page("develop")
        file = Path(tempfile.gettempdir()) / "loans_2023_2024.csv"
        write_book(file)
        page.open_book(file)
        stage_.settle()
        if side != "book":
            page.develop()
            stage_.settle(most=60.0)
            page.tabs.button(side).click()

    def people() -> None:
        some_people(stage_.desk)
        screen = window.keeper.screen
        if screen.is_locked():
            screen.form.entered.emit("Ada Brandt", password_of("Ada Brandt"))
            stage_.settle()
        window.go("people")

    def locked() -> None:
        some_people(stage_.desk)
        window.keeper.lock()

    return {
        "audit": lambda: window.go("audit:journal"),
        "backups": lambda: window.go("audit:backups"),
        "retention": lambda: window.go("audit:retention"),
        "cost": lambda: cost(""),
        "cost_sentence": lambda: cost(_COST_SENTENCE),
        "cost_minimum": lambda: cost("minimum"),
        "develop": lambda: develop("book"),
        "develop_quality": lambda: develop("quality"),
        "develop_points": lambda: develop("card"),
        "help": lambda: window.go("help"),
        "letters": lambda: window.go("letters"),
        "lender": lambda: window.go("lender"),
        "settings": lambda: window.go("settings"),
        "about": lambda: window.go("about"),
        "people": people,
        "locked": locked,
    }


def make(stage_: Stage, chosen: Scenes, out: Path, names: Sequence[str], mark: str) -> None:
    """Pictures of these scenes in every dress, dressed once for all of them."""
    wanted = {name: bring for name, bring in chosen.items() if not names or name in names}
    sizes = {mark: SIZES[USUAL]} if mark else SIZES
    for language, theme_name, size in itertools.product(LANGUAGES, THEMES, sizes):
        if wanted:
            stage_.dress(theme_name, language, sizes[size])
        for name, bring in wanted.items():
            bring()
            stage_.picture(out / f"{name}_{language}_{theme_name}_{size}.png")


def _kind(stage_: Stage, kind: str) -> Scenes:
    if kind == "empty":
        return empty_scenes(stage_)
    every = scenes(stage_) | state_scenes(stage_)
    return {name: bring for name, bring in every.items() if (name in LAST) is (kind == "people")}


def main() -> int:
    """Make the pictures, each kind and scale in a process of its own; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").replace("%", "%%"))
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", action="append", default=[], metavar="PAGE")
    parser.add_argument("--store", help="another store than the sample batch")
    parser.add_argument("--scale", choices=("1", "2"), help="2: the pictures of a 200 %% desktop")
    parser.add_argument("--kind", choices=KINDS, help="the pictures of one kind of store alone")
    asked = parser.parse_args()
    if asked.scale is None or asked.kind is None:
        again = [sys.executable, "-m", "tests.screens", *sys.argv[1:]]
        for kind in KINDS if asked.kind is None else [asked.kind]:
            for scale in ("1", "2") if asked.scale is None else [asked.scale]:
                subprocess.run([*again, "--scale", scale, "--kind", kind], check=True)
        return 0
    asked.out.mkdir(parents=True, exist_ok=True)
    os.environ["QT_SCALE_FACTOR"] = asked.scale
    with stage(asked.store, empty=asked.kind == "empty") as stage_:
        mark = "" if asked.scale == "1" else "200"
        make(stage_, _kind(stage_, asked.kind), asked.out, asked.only, mark)
    return 0


if __name__ == "__main__":
    sys.exit(main())
