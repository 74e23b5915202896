"""Signing a letter's file: PAdES over its very bytes, which stay the beginning of what is signed.

Needs the optional extra `sign` (pyHanko). The key is a PKCS#12 file of the lender.
"""

from __future__ import annotations

import importlib.util
import io
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import KeyUnusable, SigningNotInstalled
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

FIELD = "IssuerSignature"
_SIGNATURE = N_("Digital signature of the issuer")
_END = b"%%EOF\n"
_PRINTED_AND_LOCKED = 132


@dataclass(frozen=True, slots=True)
class Signed:
    """What a file's signature says: who signed, and whether nothing was changed since.

    `trusted` is None where no authority was named to check the signer's certificate against.
    """

    signer: str
    intact: bool
    trusted: bool | None
    signed_at: datetime | None


class Key:
    """A lender's key for signing. Raises KeyUnusable for a wrong file or password."""

    def __init__(self, file: Path, password: str) -> None:
        self._signer = _read_key(file, password)

    @property
    def name(self) -> str:
        """Whose key it is, as its certificate says."""
        return str(self._signer.signing_cert.subject.native.get("common_name", ""))

    def sign(self, letter: bytes, reason: str) -> bytes:
        """The letter with a signature after its end; its own bytes are unchanged."""
        from pyhanko.sign import signers
        from pyhanko.sign.fields import SigSeedSubFilter

        writer = _writer(letter)
        _add_field(writer)
        about = signers.PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason,
            name=self.name,
        )
        out = io.BytesIO()
        signers.PdfSigner(about, signer=self._signer).sign_pdf(
            writer, output=out, existing_fields_only=True
        )
        return out.getvalue()


def check_signature(file: bytes, authority: bytes = b"") -> Signed | None:
    """What the signature of a file says; None when it has none.

    A signature that cannot be read is not intact. `authority` is a certificate (PEM or DER)
    that vouches for the signer's. Raises SigningNotInstalled.
    """
    if b"/ByteRange" not in file:
        return None
    _installed()
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        found = PdfFileReader(io.BytesIO(file)).embedded_signatures
        if not found:
            return None
        roots = [_certificate(authority) if authority else found[-1].signer_cert]
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = validate_pdf_signature(found[-1], context)
    except (PdfError, ValueError):
        return Signed("", intact=False, trusted=None, signed_at=None)
    return Signed(
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        intact=bool(
            status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        ),
        trusted=bool(status.trusted) if authority else None,
        signed_at=status.signer_reported_dt,
    )


def unsigned_parts(file: bytes) -> list[bytes]:
    """The beginnings of a file that end like a file: one of them is the letter as it was made."""
    ends: list[int] = []
    at = file.find(_END)
    while at >= 0:
        ends.append(at + len(_END))
        at = file.find(_END, at + 1)
    return [file[:end] for end in ends if end < len(file)]


def _writer(letter: bytes) -> IncrementalPdfFileWriter:
    """A writer that adds to the letter and leaves what the letter says of itself."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Adding(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """The letter was made when it says; pyHanko would put another day."""

    return Adding(io.BytesIO(letter))


def _add_field(writer: IncrementalPdfFileWriter) -> None:
    """An invisible field for the signature on the last page, told to readers as a form field."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name as name

    page = _last_page(writer)
    tree = writer.root["/StructTreeRoot"]
    key = int(tree["/ParentTreeNextKey"])
    said = generic.TextStringObject(_(_SIGNATURE))
    field = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/FT"): name("/Sig"),
            name("/T"): generic.TextStringObject(FIELD),
            name("/TU"): said,
            name("/F"): generic.NumberObject(_PRINTED_AND_LOCKED),
            name("/Rect"): generic.ArrayObject([generic.NumberObject(0)] * 4),
            name("/P"): page,
            name("/StructParent"): generic.NumberObject(key),
        }
    )
    placed = writer.add_object(field)
    page.get_object()["/Annots"] = generic.ArrayObject([placed])
    writer.update_container(page.get_object())
    told = _add_element(writer, page, placed, said)
    nums = tree["/ParentTree"]["/Nums"]
    nums.extend([generic.NumberObject(key), told])
    writer.update_container(tree["/ParentTree"])
    tree["/ParentTreeNextKey"] = generic.NumberObject(key + 1)
    writer.update_container(tree)
    writer.root["/AcroForm"] = generic.DictionaryObject(
        {
            name("/Fields"): generic.ArrayObject([placed]),
            name("/SigFlags"): generic.NumberObject(3),
        }
    )
    writer.update_root()


def _add_element(writer: IncrementalPdfFileWriter, page: Any, placed: Any, said: Any) -> Any:
    """The field as the last element of the document, so that readers come to it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name as name

    tree = writer.root["/StructTreeRoot"]
    document = tree["/K"][0]
    told = writer.add_object(
        generic.DictionaryObject(
            {
                name("/Type"): name("/StructElem"),
                name("/S"): name("/Form"),
                name("/P"): tree["/K"].raw_get(0),
                name("/Alt"): said,
                name("/K"): generic.ArrayObject(
                    [
                        generic.DictionaryObject(
                            {name("/Type"): name("/OBJR"), name("/Pg"): page, name("/Obj"): placed}
                        )
                    ]
                ),
            }
        )
    )
    document["/K"].append(told)
    writer.update_container(document)
    return told


def _last_page(writer: IncrementalPdfFileWriter) -> Any:
    count = int(writer.root["/Pages"]["/Count"])
    reference, _resources = writer.find_page_for_modification(count - 1)
    return reference


def _read_key(file: Path, password: str) -> Any:
    _installed()
    from pyhanko.sign.signers import SimpleSigner

    try:
        return SimpleSigner.load_pkcs12_data(file.read_bytes(), [], password.encode())
    except OSError as fault:
        raise KeyUnusable(file=file.name, why=_("it cannot be read.")) from fault
    except ValueError as fault:
        why = _("it is no PKCS#12 key, or the password is another.")
        raise KeyUnusable(file=file.name, why=why) from fault


def _certificate(data: bytes) -> Any:
    from asn1crypto import pem, x509

    plain = pem.unarmor(data)[2] if pem.detect(data) else data
    return x509.Certificate.load(plain)


def _installed() -> None:
    if importlib.util.find_spec("pyhanko") is None:
        raise SigningNotInstalled
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they find is told, not logged
