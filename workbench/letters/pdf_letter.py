"""The PDF of a letter that was laid out: pages, structure, fonts, and what archives ask for."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.i18n import Language
from workbench.letters.archive_metadata import Metadata, add_metadata, add_output_intent
from workbench.letters.content import Content
from workbench.letters.ink import Codes, Ink
from workbench.letters.page_sheet import Sheet
from workbench.letters.pdf_file import PdfFile, text_string
from workbench.letters.pictures import Picture
from workbench.letters.tags import Element

_SPOKEN = {Language.EN: "en-US", Language.ZH: "zh-CN"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter that was drawn: its structure, its sheets, the characters it uses."""

    document: Element
    sheets: list[Sheet]
    ink: Ink


def pdf_of(content: Content, drawn: Drawn) -> bytes:
    """The file; the same letter laid out the same way gives the same bytes."""
    file, sheets, ink = PdfFile(), drawn.sheets, drawn.ink
    root = file.reserve()
    pages = [file.reserve() for _sheet in sheets]
    tree = _add_structure(file, drawn.document, sheets, pages)
    fonts = "".join(
        f"/{resource} {_add_font(file, ink.resources[resource])} 0 R"
        for resource in sorted(ink.resources)
    )
    drawn_in = "".join(
        f"/{name} {_add_picture(file, ink.pictures[name])} 0 R" for name in sorted(ink.pictures)
    )
    pictures = f"/XObject<<{drawn_in}>>" if drawn_in else ""
    resources = file.add(f"<</Font<<{fonts}>>{pictures}>>")
    parent = file.reserve()
    for number, sheet in zip(pages, sheets, strict=True):
        stream = file.add_stream(sheet.finished())
        file.put(
            number,
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {sheet.width:.3f} {sheet.height:.3f}]"
            f"/Resources {resources} 0 R/Contents {stream} 0 R/StructParents {sheet.number}"
            "/Tabs/S>>",
            plain=True,
        )
    kids = " ".join(f"{number} 0 R" for number in pages)
    file.put(parent, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>")
    spoken = _SPOKEN[content.language]
    metadata, info = add_metadata(
        file,
        Metadata(
            content.title,
            content.author,
            content.subject,
            spoken,
            content.identifier,
            content.issued_at,
        ),
    )
    file.put(
        root,
        f"<</Type/Catalog/Pages {parent} 0 R/Lang{text_string(spoken)}/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {tree} 0 R/Metadata {metadata} 0 R"
        f"/OutputIntents[{add_output_intent(file)} 0 R]"
        "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>",
    )
    return file.written(root, info)


def _add_structure(file: PdfFile, document: Element, sheets: list[Sheet], pages: list[int]) -> int:
    root = file.reserve()
    numbers: dict[int, int] = {}
    top = _add_element(file, document, root, pages, numbers)
    nums = []
    for sheet in sheets:
        owners = " ".join(f"{numbers[id(element)]} 0 R" for element in sheet.marks)
        nums.append(f"{sheet.number} {file.add(f'[{owners}]')} 0 R")
    tree = file.add(f"<</Nums[{' '.join(nums)}]>>")
    file.put(
        root,
        f"<</Type/StructTreeRoot/K[{top} 0 R]/ParentTree {tree} 0 R"
        f"/ParentTreeNextKey {len(sheets)}>>",
    )
    return root


def _add_element(
    file: PdfFile, element: Element, parent: int, pages: list[int], numbers: dict[int, int]
) -> int:
    number = numbers[id(element)] = file.reserve()
    kids = [f"{_add_element(file, kid, number, pages, numbers)} 0 R" for kid in element.kids]
    at_page = element.marks[0][0] if element.marks else None
    for page, mark in element.marks:
        kids.append(
            str(mark) if page == at_page else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {mark}>>"
        )
    on = "" if at_page is None else f"/Pg {pages[at_page]} 0 R"
    file.put(
        number,
        f"<</Type/StructElem/S/{element.role}/P {parent} 0 R{on}{_attributes(element)}"
        f"/K[{' '.join(kids)}]>>",
    )
    return number


def _attributes(element: Element) -> str:
    if element.scope or element.columns > 1:
        scope = f"/Scope/{element.scope}" if element.scope else ""
        span = f"/ColSpan {element.columns}" if element.columns > 1 else ""
        return f"/A<</O/Table{scope}{span}>>"
    if element.numbering:
        return f"/A<</O/List/ListNumbering/{element.numbering}>>"
    if element.box is not None:
        box = " ".join(f"{side:.3f}" for side in element.box)
        layout = f"/A<</O/Layout/Placement/Block/BBox[{box}]>>"
        return f"/Alt{text_string(element.described)}{layout}"
    return ""


def _add_picture(file: PdfFile, picture: Picture) -> int:
    return file.add_stream(
        picture.data,
        f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}"
        "/ColorSpace/DeviceRGB/BitsPerComponent 8/Interpolate false/Filter/FlateDecode",
        packed=False,
    )


def _add_font(file: PdfFile, codes: Codes) -> int:
    face, parts = codes.face, codes.parts
    flate = "/Filter/FlateDecode"
    length = f"{flate}/Length1 {parts.program_length}"
    program = file.add_stream(parts.program, length, packed=False)
    present = file.add_stream(parts.present, packed=False)
    box = " ".join(map(str, face.box))
    descriptor = file.add(
        f"<</Type/FontDescriptor/FontName/{parts.name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {face.ascent}/Descent {face.descent}/CapHeight {face.cap_height}"
        f"/StemV {face.stem}/FontFile2 {program} 0 R/CIDSet {present} 0 R>>"
    )
    below = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{parts.name}/CIDToGIDMap/Identity"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW 1000/W[0[{parts.widths}]]>>"
    )
    unicode_map = file.add_stream(parts.unicode_map, flate, packed=False)
    return file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{parts.name}/Encoding/Identity-H"
        f"/DescendantFonts[{below} 0 R]/ToUnicode {unicode_map} 0 R>>"
    )
