"""A desk over an empty store, and small sheets to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
        rows = [GOOD | change for change in changes]
        lines = [list(GOOD), *([row[header] for header in GOOD] for row in rows)]
        file = tmp_path / name
        text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
        file.write_text(text + "\n", encoding="utf-8")
        return file

    return write
