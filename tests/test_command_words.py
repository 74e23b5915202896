"""A call that is off is answered in the language spoken."""

from __future__ import annotations

import pytest

from workbench import cli


@pytest.mark.parametrize(
    ("system", "said"),
    [("C.UTF-8", "still to be named: FILE, --product, --out"), ("zh_CN.UTF-8", "还须指明：FILE")],
)
def test_what_is_missing_is_said_in_the_language_of_the_system(
    system: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", system)
    with pytest.raises(SystemExit) as ended:
        cli.main(["run"])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["nothing"], "'nothing' is not known here; choose from"),
        (["queue", "--bogus"], "not known here: --bogus"),
        (["assess", "--batch", "x"], "--batch: “x” is not a whole number"),
        (["assess", "--batch"], "--batch: needs one value after it"),
    ],
)
def test_a_call_that_is_off_says_where_and_what(
    call: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(call)
    assert said in capsys.readouterr().err


def test_the_help_is_chinese_throughout(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert "显示此帮助后退出" in told
    assert "show" not in told
