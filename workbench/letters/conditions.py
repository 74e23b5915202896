"""When a part of a letter applies: the conditions that a pack's blocks may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from workbench.credit.terms import Terms
from workbench.letters.record import LetterRecord

if TYPE_CHECKING:
    from workbench.letters.pack import Pack


def is_level(terms: Terms) -> bool:
    """Whether every instalment but the last is the same."""
    return terms.repayment_method == "equal_payment"


def _is_unscored(record: LetterRecord) -> bool:
    """Whether a report was used, and there was no score to go by (Form H-5)."""
    return record.report_used and record.score is None and not record.scored


CONDITIONS: Mapping[str, Callable[[LetterRecord], bool]] = {
    "report_used": lambda record: record.report_used,
    "no_report_used": lambda record: not record.report_used,
    "score_used": lambda record: record.score is not None,
    "no_score_used": lambda record: record.score is None,
    "report_unscored": _is_unscored,
    "score_page": lambda record: record.score is not None or _is_unscored(record),
    "no_score_page": lambda record: record.score is None and not _is_unscored(record),
    "has_factors": lambda record: record.score is not None and bool(record.score.key_factors),
    "score_ranked": lambda record: (
        record.score is not None and record.score.ranks_above is not None
    ),
    "score_spread": lambda record: record.score is not None and bool(record.score.spread),
    "report_dated": lambda record: record.report is not None and record.report.read_on is not None,
    "report_undated": lambda record: (
        record.report_used and (record.report is None or record.report.read_on is None)
    ),
    "scored": lambda record: record.scored,
    "not_scored": lambda record: not record.scored,
    "has_fee": lambda record: record.terms is not None and record.terms.fee > 0,
    "no_fee": lambda record: record.terms is not None and record.terms.fee <= 0,
    "secured": lambda record: record.secured_by is not None,
    "unsecured": lambda record: record.secured_by is None,
    "level": lambda record: record.terms is not None and is_level(record.terms),
    "varying": lambda record: record.terms is not None and not is_level(record.terms),
    "has_reasons": lambda record: bool(record.reasons),
    "has_purpose": lambda record: record.purpose is not None,
    "has_term": lambda record: record.term_months is not None,
    "no_term": lambda record: record.term_months is None,
    "has_conditions": lambda record: bool(record.conditions),
    "has_schedule": lambda record: record.schedule is not None,
    "replaces": lambda record: bool(record.replaces),
    "in_english": lambda record: record.language == "en",
    "in_chinese": lambda record: record.language == "zh",
    "upheld": lambda record: record.outcome == "decline",
    "upheld_with_report": lambda record: record.outcome == "decline" and record.report_used,
    "upheld_with_score": lambda record: record.outcome == "decline" and record.score is not None,
    "changed": lambda record: record.outcome != "decline",
    "takes_effect_later": lambda record: (
        record.change is not None and record.change.effective_on > record.issued_on
    ),
    "in_effect": lambda record: (
        record.change is not None and record.change.effective_on <= record.issued_on
    ),
    "has_restore_test": lambda record: (
        record.change is not None and record.change.restored_when is not None
    ),
    "limit_changes": lambda record: (
        record.change is not None and record.change.new_limit is not None
    ),
    "rate_changes": lambda record: record.change is not None and record.change.new_rate is not None,
    "has_balance": lambda record: record.change is not None and record.change.balance is not None,
}
"""Conditions of the record alone, by their names."""

OF_PACK: Mapping[str, Callable[[LetterRecord, Pack], bool]] = {
    "outside_used": lambda record, pack: any(
        reason.code in pack.outside_reasons for reason in record.reasons
    ),
}
"""Conditions of which the pack has a say, by their names."""


def applies(name: str, record: LetterRecord, pack: Pack) -> bool:
    """Whether a condition holds for a record under a pack. Raises KeyError for an unknown one."""
    if name in OF_PACK:
        return OF_PACK[name](record, pack)
    return CONDITIONS[name](record)
