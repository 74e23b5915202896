"""Judging a finished letter by the clauses of PDF/A-2a and PDF/UA-1 that a machine can check.

Clauses of ISO 19005-2 begin with "A", those of ISO 14289-1 with "UA"; "W" is our own: the
information dictionary and the XMP metadata say the same, a sign is shaped as the character that
it is said to be, and there is one title.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from workbench.letters.conformance_fonts import font_faults
from workbench.letters.conformance_metadata import metadata_faults
from workbench.letters.conformance_tags import owner_of, tag_faults

Broken = tuple[str, str]
"""A clause, and what is wrong."""

_UNREADABLE = (
    pikepdf.PdfError,
    struct.error,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    RecursionError,
)
_FOREIGN = {
    **dict.fromkeys(("/OpenAction", "/AA", "/JavaScript", "/URI"), "A 6.5"),
    **dict.fromkeys(("/EmbeddedFiles", "/AF"), "A 6.8"),
    **dict.fromkeys(("/AcroForm", "/NeedsRendering"), "A 6.4.1"),
    **dict.fromkeys(("/AlternatePresentations", "/PresSteps"), "A 6.10"),
    "/OCProperties": "A 6.9",
    "/Requirements": "A 6.11",
    "/Perms": "A 6.1.12",
    "/Group": "A 6.2.10",
}
"""What a letter's catalogue, names and pages never have, and the clause that speaks of it."""
_DRAWN_WITH = frozenset({"/Font", "/XObject", "/ProcSet"})
_PAGE_SIZES = range(3, 14401)


@dataclass(frozen=True, slots=True)
class Fault:
    """A clause that a file breaks, and how."""

    clause: str
    what: str


def faults_of(file: bytes, *, signed: bool = False) -> tuple[Fault, ...]:
    """Every clause the file breaks; none: it conforms as far as a machine can tell.

    A signed letter has one form field, the signature's, and nothing else of the kind.
    """
    try:
        with pikepdf.open(io.BytesIO(file)) as pdf:
            return tuple(Fault(*broken) for broken in _broken(file, pdf, signed=signed))
    except _UNREADABLE as broken:
        return (Fault("A 6.1", f"the file cannot be read: {broken}"),)


def _broken(file: bytes, pdf: pikepdf.Pdf, *, signed: bool) -> Iterator[Broken]:
    yield from _file_faults(file, pdf)
    yield from _colour_faults(pdf)
    yield from _foreign_faults(pdf, signed=signed)
    yield from _page_faults(pdf, signed=signed)
    yield from _picture_faults(pdf)
    if signed:
        yield from _signature_faults(pdf)
    yield from metadata_faults(pdf)
    yield from font_faults(pdf)
    yield from tag_faults(pdf)
    for repaired in pdf.get_warnings():
        yield "A 6.1", f"the file had to be repaired: {repaired}"


def _file_faults(file: bytes, pdf: pikepdf.Pdf) -> Iterator[Broken]:
    if not _HEADER.match(file) or len([byte for byte in file[9:14] if byte > 127]) < 4:
        yield "A 6.1.2", "the header is not that of a binary PDF 1.x"
    if "/ID" not in pdf.trailer:
        yield "A 6.1.3", "the file has no identity"
    if "/Encrypt" in pdf.trailer:
        yield "A 6.1.3", "the file is encrypted"
    if not file.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "A 6.1.3", "something follows the end of the file"
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            filters = str(thing.get("/Filter", ""))
            if "LZW" in filters or "Crypt" in filters:
                yield "A 6.1.7.2", f"a stream is packed with {filters}"
            if any(key in thing for key in ("/F", "/FFilter", "/FDecodeParms")):
                yield "A 6.1.7.1", "a stream lies outside the file"


