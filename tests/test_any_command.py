"""Whatever is typed after a command is answered with a sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.any_command import Calls
from workbench import cli


def test_nothing_typed_after_a_command_ends_it_with_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    calls = Calls(tmp_path / "calls", seed=20261123)
    calls.begin()
    raised = [found for found in (calls.one() for _call in range(300)) if found[1]]
    assert not raised
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("minimum-cost", "NaN"), "“NaN” is not an amount"),
        (("minimum-cost", "1e999"), "“1e999” is not an amount"),
        (("accounts", "close", "."), "“.” is not a month; write it like 2026-11"),
        (("accounts", "book", "--on", "2026-02-30"), "“2026-02-30” is not a day"),
        (("accounts", "book", "--batch", "²"), "“²” is not a whole number"),
        (("accounts", "simulate", "--product", "x", "--set", "a:1"), "“a:1” names no figure"),
        (("backup", ""), "“” cannot be the name of a file"),
        (("restore", "9" * 400), "cannot be the name of a file"),
        (("pack", "us", "--kind", "kind"), "“kind” is not known here; choose from approval"),
    ],
)
def test_what_cannot_be_read_is_named_with_how_it_is_written(
    call: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(call)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("score", "x.csv", "--strategy", "personal-loan", "--out", "y"), "its name must end in"),
        (("score", "x.csv", "--strategy", "{odd}", "--out", "y.csv"), "not a text in UTF-8"),
        (("score", "x.parquet", "--strategy", "cash-loan", "--out", "y.parquet"), "no such file"),
        (("population", "gone.csv", "--strategy", "branch-loan", "--shipped"), "cannot be read"),
        (("verify", "--letter", "{odd}", "--authority", "gone.pem"), "gone.pem"),
        (("strategy", "check", "9" * 400), "9999"),
        (("casefile", "open", "."), "This is a folder"),
        (("template", "--product", "cash-loan", "--out", "{pipe}"), "it is a device, not a file"),
    ],
)
def test_a_file_that_is_none_is_named_in_one_sentence(
    call: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    odd = tmp_path / "odd.toml"
    odd.write_bytes(b"\xae\x00")
    os.mkfifo(tmp_path / "pipe.xlsx")
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "a sentence to seal with")
    assert cli.main([part.format(odd=odd, pipe=tmp_path / "pipe.xlsx") for part in call]) == 3
    assert said in capsys.readouterr().err
