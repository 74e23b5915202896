"""Letters without a window: written, called for, corrected, noted as sent, signed, checked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.letters.test_signing import PASSWORD, made_key
from tests.test_cli import FIXTURE
from workbench import cli

Say = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command on a store where one applicant was approved and told."""
    file = tmp_path / "applicants.csv"
    file.write_text(FIXTURE, encoding="utf-8")
    store = str(tmp_path / "workbench.db")

    def run(*words: str) -> tuple[int, dict[str, object]]:
        capsys.readouterr()
        status = cli.main([*words, "--store", store, "--json"])
        said = capsys.readouterr().out.splitlines()
        return status, json.loads(said[-1]) if said else {}

    run("run", str(file), "--product", "personal-loan", "--out", str(tmp_path), "--accept-advice")
    return run


def letter(folder: Path) -> Path:
    return next((folder / "letters").glob("AP-*.pdf"))


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_a_letter_that_no_decision_calls_for_is_written(say: Say, tmp_path: Path) -> None:
    out = tmp_path / "request.pdf"
    status, said = say("letter", "incomplete", "A-000002", "--need", "Pay slips", "-o", str(out))
    assert (status, said["kind"]) == (0, "incomplete")
    assert str(said["letter"]).startswith("IN-")
    assert "Pay slips" in pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()


def test_a_preview_keeps_nothing(say: Say, tmp_path: Path) -> None:
    out = tmp_path / "preview.pdf"
    words = ("letter", "withdrawn", "A-000002", "--preview", "-o", str(out))
    assert say(*words)[0] == 0
    assert out.read_bytes().startswith(b"%PDF-1.7")
    assert say("register")[1]["letters"] == 1


def test_a_correction_says_which_letter_it_replaces(say: Say, tmp_path: Path) -> None:
    old = letter(tmp_path).stem
    status, said = say("correct", old)
    assert (status, said["replaces"]) == (0, old)
    out = tmp_path / "register.csv"
    say("register", "-o", str(out))
    rows = table(out)
    assert [row["replaced_by"] for row in rows] == [said["letter"], ""]
    assert {row["keep_until"][:4] for row in rows} == {rows[0]["keep_until"][:4]}


def test_letters_are_noted_as_handed_over(say: Say, tmp_path: Path) -> None:
    number = letter(tmp_path).stem
    assert say("register", "--unsent")[1]["letters"] == 1
    assert say("register", "--handed-over", number)[1]["noted"] == 1
    assert say("register", "--unsent")[1]["letters"] == 0
    assert say("register", "--mailed", number, "--on", "2020-01-01") == (3, {})


def test_a_signed_letter_is_authentic_and_names_its_signer(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = made_key(tmp_path, "Harborview Sample Bank")
    (tmp_path / "ca.pem").write_bytes(certificate)
    monkeypatch.setenv("WORKBENCH_KEY_PASSWORD", PASSWORD)
    words = ("sign", letter(tmp_path).stem, "--key", str(key), "--out", str(tmp_path / "signed"))
    signed = Path(say(*words)[1]["files"][0])  # type: ignore[index]
    check = ("verify", "--letter", str(signed), "--authority", str(tmp_path / "ca.pem"))
    status, said = say(*check)
    assert (status, said["verdict"], said["signer"]) == (0, "authentic", "Harborview Sample Bank")
    signed.write_bytes(
        signed.read_bytes().replace(b"/Count 3", b"/Count 2", 1)[:-9] + b"\n%%EOF\nX"
    )
    assert say(*check)[1]["verdict"] == "altered"


def test_the_printed_code_is_checked(say: Say, tmp_path: Path) -> None:
    file = letter(tmp_path)
    text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range()
    code = text.split("Code: ")[1].split()[0]
    assert say("verify", "--code", file.stem, code.lower())[1]["verdict"] == "code_fits"
    assert say("verify", "--code", file.stem, "0000-0000-0000")[1]["verdict"] == "code_wrong"
    assert say("verify", "--code", "AA-2026-999999", code)[1]["verdict"] == "unknown"


def test_a_lenders_changes_hold_from_their_day_and_no_letter_changes(
    say: Say, tmp_path: Path
) -> None:
    before = letter(tmp_path).read_bytes()
    own = tmp_path / "own.toml"
    own.write_text('[lender]\nphone = "1-800-555-0100"\n', encoding="utf-8")
    assert say("pack", "us", "--keep", str(own), "--from", "2020-01-01")[1]["versions"] == 1
    out = tmp_path / "again.pdf"
    say("correct", letter(tmp_path).stem, "-o", str(out))
    assert "555-0100" in pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert letter(tmp_path).read_bytes() == before


def test_a_pack_with_faults_is_named_and_not_kept(say: Say, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[texts.contact]\nen = "Call {phone}."\nzh = "请来电。"\n', encoding="utf-8")
    assert say("pack", "us", "--check", str(own)) == (3, {})
    assert say("pack", "us")[1]["versions"] == 0


def test_merged_letters_carry_a_cover_and_a_manifest(say: Say, tmp_path: Path) -> None:
    merged = tmp_path / "all.pdf"
    words = ("letters", "--out", str(tmp_path / "out"), "--merged", str(merged))
    say(*words, "--duplex", "--cover", "--manifest")
    assert len(pypdfium2.PdfDocument(merged)) % 2 == 0
    rows = table(tmp_path / "out" / "manifest.csv")
    assert int(rows[0]["sheets"]) == -(-int(rows[0]["pages"]) // 2)
