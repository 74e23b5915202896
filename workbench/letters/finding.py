"""One thing that keeps a letter from being issued, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.i18n import Language, _


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a letter waits: a stored code, and a sentence that says what is off and what to do."""

    code: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: Language | None = None) -> str:
        """The sentence the user reads."""
        return _(self.sentence, language=language, **self.values)
