"""The parts of a letter that say why: reasons, score, key factors, what is still needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.i18n import Language, percent
from workbench.letters.building import Bench
from workbench.letters.content import Bar, Bars, Block, Items, Measure, Row, Table, Voice, said
from workbench.letters.letter_fields import said_day, sum_of
from workbench.letters.pack import Pack
from workbench.letters.record import StatedReason
from workbench.letters.wording import FieldMissing, clean

OTHER = "OTH"
"""The reason whose words the officer writes."""


def reason_text(reason: StatedReason, language: Language, pack: Pack) -> str:
    """The words of one reason: the officer's own, the lender's, or those of the list."""
    if reason.specified is not None:
        return clean(reason.specified[language])
    try:
        return pack.reason(reason.code, language)
    except KeyError as unknown:
        raise FieldMissing(f"reason {reason.code}") from unknown


def _reasons(bench: Bench) -> Block:
    language = bench.record.language
    rows = tuple(
        Row((said(str(at)), said(reason_text(reason, language, bench.pack)), said(reason.code)))
        for at, reason in enumerate(bench.record.reasons, 1)
    )
    columns = (
        (bench.line("reasons_number"), Measure.COUNT),
        (bench.line("reasons_reason"), Measure.WORDS),
        (bench.line("reasons_code"), Measure.CODE),
    )
    return Table(columns, rows, caption=bench.line("reasons_reason"))


def _score(bench: Bench) -> Block:
    columns = tuple(
        (bench.line(key), Measure.WORDS)
        for key in ("score_value", "score_date", "score_range", "score_source")
    )
    row = Row(
        (
            said(bench.value("score"), strong=True),
            said(bench.value("score_on")),
            bench.text("score_range_text"),
            said(bench.value("score_provider")),
        )
    )
    return Table(columns, (row,), caption=bench.line("score_value"))


def _key_factors(bench: Bench) -> Block:
    score = bench.record.score
    if score is None:
        raise FieldMissing("score")
    return Items(
        tuple(said(clean(factor)) for factor in score.key_factors),
        numbered=True,
        voice=Voice.NOTICE,
    )


def _spread(bench: Bench) -> Block:
    score = bench.record.score
    if score is None:
        raise FieldMissing("score")
    bars = (
        Bar(
            f"{band.lowest}–{band.highest}",
            percent(band.share, language=Language.EN, places=0),
            band.share,
            own=band.lowest <= score.score <= band.highest,
        )
        for band in score.spread
    )
    return Bars(tuple(bars))


def _needed(bench: Bench) -> Block:
    return Items(
        tuple(said(clean(one[bench.record.language])) for one in bench.record.needed),
        numbered=True,
    )


def _conditions(bench: Bench) -> Block:
    return Items(
        tuple(said(clean(one[bench.record.language])) for one in bench.record.conditions),
        numbered=True,
        voice=Voice.NOTICE,
    )


def _entries(bench: Bench) -> Block:
    record = bench.record
    rows = tuple(
        Row(
            (
                said(str(at)),
                said(clean(entry.what[record.language])),
                said("" if entry.amount is None else sum_of(entry.amount, record.currency)),
                said(said_day(entry.since, record.language)),
            )
        )
        for at, entry in enumerate(record.entries, 1)
    )
    measures = (Measure.COUNT, Measure.WORDS, Measure.AMOUNT, Measure.WORDS)
    keys = ("reasons_number", "entries_what", "entries_amount", "entries_since")
    columns = tuple((bench.line(key), one) for key, one in zip(keys, measures, strict=True))
    return Table(columns, rows, caption=bench.line("entries_what"))


REASON_TABLES: Mapping[str, Callable[[Bench], Block]] = {
    "reasons": _reasons,
    "score": _score,
    "key_factors": _key_factors,
    "spread": _spread,
    "needed": _needed,
    "conditions": _conditions,
    "entries": _entries,
}
"""The blocks made here, by the names that packs use."""
