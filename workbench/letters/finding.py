"""One thing that keeps a letter from being issued, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.i18n import Language, _


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a letter waits: a stored code, and a sentence that says what is off and what to do.

    Values that are themselves sentences of the catalogue are translated too.
    """

    code: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: Language | None = None) -> str:
        """The sentence the user reads."""
        said = {
            name: _(text, language=language) if text else "" for name, text in self.values.items()
        }
        return _(self.sentence, language=language, **said)
