"""Judging the structure of a letter: all content tagged once, tables and lists sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf

_ROLES = frozenset(
    {
        *("Document", "Part", "Sect", "H1", "H2", "H3", "P", "Span", "Figure", "Form"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"),
    }
)
_LABEL = re.compile(rb"(/\w+)\s*<<([^>]*(?:<[^<>]*>[^>]*)*)>>\s*BDC")
_DRAWING = frozenset(b"TJ Tj ' Do sh S s f f* F B B* b b* EI".split())
_TOLD = _DRAWING | frozenset(b"BDC BMC EMC k K".split())
_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J "
    b"K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz "
    b"v w W W* y ' \"".split()
)
_PAIRS = ((b"q", b"Q"), (b"BT", b"ET"))
_MCID = re.compile(rb"/MCID\s+(\d+)")
_HEX_ARRAY = re.compile(rb"\[[^\]]*\]")
_STRING = re.compile(rb"<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.)*\)")


_OBJECT = rb"(\d+) (\d+) R"
_PLAIN = re.compile(
    rb"<< /K \[([^\]<]*)\] /P (\d+) (\d+) R (?:/Pg (\d+) (\d+) R )?/S /(\w+) /Type /StructElem >>"
)
"""An element that says no more than its kind, its kids and its place, as most do."""
_KIND = re.compile(rb"/S /(\w+)")
_PARENT = re.compile(rb"/P " + _OBJECT)
_PAGE = re.compile(rb"/Pg " + _OBJECT)
_KIDS = re.compile(rb"/K (\[[^\]]*\]|\d+ \d+ R|\d+)")
_KID = re.compile(_OBJECT + rb"|(\d+)")
_ELSEWHERE = re.compile(rb"<< /MCID (\d+) /Pg " + _OBJECT + rb" /Type /MCR >>")
_FIELD = re.compile(rb"<< /Obj \d+ \d+ R (?:/Pg \d+ \d+ R )?/Type /OBJR >>")
_COVERS = re.compile(rb"/ColSpan (\d+)")

Place = tuple[int, int]
"""Number and generation of an object."""


@dataclass(slots=True)
class _Node:
    """One element as its object says it: its kids, and (page, number) of its content."""

    role: str
    text: bytes
    parent: Place
    kids: list[Place]
    marks: list[tuple[Place, int]]
    below: list[_Node] = field(default_factory=list)


def _node(thing: pikepdf.Object) -> _Node:
    text = thing.unparse(resolved=True)
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        listed, parent, generation, page, of_page, role = plain.groups()
        on = (int(page), int(of_page)) if page else (0, 0)
        kids, marks = _listed(listed, on)
        return _Node(role.decode(), text, (int(parent), int(generation)), kids, marks)
    return _long_node(text)


def _listed(listed: bytes, on: Place) -> tuple[list[Place], list[tuple[Place, int]]]:
    """The kids and the marks that an element lists; its own marks lie on the page `on`."""
    if b"R" not in listed:
        return [], [(on, int(mark)) for mark in listed.split()]
    kids: list[Place] = []
    marks: list[tuple[Place, int]] = []
    for number, generation, mark in _KID.findall(listed):
        if mark:
            marks.append((on, int(mark)))
        else:
            kids.append((int(number), int(generation)))
    return kids, marks


def _long_node(text: bytes) -> _Node:
    if b"(" in text or b" <" in text:
        text = _STRING.sub(b"()", text)
    role, parent, page = _KIND.search(text), _PARENT.search(text), _PAGE.search(text)
    on = _place(page.groups()) if page else (0, 0)
    marks: list[tuple[Place, int]] = []
    rest = text
    if b"/MCR" in text:
        marks = [(_place(found[1:]), int(found[0])) for found in _ELSEWHERE.findall(text)]
        rest = _ELSEWHERE.sub(b"", text)
    rest = _FIELD.sub(b"", rest)
    found = _KIDS.search(rest)
    kids, more = _listed(found.group(1).strip(b"[] "), on) if found else ([], [])
    return _Node(
        role.group(1).decode() if role else "",
        text,
        _place(parent.groups()) if parent else (0, 0),
        kids,
        marks + more,
    )


def _place(groups: Sequence[bytes]) -> Place:
    return int(groups[0]), int(groups[1])


def tag_faults(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    """What is off in the structure tree and in how the pages' content is marked."""
    told = pdf.Root.get("/MarkInfo", pikepdf.Dictionary())
    if not told.get("/Marked", False):
        yield "A 6.7.2.2", "the file does not say that it is tagged"
    if told.get("/Suspects", False):
        yield "UA 7.1", "the file doubts its own structure"
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        yield "A 6.7.3.3", "there is no structure"
        return
    if "/RoleMap" in tree:
        yield "UA 7.1", "a kind of element is given another meaning"
    judge = _Judge(pdf)
    for top in _node(tree).kids:
        judge.element(top, tree.objgen)
    yield from judge.broken
    if judge.titles != 1:
        yield "W", f"there are {judge.titles} titles instead of one"
    for number, page in enumerate(pdf.pages):
        yield from _page_faults(number, page, judge)


def owner_of(pdf: pikepdf.Pdf, field: pikepdf.Object) -> pikepdf.Object:
    """The element that a form's field belongs to; an empty dictionary where there is none."""
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    places = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
    owner = places.get(int(field.get("/StructParent", -1)))
    return owner if isinstance(owner, pikepdf.Dictionary) else pikepdf.Dictionary()


