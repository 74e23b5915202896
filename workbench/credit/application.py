"""One request for credit: its facts, and where each of them was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workbench.credit.facts import Value
from workbench.errors import Place


@dataclass(frozen=True, slots=True)
class Application:
    """A row that became an application.

    `number` is the workbench's own ("A-000123"); `reference` is the lender's, if the sheet had
    one. `facts` holds only facts that were given. `cells` maps a fact to its source column
    (letter and header); together with `place.row` that names the cell. `unmatched` holds the
    filled cells of columns that no fact was matched to, by header, word for word.
    """

    id: int
    number: str
    batch_id: int
    product: str
    place: Place
    facts: Mapping[str, Value]
    cells: Mapping[str, tuple[str, str]]
    received_at: datetime
    reference: str = ""
    currency: str = "USD"
    unmatched: Mapping[str, str] = field(default_factory=dict)

    def name(self) -> str:
        """The applicant's name, or the application's number where the sheet had none."""
        return str(self.facts.get("applicant_name") or self.number)
