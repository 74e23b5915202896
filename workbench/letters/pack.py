"""Letter packs: what a lender and its law put into letters, as data with dates and sources."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench import paths
from workbench.errors import PackFaulty
from workbench.i18n import Language
from workbench.letters.conditions import CONDITIONS
from workbench.letters.letter_fields import FIELDS
from workbench.letters.pictures import PictureFaulty, read_picture
from workbench.letters.qr_code import MOST_BYTES
from workbench.letters.record import Kind
from workbench.letters.wording import fields_in

Line = Annotated[str, Field(max_length=200)]
Base64 = Annotated[str, Field(max_length=280_000)]
Millimetres = Annotated[int, Field(ge=5, le=80)]
Days = Annotated[int, Field(ge=0, le=4000)]


class Part(BaseModel):
    """A part of a pack: frozen, and nothing in it that the program does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """A text in both languages, and where its wording comes from."""

    en: str = Field(max_length=4000)
    zh: str = Field(max_length=4000)
    source: str = ""

    def __getitem__(self, language: Language) -> str:
        return self.en if language == Language.EN else self.zh


class WordLines(Part):
    """Lines of text in both languages."""

    en: tuple[Line, ...]
    zh: tuple[Line, ...]

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        return self.en if language == Language.EN else self.zh


class Lender(Part):
    """Who writes the letters."""

    name: Words
    letterhead: WordLines
    address: Words
    phone: Line
    complaints: Words
    creditor_type: str
    verify_url: Line
    foot: Words
    seal: bool = False


class Agency(Part):
    """An authority that must be named, and since when under this address."""

    address: Words
    effective_from: date
    source: str


class ReportAgency(Part):
    """A provider of consumer reports."""

    name: Words
    address: Words
    phone: Line
    toll_free: bool


class Page(Part):
    """The sheet and what must lie where on it."""

    size: Literal["letter", "a4"]
    window: Literal["US-10", "US-10-double", "DIN-B", "DIN-A", "CN-DL", "none"]
    brand: str = Field(pattern=r"^#[0-9a-f]{6}$")
    numbered_headings: bool


class Pictures(Part):
    """The lender's pictures as base64 text of PNG or JPEG files; an empty text is none.

    Heights and widths on paper are in millimetres. `signatures` are by the officer's name;
    `seal_right` is how far the seal's middle lies left of the text's right edge.
    """

    logo: Base64 = ""
    logo_height: Millimetres = 12
    signatures: Mapping[str, Base64] = Field(default_factory=dict)
    signature_height: Millimetres = 11
    seal: Base64 = ""
    seal_width: Millimetres = 40
    seal_right: Annotated[int, Field(ge=0, le=150)] = 24

    def faults(self) -> Iterator[str]:
        """What cannot be printed, by its place."""
        named = {"logo": self.logo, "seal": self.seal}
        named |= {f"signatures.{name}": text for name, text in self.signatures.items()}
        for name, text in named.items():
            try:
                _ = read_picture(text) if text else None
            except PictureFaulty as fault:
                yield f"pictures.{name}: {fault}"


class Numbers(Part):
    """How letters are numbered: {year} and {serial}, gap-free per lender and year."""

    pattern: Line
    prefixes: Mapping[Kind, str]


class Timing(Part):
    """The clocks, in calendar days, and the months a letter is kept; each with its source."""

    notice_days: Days
    counter_offer_lapse_days: Days
    reply_days: Days
    review_days: Days
    retention_months: Days
    source: str


class Cap(Part):
    """A legal ceiling that an offer must not pass, from and until when."""

    what: Literal["annual_cost", "amount", "term_months"]
    most: Decimal
    basis: Literal["", "irr_simple", "irr_compound", "regulation_z"] = ""
    name: Words
    effective_from: date
    effective_until: date | None = None
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether the ceiling is in force on that day."""
        return self.effective_from <= day and not (
            self.effective_until and day > self.effective_until
        )


class Charges(Part):
    """What a broken agreement costs: the contract's yearly rate times this factor."""

    overdue_factor: Decimal = Field(ge=1, le=2)


