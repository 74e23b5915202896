"""What makes a letter an archival, accessible file: metadata, colour profile, identity."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from xml.sax.saxutils import escape

from workbench.letters.pdf_file import PdfFile, text_string

PRODUCER = "Credit Workbench"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:identifier>{identifier}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself, in XMP and in the information dictionary alike."""

    title: str
    author: str
    subject: str
    language: str
    identifier: str
    issued_at: datetime


def add_metadata(file: PdfFile, metadata: Metadata) -> tuple[int, int]:
    """The XMP stream and the information dictionary; gives their object numbers."""
    moment = metadata.issued_at.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    xmp = _XMP.format(
        title=escape(metadata.title),
        author=escape(metadata.author),
        subject=escape(metadata.subject),
        identifier=escape(metadata.identifier),
        language=metadata.language,
        moment=moment,
        producer=PRODUCER,
    )
    stream = file.add_stream(xmp.encode("utf-8"), "/Type/Metadata/Subtype/XML", packed=False)
    day = metadata.issued_at.strftime("D:%Y%m%d%H%M%S+00'00'")
    info = file.add(
        f"<</Title{text_string(metadata.title)}/Author{text_string(metadata.author)}"
        f"/Subject{text_string(metadata.subject)}/Creator{text_string(PRODUCER)}"
        f"/Producer{text_string(PRODUCER)}/CreationDate({day})/ModDate({day})>>"
    )
    return stream, info


def add_output_intent(file: PdfFile) -> int:
    """The output intent with the colour profile all colours of a letter refer to."""
    profile = file.add_stream(_packed_profile(), "/Filter/FlateDecode/N 3", packed=False)
    return file.add(
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
        "/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)"
        f"/DestOutputProfile {profile} 0 R>>"
    )


@cache
def _packed_profile() -> bytes:
    return zlib.compress(srgb_profile(), 9)


@cache
def srgb_profile() -> bytes:
    """A display profile (ICC version 2) of the sRGB colours, made here from their definition.

    Primaries and white point of IEC 61966-2-1, adapted to D50; one tone curve of 1,024 steps.
    """
    tags = {
        b"desc": _described("sRGB IEC61966-2.1"),
        b"cprt": b"text\0\0\0\0" + b"No copyright, use freely\0",
        b"wtpt": _xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": _xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": _xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": _xyz(0.14307, 0.06061, 0.7141),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _tone_curve(1024)),
    }
    place = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    places: dict[bytes, int] = {}
    for name, data in tags.items():
        if data not in places:
            places[data] = place + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", places[data], len(data))
    return _profile_header(place + len(body)) + table + body


def _profile_header(length: int) -> bytes:
    made = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    white = _fixed(0.9642) + _fixed(1.0) + _fixed(0.8249)
    head = struct.pack(">I4xI", length, 0x02100000) + b"mntrRGB XYZ " + made + b"acsp"
    return (head + bytes(28) + white).ljust(128, b"\0")


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(x) + _fixed(y) + _fixed(z)


def _described(name: str) -> bytes:
    ascii_name = name.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_name)) + ascii_name + bytes(8 + 3 + 67)


def _tone_curve(steps: int) -> bytes:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    values = (round(65535 * linear(at / (steps - 1))) for at in range(steps))
    return b"curv\0\0\0\0" + struct.pack(f">I{steps}H", steps, *values)
