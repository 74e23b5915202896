"""What must hold before a letter is issued; a letter that breaks a rule waits with the sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from workbench.credit.reasons import reason_list
from workbench.credit.status import COMPONENT_WORDS, OUTCOME_WORDS, Outcome
from workbench.i18n import N_, Language
from workbench.letters.compose import compose
from workbench.letters.content import Content
from workbench.letters.faces import chain
from workbench.letters.finding import Finding
from workbench.letters.lint_disclosures import disclosure_findings
from workbench.letters.lint_offer import offer_findings
from workbench.letters.look import look_of
from workbench.letters.pack import Pack, PackStyle
from workbench.letters.page_furniture import address_lines
from workbench.letters.reason_tables import OTHER
from workbench.letters.record import ADVERSE, KIND_WORDS, Kind, LetterRecord

__all__ = ["Finding", "lint", "missing_glyphs", "prepared", "record_findings"]

_OUTCOMES = {
    Kind.APPROVAL: Outcome.APPROVE,
    Kind.COUNTER_OFFER: Outcome.COUNTER_OFFER,
    Kind.DECLINE: Outcome.DECLINE,
    Kind.DECLINE_BY_RULE: Outcome.DECLINE,
    Kind.INCOMPLETE: Outcome.INCOMPLETE,
    Kind.WITHDRAWN: Outcome.WITHDRAWN,
}
_MOST_REASONS = 4
_LEAST_LETTERS = 8
_FIGURES = re.compile(r"\d[\d,]*\.\d+%?|\d+%")


def prepared(record: LetterRecord, pack: Pack) -> tuple[Content | None, tuple[Finding, ...]]:
    """The letter's content, and what keeps it from being issued; no findings: it may go out."""
    findings = tuple(record_findings(record, pack))
    if findings:
        return None, findings
    content = compose(record, pack)
    return content, tuple(_content_findings(content, record, pack))


def lint(content: Content, record: LetterRecord, pack: Pack) -> tuple[Finding, ...]:
    """Everything that keeps this letter from being issued."""
    return (*record_findings(record, pack), *_content_findings(content, record, pack))