class ScorePolicy(Part):
    """Which score is disclosed: none, the bureau's, or the lender's own."""

    disclosure: Literal["none", "bureau_input", "house_score"]
    provider: Words
    lowest: int
    highest: int


class Layout(Part):
    """One kind of letter: its title and the order of its parts."""

    title: Words
    salutation: str = "salutation"
    particulars: tuple[str, ...]
    blocks: tuple[str, ...]
    enclosures: tuple[str, ...] = ()
    contact: str = ""


class Step(Part):
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
    "change": tuple(f"change_{name}" for name in ("what", "old", "new", "from", "limit", "rate")),
    "entries": ("reasons_number", "entries_what", "entries_amount", "entries_since"),
}
"""The blocks that are built from the record, and the texts each of them says."""

ALWAYS = ("greeting", "signature", "check", "check_code", "check_picture", "page_of")
"""The texts that every letter says."""
DESCRIPTIONS = ("signature_picture", "seal_picture")
"""The texts that describe pictures to readers who do not see them."""
PARTICULARS = frozenset(
    {"date", "reference", "application", "product", "valid_until", "account", "replaces"}
)


class PackStyle(StrEnum):
    """The law and habit that a pack follows."""

    US = "us"
    CN = "cn"


class Pack(Part):
    """A letter pack. `sha256` is taken over `source_texts`: pack, texts, the lender's changes."""

    id: PackStyle
    version: str
    effective_from: date
    currency: str
    source: str
    lender: Lender
    agencies: Mapping[str, Agency]
    report_agency: ReportAgency
    page: Page
    pictures: Pictures = Pictures()
    numbers: Numbers
    timing: Timing
    charges: Charges
    score: ScorePolicy
    caps: tuple[Cap, ...]
    kinds: Mapping[Kind, Layout]
    texts: Mapping[str, Words]
    sha256: str = ""
    source_texts: tuple[str, ...] = Field(default=(), repr=False)

    @property
    def agency(self) -> Agency:
        """The authority that fits the lender's type."""
        return self.agencies[self.lender.creditor_type]

    def says(self, key: str, language: Language) -> str:
        """The text with this key, its fields not yet filled."""
        return self.texts[key][language]

    def __hash__(self) -> int:
        return hash(self.sha256)


def load_pack(name: str, own: str = "") -> Pack:
    """The shipped pack "us" or "cn"; `own` is TOML in which a lender overrides parts of it.

    Raises PackFaulty, naming every fault.
    """
    return _load(paths.resources() / "packs" / name, own)


@lru_cache(maxsize=16)
def _load(folder: Path, own: str) -> Pack:
    main = (folder / "pack.toml").read_text(encoding="utf-8")
    texts = (folder / "texts.toml").read_text(encoding="utf-8")
    return read_pack(main, texts, own, name=f"{folder.name}/pack.toml")


def read_pack(main: str, texts: str, own: str = "", *, name: str = "pack.toml") -> Pack:
    """A pack from the texts of its files. Raises PackFaulty, naming every fault."""
    try:
        raw: dict[str, Any] = tomllib.loads(main, parse_float=Decimal)
        raw["texts"] = tomllib.loads(texts)
        _lay_over(raw, tomllib.loads(own, parse_float=Decimal))
    except tomllib.TOMLDecodeError as fault:
        raise PackFaulty(file=name, faults=str(fault)) from fault
    raw["source_texts"] = (main, texts, own)
    raw["sha256"] = hashlib.sha256(f"{main}\0{texts}\0{own}".encode()).hexdigest()
    try:
        pack = Pack.model_validate(raw)
    except ValidationError as fault:
        raise PackFaulty(file=name, faults=_listed(fault)) from fault
    faults = tuple(_faults(pack))
    if faults:
        raise PackFaulty(file=name, faults="\n".join(faults))
    return pack


def parsed(step: str) -> Step:
    """ "notice fcra when report_used" -> what, texts, condition."""
    body, _when, condition = step.partition(" when ")
    what, *keys = body.split()
    return Step(what=what, keys=tuple(keys), condition=condition.strip())


@lru_cache(maxsize=64)
def steps(pack: Pack, kind: Kind, part: Literal["blocks", "enclosures"]) -> tuple[Step, ...]:
    """The parsed blocks (or enclosures) of one kind."""
    return tuple(parsed(step) for step in getattr(pack.kinds[kind], part))


