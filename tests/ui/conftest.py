"""A desk with a small made-up day on it, and the window over it."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from tests.made_up_accounts import accounts_book
from tests.workflow.conftest import GOOD
from workbench.settings import Settings
from workbench.ui import rubbish, theme, words
from workbench.ui.accounts_page import AccountsPage
from workbench.ui.jobs import Jobs
from workbench.ui.review_page import ReviewPage
from workbench.ui.shell import MainWindow
from workbench.workflow import assess, intake
from workbench.workflow.desk import Desk

PEOPLE: tuple[dict[str, str], ...] = (
    {"Name": "Amelia Hart"},
    {"Name": "Tom Becker", "Amount": "8,000"},
    {"Name": "刘子墨", "Accounts past due": "2"},
    {"Name": "Priya Nair", "Purpose": "small business", "Amount": "3,000"},
    {"Name": "Omar Haddad", "Inquiries (6 months)": "3", "Revolving utilisation": "92%"},
)
"""Two whom personal-loan approves, one whom nobody may approve, one who is referred, one open."""


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    """A job runner; a test that leaves a job behind fails here."""
    made = Jobs()
    yield made
    made.close()
    assert not made.running()


@pytest.fixture(autouse=True)
def _dressed(qapp: object) -> Iterator[None]:
    """Light and English; the windows of the test before are gone for good, not only closed."""
    bury()
    theme.apply(qapp, "light")
    gc.disable()  # as in the program: not on the thread of a job
    yield
    bury()
    rubbish.look()
    gc.enable()
    words.speak(qapp, "en")


def bury() -> None:
    """Delete what waits to be deleted: otherwise it waits for the next event loop, and every
    change of theme or language until then still dresses it."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def _a_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the people above, imported and assessed, and its key."""
    folder = tmp_path_factory.mktemp("day")
    rows = [GOOD | person for person in PEOPLE]
    lines = [list(GOOD), *([row[header] for header in GOOD] for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    (folder / "applicants.csv").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(folder))
        with Desk.open(folder / "store.db", person="Lin Mei") as made:
            intake.import_file(made, folder / "applicants.csv", product="personal-loan")
            assess.assess_ready(made)
    return folder


@pytest.fixture
def day(_a_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk on a copy of that store."""
    copy = tmp_path / "day"
    shutil.copytree(_a_day, copy)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(copy))
    with Desk.open(copy / "store.db", settings=Settings(copy / "settings.toml")) as made:
        yield made


@pytest.fixture
def settled(qtbot, jobs: Jobs) -> Callable[[], None]:
    """Wait until no job runs and every answer has been given."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not jobs.running(), timeout=20_000)

    return wait


@pytest.fixture
def window(qtbot, day: Desk, jobs: Jobs, settled) -> Iterator[MainWindow]:
    """The window on that desk, showing the review queue."""
    made = MainWindow(day, jobs)
    qtbot.addWidget(made)
    made.show()
    made.begin("review")
    settled()
    yield made
    settled()


@pytest.fixture
def review(window: MainWindow) -> ReviewPage:
    """The review page of that window."""
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    return page


@pytest.fixture(scope="session")
def _an_account_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of twenty made-up accounts, six months each, and its key."""
    folder = tmp_path_factory.mktemp("accounts")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(folder))
        with Desk.open(folder / "store.db", person="Lin Mei") as made:
            accounts_book(made, folder, count=20, months=6)
    return folder


@pytest.fixture
def book(_an_account_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk on a copy of that store."""
    copy = tmp_path / "accounts"
    shutil.copytree(_an_account_book, copy)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(copy))
    settings = Settings(copy / "settings.toml")
    with Desk.open(copy / "store.db", settings=settings, person="Lin Mei") as made:
        yield made


@pytest.fixture
def accounts_page(qtbot, book: Desk, jobs: Jobs, settled) -> Iterator[AccountsPage]:
    """The accounts page of a window on that desk."""
    window = MainWindow(book, jobs)
    qtbot.addWidget(window)
    window.show()
    window.begin("accounts")
    settled()
    settled()
    made = window.page("accounts")
    made.window_ = window
    yield made
    settled()
