"""A desk over an empty store, and small sheets to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.workflow.people_at_work import Office, copied, staff
from workbench.credit import passwords
from workbench.settings import Settings
from workbench.workflow.desk import Desk

GOOD = {
    "Name": "Amelia Hart",
    "Amount": "10,000",
    "Term (months)": "36",
    "Purpose": "debt consolidation",
    "Employment": "6 years",
    "Housing": "mortgage",
    "Annual income": "72,000",
    "Income verified": "verified",
    "DTI": "12.5%",
    "Late payments (2 years)": "0",
    "Oldest account": "2006-05-01",
    "Inquiries (6 months)": "0",
    "Open accounts": "9",
    "Public records": "0",
    "Bankruptcies": "0",
    "Revolving balance": "4,200",
    "Revolving utilisation": "22%",
    "Total accounts": "21",
    "Accounts past due": "0",
    "Collections (12 months)": "0",
    "Tax liens": "0",
    "Application date": "2026-11-02",
}
"""An applicant whom personal-loan approves; tests change one value."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(tmp_path / "store.db", settings=Settings(tmp_path / "settings.toml")) as one:
        yield one


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Write applicants (changes to the good one) as a .csv; returns the file."""

    def write(*changes: dict[str, str], name: str = "applicants.csv") -> Path:
        return write_sheet(tmp_path / name, changes)

    return write


def write_sheet(file: Path, changes: Sequence[dict[str, str]]) -> Path:
    """Write the good applicant, changed in these points, as one row each."""
    rows = [GOOD | change for change in changes]
    headers = list(dict.fromkeys(header for row in rows for header in row)) or list(GOOD)
    lines = [headers, *([row.get(header, "") for header in headers] for row in rows)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def cheap_passwords(patched: pytest.MonkeyPatch) -> None:
    kept = passwords.password_rules()
    cheap = passwords.Argon2id(1, 64, 1)
    quick = passwords.PasswordRules(kept.least, kept.most, (0, 0, 60), kept.blocked, cheap)
    for file in ("people_secrets", "people_sessions", "key_locks"):
        patched.setattr(f"workbench.storage.{file}.password_rules", lambda: quick)


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cheap hashing, and no waiting for the first two wrong passwords."""
    cheap_passwords(monkeypatch)


@pytest.fixture
def office(desk: Desk, tmp_path: Path, quick_passwords: None) -> Office:
    """The desk's store with an administrator, an officer, a senior and a manager."""
    staff(desk)
    return Office(tmp_path)


@pytest.fixture(scope="session")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, its people, their keys and the cases below, assessed."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patched:
        make_office(folder, patched)
    return folder


def at_the_office(folder: Path, patched: pytest.MonkeyPatch) -> None:
    """Whoever sits at that office's computer, with cheap passwords, while `patched` lasts."""
    patched.setenv("XDG_CONFIG_HOME", str(folder))
    patched.setenv("USER", "Lin Mei")
    cheap_passwords(patched)


def make_office(folder: Path, patched: pytest.MonkeyPatch) -> None:
    """Make that office in a folder; passwords are cheap while `patched` lasts."""
    from workbench.workflow import assess, intake

    folder.mkdir(exist_ok=True)
    at_the_office(folder, patched)
    with Desk.open(folder / "store.db", settings=Settings(folder / "settings.toml")) as one:
        staff(one)
    with Office(folder).desk("omar") as omar:
        file = write_sheet(folder / "applicants.csv", CASES)
        intake.import_file(omar, file, product="personal-loan")
        assess.assess_ready(omar)


@pytest.fixture
def open_cases(
    an_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_passwords: None
) -> Office:
    """A copy of that office."""
    return copied(an_office, tmp_path, monkeypatch)


CASES: tuple[dict[str, str], ...] = (
    {"Name": "Amelia Hart"},
    {"Name": "Tom Becker", "Balance with us": "45,000"},
    {
        "Name": "Priya Nair",
        "Revolving utilisation": "97%",
        "Inquiries (6 months)": "4",
        "Housing": "rent",
        "Late payments (2 years)": "2",
        "Employment": "1 year",
    },
    {"Name": "Omar Haddad", "Accounts past due": "2"},
)