def record_findings(record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    """What is off in the case itself, whatever the letter would say."""
    if record.kind not in pack.kinds:
        yield Finding(
            "kind_unknown",
            N_("The pack “{pack}” has no letter of this kind ({kind}). Choose another pack."),
            {"pack": pack.id, "kind": KIND_WORDS[record.kind]},
        )
        return
    yield from _person_findings(record)
    yield from _text_findings(record)
    yield from _date_findings(record)
    yield from _reason_findings(record)
    yield from disclosure_findings(record, pack)
    yield from offer_findings(record, pack)


def _incomplete(name: str) -> Finding:
    return Finding(
        "field_missing",
        N_("The letter names “{field}”, which this case does not have. Complete the case."),
        {"field": name},
    )


def _person_findings(record: LetterRecord) -> Iterator[Finding]:
    if not record.addressee.name.strip():
        yield Finding("no_name", N_("The applicant has no name. Enter it in the case."))
    if not (record.officer.strip() and record.officer_title.strip()):
        yield Finding(
            "no_officer",
            N_("No person signs this letter. Enter your name and title in the settings."),
        )
    wanted = _OUTCOMES.get(record.kind)
    if wanted is not None and record.outcome != wanted:
        yield Finding(
            "wrong_kind",
            N_("The decision is “{outcome}”, the letter says “{kind}”. Write it again."),
            {"outcome": OUTCOME_WORDS[record.outcome], "kind": KIND_WORDS[record.kind]},
        )


def _text_findings(record: LetterRecord) -> Iterator[Finding]:
    limits = [(record.addressee.name, 120), *((line, 120) for line in record.addressee.lines)]
    limits += [(record.officer, 80), (record.officer_title, 80), (record.application, 60)]
    limits += [(text, 120) for text in record.product.values()]
    for text, most in limits:
        if len(text) > most:
            yield Finding(
                "too_long",
                N_("“{text}…” is longer than {most} characters. Shorten it in the case."),
                {"text": text[:24], "most": str(most)},
            )


def _date_findings(record: LetterRecord) -> Iterator[Finding]:
    for name, day in ((N_("application"), record.applied_on), (N_("decision"), record.decided_on)):
        if day > record.issued_on:
            yield Finding(
                "date_in_future",
                N_("The date of the {name} ({day}) lies after the letter's. Correct it."),
                {"name": name, "day": day.isoformat()},
            )
    if record.due_on and record.issued_on > record.due_on and not record.late_reason.strip():
        yield Finding(
            "late",
            N_("The letter was due on {day}. Enter why it is late."),
            {"day": record.due_on.isoformat()},
        )


def _reason_findings(record: LetterRecord) -> Iterator[Finding]:
    if record.kind in ADVERSE and not record.reasons:
        yield Finding("no_reason", N_("The letter gives no reason. Choose at least one."))
    if len(record.reasons) > _MOST_REASONS and not record.more_reasons_confirmed:
        yield Finding(
            "many_reasons",
            N_("The letter gives {count} reasons; more than four need to be confirmed."),
            {"count": str(len(record.reasons))},
        )
    known = reason_list()
    for reason in record.reasons:
        if reason.code not in known:
            yield Finding(
                "reason_unknown",
                N_("The reason “{code}” is not in the list of reasons. Choose another."),
                {"code": reason.code},
            )
        if reason.component != record.decided_by:
            yield Finding(
                "reason_of_other_component",
                N_("The reason “{code}” comes from {given}, but {decided} decided. Choose again."),
                {
                    "code": reason.code,
                    "given": COMPONENT_WORDS[reason.component],
                    "decided": COMPONENT_WORDS[record.decided_by],
                },
            )
        yield from _own_words(reason.code, reason.specified)
    if len({reason.code for reason in record.reasons} - {OTHER}) < len(
        [reason for reason in record.reasons if reason.code != OTHER]
    ):
        yield Finding("reason_twice", N_("A reason is given twice. Take one out."))


def _own_words(code: str, specified: object) -> Iterator[Finding]:
    """A reason in the officer's own words says something, in both languages, and no empty word."""
    words = dict(specified) if isinstance(specified, dict) else {}
    if code == OTHER and not all(words.get(language, "").strip() for language in Language):
        yield Finding(
            "other_unspecified", N_("The reason “Other” needs words in both languages. Add them.")
        )
    for text in words.values():
        plain = text.strip()
        least = _LEAST_LETTERS if plain.isascii() else _LEAST_LETTERS // 2
        if plain and len(plain) < least:
            yield Finding(
                "reason_short",
                N_("“{text}” is too short for a reason. Name the factor."),
                {"text": plain},
            )
        if reason_list().is_blocked(plain):
            yield Finding(
                "reason_blocked",
                N_(
                    "“{text}” is no reason: a score or a policy never is. Name the factor "
                    "that was considered."
                ),
                {"text": plain[:60]},
            )


def _content_findings(content: Content, record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    yield from map(_incomplete, content.missing)
    texts = content.everything()
    missing = missing_glyphs(texts, content.language)
    if missing:
        shown = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:6])
        yield Finding(
            "missing_glyphs",
            N_("These characters cannot be printed: {characters}. Correct the text or name."),
            {"characters": shown.encode("utf-8", "replace").decode()},
        )
        return
    whole = "\n".join(texts).replace("\u00a0", " ")
    yield from _said_findings(whole, content, record, pack)
    yield from _figure_findings(whole, record, pack)
    look = look_of(pack, content.language)
    if look.window.width and address_lines(content.addressee, look) is None:
        yield Finding(
            "address_too_long",
            N_("The name and address do not fit the envelope's window. Shorten a line."),
        )


def _said_findings(
    whole: str, content: Content, record: LetterRecord, pack: Pack
) -> Iterator[Finding]:
    wanted = [
        (N_("the lender's name"), pack.lender.name[content.language]),
        (N_("the officer's name"), " ".join(record.officer.split())),
        (N_("the number"), record.number),
    ]
    if pack.id == PackStyle.US and record.kind in ADVERSE:
        wanted.append((N_("the lender's address"), pack.lender.address[content.language]))
        wanted.append((N_("the agency"), pack.agency.address[content.language]))
    wanted += [(N_("a reason"), reason.code) for reason in record.reasons]
    for name, text in wanted:
        if unicodedata.normalize("NFC", text) not in whole:
            yield Finding(
                "not_said",
                N_("The letter does not say {name} (“{text}”). Correct the pack's texts."),
                {"name": name, "text": text[:60]},
            )


def _figure_findings(whole: str, record: LetterRecord, pack: Pack) -> Iterator[Finding]:
    """Amounts and rates are the same in the letter's other language."""
    other = Language.EN if record.language == Language.ZH else Language.ZH
    said = compose(replace(record, language=other), pack).everything()
    differ = set(_FIGURES.findall(whole)) ^ set(_FIGURES.findall("\n".join(said)))
    if differ:
        yield Finding(
            "figures_differ",
            N_("The letter's two languages show different figures ({figures}). Correct the pack."),
            {"figures": ", ".join(sorted(differ)[:4])},
        )


def missing_glyphs(texts: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """The characters that the bundled faces cannot show as they stand, in order of code."""
    signs = set().union(*texts) - {"\n", "\u00a0"}
    return tuple(sorted(sign for sign in signs if not _shown(sign, language)))


@lru_cache(maxsize=65536)
def _shown(sign: str, language: Language) -> bool:
    """Whether both weights show a character by itself; marks that combine would need shaping."""
    if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn", "Mn", "Mc", "Me"}:
        return False
    return all(
        any(face.shows(sign) for face in chain(language, strong)) for strong in (False, True)
    )
