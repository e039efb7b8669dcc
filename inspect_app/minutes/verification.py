"""Whether a file is a document that this system signed, byte for byte, and who signed it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

GENUINE = "Tệp đúng là văn bản đã ký, không bị thay đổi"
UNREADABLE = "Tệp không phải văn bản PDF đã ký hoặc đã bị hỏng"
UNSIGNED = "Không có chữ ký"
CHANGED = "Tệp đã bị thay đổi sau khi ký"
UNTRUSTED = "Chữ ký do tổ chức không được tin cậy cấp"
UNREGISTERED = "Tệp này không có trong sổ đăng ký văn bản đã ký của hệ thống, dù chữ ký hợp lệ"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """`signers` and `signed_at` (the signer's own claim) are given only for a valid signature."""

    genuine: bool
    signers: tuple[str, ...]
    reason_vi: str
    signed_at: dt.datetime | None


def verify(pdf: bytes, *, registered: Callable[[str], bool], root: bytes) -> Verdict:
    """Genuine only if `registered` knows the file's SHA-256 (hex) and every signature is valid.

    `root` is the one trusted certificate, PEM or DER. Never raises: whatever fails is not genuine.
    """
    try:
        known = registered(hashlib.sha256(pdf).hexdigest())
        verdict = _signatures(pdf, root)
    except Exception:
        # Mutated files make pyHanko raise a dozen kinds of exception, all meaning the same.
        _LOG.info("a file could not be verified", exc_info=True)
        return _refused(UNREADABLE)
    if verdict.genuine and known is not True:
        return Verdict(False, verdict.signers, UNREGISTERED, verdict.signed_at)
    return verdict


def _signatures(pdf: bytes, root: bytes) -> Verdict:
    embedded = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if not embedded:
        return _refused(UNSIGNED)
    if embedded[-1].evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        return _refused(CHANGED)
    statuses = [_status(signature, root) for signature in embedded]
    for status in statuses:
        if not status.bottom_line:
            return _refused(UNTRUSTED if _untouched(status) else CHANGED)
    signers = tuple(status.signing_cert.subject.native["common_name"] for status in statuses)
    return Verdict(True, signers, GENUINE, statuses[-1].signer_reported_dt)


def _status(signature: EmbeddedPdfSignature, root: bytes) -> PdfSignatureStatus:
    """Judged at the claimed time: the register, not the certificate's age, vouches for the file."""
    (trusted,) = load_certs_from_pemder_data(root)
    context = ValidationContext(
        trust_roots=[trusted], moment=signature.self_reported_timestamp, allow_fetching=False
    )
    return validate_pdf_signature(signature, context)


def _untouched(status: PdfSignatureStatus) -> bool:
    return bool(status.intact and status.valid and status.docmdp_ok)


def _refused(reason: str) -> Verdict:
    return Verdict(False, (), reason, None)