def _colour_faults(pdf: pikepdf.Pdf) -> Iterator[Broken]:
    intents = pdf.Root.get("/OutputIntents", ())
    profiles = [one.DestOutputProfile for one in intents if str(one.get("/S")) == "/GTS_PDFA1"]
    if len(profiles) != 1:
        yield "A 6.2.3", "there is not exactly one output intent with a colour profile"
        return
    profile = profiles[0].read_bytes()
    length = struct.unpack_from(">I", profile)[0]
    if length != len(profile) or profile[36:40] != b"acsp" or profile[12:16] not in _CLASSES:
        yield "A 6.2.3", "the colour profile is not a display or output profile"
    if profile[8] > _NEWEST_PROFILE:
        yield "A 6.2.3", f"the colour profile is of version {profile[8]}"
    if profile[16:20] != b"RGB " or int(profiles[0].N) != 3:
        yield "A 6.2.4.3", "the colour profile is not of red, green and blue"


_CLASSES = (b"mntr", b"prtr")
_NEWEST_PROFILE = 4
_HEADER = re.compile(rb"%PDF-1\.[0-7]")


def _picture_faults(pdf: pikepdf.Pdf) -> Iterator[Broken]:
    for page in pdf.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        for picture in dict(resources.get("/XObject", pikepdf.Dictionary())).values():
            if str(picture.get("/Subtype")) != "/Image" or "/SMask" in picture:
                yield "A 6.2.9", "something is drawn in that is not a plain picture"
            elif str(picture.get("/ColorSpace")) != "/DeviceRGB":
                yield "A 6.2.4.3", "a picture is not of red, green and blue"
            elif picture.get("/Interpolate", False) or "/Alternates" in picture:
                yield "A 6.2.8", "a picture would be smoothed, or shown as another"


def _foreign_faults(pdf: pikepdf.Pdf, *, signed: bool) -> Iterator[Broken]:
    allowed = {"/AcroForm", "/Perms"} if signed else set()
    places = (pdf.Root, pdf.Root.get("/Names", pikepdf.Dictionary()), *(p.obj for p in pdf.pages))
    for place in places:
        for key in (_FOREIGN.keys() - allowed) & set(place.keys()):
            yield _FOREIGN[key], f"the file has {key[1:]}; letters have none"


def _page_faults(pdf: pikepdf.Pdf, *, signed: bool) -> Iterator[Broken]:
    for page in pdf.pages:
        if len(page.obj.get("/Annots", ())) and not signed:
            yield "A 6.3", "a page has an annotation; letters have none"
        if str(page.obj.get("/Tabs", "")) != "/S":
            yield "UA 7.18.3", "a page is not walked through in the order of its structure"
        for key in set(page.obj.get("/Resources", pikepdf.Dictionary()).keys()) - _DRAWN_WITH:
            yield "A 6.2.2", f"a page is drawn with {key[1:]}; letters need none"
        left, low, right, high = (int(side) for side in page.mediabox)
        if right - left not in _PAGE_SIZES or high - low not in _PAGE_SIZES:
            yield "A 6.1.13", "a page is larger or smaller than pages may be"


def _signature_faults(pdf: pikepdf.Pdf) -> Iterator[Broken]:
    """What is off in how a signature hangs in the file: one field, printed, told to readers."""
    fields = list(pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", ()))
    placed = [one for page in pdf.pages for one in page.obj.get("/Annots", ())]
    if len(fields) != 1 or [one.objgen for one in placed] != [one.objgen for one in fields]:
        yield "A 6.4.1", "there is not exactly one field, the signature's"
        return
    field, form = fields[0], pdf.Root.AcroForm
    if form.get("/NeedAppearances", False) or "/XFA" in form:
        yield "A 6.4.1", "the form would be drawn anew by whoever opens it"
    if str(field.get("/FT")) != "/Sig" or int(field.get("/F", 0)) & 0b101111 != 0b100:
        yield "A 6.3.2", "the signature's field is hidden, or not printed"
    if not str(field.get("/TU", "")).strip():
        yield "UA 7.18.4", "the signature's field is not described"
    if str(owner_of(pdf, field).get("/S", "")) != "/Form":
        yield "UA 7.18.1", "the signature's field belongs to no element"
