"""The journal in words: what an entry says to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.credit.status import Outcome, outcome_word
from workbench.i18n import N_, _
from workbench.ui.people_event_words import PEOPLE_WORDS

EVENT_WORDS = {
    "store_made": (N_("Store made"), "database"),
    "batch_added": (N_("Imported"), "import"),
    "rows_repaired": (N_("Rows put right"), "check"),
    "cells_fixed": (N_("Cells put right"), "check"),
    "rows_left_out": (N_("Rows left out"), "minus"),
    "own_fact_added": (N_("Own fact added"), "link"),
    "batch_undone": (N_("Import undone"), "undo"),
    "strategy_kept": (N_("Strategy recorded"), "strategy"),
    "strategy_proposed": (N_("Strategy proposed"), "strategy"),
    "strategy_published": (N_("Strategy published"), "strategy"),
    "assessed": (N_("Assessed"), "spark"),
    "decided": (N_("Decided"), "approve"),
    **PEOPLE_WORDS,
    "decision_undone": (N_("Decision taken back"), "undo"),
    "letter_kept": (N_("Letter written"), "letter"),
    "letter_mailed": (N_("Letter mailed"), "letters"),
    "letter_signed": (N_("Letter signed"), "letter"),
    "pack_kept": (N_("Letter pack changed"), "note"),
    "pack_used": (N_("Letter pack recorded"), "note"),
    "profile_saved": (N_("Column matching saved"), "link"),
    "backup_made": (N_("Backup made"), "save"),
    "store_restored": (N_("Backup restored"), "database"),
    "erased": (N_("Personal data erased"), "trash"),
    "identifiers_shown": (N_("Identifiers shown"), "eye"),
    "exported": (N_("Exported"), "export"),
    "signed_in": (N_("Signed in"), "user"),
    "signed_out": (N_("Signed out"), "user"),
    "sign_in_refused": (N_("Sign-in refused"), "lock"),
    "password_set": (N_("Password set"), "lock"),
    "authority_adopted": (N_("Authority adopted"), "scale"),
    "connected": (N_("People connected"), "link"),
    "letter_signed": (N_("Letter signed"), "letter"),
    "accounts_opened": (N_("Accounts opened"), "wallet"),
    "accounts_scored": (N_("Accounts scored"), "spark"),
    "hold_placed": (N_("Legal hold placed"), "lock"),
    "hold_lifted": (N_("Legal hold lifted"), "lock"),
}
_MOST_CELLS = 12
_DIRECTIONS = {
    "approve_over_decline": N_("approved against the advice"),
    "decline_over_approve": N_("declined against the advice"),
}


def event_word(event: str) -> str:
    """The word for a kind of entry; the stored word where it is not known here."""
    known = EVENT_WORDS.get(event)
    return _(known[0]) if known else event.replace("_", " ")


def event_icon(event: str) -> str:
    """The icon for a kind of entry."""
    return EVENT_WORDS.get(event, ("", "info"))[1]


def event_details(event: str, payload: Mapping[str, Any]) -> str:
    """What an entry adds to its word: the outcome, the direction, counts, the strategy."""
    if event == "decided":
        outcome = outcome_word(Outcome(str(payload.get("outcome", "refer"))))
        if payload.get("direction") not in _DIRECTIONS:
            return outcome
        direction = _(_DIRECTIONS[str(payload["direction"])])
        return _("{outcome}, {direction}", outcome=outcome, direction=direction)
    if event in {"assessed", "strategy_kept"}:
        sha = str(payload.get("strategy_sha256") or payload.get("sha256") or "")
        return _("strategy {sha}", sha=sha[:12]) if sha else ""
    if event in {"batch_added", "rows_repaired"}:
        return _("{n} applications", n=payload.get("added", 0))
    if event == "rows_left_out":
        return _("rows {rows}", rows=", ".join(map(str, payload.get("rows", ())[:_MOST_CELLS])))
    if event == "cells_fixed":
        return ", ".join(payload.get("cells", ())[:_MOST_CELLS])
    if event == "letter_kept":
        return str(payload.get("number", ""))
    if event in {"hold_placed", "hold_lifted"}:
        return str(payload.get("basis", ""))
    return ""
