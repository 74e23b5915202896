"""A lender's logo, signatures and seal: printed, described to readers, and in no archive's way."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw

from tests.letters.cases import KEY, cn_record, us_record
from workbench.errors import PackFaulty
from workbench.i18n import Language
from workbench.letters.conformance import faults_of
from workbench.letters.pack import Pack, load_pack
from workbench.letters.pictures import PictureFaulty, encoded, read_picture
from workbench.letters.record import Kind
from workbench.letters.typeset import write


def drawn(width: int, height: int, colour: str) -> str:
    """A ring on see-through ground, as a pack holds it."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((3, 3, width - 4, height - 4), outline=colour, width=6)
    out = io.BytesIO()
    image.save(out, "PNG")
    return encoded(out.getvalue())


def with_pictures(name: str) -> Pack:
    logo, seal = drawn(300, 100, "#17375e"), drawn(240, 240, "#c02020")
    own = (
        f'[pictures]\nlogo = "{logo}"\nseal = "{seal}"\n'
        f'[pictures.signatures]\n"Dana R. Whitfield" = "{drawn(220, 80, "#223")}"\n'
        f'"王审批" = "{drawn(200, 90, "#223")}"\n'
    )
    return load_pack(name, own)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("name", "make"), [("us", us_record), ("cn", cn_record)])
def test_pictures_are_printed_and_described_and_the_file_conforms(name, make, language) -> None:
    made = write(make(Kind.APPROVAL, language), with_pictures(name), KEY)
    assert made.findings == ()
    assert faults_of(made.data or b"") == ()
    with pikepdf.open(io.BytesIO(made.data or b"")) as pdf:
        drawn_in = [x for x in pdf.objects if isinstance(x, pikepdf.Stream) and "/Width" in x]
        described = [str(x.Alt) for x in pdf.objects if "/Alt" in _dictionary(x)]
    assert len(drawn_in) == (2 if name == "us" else 3)
    assert len(described) == (2 if name == "us" else 3)


def _dictionary(thing: pikepdf.Object) -> pikepdf.Object | dict[str, object]:
    return thing if isinstance(thing, pikepdf.Dictionary) else {}


def test_what_is_no_picture_is_named_by_its_place() -> None:
    with pytest.raises(PackFaulty, match=r"pictures\.logo: it is no PNG or JPEG"):
        load_pack("us", '[pictures]\nlogo = "QUJD"\n')
    with pytest.raises(PictureFaulty, match="base64"):
        read_picture("no base64")


def test_a_smoothed_or_see_through_picture_breaks_the_standards() -> None:
    data = write(us_record(Kind.APPROVAL), with_pictures("us"), KEY).data or b""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for picture in pdf.pages[0].Resources.XObject.values():
            picture.Interpolate = True
        out = io.BytesIO()
        pdf.save(out)
    assert "A 6.2.8" in {fault.clause for fault in faults_of(out.getvalue())}
