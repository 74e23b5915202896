"""Judging what a letter's file says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

import pikepdf
from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

_DC = "{http://purl.org/dc/elements/1.1/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
_EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SCHEMAS = {
    *(_DC, _XMP, _PDF, _PDFA, _PDFUA, _EXTENSION, _RDF, "{adobe:ns:meta/}"),
    *(f"{{http://www.aiim.org/pdfa/ns/{part}#}}" for part in ("schema", "property")),
}
_FORMS = {f"{_DC}title": "Alt", f"{_DC}description": "Alt", f"{_DC}creator": "Seq"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SAME = {
    "/Title": f"{_DC}title",
    "/Author": f"{_DC}creator",
    "/Subject": f"{_DC}description",
    "/Creator": f"{_XMP}CreatorTool",
    "/Producer": f"{_PDF}Producer",
}
_SAME_DATES = {"/CreationDate": f"{_XMP}CreateDate", "/ModDate": f"{_XMP}ModifyDate"}


def metadata_faults(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What is off in the XMP metadata, the information dictionary and the catalogue."""
    stream = pdf.Root.get("/Metadata")
    if stream is None or "/Filter" in stream or str(stream.get("/Subtype")) != "/XML":
        yield "A 6.6.2", "there are no plain XMP metadata"
        return
    packet = stream.read_bytes().partition(b"?>")[0]
    if b"bytes=" in packet or b"encoding=" in packet:
        yield "A 6.6.2.1", "the XMP packet says its length or encoding"
    try:
        xmp: Element = ElementTree.fromstring(stream.read_bytes())
    except (ParseError, DefusedXmlException) as broken:
        yield "A 6.6.2", f"the XMP metadata cannot be read: {broken}"
        return
    yield from _identity_faults(xmp)
    yield from _sameness_faults(xmp, pdf)
    if not _said(xmp, f"{_DC}title"):
        yield "UA 7.1", "the file has no title"
    shown = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    if not shown.get("/DisplayDocTitle", False):
        yield "UA 7.1", "a reader's window would not show the title"
    if not str(pdf.Root.get("/Lang", "")):
        yield "UA 7.2", "the file does not say its language"
    elif not _LANGUAGE.fullmatch(str(pdf.Root.Lang)):
        yield "UA 7.2", f"“{pdf.Root.Lang}” is no language"


def _identity_faults(xmp: Element) -> Iterator[tuple[str, str]]:
    if _said(xmp, f"{_PDFA}part") != "2" or _said(xmp, f"{_PDFA}conformance") != "A":
        yield "A 6.6.4", "the file does not say that it is PDF/A-2a"
    if _said(xmp, f"{_PDFUA}part") != "1":
        yield "UA 5", "the file does not say that it is PDF/UA-1"
    if xmp.find(f".//{_EXTENSION}schemas") is None:
        yield "A 6.6.2.3", "the schema of the PDF/UA mark is not described"
    for unknown in sorted({one.tag.partition("}")[0] + "}" for one in xmp.iter()} - _SCHEMAS):
        yield "A 6.6.2.3", f"the schema {unknown} is not described"
    for name, kind in _FORMS.items():
        if xmp.find(f".//{name}/{_RDF}{kind}/{_RDF}li") is None:
            yield "A 6.6.2.3", f"{name.partition('}')[2]} is not written as its schema asks"


def _sameness_faults(xmp: Element, pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    info = pdf.trailer.get("/Info", pikepdf.Dictionary())
    for key, name in _SAME.items():
        if str(info.get(key, "")) != _said(xmp, name):
            yield "W", f"{key[1:]} differs between the two places that say it"
    for key, name in _SAME_DATES.items():
        if _moment_of_info(str(info.get(key, ""))) != _moment_of_xmp(_said(xmp, name)):
            yield "W", f"{key[1:]} differs between the two places that say it"


def _said(xmp: Element, name: str) -> str:
    found = xmp.find(f".//{name}")
    return "" if found is None else "".join(found.itertext()).strip()


def _moment_of_info(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.replace("'", ""), "D:%Y%m%d%H%M%S%z")
    except ValueError:
        return None


def _moment_of_xmp(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
