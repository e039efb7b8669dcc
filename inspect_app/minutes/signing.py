"""The minutes signed as PAdES B-B: no time-stamp service, so the time is the signer's claim."""

from __future__ import annotations

import datetime as dt
import io

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import stamp
from .authority import Signer
from .pdf import HEAD_FIELD


class NotValidThen(ValueError):
    """The certificate is not valid at the time of signing."""


def sign(pdf: bytes, signer: Signer, *, at: dt.datetime, reason: str, location: str) -> bytes:
    """`pdf` with the head's signature appended in field Sig_head; `at` is aware.

    Later only further signatures are allowed. Raises NotValidThen, or pyHanko's SigningError
    when the field is missing or signed already.
    """
    made = _pyhanko_signer(signer, at)
    with stamp.style(signer.name, at) as appearance:
        pdf_signer = _SignerAt(at, _metadata(reason, location), made, appearance)
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signed = pdf_signer.sign_pdf(writer, existing_fields_only=True)
    return bytes(signed.getbuffer())


class _SignerAt(PdfSigner):
    """pyHanko's signer, which would claim the machine's time, claiming the time it is given."""

    def __init__(
        self,
        at: dt.datetime,
        metadata: PdfSignatureMetadata,
        signer: SimpleSigner,
        appearance: StaticStampStyle,
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=appearance)
        self._at = at

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _metadata(reason: str, location: str) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=HEAD_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=reason,
        location=location,
    )


def _pyhanko_signer(signer: Signer, at: dt.datetime) -> SimpleSigner:
    (certificate,) = load_certs_from_pemder_data(signer.certificate)
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise NotValidThen(f"the certificate of {signer.name} is not valid at {at.isoformat()}")
    return SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder_data(signer.key, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        embed_roots=False,
    )
