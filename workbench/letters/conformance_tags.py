"""Judging the structure of a letter: all content tagged once, tables and lists sound."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

_ROLES = frozenset(
    {
        *("Document", "Part", "Sect", "H1", "H2", "H3", "P", "Span", "Figure", "Form"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"),
    }
)
_MARKS = re.compile(
    rb"(/\w+)\s*<<([^>]*(?:<[^<>]*>[^>]*)*)>>\s*BDC|\b(EMC)\b|\b(TJ|Tj|Do|sh|S|s|f\*?|F|B\*?|b\*?)\b"
    rb"|\b(BMC)\b|\b([kK])\b"
)
_MCID = re.compile(rb"/MCID\s+(\d+)")
_STRING = re.compile(rb"<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.)*\)")


def tag_faults(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What is off in the structure tree and in how the pages' content is marked."""
    if not pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "A 6.7.2.2", "the file does not say that it is tagged"
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        yield "A 6.7.3.3", "there is no structure"
        return
    judge = _Judge(pdf)
    for top in _kids(tree):
        yield from judge.element(top, tree)
    for number, page in enumerate(pdf.pages):
        yield from _page_faults(number, page, judge)


class _Judge:
    """Walks the tree once; remembers whose content each mark is, and the headings so far."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.owners: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}
        self.level = 0
        self.pdf = pdf

    def element(self, element: pikepdf.Object, parent: pikepdf.Object) -> Iterator[tuple[str, str]]:
        """What is off in an element and in all below it."""
        role = str(element.get("/S", ""))[1:]
        if role not in _ROLES:
            yield "A 6.7.3.4", f"“{role}” is no known kind of element"
        if element.get("/P", pikepdf.Dictionary()).objgen != parent.objgen:
            yield "A 6.7.3.3", "an element does not know its parent"
        yield from self._own_faults(role, element)
        page = element.get("/Pg", pikepdf.Dictionary())
        kids = _kids(element)
        for kid in kids:
            if isinstance(kid, int):
                self.owners[page.objgen, kid] = element.objgen
            elif str(kid.get("/Type", "")) == "/MCR":
                self.owners[kid.get("/Pg", page).objgen, int(kid.MCID)] = element.objgen
            else:
                yield from self.element(kid, element)
        yield from _kinship_faults(role, kids)

    def _own_faults(self, role: str, element: pikepdf.Object) -> Iterator[tuple[str, str]]:
        if role == "Figure":
            if not str(element.get("/Alt", "")).strip():
                yield "UA 7.3", "a picture is not described"
            if "/BBox" not in _attributes(element):
                yield "UA 7.3", "a picture does not say where it is"
        if role == "TH" and "/Scope" not in _attributes(element):
            yield "UA 7.5", "a header cell does not say what it heads"
        if role in ("H1", "H2", "H3"):
            level = int(role[1])
            if level > self.level + 1:
                yield "UA 7.4.2", f"heading {level} follows heading {self.level}"
            self.level = level


def _kinship_faults(role: str, kids: list[pikepdf.Object]) -> Iterator[tuple[str, str]]:
    below = [str(kid.get("/S", ""))[1:] for kid in kids if isinstance(kid, pikepdf.Dictionary)]
    allowed = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}}
    if role in allowed and (not below or set(below) - allowed[role]):
        yield "UA 7.2", f"what lies in {role} does not belong there"
    if role == "Table":
        widths = {sum(map(_covered, _kids(row))) for row in kids}
        if len(widths) > 1:
            yield "UA 7.2", "the rows of a table differ in width"
        if not any(str(cell.S) == "/TH" for row in kids for cell in _kids(row)):
            yield "UA 7.5", "a table has no header cell"


def _covered(cell: pikepdf.Object) -> int:
    return int(_attributes(cell).get("/ColSpan", 1))


def _attributes(element: pikepdf.Object) -> pikepdf.Object:
    return element.get("/A", pikepdf.Dictionary())


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _page_faults(number: int, page: pikepdf.Page, judge: _Judge) -> Iterator[tuple[str, str]]:
    marked, broken = _marks(page.obj.Contents.read_bytes())
    yield from broken
    if len(marked) != len(set(marked)):
        yield "A 6.7.3.3", "two parts of a page have one mark"
    if "/StructParents" not in page.obj:
        yield "A 6.7.3.3", "a page does not say where its structure is"
        return
    nums = judge.pdf.Root.StructTreeRoot.ParentTree.Nums
    places = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
    owners = places.get(int(page.obj.StructParents), ())
    for mark in marked:
        owner = judge.owners.get((page.obj.objgen, mark))
        if owner is None or mark >= len(owners) or owners[mark].objgen != owner:
            yield "A 6.7.3.3", f"content {mark} of page {number + 1} belongs to no element"


def _marks(stream: bytes) -> tuple[list[int], list[tuple[str, str]]]:
    """The numbers of the marked content of a page, and what is off in how it is marked."""
    numbers: list[int] = []
    broken: list[tuple[str, str]] = []
    depth = 0
    for role, properties, end, drawn, bare, cmyk in _MARKS.findall(_STRING.sub(b"()", stream)):
        if role or bare:
            if depth and role != b"/Span":
                broken.append(("UA 7.1", "marked content lies within marked content"))
            depth += 1
            found = _MCID.search(properties)
            if found:
                numbers.append(int(found.group(1)))
            elif role != b"/Artifact":
                broken.append(("UA 7.1", "content is neither numbered nor furniture"))
        elif end:
            depth -= 1
        elif cmyk:
            broken.append(("A 6.2.4.3", "a colour is not of red, green and blue"))
        elif drawn and not depth:
            broken.append(("UA 7.1", "something is drawn that is neither content nor furniture"))
    return numbers, list(dict.fromkeys(broken))
