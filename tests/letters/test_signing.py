"""A signed letter stays the letter it was, keeps the standards, and shows every change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("pyhanko")

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from tests.letters.cases import cn_record, us_record
from workbench.errors import KeyUnusable
from workbench.letters.conformance import faults_of
from workbench.letters.pack import load_pack
from workbench.letters.record import Kind
from workbench.letters.signing import Key, check_signature, unsigned_parts
from workbench.letters.typeset import write

PASSWORD = "sample only"


def made_key(folder: Path, name: str) -> tuple[Path, bytes]:
    """A key of a made-up lender, and its certificate."""
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=36500))
        .add_extension(x509.KeyUsage(*[True] * 2, *[False] * 7), critical=True)
        .sign(secret, hashes.SHA256())
    )
    file = folder / f"{name}.p12"
    lock = BestAvailableEncryption(PASSWORD.encode())
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(name.encode(), secret, certificate, None, lock)
    )
    return file, certificate.public_bytes(Encoding.PEM)


@pytest.fixture(scope="module")
def lender(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    return made_key(tmp_path_factory.mktemp("keys"), "Harborview Sample Bank")


@pytest.mark.parametrize("style", ["us", "cn"])
def test_a_signed_letter_begins_with_the_letter_and_keeps_the_standards(lender, style) -> None:
    record = (us_record if style == "us" else cn_record)(Kind.APPROVAL)
    letter = write(record, load_pack(style)).data or b""
    signed = Key(lender[0], PASSWORD).sign(letter, "Decision letter issued")
    assert signed.startswith(letter)
    assert letter in unsigned_parts(signed)
    assert faults_of(signed, signed=True) == ()
    assert {fault.clause for fault in faults_of(signed)} == {"A 6.4.1", "A 6.3"}


def test_the_signature_names_the_lender_and_shows_one_changed_bit(lender) -> None:
    letter = write(us_record(Kind.DECLINE), load_pack("us")).data or b""
    signed = Key(lender[0], PASSWORD).sign(letter, "Decision letter issued")
    found = check_signature(signed, lender[1])
    assert found is not None
    assert (found.signer, found.intact, found.trusted) == ("Harborview Sample Bank", True, True)
    for at in (900, len(letter) // 2, len(letter) + 40):
        changed = bytearray(signed)
        changed[at] ^= 1
        judged = check_signature(bytes(changed))
        assert judged is None or not judged.intact


def test_another_lenders_certificate_does_not_vouch(lender, tmp_path: Path) -> None:
    letter = write(us_record(Kind.DECLINE), load_pack("us")).data or b""
    signed = Key(lender[0], PASSWORD).sign(letter, "Decision letter issued")
    _file, other = made_key(tmp_path, "Another Bank")
    found = check_signature(signed, other)
    assert found is not None
    assert (found.intact, found.trusted) == (True, False)


def test_a_letter_without_a_signature_has_none() -> None:
    assert check_signature(write(us_record(Kind.DECLINE), load_pack("us")).data or b"") is None


def test_a_wrong_password_or_file_is_told(lender, tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="password"):
        Key(lender[0], "another")
    with pytest.raises(KeyUnusable, match="read"):
        Key(tmp_path / "none.p12", PASSWORD)
