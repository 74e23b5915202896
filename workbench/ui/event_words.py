"""The journal in words: what an entry says to a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.accounts.account import ACTION_WORDS, ActionKind
from workbench.credit.status import Outcome, outcome_word
from workbench.i18n import N_, _, pick, plural
from workbench.ui.account_event_words import ACCOUNT_WORDS
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
    **ACCOUNT_WORDS,
    "hold_placed": (N_("Legal hold placed"), "lock"),
    "hold_lifted": (N_("Legal hold lifted"), "lock"),
}
_THINGS = {
    "store": N_("The store"),
    "decisions": N_("Decisions"),
    "journal": N_("Journal"),
}
_SUBJECTS = {
    "batch": N_("Batch {name}"),
    "letter": N_("Letter {name}"),
    "pack": N_("Letter pack {name}"),
    "profile": N_("Profile {name}"),
    "person": N_("Person {name}"),
    "fact": N_("Fact {name}"),
    "case file": N_("Case file {name}"),
}
ProductNames = Mapping[str, dict[str, str]]
"""Every product's name in both languages, by its word such as "cash-loan"."""

_MOST_CELLS = 12
_KEPT = {
    "file": N_("into a file"),
    "keyring": N_("into the keyring"),
    "recovery_code": N_("a new recovery code"),
}
_DIRECTIONS = {
    "approve_over_decline": N_("Approved against the advice"),
    "decline_over_approve": N_("Declined against the advice"),
}


def event_word(event: str) -> str:
    """The word for a kind of entry; the stored word where it is not known here."""
    known = EVENT_WORDS.get(event)
    return _(known[0]) if known else event.replace("_", " ")


def event_icon(event: str) -> str:
    """The icon for a kind of entry."""
    return EVENT_WORDS.get(event, ("", "info"))[1]


def event_details(
    event: str, payload: Mapping[str, Any], strategies: Mapping[str, str] | None = None
) -> str:
    """What an entry adds to its word: the outcome, the direction, counts, the strategy.

    `strategies` names by digest the strategies the reader has before them.
    """
    named = (strategies or {}).get(str(payload.get("strategy_sha256", "")))
    tell = _DETAILS.get(event)
    return named or (tell(payload) if tell else "")


def subject_words(subject: str, products: ProductNames | None = None) -> str:
    """What an entry is about: "batch 2", "the store"; a number of a case is itself."""
    if subject in _THINGS:
        return _(_THINGS[subject])
    if products and subject in products:
        return pick(products[subject])
    kind, _space, name = subject.rpartition(" ")
    return _(_SUBJECTS[kind], name=name) if kind in _SUBJECTS else subject


def subject_wording(products: ProductNames) -> dict[str, str]:
    """What stored subjects begin with, and how the reader reads that."""
    things = {thing: _(words) for thing, words in _THINGS.items()}
    kinds = {f"{kind} ": _(words, name="").strip() for kind, words in _SUBJECTS.items()}
    return {**things, **kinds, **{word: pick(name) for word, name in products.items()}}


def _decision(payload: Mapping[str, Any]) -> str:
    if payload.get("direction") in _DIRECTIONS:
        return _(_DIRECTIONS[str(payload["direction"])])
    return outcome_word(Outcome(str(payload.get("outcome", "refer"))))


def _version(payload: Mapping[str, Any]) -> str:
    version = str(payload.get("version", ""))
    return _("version {version}", version=version) if version else ""


def _applications(count: int) -> str:
    return plural("{n} application", "{n} applications", count)


def _assessed(payload: Mapping[str, Any]) -> str:
    return _applications(int(payload.get("count", 1)))


def _added(payload: Mapping[str, Any]) -> str:
    return _applications(int(payload.get("added", 0)))


def _accounts(payload: Mapping[str, Any]) -> str:
    return plural("{n} account", "{n} accounts", int(payload.get("count", 0)))


def _action(payload: Mapping[str, Any]) -> str:
    kind = str(payload.get("kind", ""))
    return _(ACTION_WORDS[ActionKind(kind)]) if kind in set(ActionKind) else ""


def _rows(payload: Mapping[str, Any]) -> str:
    return _("rows {rows}", rows=", ".join(map(str, payload.get("rows", ())[:_MOST_CELLS])))


def _cells(payload: Mapping[str, Any]) -> str:
    return ", ".join(payload.get("cells", ())[:_MOST_CELLS])


def _number(payload: Mapping[str, Any]) -> str:
    return str(payload.get("number", ""))


def _basis(payload: Mapping[str, Any]) -> str:
    return str(payload.get("basis", ""))


def _kept(payload: Mapping[str, Any]) -> str:
    word = _KEPT.get(str(payload.get("kept", "")))
    return _(word) if word else ""


_DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "decided": _decision,
    "assessed": _assessed,
    "strategy_kept": _version,
    "strategy_proposed": _version,
    "strategy_published": _version,
    "accounts_opened": _accounts,
    "holders_told": _accounts,
    "accounts_scored": _accounts,
    "account_action": _action,
    "batch_added": _added,
    "rows_repaired": _added,
    "rows_left_out": _rows,
    "cells_fixed": _cells,
    "letter_kept": _number,
    "hold_placed": _basis,
    "hold_lifted": _basis,
    "key_changed": _kept,
}
