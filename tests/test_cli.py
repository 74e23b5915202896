"""The command line keeps its contract: exit status, one JSON object, sentences for people."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from workbench import cli

FIXTURE = (
    "Name,Amount,Term (months),Purpose,Employment,Housing,Annual income,Income verified,DTI,"
    "Late payments (2 years),Oldest account,Inquiries (6 months),Open accounts,Public records,"
    "Bankruptcies,Revolving balance,Revolving utilisation,Total accounts,Accounts past due,"
    "Collections (12 months),Tax liens,Application date\n"
    'Amelia Hart,"10,000",36,debt consolidation,6 years,mortgage,"72,000",verified,12.5%,0,'
    '2006-05-01,0,9,0,0,"4,200",22%,21,0,0,0,2026-11-02\n'
    'Ruth Ellis,"8,000",36,debt consolidation,6 years,mortgage,,verified,12.5%,0,'
    '2006-05-01,0,9,0,0,"4,200",22%,21,0,0,0,2026-11-02\n'
)


@pytest.fixture
def applicants(tmp_path: Path) -> Path:
    file = tmp_path / "applicants.csv"
    file.write_text(FIXTURE, encoding="utf-8")
    return file


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_run_does_the_day_and_says_what_waits(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    call = ["run", str(applicants), "--product", "personal-loan", "--out", str(out)]
    assert cli.main([*call, "--accept-advice", "--json"]) == 1
    said = _json(capsys)
    assert (said["rows"], said["ready"], said["waiting"], said["duplicates"]) == (2, 2, 0, 0)
    assert (said["decided"], said["referred"], said["letters"]) == (1, 1, 1)
    assert {"answer.xlsx", "decisions.xlsx", "letters", "workbench.db"} <= set(os.listdir(out))


def test_run_again_on_the_same_store_adds_nothing(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["run", str(applicants), "--product", "personal-loan", "--out", str(tmp_path / "out")]
    cli.main([*call, "--accept-advice", "--json"])
    capsys.readouterr()
    assert cli.main([*call, "--accept-advice", "--json"]) == 1
    said = _json(capsys)
    assert (said["ready"], said["duplicates"], said["letters"]) == (0, 2, 1)
    assert len(list((tmp_path / "out" / "letters").iterdir())) == 1


def test_a_file_that_is_not_there_is_one_sentence_and_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["import", str(tmp_path / "gone.xlsx"), "--product", "personal-loan"]
    assert cli.main([*call, "--store", str(tmp_path / "s.db")]) == 3
    said = capsys.readouterr()
    assert "gone.xlsx" in said.err
    assert "Traceback" not in said.err


def test_a_wrong_call_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["run"])
    assert stop.value.code == 2
    capsys.readouterr()


def test_decide_follows_the_windows_rules(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(tmp_path / "s.db")]
    cli.main(["import", str(applicants), "--product", "personal-loan", *store])
    cli.main(["assess", *store])
    assert cli.main(["decide", "A-000002", "approve", "--as", "Wang Fang", *store]) == 3
    assert "A-000002" in capsys.readouterr().err
    assert cli.main(["decide", "A-000001", "approve", "--as", "Wang Fang", "--json", *store]) == 0
    assert _json(capsys)["outcome"] == "approve"


def test_considering_a_case_names_what_is_not_given(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["--store", str(tmp_path / "s.db")]
    cli.main(["import", str(applicants), "--product", "personal-loan", *store])
    cli.main(["assess", *store])
    capsys.readouterr()
    assert cli.main(["consider", "A-000002", "--set", "collections_12m=", *store]) == 0
    said = capsys.readouterr().out
    assert "score –" in said
    assert "Collections in twelve months" in said


def test_replay_and_verify_prove_the_day(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["run", str(applicants), "--product", "personal-loan", "--out", str(tmp_path / "out")]
    cli.main([*call, "--accept-advice"])
    store = ["--json", "--store", str(tmp_path / "out" / "workbench.db")]
    capsys.readouterr()
    assert cli.main(["replay", "--all", *store]) == 0
    assert _json(capsys)["identical"] == 2
    assert cli.main(["verify", *store]) == 0
    assert _json(capsys)["ok"] is True


def test_without_a_display_the_window_names_the_way_without_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["demo"]) == 3
    assert "workbench run" in capsys.readouterr().err


def test_a_backup_brings_the_store_back(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, copy = str(tmp_path / "s.db"), str(tmp_path / "copy.db")
    cli.main(["import", str(applicants), "--product", "personal-loan", "--store", store])
    assert cli.main(["backup", copy, "--store", store]) == 0
    cli.main(["assess", "--store", store])
    assert cli.main(["restore", copy, "--store", store]) == 0
    capsys.readouterr()
    cli.main(["queue", "--view", "all", "--json", "--store", store])
    assert {case["state"] for case in _json(capsys)["cases"]} == {"ready"}


def test_strategies_are_checked_shown_and_compared(
    applicants: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["strategy", "check", "personal-loan", "branch-loan"]) == 0
    assert cli.main(["strategy", "show", "personal-loan"]) == 0
    assert "Personal loan" in capsys.readouterr().out
    call = ["strategy", "compare", "personal-loan", "personal-loan", "--on", str(applicants)]
    assert cli.main([*call, "--json"]) == 0
    assert _json(capsys)["unchanged"] == 2


def test_the_template_reads_back_as_an_empty_sheet_of_known_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "template.xlsx"
    assert cli.main(["template", "--product", "branch-loan", "-o", str(file)]) == 0
    assert file.stat().st_size > 4000
    capsys.readouterr()


def test_an_older_copy_in_the_place_of_the_store_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store.db"
    assert cli.main(["queue", "--store", str(store)]) == 0
    older = store.read_bytes()
    assert cli.main(["backup", str(tmp_path / "kept.db"), "--store", str(store)]) == 0
    store.write_bytes(older)
    capsys.readouterr()
    cli.main(["queue", "--store", str(store)])
    assert "an older copy lies in its place" in capsys.readouterr().err


def test_a_case_is_found_by_name_or_number_and_nothing_is_said(
    applicants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "s.db")
    cli.main(["import", str(applicants), "--product", "personal-loan", "--store", store])
    capsys.readouterr()
    assert cli.main(["find", "A-000001", "--store", store]) == 0
    assert capsys.readouterr().out.startswith("case\tA-000001\t")
    assert cli.main(["find", "nobody", "--json", "--store", store]) == 0
    told = capsys.readouterr()
    assert "Nothing found." in told.err
    assert json.loads(told.out.splitlines()[-1])["cases"] == []


@pytest.mark.parametrize(
    "call",
    [("find", "caf\udce9"), ("import", "caf\udce9.xlsx"), ("queue", "--store", "s\ud800.db")],
)
def test_what_is_not_in_utf_8_is_one_sentence(
    call: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(call) == 3
    assert "?" in capsys.readouterr().err.partition("” is not in UTF-8.")[0]


@pytest.mark.parametrize("wrong", ["600:50", "600:50:4000", "a:b:c", "600:50:40:1"])
def test_a_scale_is_three_numbers_within_their_bounds(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["develop", "x.csv", "--target", "bad", "--out", "o", "--scale"]
    assert cli.parser().parse_args([*asked, "500:20:30"]).scale == (500, 20, 30)
    with pytest.raises(SystemExit):
        cli.parser().parse_args([*asked, wrong])
    assert f"“{wrong}” is not a scale; write 600:50:40" in capsys.readouterr().err
