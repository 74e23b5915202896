"""Intake by command: every problem with its place, the workbook back, an import taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from workbench.cli import main

TABLE = "Name,Loan amount,Term (months),Monthly income\nAnna,5000,36,21k\nBo,7000,24,3000\n"


@pytest.fixture
def applicants(tmp_path: Path) -> Path:
    file = tmp_path / "applicants.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_problems_are_said_with_their_places_and_the_workbook_comes_back(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, store = tmp_path / "answer.xlsx", ["--store", str(tmp_path / "s.db")]
    call = ["import", str(applicants), "--product", "personal-loan", *store]
    assert main([*call, "--answer", str(out), "--json"]) == 1
    said = capsys.readouterr()
    assert "Row 2, “Monthly income”: “21k” is not a number." in said.err
    assert json.loads(said.out)["batches"] == [1]
    assert load_workbook(out).active["E2"].value == "Waiting: put right and import again"
    assert main(["take-back", "1", *store]) == 0
    assert "1 case was taken back." in capsys.readouterr().err


def test_a_batch_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["take-back", "9", "--store", str(tmp_path / "s.db")]) == 3
    assert "There is no batch “9” in this store." in capsys.readouterr().err
