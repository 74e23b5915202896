"""The checker of our own finds every seeded fault, and nothing in a sound letter."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from tests.letter_sheet import every
from tests.letters.cases import cn_record, us_record
from workbench.i18n import Language
from workbench.letters.conformance import faults_of
from workbench.letters.pack import load_pack
from workbench.letters.record import Kind
from workbench.letters.typeset import write

JARS = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io")
JAVA = Path("/usr/share/java")
SOUND = write(us_record(Kind.APPROVAL), load_pack("us")).data or b""


def clauses(file: bytes) -> set[str]:
    return {fault.clause for fault in faults_of(file)}


def changed(change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(SOUND)) as pdf:
        change(pdf)
        pdf.save(out, **({"deterministic_id": True, "fix_metadata_version": False} | saving))
    return out.getvalue()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_every_letter_conforms(kind: Kind, language: Language) -> None:
    for record, pack in ((us_record(kind, language), "us"), (cn_record(kind, language), "cn")):
        if kind in load_pack(pack).kinds:
            made = write(record, load_pack(pack))
            assert made.findings == ()
            assert faults_of(made.data or b"") == ()


def elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    return [
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/S") == Name(f"/{role}")
    ]


def font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].Resources.Font["/U1"]


def code(pdf: pikepdf.Pdf) -> str:
    """The first code of that font that the page shows."""
    found = re.search(rb"/U1 [\d.]+ Tf\n\[<(\w{4})", pdf.pages[0].Contents.read_bytes())
    assert found
    return found.group(1).decode()


def stream(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    contents = pdf.pages[0].Contents
    data = contents.read_bytes()
    found = re.subn(old.encode(), new.encode(), data, count=1)
    assert found[1]
    contents.write(found[0])


def xmp(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    data = pdf.Root.Metadata.read_bytes()
    assert old.encode() in data
    pdf.Root.Metadata.write(data.replace(old.encode(), new.encode()))


def drop(thing: pikepdf.Object, key: str) -> None:
    del thing[key]


def widen(pdf: pikepdf.Pdf) -> None:
    font(pdf).DescendantFonts[0].W[1][int(code(pdf), 16)] = 333


def swap_owners(pdf: pikepdf.Pdf) -> None:
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[0], owners[1] = owners[1], owners[0]


def short_row(pdf: pikepdf.Pdf) -> None:
    row = elements(pdf, "TR")[-1]
    row.K = Array(list(row.K)[:-1])


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotate(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def unmap(pdf: pikepdf.Pdf) -> None:
    mapped = font(pdf).ToUnicode
    mapped.write(mapped.read_bytes().replace(f"<{code(pdf)}> <".encode(), b"<7002> <", 1))


def no_character(pdf: pikepdf.Pdf) -> None:
    mapped = font(pdf).ToUnicode
    named = rf"<{code(pdf)}> <\w+>".encode()
    mapped.write(re.sub(named, f"<{code(pdf)}> <FEFF>".encode(), mapped.read_bytes(), count=1))


def listing(pdf: pikepdf.Pdf) -> None:
    row = elements(pdf, "LI")[0]
    row.S = Name.P


def graphics(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(ca=0.5))


def exchange(pdf: pikepdf.Pdf) -> None:
    """Say of two characters that each is the other; every clause of the standards holds."""
    mapped = font(pdf).ToUnicode
    first, second = re.findall(rb"<\w{4}> <(\w{4})>", mapped.read_bytes())[40:42]
    told = mapped.read_bytes().replace(b"<%b>\n" % first, b"<0>\n")
    mapped.write(
        told.replace(b"<%b>\n" % second, b"<%b>\n" % first).replace(b"<0>", b"<%b>" % second)
    )


def adopt(pdf: pikepdf.Pdf) -> None:
    """Two elements claim the same content."""
    first, second = elements(pdf, "P")[:2]
    second.K = first.K


def empty(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].K = Array([])


def hide(pdf: pikepdf.Pdf) -> None:
    """Content that is shown and not read out: an artifact that an element still names."""
    stream(pdf, r"/P <</MCID \d+>> BDC", "/Artifact <</Type /Layout>> BDC")


def shift(pdf: pikepdf.Pdf) -> None:
    """As many signs are listed as there are, but others."""
    present = font(pdf).DescendantFonts[0].FontDescriptor.CIDSet
    data = present.read_bytes()
    present.write(bytes([data[0] & 0x7F]) + data[1:-1] + bytes([data[-1] | 1]))


def newer(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    data = profile.read_bytes()
    profile.write(data[:8] + b"\x05" + data[9:])


def enlarge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 20000, 792])


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (lambda pdf: drop(pdf.Root, "/OutputIntents"), "A 6.2.3"),
        (lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"x" * 200), "A 6.2.3"),
        (lambda pdf: drop(pdf.Root, "/Metadata"), "A 6.6.2"),
        (lambda pdf: xmp(pdf, "<x:xmpmeta", "<x:xmpmet"), "A 6.6.2"),
        (lambda pdf: xmp(pdf, "<pdfaid:part>2", "<pdfaid:part>3"), "A 6.6.4"),
        (lambda pdf: xmp(pdf, "<pdfuaid:part>1", "<pdfuaid:part>2"), "UA 5"),
        (lambda pdf: xmp(pdf, "pdfaExtension:schemas>", "pdfaExtension:none>"), "A 6.6.2.3"),
        (lambda pdf: xmp(pdf, "Approval of your", "Refusal of your"), "W"),
        (lambda pdf: xmp(pdf, "<xmp:CreateDate>2026", "<xmp:CreateDate>2025"), "W"),
        (lambda pdf: drop(pdf.docinfo, "/Author"), "W"),
        (lambda pdf: drop(pdf.Root, "/Lang"), "UA 7.2"),
        (lambda pdf: drop(pdf.Root, "/ViewerPreferences"), "UA 7.1"),
        (lambda pdf: drop(pdf.Root, "/MarkInfo"), "A 6.7.2.2"),
        (lambda pdf: drop(pdf.Root, "/StructTreeRoot"), "A 6.7.3.3"),
        (lambda pdf: drop(pdf.pages[0].obj, "/StructParents"), "A 6.7.3.3"),
        (swap_owners, "A 6.7.3.3"),
        (lambda pdf: setattr(elements(pdf, "P")[0], "S", Name.Verse), "A 6.7.3.4"),
        (lambda pdf: drop(elements(pdf, "Figure")[0], "/Alt"), "UA 7.3"),
        (lambda pdf: drop(elements(pdf, "Figure")[0], "/A"), "UA 7.3"),
        (lambda pdf: setattr(elements(pdf, "H1")[0], "S", Name.H3), "UA 7.4.2"),
        (lambda pdf: drop(elements(pdf, "TH")[0], "/A"), "UA 7.5"),
        (short_row, "UA 7.2"),
        (listing, "UA 7.2"),
        (lambda pdf: stream(pdf, r"/P <</MCID \d+>> BDC", "/Q BMC"), "UA 7.1"),
        (lambda pdf: stream(pdf, r"EMC\n", "EMC\n0 0 9 9 re f\n"), "UA 7.1"),
        (lambda pdf: stream(pdf, r"MCID 3", "MCID 2"), "A 6.7.3.3"),
        (lambda pdf: stream(pdf, r"[\d.]+ [\d.]+ [\d.]+ rg", "0 0 0 1 k"), "A 6.2.4.3"),
        (lambda pdf: stream(pdf, r"/U1 ", "/U9 "), "A 6.2.2"),
        (lambda pdf: stream(pdf, r"<[0-9A-F]{4}", "<0000"), "A 6.2.11.8"),
        (lambda pdf: drop(font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2"),
         "A 6.2.11.4.1"),
        (lambda pdf: setattr(font(pdf), "Subtype", Name.Type1), "A 6.2.11.4.1"),
        (lambda pdf: font(pdf).DescendantFonts[0].FontDescriptor.CIDSet.write(b"\xff"),
         "A 6.2.11.4.2"),
        (lambda pdf: setattr(font(pdf), "Encoding", Name("/Identity-V")), "A 6.2.11.3.3"),
        (lambda pdf: drop(font(pdf).DescendantFonts[0], "/CIDToGIDMap"), "A 6.2.11.3.2"),
        (widen, "A 6.2.11.5"),
        (lambda pdf: drop(font(pdf), "/ToUnicode"), "A 6.2.11.7"),
        (unmap, "A 6.2.11.7"),
        (no_character, "UA 7.21.7"),
        (script, "A 6.5"),
        (annotate, "A 6.3"),
        (graphics, "A 6.2.2"),
        (exchange, "W"),
        (adopt, "A 6.7.3.3"),
        (empty, "UA 7.1"),
        (hide, "A 6.7.3.3"),
        (shift, "A 6.2.11.4.2"),
        (newer, "A 6.2.3"),
        (enlarge, "A 6.1.13"),
        (lambda pdf: setattr(pdf.Root.MarkInfo, "Suspects", True), "UA 7.1"),
        (lambda pdf: setattr(pdf.Root.StructTreeRoot, "RoleMap", Dictionary(P=Name.H1)), "UA 7.1"),
        (lambda pdf: setattr(pdf.Root, "Lang", String("English please")), "UA 7.2"),
        (lambda pdf: setattr(elements(pdf, "TH")[0].A, "Scope", Name.Cell), "UA 7.5"),
        (lambda pdf: setattr(elements(pdf, "H2")[0], "S", Name.H1), "W"),
        (lambda pdf: setattr(pdf.pages[0].obj, "Tabs", Name.R), "UA 7.18.3"),
        (lambda pdf: setattr(pdf.Root, "OCProperties", Dictionary()), "A 6.9"),
        (lambda pdf: setattr(pdf.Root, "Requirements", Array()), "A 6.11"),
        (lambda pdf: setattr(pdf.Root, "AF", Array()), "A 6.8"),
        (lambda pdf: setattr(pdf.pages[0].obj, "PresSteps", Dictionary()), "A 6.10"),
        (lambda pdf: setattr(font(pdf), "BaseFont", Name("/ABCDEF+Other")), "A 6.2.11.2"),
        (lambda pdf: xmp(pdf, '<?xpacket begin', '<?xpacket bytes="9" begin'), "A 6.6.2.1"),
        (lambda pdf: xmp(pdf, "<dc:format>", '<x:shoe xmlns:x="urn:shoe"/><dc:format>'),
         "A 6.6.2.3"),
        (lambda pdf: xmp(pdf, "<rdf:Seq><rdf:li>H", "<rdf:Bag><rdf:li>H"), "A 6.6.2"),
        (lambda pdf: stream(pdf, r"EMC\n", "EMC\nglow\n"), "A 6.2.2"),
        (lambda pdf: stream(pdf, r"EMC\n", "EMC\nq\n"), "A 6.2.2"),
        (lambda pdf: stream(pdf, r"EMC$", ""), "UA 7.1"),
    ],
)  # fmt: skip
def test_a_seeded_fault_is_found(change: Callable[[pikepdf.Pdf], None], clause: str) -> None:
    assert clause in clauses(changed(change))


def test_an_encrypted_letter_is_found() -> None:
    assert "A 6.1.3" in clauses(
        changed(lambda pdf: None, deterministic_id=False, encryption=pikepdf.Encryption(owner="x"))
    )


def test_a_broken_and_a_longer_file_are_found() -> None:
    assert clauses(SOUND[:2000]) == {"A 6.1"}
    assert "A 6.1.3" in clauses(SOUND + b"more")
    assert clauses(b"") == {"A 6.1"}


def test_what_a_reader_would_quietly_repair_is_found() -> None:
    moved = re.sub(rb"startxref\n(\d+)", b"startxref\n9", SOUND)
    wrong_length = re.sub(rb"/Length (\d)(\d+)>>stream", rb"/Length \g<1>>>stream", SOUND, count=1)
    assert "A 6.1" in clauses(moved)
    assert "A 6.1" in clauses(wrong_length)


def test_a_plain_reportlab_page_breaks_many_clauses() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "Dear Jordan")
    canvas.save()
    wanted = {"A 6.2.3", "A 6.6.2", "A 6.2.11.4.1", "A 6.7.2.2", "A 6.7.3.3"}
    assert wanted <= clauses(out.getvalue())


def twin(file: bytes, out: Path) -> Path:
    """The letter as PDF/A-1b says it: an older header, no object streams, another mark."""
    with pikepdf.open(io.BytesIO(file)) as pdf:
        said = pdf.Root.Metadata.read_bytes()
        said = said.replace(b"<pdfaid:part>2", b"<pdfaid:part>1")
        pdf.Root.Metadata.write(said.replace(b"conformance>A<", b"conformance>B<"))
        pdf.save(
            out, deterministic_id=True, force_version="1.4",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )  # fmt: skip
    return out


def preflight(folder: Path) -> dict[str, bool]:
    """What PDFBox says of every file of a folder, judged in one run of Java."""
    jars = [JAVA / f"{name}.jar" for name in JARS]
    if not shutil.which("java") or not all(jar.is_file() for jar in jars):
        pytest.skip("Debian: apt-get install default-jre-headless libpdfbox2-java")
    extra = [JAVA / "javax.activation.jar", JAVA / "jaxb-api.jar"]
    command = ["java", "-cp", ":".join(map(str, [*jars, *extra]))]
    command += ["org.apache.pdfbox.preflight.Validator_A1b", "xml", "group", str(folder)]
    subprocess.run(command, capture_output=True, check=True)
    said = folder.with_name(f"{folder.name}.preflight.xml").read_text(encoding="utf-8")
    return {
        name: valid == "true"
        for name, valid in re.findall(r'name="([^"]+)">.*?<isValid[^>]*>(\w+)<', said, re.DOTALL)
    }


@pytest.mark.slow
def test_pdfbox_preflight_accepts_the_twins_of_all_letters(tmp_path: Path) -> None:
    folder = tmp_path / "twins"
    folder.mkdir()
    wanted = {"fault.pdf": False}
    twin(changed(lambda pdf: drop(pdf.Root, "/OutputIntents")), folder / "fault.pdf")
    for name, record in every():
        file = write(record, load_pack(name[:2])).data or b""
        wanted[twin(file, folder / f"{name}.pdf").name] = True
    assert preflight(folder) == wanted
