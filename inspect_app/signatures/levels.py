"""What each signature of a file has really reached, computed from what is inside and validates."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError

from .. import clock
from .evidence import Evidence, Stamp, evidence_in, own_stamp
from .keys import name_of
from .reading import opened
from .rules import Level
from .trust import Trust

UNSIGNED = "Không có chữ ký"
CHANGED = "Tệp đã bị thay đổi sau khi ký"
UNTRUSTED = "Chữ ký do tổ chức không được tin cậy cấp"
REVOKED = "Chứng thư của người ký đã bị thu hồi trước khi ký"
UNREADABLE = "Tệp không phải văn bản PDF đã ký hoặc đã bị hỏng"
_KEEPING = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
_ALLOWED = (*_KEEPING, ModificationLevel.FORM_FILLING)
_SIGNING = ({"non_repudiation"}, set[str]())
_STAMPING = (set[str](), {"time_stamping"})


class NotValid(ValueError):
    """A signature of the file does not hold; its text says why, in Vietnamese."""


@dataclass(frozen=True)
class Examined:
    """One valid signature; `claimed_at` is the signer's word, `stamped_at` a time stamp's."""

    field: str
    signer: str
    certificate: x509.Certificate
    claimed_at: dt.datetime | None
    stamped_at: dt.datetime | None
    level: Level


def level_of(pdf: bytes, trust: Trust) -> Level:
    """The lowest level among the signatures; raises NotValid when one does not hold."""
    return lowest(examine(pdf, trust))


def lowest(examined: Sequence[Examined]) -> Level:
    """The lowest level among them."""
    return min((one.level for one in examined), key=list(Level).index)


def examine(pdf: bytes, trust: Trust) -> tuple[Examined, ...]:
    """Every signature but document time stamps, in order; raises NotValid if one does not hold."""
    try:
        return _File(pdf, trust).examined()
    except NotValid:
        raise
    except Exception as error:
        # Mutated files make pyHanko raise a dozen kinds of exception, all meaning the same.
        raise NotValid(UNREADABLE) from error


class _File:
    """One file being examined."""

    def __init__(self, pdf: bytes, trust: Trust) -> None:
        self.trust = trust
        self.reader = opened(pdf)
        self.signatures: list[EmbeddedPdfSignature] = self.reader.embedded_regular_signatures
        if not self.signatures:
            raise NotValid(UNSIGNED)
        check_end(pdf, self.reader)
        check_title(pdf, self.reader)
        self.evidence = evidence_in(self.reader)
        self.stamps = self._stamps()

    def examined(self) -> tuple[Examined, ...]:
        proofs = [self._proof(signature) for signature in self.signatures]
        pairs = list(zip(self.signatures, proofs, strict=True))
        archived = self._is_archived(pairs)
        return tuple(self._judged(signature, proof, archived) for signature, proof in pairs)

    def _judged(
        self, signature: EmbeddedPdfSignature, proof: Stamp | None, archived: bool
    ) -> Examined:
        level = Level.B if proof is None else Level.T
        if self._lasts(signature, proof, self.evidence):
            level = Level.LTA if archived else Level.LT
        return Examined(
            field=signature.field_name,
            signer=name_of(signature.signer_cert),
            certificate=signature.signer_cert,
            claimed_at=signature.self_reported_timestamp,
            stamped_at=proof.at if proof else None,
            level=level,
        )

    def _stamps(self) -> list[Stamp]:
        """The document time stamps, each judged at the time of the next, the last one now."""
        held: list[Stamp] = []
        moment = clock.now()
        for embedded in reversed(self.reader.embedded_timestamp_signatures):
            status = validate_pdf_timestamp(embedded, self._chain(moment))
            if not (status.intact and status.valid) or status.modification_level not in _ALLOWED:
                raise NotValid(CHANGED)
            if not status.trusted:
                raise NotValid(UNTRUSTED)
            held.append(Stamp(status.timestamp, embedded.signed_revision, embedded.signed_data))
            moment = status.timestamp
        return held[::-1]

    def _proof(self, signature: EmbeddedPdfSignature) -> Stamp | None:
        """The first time stamp over a signature that holds; raises NotValid when it does not."""
        after = [stamp for stamp in self.stamps if stamp.revision > signature.signed_revision]
        own = own_stamp(signature)
        first = own or (after[0] if after else None)
        moment = first.at if first else signature.self_reported_timestamp
        status = validate_pdf_signature(
            signature,
            self._chain(moment),
            self._chain(after[0].at if after else clock.now()),
        )
        if not status.bottom_line:
            touched = not (status.intact and status.valid and status.docmdp_ok)
            raise NotValid(CHANGED if touched else UNTRUSTED)
        return first

    def _is_archived(self, pairs: Sequence[tuple[EmbeddedPdfSignature, Stamp | None]]) -> bool:
        """Whether a time stamp covers all signatures and the data that each of them needs."""
        if not self.stamps:
            return False
        last = self.stamps[-1]
        then = evidence_in(self.reader.get_historical_resolver(last.revision))
        return all(
            proof is not None
            and proof.revision < last.revision
            and signature.signed_revision < last.revision
            and self._lasts(signature, proof, then)
            for signature, proof in pairs
        )

    def _lasts(
        self, signature: EmbeddedPdfSignature, proof: Stamp | None, evidence: Evidence
    ) -> bool:
        """Whether the embedded data alone shows that no certificate of the chains was revoked.

        Raises NotValid when it shows that one was.
        """
        moment = proof.at if proof else signature.self_reported_timestamp
        context = self.trust.context(
            at=moment,
            revocation="require",
            certificates=evidence.certificates,
            crls=evidence.crls,
            ocsps=evidence.ocsps,
        )
        chains = [(signature.signed_data, _SIGNING)] + ([(proof.data, _STAMPING)] if proof else [])
        try:
            for data, usage in chains:
                asyncio.run(_validated(data, usage, context))
        except RevokedError as error:
            raise NotValid(REVOKED) from error
        except (PathError, ValidationError):
            return False
        return proof is not None

    def _chain(self, at: dt.datetime | None) -> ValidationContext:
        """Without the embedded revocation data: pyHanko's soft mode is not soft about others'."""
        return self.trust.context(at=at, certificates=self.evidence.certificates)


async def _validated(
    data: cms.SignedData, usage: tuple[set[str], set[str]], context: ValidationContext
) -> None:
    info = extract_certificate_info(data)
    validator: Any = CertificateValidator(
        info.signer_cert, info.other_certs, validation_context=context
    )
    await validator.async_validate_usage(*usage)


def check_end(pdf: bytes, reader: PdfFileReader) -> None:
    """After the last signature only revocation data may follow; raises NotValid."""
    last = reader.embedded_signatures[-1]
    last.compute_integrity_info()
    if last.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return
    newer = reader.xrefs.total_revisions - 1 > last.signed_revision
    known = getattr(last.diff_result, "modification_level", None)
    harmless = known in _KEEPING
    whole = pdf.endswith((b"%%EOF", b"%%EOF\n", b"%%EOF\r\n"))
    covered = last.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    if not (newer and harmless and whole and covered):
        raise NotValid(CHANGED)


def check_title(pdf: bytes, reader: PdfFileReader) -> None:
    """Title, author and the like are those of the first signature; raises NotValid.

    pyHanko lets them change, since it writes the time of the last change there itself.
    """
    first = min(reader.embedded_signatures, key=lambda signature: signature.signed_revision)
    end = int(first.byte_range[2]) + int(first.byte_range[3])
    if _described(pdf[:end]) != _described(pdf):
        raise NotValid(CHANGED)


def _described(pdf: bytes) -> tuple[object, ...]:
    # A reader of its own: looking at the metadata leaves something behind in the reader.
    reader: Any = PdfFileReader(io.BytesIO(pdf))
    meta, trailer = reader.document_meta_view, reader.trailer_view
    info = trailer["/Info"] if "/Info" in trailer.keys() else {}  # noqa: SIM118
    plain = {str(key): str(info[key]) for key in info if key not in ("/ModDate", "/Producer")}
    fields = (meta.title, meta.author, meta.subject, meta.creator, meta.created, meta.keywords)
    return plain, *map(str, fields)