class _Judge:
    """Walks the tree once; remembers whose content each mark is, and the headings so far."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.owners: dict[tuple[Place, int], Place] = {}
        self.broken: list[tuple[str, str]] = []
        self.met: set[Place] = set()
        self.level = self.titles = 0
        self.pdf = pdf

    def element(self, place: Place, parent: Place) -> None:
        """Note what is off in an element and in all below it."""
        self._walk(place, self._read(place), parent)

    def _read(self, place: Place) -> _Node:
        return _node(self.pdf.get_object(place))

    def _walk(self, place: Place, node: _Node, parent: Place) -> None:
        role = node.role
        if role not in _ROLES:
            self.broken.append(("A 6.7.3.4", f"“{role}” is no known kind of element"))
        if node.parent != parent:
            self.broken.append(("A 6.7.3.3", "an element does not know its parent"))
        if role in _JUDGED:
            self.broken += self._own_faults(place, node)
        if place in self.met or not self.owners.keys().isdisjoint(node.marks):
            self.broken.append(("A 6.7.3.3", "something belongs to two elements"))
            return
        self.met.add(place)
        for mark in node.marks:
            self.owners[mark] = place
        if role in _FILLED and not node.kids and not node.marks:
            self.broken.append(("UA 7.1", f"an element {role} holds nothing"))
        if node.kids:
            node.below = [self._read(kid) for kid in node.kids]
            for at, kid in zip(node.kids, node.below, strict=True):
                self._walk(at, kid, place)
        if role in _KIN:
            self.broken += _kinship_faults(node)

    def _own_faults(self, place: Place, node: _Node) -> Iterator[tuple[str, str]]:
        if node.role == "Figure":
            if not str(self.pdf.get_object(place).get("/Alt", "")).strip():
                yield "UA 7.3", "a picture is not described"
            if b"/BBox" not in node.text:
                yield "UA 7.3", "a picture does not say where it is"
        if node.role == "TH" and not _SCOPE.search(node.text):
            yield "UA 7.5", "a header cell does not say what it heads"
        if node.role in ("H1", "H2", "H3"):
            level = int(node.role[1])
            self.titles += level == 1
            if level > self.level + 1:
                yield "UA 7.4.2", f"heading {level} follows heading {self.level}"
            self.level = level


_JUDGED = frozenset({"Figure", "TH", "H1", "H2", "H3"})
_FILLED = frozenset({"P", "H1", "H2", "H3", "Figure", "Lbl", "LBody", "Span"})
_SCOPE = re.compile(rb"/Scope /(Row|Column|Both)\b")
_KIN = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}}


def _kinship_faults(node: _Node) -> Iterator[tuple[str, str]]:
    if not node.below or {kid.role for kid in node.below} - _KIN[node.role]:
        yield "UA 7.2", f"what lies in {node.role} does not belong there"
    if node.role == "Table":
        if len({sum(map(_covered, row.below)) for row in node.below}) > 1:
            yield "UA 7.2", "the rows of a table differ in width"
        if not any(cell.role == "TH" for row in node.below for cell in row.below):
            yield "UA 7.5", "a table has no header cell"


def _covered(cell: _Node) -> int:
    found = _COVERS.search(cell.text)
    return int(found.group(1)) if found else 1


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
    listed = places.get(int(page.obj.StructParents), pikepdf.Array()).unparse(resolved=True)
    owners = [_place(found) for found in re.findall(_OBJECT, listed)]
    here = page.obj.objgen
    if {mark for on, mark in judge.owners if on == here} - set(marked):
        yield "A 6.7.3.3", f"an element names content that page {number + 1} does not have"
    for mark in marked:
        owner = judge.owners.get((here, mark))
        if owner is None or mark >= len(owners) or owners[mark] != owner:
            yield "A 6.7.3.3", f"content {mark} of page {number + 1} belongs to no element"


def _marks(stream: bytes) -> tuple[list[int], list[tuple[str, str]]]:
    """The numbers of the marked content of a page, and what is off in how it is marked."""
    strings = _STRING if b"(" in stream else _HEX_ARRAY
    bare = strings.sub(b" ", stream)
    labels = iter(_LABEL.findall(bare))
    numbers: list[int] = []
    broken: list[tuple[str, str]] = []
    depth = 0
    tokens = bare.replace(b">>", b">> ").split()
    broken += _stream_faults(tokens)
    for told in filter(_TOLD.__contains__, tokens):
        if told in _DRAWING:
            if not depth:
                broken.append(
                    ("UA 7.1", "something is drawn that is neither content nor furniture")
                )
        elif told == b"EMC":
            depth -= 1
        elif told in b"kK":
            broken.append(("A 6.2.4.3", "a colour is not of red, green and blue"))
        else:
            role, properties = next(labels, (b"", b"")) if told == b"BDC" else (b"", b"")
            if depth and role != b"/Span":
                broken.append(("UA 7.1", "marked content lies within marked content"))
            depth += 1
            found = _MCID.search(properties)
            if found:
                numbers.append(int(found.group(1)))
            elif role != b"/Artifact":
                broken.append(("UA 7.1", "content is neither numbered nor furniture"))
    if depth:
        broken.append(("UA 7.1", "marked content does not end"))
    return numbers, list(dict.fromkeys(broken))


def _stream_faults(tokens: list[bytes]) -> Iterator[tuple[str, str]]:
    """Operators that there are none of, and what is opened and never closed."""
    for token in set(tokens) - _OPERATORS:
        if token[:1].isalpha() or token in (b"'", b'"'):
            yield "A 6.2.2", f"a page is drawn by “{token.decode('latin-1')}”, which is no operator"
    for begin, end in _PAIRS:
        if tokens.count(begin) != tokens.count(end):
            yield "A 6.2.2", f"“{begin.decode()}” and “{end.decode()}” do not pair"
