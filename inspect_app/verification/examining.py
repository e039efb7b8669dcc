"""The child's look at a file's signatures: whether they hold, whose they are, what they cover."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import pypdfium2
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    RevokedError,
)

from .. import clock
from ..minutes.fields import NUMBER_FIELD
from ..signatures import levels, places
from ..signatures.keys import is_demonstration
from ..signatures.levels import Examined, NotValid
from ..signatures.reading import opened
from ..signatures.signers import validated
from ..signatures.trust import Trust, trust
from .limited import Asked, answer

REASONS = {
    levels.CHANGED: "changed",
    levels.UNSIGNED: "unsigned",
    levels.UNTRUSTED: "untrusted",
    levels.REVOKED: "revoked",
    levels.UNREADABLE: "unreadable",
}
_HEAD = 1024


def examine(asked: Asked) -> dict[str, Any]:
    """What `rules.Facts` holds, of a file and the trusted certificates beside it. Never raises.

    `how["ask"]` is whether the authorities are asked about certificates that they issued.
    """
    try:
        return _examined(asked)
    except Exception:
        # Mutated files make what reads them raise a dozen kinds of exception; none is genuine.
        return {"kind": "damaged"}


def _examined(asked: Asked) -> dict[str, Any]:
    pdf, roots = asked.file, trust(*asked.beside)
    if b"%PDF-" not in pdf[:_HEAD]:
        return {"kind": "not_pdf"}
    said = _opened_by_pdfium(pdf) | _opened_by_pyhanko(pdf)
    if said["kind"] != "pdf":
        return said
    try:
        examined = levels.examine(pdf, roots)
    except NotValid as error:
        reason = REASONS[str(error)]
        if reason == "untrusted" and _is_out_of_time(pdf, roots):
            reason = "expired"
        return said | {"reason": reason}
    asks = bool(asked.how.get("ask"))
    return said | {"signatures": [_told(one, pdf, roots, asks) for one in examined]}


def _opened_by_pdfium(pdf: bytes) -> dict[str, Any]:
    """How many pages it shows and what is attached to it; PDFium mends what is broken."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        count = document.count_attachments()
        attached = [bytes(document.get_attachment(n).get_data()) for n in range(min(count, 20))]
        data = [hashlib.sha256(content).hexdigest() for content in attached]
        return {"kind": "pdf", "pages": len(document), "data": data}
    except (pypdfium2.PdfiumError, MemoryError, ValueError) as error:
        locked = "assword" in str(error)
        return {"kind": "encrypted" if locked else "damaged"}


def _opened_by_pyhanko(pdf: bytes) -> dict[str, Any]:
    """Its number and which signature fields are filled; nothing where it cannot be read."""
    try:
        reader = opened(pdf)
        if reader.encrypted:
            return {"kind": "encrypted"}
        field: Any = places.find(reader, NUMBER_FIELD)
        number = str(field.get_object().get("/V", "")) if field else ""
        fields = [signature.field_name for signature in reader.embedded_regular_signatures]
    except Exception:
        # Mutated files make pyHanko raise a dozen kinds of exception, all meaning the same.
        return {}
    return {"number": number[:40], "fields": fields}


def _told(one: Examined, pdf: bytes, roots: Trust, asks: bool) -> dict[str, Any]:
    """A valid signature; `expired` is when only the signer's word says that it was made in time."""
    late = one.certificate.not_valid_after < clock.now()
    return {
        "field": one.field,
        "signer": one.signer,
        "level": one.level.value,
        "claimed_at": one.claimed_at.isoformat() if one.claimed_at else None,
        "stamped_at": one.stamped_at.isoformat() if one.stamped_at else None,
        "demonstration": is_demonstration(one.certificate),
        "expired": late and one.stamped_at is None,
        "revoked": asks and not late and _is_revoked(one, pdf, roots),
    }


def _is_revoked(one: Examined, pdf: bytes, roots: Trust) -> bool:
    """Whether its authority, one of the trusted, says so now; no answer is no."""
    (signature,) = (s for s in opened(pdf).embedded_signatures if s.field_name == one.field)
    error = _objection(signature, roots.fetching(revocation="hard-fail"))
    return isinstance(error, RevokedError)


def _is_out_of_time(pdf: bytes, roots: Trust) -> bool:
    """Whether the certificates are of trusted authorities, but one is not valid any more or yet."""
    signatures = opened(pdf).embedded_regular_signatures
    found = [_objection(signature, roots.context()) for signature in signatures]
    wrong = [error for error in found if error is not None]
    return bool(wrong) and all(isinstance(e, ExpiredError | NotYetValidError) for e in wrong)


def _objection(signature: EmbeddedPdfSignature, context: ValidationContext) -> Exception | None:
    try:
        between = list(signature.other_embedded_certs)
        asyncio.run(validated(signature.signer_cert, between, context))
    except Exception as error:
        # A mutated certificate breaks deep inside what reads it, with whatever comes up there.
        return error
    return None


def main() -> None:
    """What the child runs."""
    answer(examine)