def _lay_over(under: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _lay_over(under[key], value)
        else:
            under[key] = value


def _listed(fault: ValidationError) -> str:
    return "\n".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in fault.errors())


def _faults(pack: Pack) -> Iterator[str]:
    if pack.lender.creditor_type not in pack.agencies:
        yield f"lender.creditor_type: no agency for “{pack.lender.creditor_type}”"
    yield from pack.pictures.faults()
    yield from _number_faults(pack)
    for key, words in pack.texts.items():
        yield from _text_faults(key, words)
    for kind, layout in pack.kinds.items():
        yield from _layout_faults(pack, kind, layout)
    for key in sorted(set(pack.texts) - _used_texts(pack)):
        yield f"texts.{key}: no letter uses it"


def _number_faults(pack: Pack) -> Iterator[str]:
    """What would make two letters' numbers alike, or a square code too long to print."""
    wanted = {"year", "serial"}
    try:
        shown = pack.numbers.pattern.format(prefix="", year=2026, serial=1)
    except (LookupError, ValueError):
        yield "numbers.pattern: it may hold {prefix}, {year} and {serial} only"
        return
    if not all(f"{{{name}" in pack.numbers.pattern for name in wanted):
        yield "numbers.pattern: {year} and {serial} are needed, so that no two letters are alike"
    prefix = max(map(len, map(quote, pack.numbers.prefixes.values())), default=0)
    url = pack.lender.verify_url.replace("{number}", "").replace("{code}", "0" * 12)
    if len(quote(shown)) + prefix + 8 + len(url.encode()) > MOST_BYTES:
        yield "lender.verify_url: with the number it is too long for the square code"


def _used_texts(pack: Pack) -> set[str]:
    used = {*ALWAYS, *DESCRIPTIONS, *(f"label_{name}" for name in PARTICULARS)}
    for layout in pack.kinds.values():
        used |= {layout.salutation, layout.contact}
        used |= {f"{layout.salutation}_{without}" for without in ("no_id", "no_name")}
        for step in map(parsed, (*layout.blocks, *layout.enclosures)):
            used |= {*step.keys, *BUILT_BLOCKS.get(step.what, ())}
    return used


def _text_faults(key: str, words: Words) -> Iterator[str]:
    in_en, in_zh = fields_in(words.en), fields_in(words.zh)
    for unknown in sorted((in_en | in_zh) - FIELDS):
        yield f"texts.{key}: no field is called {{{unknown}}}"
    for one in sorted(in_en ^ in_zh):
        yield f"texts.{key}: {{{one}}} stands in one language only"
    for language in Language:
        if words[language].count("**") % 2:
            yield f"texts.{key}.{language}: a ** is not closed"
        if not words[language].strip():
            yield f"texts.{key}.{language}: there is no text"


def _layout_faults(pack: Pack, kind: Kind, layout: Layout) -> Iterator[str]:
    where = f"kinds.{kind}"
    for step in map(parsed, (*layout.blocks, *layout.enclosures)):
        yield from (f"{where}: {fault}" for fault in _step_faults(pack, step))
    labels = (f"label_{name}" for name in layout.particulars)
    for key in (layout.salutation, layout.contact, *labels, *ALWAYS, *DESCRIPTIONS):
        if key and key not in pack.texts:
            yield f"{where}: there is no text “{key}”"
    for one in set(layout.particulars) - PARTICULARS:
        yield f"{where}: no particular is called “{one}”"
    if kind not in pack.numbers.prefixes:
        yield f"numbers.prefixes: none for “{kind}”"


def _step_faults(pack: Pack, step: Step) -> Iterator[str]:
    if step.what not in TEXT_BLOCKS | BUILT_BLOCKS.keys():
        yield f"no block is called “{step.what}”"
    if step.what in TEXT_BLOCKS and not step.keys:
        yield f"“{step.what}” names no text"
    if step.condition and step.condition not in CONDITIONS:
        yield f"no condition is called “{step.condition}”"
    for key in (*step.keys, *BUILT_BLOCKS.get(step.what, ())):
        if key not in pack.texts:
            yield f"there is no text “{key}”"
