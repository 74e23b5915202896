"""The blocks a pack's letters are built of, and the texts that each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One parsed entry of a kind's blocks: what to put, with which texts, and when."""

    what: str
    keys: tuple[str, ...] = ()
    condition: str = ""


TEXT_BLOCKS = frozenset(
    {"heading", "paragraph", "notice", "quiet", "numbered", "bullets", "sheet", "sign"}
)
BUILT_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "reasons": ("reasons_number", "reasons_reason", "reasons_code"),
    "score": ("score_value", "score_date", "score_range", "score_range_text", "score_source"),
    "key_factors": (),
    "spread": (),
    "figures": (
        "disclosures_heading",
        *(f"figure_{name}" for name in ("apr", "charge", "financed", "total")),
        *(f"figure_{name}_meaning" for name in ("apr", "charge", "financed", "total")),
    ),
    "payments": (
        "payments_heading",
        *(f"payments_{name}" for name in ("count", "amount", "due", "monthly", "last", "varying")),
    ),
    "result": (
        "result_heading",
        *(f"result_{name}" for name in ("conclusion", "approved", "partly", "amount", "term")),
        *(f"result_{name}" for name in ("rate", "rate_value", "method", "until")),
    ),
    "cost": (
        "cost_heading",
        "cost_total",
        *(f"cost_{name}" for name in ("item", "how", "standard", "payee")),
        *(
            f"cost_{name}{part}"
            for name in ("interest", "fee", "overdue")
            for part in ("", "_how", "_standard")
        ),
    ),
    "schedule": (
        *(f"schedule_{name}" for name in ("title", "number", "due", "principal", "interest")),
        *(f"schedule_{name}" for name in ("fee", "payment", "balance", "sum")),
    ),
    "needed": (),
    "conditions": (),
    "change": tuple(f"change_{name}" for name in ("what", "old", "new", "from", "limit", "rate")),
    "entries": ("reasons_number", "entries_what", "entries_amount", "entries_since"),
}
"""The blocks that are built from the record, and the texts each of them says."""

ALWAYS = ("greeting", "check", "check_code", "check_picture", "page_of")
"""The texts that every letter says."""
DESCRIPTIONS = ("signature_picture", "seal_picture")
"""The texts that describe pictures to readers who do not see them."""
PARTICULARS = frozenset(
    {"date", "reference", "application", "product", "valid_until", "account", "replaces"}
)


def parsed(step: str) -> Step:
    """ "notice fcra when report_used" -> what, texts, condition."""
    body, _when, condition = step.partition(" when ")
    what, *keys = body.split()
    return Step(what=what, keys=tuple(keys), condition=condition.strip())
