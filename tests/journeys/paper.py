"""The signed PDF judged from outside: by pyHanko, by pdftotext, and by the product's command."""

from __future__ import annotations

import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography import x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from tests.journeys.office import Office


def expect_signed(document: Path, office: Office, *, by: str) -> None:
    """The last signature covers the whole file, is that person's, under this office's own root."""
    # Both pyHanko and the browser's driver want the thread's event loop for themselves.
    with ThreadPoolExecutor(1) as aside:
        status = aside.submit(validate, document, trusting(office)).result()
    assert status.bottom_line, status.summary()
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.signing_cert.subject.native["common_name"] == by


def validate(document: Path, trust: ValidationContext) -> PdfSignatureStatus:
    with document.open("rb") as file:
        signature = PdfFileReader(file).embedded_signatures[-1]
        return validate_pdf_signature(signature, trust)


def trusting(office: Office) -> ValidationContext:
    pem = (office.folder / "keys" / "authority.pem").read_bytes()
    root = x509.load_pem_x509_certificate(pem)
    assert "trình diễn" in root.subject.rfc4514_string().lower()
    (trusted,) = load_certs_from_pemder_data(pem.partition(b"-----BEGIN PRIVATE KEY")[0])
    return ValidationContext(trust_roots=[trusted], allow_fetching=False)


def words_of(document: Path) -> str:
    """What a reader of the PDF can copy out of it, with single spaces."""
    command = ["pdftotext", "-enc", "UTF-8", str(document), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def expect_words(document: Path, *wanted: str) -> None:
    words = words_of(document)
    assert unicodedata.is_normalized("NFC", words)
    missing = [one for one in wanted if one not in words]
    assert not missing, f"missing: {missing} in: {words}"


def expect_no_words(document: Path, *unwanted: str) -> None:
    words = words_of(document)
    found = [one for one in unwanted if one in words]
    assert not found, f"printed: {found}"


def expect_accepted_only_whole(document: Path, office: Office) -> None:
    """The product's command accepts the file, and refuses it with a single byte changed."""
    accepted = office.flask("minutes", "verify", str(document))
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    changed = bytearray(document.read_bytes())
    changed[len(changed) // 3] ^= 1
    copy = document.with_name("changed.pdf")
    copy.write_bytes(changed)
    refused = office.flask("minutes", "verify", str(copy))
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "KHÔNG ĐÚNG" in refused.stdout
