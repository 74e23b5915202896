"""What must hold of the report and the score that a letter discloses."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.i18n import N_
from workbench.letters.finding import Finding
from workbench.letters.pack import Pack
from workbench.letters.record import ADVERSE, OFFERS, Kind, LetterRecord, ScoreUse

_MOST_FACTORS = 4
_BY_SCORE = (ADVERSE | OFFERS) - {Kind.DECLINE_BY_RULE}  # a rule decides whatever the score


def disclosure_findings(record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    """Whether what was used is disclosed whole, and of one person only."""
    if record.report_used and record.kind in ADVERSE:
        yield from _report_findings(record)
    if record.score is not None:
        yield from _score_findings(record.score, record)
    elif pack.score.disclosure != "none" and record.scored and record.kind in _BY_SCORE:
        yield Finding(
            "score_missing",
            N_("A score was used, and the letter does not disclose it. Assess the case again."),
        )


def _report_findings(record: LetterRecord) -> Iterator[Finding]:
    report = record.report
    if report is None or not (
        report.agency.strip() and report.address.strip() and report.phone.strip()
    ):
        yield Finding(
            "report_incomplete",
            N_(
                "A credit report was used; its provider's name, address and telephone are "
                "needed. Enter them in the pack."
            ),
        )
    if report and report.read_on and report.read_on > record.issued_on:
        yield Finding(
            "report_in_future",
            N_("The credit report's date ({day}) lies after the letter's. Correct it."),
            {"day": report.read_on.isoformat()},
        )


def _score_findings(score: ScoreUse, record: LetterRecord) -> Iterator[Finding]:
    if score.person.split() != record.addressee.name.split():
        yield Finding(
            "score_of_another",
            N_("The score is another person's. A letter discloses the addressee's own score only."),
        )
    if not score.lowest <= score.score <= score.highest or score.lowest >= score.highest:
        yield Finding(
            "score_out_of_range",
            N_("The score {score} lies outside its range from {lowest} to {highest}."),
            {
                "score": str(score.score),
                "lowest": str(score.lowest),
                "highest": str(score.highest),
            },
        )
    if score.created_on > record.issued_on:
        yield Finding(
            "score_in_future",
            N_("The score's date ({day}) lies after the letter's. Correct it."),
            {"day": score.created_on.isoformat()},
        )
    if not score.provider.strip():
        yield Finding("score_no_provider", N_("The score has no provider. Enter it in the pack."))
    most = _MOST_FACTORS + int(score.inquiries_is_a_factor)
    least = 1 if record.kind in ADVERSE else 0  # a disclosure to everyone (H-4) may name none
    if not least <= len([factor for factor in score.key_factors if factor.strip()]) <= most:
        yield Finding(
            "score_factors",
            N_(
                "The score names {count} key factors; one to four are needed, five when the "
                "number of inquiries is one."
            ),
            {"count": str(len(score.key_factors))},
        )
