"""How letters look: sizes, colours and places, by the pack's page and the letter's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from workbench.i18n import Language
from workbench.letters.content import Voice
from workbench.letters.pack import Pack, Pictures
from workbench.letters.page_sheet import Colour

MM = 72 / 25.4
INCH = 72.0


@dataclass(frozen=True, slots=True)
class Type:
    """A size, its leading, the space before and after, the colour and the weight."""

    size: float
    leading: float
    before: float
    after: float
    colour: Colour
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Where an envelope's window needs the address, and where the sheet is folded."""

    left: float
    top: float
    width: float
    height: float
    folds: tuple[float, ...]
    body: float  # nothing of the letter's text stands above this


WINDOWS = {
    "US-10": Window(INCH, 2.5 * INCH, 3.4 * INCH, 48, (3.667 * INCH, 7.333 * INCH), 3.46 * INCH),
    "US-10-double": Window(
        0.5 * INCH, 2.042 * INCH, 3.5 * INCH, 63, (3.667 * INCH, 7.333 * INCH), 3.4 * INCH
    ),
    "DIN-B": Window(25 * MM, 62.7 * MM, 80 * MM, 77, (105 * MM, 210 * MM), 98 * MM),
    "DIN-A": Window(25 * MM, 44.7 * MM, 80 * MM, 77, (87 * MM, 192 * MM), 80 * MM),
    "CN-DL": Window(0, 0, 0, 0, (99 * MM, 198 * MM), 0),
    "none": Window(0, 0, 0, 0, (), 0),
}
"""The presets. Where the width is 0 no address is printed: the letter is handed over."""

SIZES = {"letter": (8.5 * INCH, 11 * INCH), "a4": (210 * MM, 297 * MM)}


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about the page that is not the letter's content. Lengths in points."""

    language: Language
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    window: Window
    brand: Colour
    ink: Colour
    mute: Colour
    line: Colour
    tint: Colour
    letterhead: Type
    letterhead_line: Type
    title: Type
    heading: Type
    body: Type
    notice: Type
    quiet: Type
    cell: Type
    dense: Type
    small_caps: Type
    figure: Type
    centred_title: bool
    justified: bool
    pictures: Pictures
    indent: float  # of a body paragraph's first line, in sizes

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - self.left - self.right

    def voice(self, voice: Voice) -> Type:
        """The type of a paragraph."""
        return {Voice.BODY: self.body, Voice.NOTICE: self.notice, Voice.QUIET: self.quiet}[voice]


_INK, _DARK, _MUTE = (0.086, 0.098, 0.122), (0.169, 0.188, 0.227), (0.333, 0.365, 0.42)
_LINE, _TINT = (0.773, 0.796, 0.835), (0.949, 0.957, 0.969)


SQUEEZES = (1.0, 0.96, 0.92, 0.88)
"""How much of the leading and the spaces is kept, tried in turn so that a letter's closing
does not spill onto a page of its own."""


@lru_cache(maxsize=32)
def look_of(pack: Pack, language: Language, squeeze: float = 1.0) -> Look:
    """The look of a pack's letters in one language."""
    brand = _colour(pack.page.brand)
    han = language == Language.ZH
    width, height = SIZES[pack.page.size]
    a4 = pack.page.size == "a4"
    formal = not WINDOWS[pack.page.window].width  # handed over like a document, not posted
    types = _han_types(brand, formal) if han else _latin_types(brand)
    types = {name: _squeezed(kind, squeeze) for name, kind in types.items()}
    return Look(
        language=language,
        width=width,
        height=height,
        left=25 * MM if a4 else INCH,
        right=20 * MM if a4 else INCH,
        top=24 * MM,
        bottom=17 * MM,
        window=WINDOWS[pack.page.window],
        brand=brand,
        ink=_INK,
        mute=_MUTE,
        line=_LINE,
        tint=_TINT,
        **types,
        centred_title=formal,
        justified=han,
        pictures=pack.pictures,
        indent=2.0 if han and formal else 0.0,
    )


def _squeezed(kind: Type, squeeze: float) -> Type:
    """The type with less white: leading a little, spaces more."""
    space = 1 - 4 * (1 - squeeze)
    return replace(
        kind,
        leading=kind.leading * (1 - (1 - squeeze) * 0.7),
        before=kind.before * space,
        after=kind.after * space,
    )


def _colour(code: str) -> Colour:
    red, green, blue = (round(int(code[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))
    return red, green, blue


def _latin_types(brand: Colour) -> dict[str, Type]:
    return {
        "letterhead": Type(17, 20, 0, 2, brand, strong=True),
        "letterhead_line": Type(8.8, 11.8, 0, 0, _MUTE),
        "title": Type(13, 16, 0, 8, _INK, strong=True),
        "heading": Type(10.4, 13, 5, 3, brand, strong=True),
        "body": Type(9.9, 12.9, 0, 4.5, _INK),
        "notice": Type(8.4, 10.3, 0, 3.2, _DARK),
        "quiet": Type(8.3, 10.7, 0, 3, _MUTE),
        "cell": Type(9.3, 11.6, 2.7, 2.7, _INK),
        "dense": Type(8.2, 10.2, 1.05, 1.05, _INK),
        "small_caps": Type(8.4, 10.6, 0, 0, _MUTE, strong=True),
        "figure": Type(13.5, 17, 0, 0, _INK, strong=True),
    }


def _han_types(brand: Colour, formal: bool) -> dict[str, Type]:
    return {
        "letterhead": Type(15.5, 20, 0, 2, brand, strong=True),
        "letterhead_line": Type(8.2, 11.8, 0, 0, _MUTE),
        "title": Type(16.5 if formal else 13.5, 24 if formal else 18, 0, 8, _INK, strong=True),
        "heading": Type(10.4, 14.5, 5, 3, brand, strong=True),
        "body": Type(10.2, 17 if formal else 15, 0, 3.5, _INK),
        "notice": Type(8.6, 13.2 if formal else 12, 0, 3.2, _DARK),
        "quiet": Type(8.2, 12, 0, 3, _MUTE),
        "cell": Type(9.2, 13, 3.2, 3.2, _INK),
        "dense": Type(8.2, 10.4, 1.1, 1.1, _INK),
        "small_caps": Type(8.6, 12, 0, 0, _MUTE, strong=True),
        "figure": Type(13.5, 17, 0, 0, _INK, strong=True),
    }
