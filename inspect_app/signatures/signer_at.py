"""pyHanko's signer with the time that it is given."""

from __future__ import annotations

import datetime as dt

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as PyhankoSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle


class SignerAt(PdfSigner):
    """pyHanko's signer, which would claim the machine's time, claiming the time it is given."""

    def __init__(
        self,
        at: dt.datetime,
        metadata: PdfSignatureMetadata,
        signer: PyhankoSigner,
        look: StaticStampStyle | None,
    ) -> None:
        super().__init__(metadata, signer=signer, stamp_style=look)
        self._at = at

    def signed(self, increment: IncrementalPdfFileWriter, stamper: TimeStamper | None) -> bytes:
        """The increment's document, signed."""
        self.default_timestamper = stamper
        return bytes(self.sign_pdf(increment, existing_fields_only=True).getbuffer())

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """pyHanko's, with our time."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session
