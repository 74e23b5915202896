"""What a letter says, in order, without a word on how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from workbench.i18n import Language
from workbench.letters.record import Kind

Run = tuple[str, bool]
"""A piece of text, and whether it is emphasised."""

Text = tuple[Run, ...]


def plain(text: Text | str) -> str:
    """The text without its emphasis."""
    return text if isinstance(text, str) else "".join(piece for piece, _strong in text)


def said(text: str, *, strong: bool = False) -> Text:
    """A text of one run."""
    return ((text, strong),)


class Voice(StrEnum):
    """How loudly a paragraph speaks."""

    BODY = "body"
    NOTICE = "notice"
    QUIET = "quiet"


class Measure(StrEnum):
    """What a column holds; the look aligns by it."""

    WORDS = "words"
    AMOUNT = "amount"
    COUNT = "count"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    text: Text
    voice: Voice = Voice.BODY


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    items: tuple[Text, ...]
    numbered: bool = False
    voice: Voice = Voice.BODY


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a strong row carries the sum or the figure that matters.

    None is a column that the cell before it covers too.
    """

    cells: tuple[Text | None, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `dense` for long enclosures."""

    columns: tuple[tuple[str, Measure], ...]
    rows: tuple[Row, ...]
    caption: str
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One disclosed figure: its name, what it means, its value."""

    name: str
    meaning: str
    value: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Disclosed figures side by side, segregated from everything else (Regulation Z)."""

    figures: tuple[Figure, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One range and its share of all (0 to 1); `own` is the reader's."""

    name: str
    value: str
    share: Decimal
    own: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """How something is spread: a bar for each range."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The lines a person fills in and signs."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What follows is an enclosure on a page of its own, with its own title."""

    title: str


Block = Heading | Paragraph | Items | Table | Figures | Bars | Acceptance | NewSheet


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of the letter proper: greeting, signature, contact, and the mark of authenticity."""

    greeting: str
    signed: tuple[Text, ...]
    contact: str
    check: tuple[str, ...]
    address: str
    picture_text: str
    seal: bool = False
    officer: str = ""
    signature_text: str = ""
    seal_text: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One letter. `identifier` (number and code) goes into the file's metadata."""

    kind: Kind
    language: Language
    title: str
    subject: str
    author: str
    issued_at: datetime
    identifier: str
    letterhead: tuple[str, ...]
    addressee: tuple[str, ...]
    particulars: tuple[tuple[str, str], ...]
    salutation: str
    blocks: tuple[Block, ...]
    closing: Closing
    enclosures: tuple[Block, ...]
    foot: str
    page_of: str
    missing: tuple[str, ...] = ()  # fields that the sentences name and the record lacks

    def everything(self) -> tuple[str, ...]:
        """Every text of the letter, in reading order, for lint and for search."""
        first = (*self.letterhead, *self.addressee, self.title, self.salutation)
        marks = tuple(f"{name}\u00a0{value}" for name, value in self.particulars)
        body = tuple(text for block in self.blocks for text in texts_of(block))
        end = (self.closing.greeting, *map(plain, self.closing.signed), self.closing.contact)
        more = tuple(text for block in self.enclosures for text in texts_of(block))
        return (*first, *marks, *body, *end, *self.closing.check, *more, self.foot)


def texts_of(block: Block) -> tuple[str, ...]:  # noqa: PLR0911 -- one kind of block each
    """The texts of one block, in reading order."""
    match block:
        case Heading(text) | NewSheet(text):
            return (text,)
        case Paragraph(text):
            return (plain(text),)
        case Items(items):
            return tuple(plain(item) for item in items)
        case Table():
            heads = tuple(name for name, _measure in block.columns)
            return (*heads, *(plain(cell) for row in block.rows for cell in row.cells if cell))
        case Figures(figures):
            return tuple(text for one in figures for text in (one.name, one.meaning, one.value))
        case Bars(bars):
            return tuple(text for bar in bars for text in (bar.name, bar.value))
        case Acceptance(lines):
            return lines
