"""Settings fall back to what the operating system says, until the user has chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.i18n import Language
from workbench.settings import Settings


@pytest.mark.parametrize(
    ("said", "spoken"),
    [("zh_CN.UTF-8", "zh"), ("zh_SG", "zh"), ("en_GB.UTF-8", "en"), ("de_DE", "en"), ("C", "en")],
)
def test_the_language_is_the_systems_until_one_is_chosen(
    said: str, spoken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", said)
    settings = Settings(tmp_path / "settings.toml")
    assert settings.language() == Language(spoken)
    settings.set("language", "zh")
    assert settings.language() is Language.ZH


def test_the_first_of_the_systems_words_that_is_set_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert Settings(tmp_path / "settings.toml").language() is Language.ZH
