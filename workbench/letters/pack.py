"""Letter packs: what a lender and its law put into letters, as data with dates and sources."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench import paths
from workbench.credit.reasons import reason_list
from workbench.errors import PackFaulty
from workbench.i18n import Language
from workbench.letters.pack_blocks import ALWAYS, BUILT_BLOCKS, DESCRIPTIONS, Step, parsed
from workbench.letters.pack_faults import faults_of_pack
from workbench.letters.pictures import PictureFaulty, read_picture
from workbench.letters.record import ADVERSE, Kind

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
    signature: str = "signature"
    particulars: tuple[str, ...]
    blocks: tuple[str, ...]
    enclosures: tuple[str, ...] = ()
    contact: str = ""

    def texts(self) -> frozenset[str]:
        """The keys of the texts that this kind's letters may say."""
        usual = {self.salutation, self.signature, self.contact} | set(ALWAYS) | set(DESCRIPTIONS)
        without = {f"{self.salutation}_{lacking}" for lacking in ("no_id", "no_name")}
        labels = {f"label_{name}" for name in self.particulars}
        listed = [parsed(step) for step in (*self.blocks, *self.enclosures)]
        keys = {key for step in listed for key in (*step.keys, *BUILT_BLOCKS.get(step.what, ()))}
        return frozenset(usual | without | labels | keys)


class PackStyle(StrEnum):
    """The law and habit that a pack follows."""

    US = "us"
    CN = "cn"


class Pack(Part):
    """A letter pack. `sha256` is taken over `source_texts`: pack, texts, the lender's changes.

    `reasons` are the lender's own wordings, by the codes of the list of reasons;
    `outside_reasons` those that rest on what an outside source told.
    """

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
    reasons: Mapping[str, Words] = Field(default_factory=dict)
    outside_reasons: tuple[str, ...] = ()
    sha256: str = ""
    source_texts: tuple[str, ...] = Field(default=(), repr=False)

    @property
    def agency(self) -> Agency:
        """The authority that fits the lender's type."""
        return self.agencies[self.lender.creditor_type]

    def says(self, key: str, language: Language) -> str:
        """The text with this key, its fields not yet filled."""
        return self.texts[key][language]

    def reason(self, code: str, language: Language) -> str:
        """The words of a listed reason, the lender's where it has its own. Raises KeyError."""
        own = self.reasons.get(code)
        return own[language] if own is not None else reason_list().text(code, language)

    def kinds_showing(self, path: Sequence[str | int]) -> tuple[Kind, ...]:
        """The kinds whose letters show an entry, by its place in the pack."""
        part, key = str(path[0]), str(path[1])
        if part == "kinds":
            return (Kind(key),)
        if part == "texts":
            return tuple(kind for kind, layout in self.kinds.items() if key in layout.texts())
        adverse = part in ("reasons", "agencies")
        return tuple(kind for kind in self.kinds if kind in ADVERSE or not adverse)

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
    faults = tuple(faults_of_pack(pack))
    if faults:
        raise PackFaulty(file=name, faults="\n".join(faults))
    return pack


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
