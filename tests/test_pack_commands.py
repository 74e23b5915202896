"""A lender's letter pack without a window: entries listed, changed one by one, seen before kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from workbench import cli

Say = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs `workbench pack us ...` on an empty store."""
    store = str(tmp_path / "workbench.db")

    def run(*words: str) -> tuple[int, dict[str, object]]:
        capsys.readouterr()
        status = cli.main(["pack", "us", *words, "--store", store, "--json"])
        said = capsys.readouterr().out.splitlines()
        return status, json.loads(said[-1]) if said else {}

    return run


def shown(say: Say, file: Path, *words: str) -> str:
    assert say(*words, "--preview", "-o", str(file))[0] == 0
    with pypdfium2.PdfDocument(file) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def entry(say: Say, place: str) -> dict[str, object]:
    return say("--list", place)[1]["entries"][place]  # type: ignore[index]


def test_entries_are_listed_by_what_they_say(say: Say) -> None:
    found = say("--list", "played no part")[1]["entries"]
    assert set(found) == {"texts.report_rights", "texts.report_rights_account"}  # type: ignore[call-overload]
    assert "lender.phone" in say("--list")[1]["entries"]  # type: ignore[operator]


def test_one_entry_is_changed_and_taken_back(say: Say) -> None:
    assert say("--set", "lender.phone", "--value", "1-800-555-0100")[1]["versions"] == 1
    assert say("--set", "reasons.DTI", "--en", "Debts beside income")[0] == 0
    assert entry(say, "lender.phone")["value"] == "1-800-555-0100"
    assert entry(say, "reasons.DTI")["changed"]
    say("--as-shipped", "lender.phone")
    assert entry(say, "lender.phone")["value"] == "1-800-555-0142"
    assert entry(say, "reasons.DTI")["changed"]


def test_a_preview_shows_the_change_and_keeps_nothing(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "preview.pdf"
    change = ("--set", "reasons.DTI", "--en", "Debts beside income", "--zh", "债务与收入相比")
    assert "Debts beside income" in shown(say, file, *change)
    assert "债务与收入相比" in shown(say, file, *change, "--language", "zh")
    assert say()[1]["versions"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "reasons.DTI", "--en", "Your score is too low"),
        ("--set", "texts.greeting", "--en", "Yours {amount},"),
        ("--set", "timing.reply_days", "--value", "soon"),
        ("--set", "timing.reply_days", "--en", "30"),
        ("--set", "texts.greeting", "--value", "Yours,"),
        ("--set", "lender.seal", "--value", "perhaps"),
        ("--set", "lender.creditor_type", "--value", "casino"),
        ("--set", "page.window", "--value", "round"),
        ("--set", "pictures.logo", "--value", "/nowhere.png"),
        ("--set", "nowhere", "--value", "1"),
        ("--preview",),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_is_kept(say: Say, words: tuple[str, ...]) -> None:
    assert say(*words) == (3, {})
    assert say()[1]["versions"] == 0


def test_values_of_every_form_are_taken(say: Say, tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "#17375e").save(tmp_path / "logo.png")
    for place, value in (
        ("pictures.logo", str(tmp_path / "logo.png")),
        ("timing.reply_days", "21"),
        ("caps.0.most", "0.3"),
        ("caps.0.effective_from", "2026-02-01"),
        ("lender.seal", "on"),
        ("page.window", "US-10-double"),
    ):
        assert say("--set", place, "--value", value)[0] == 0, place
    lines = ("--set", "lender.letterhead", "--en", "One\nTwo", "--zh", "一\n二")
    assert say(*lines)[1]["versions"] == 7
    assert entry(say, "timing.reply_days")["value"] == 21
    assert entry(say, "lender.letterhead")["value"] == {"en": ["One", "Two"], "zh": ["一", "二"]}
