"""The number given and the minutes signed: increments after the approved bytes, nothing else."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as PyhankoSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from . import levels, places, stamp
from .keys import Key, is_demonstration, is_valid_at, name_of
from .lasting import NO_REVOCATION, with_revocation_data
from .numbering import write_number
from .reading import writer
from .rules import Level, Party
from .stamping import NO_ANSWER, NO_SERVICE, NoStamp, StampService
from .trust import Trust

Writer = Callable[[], IncrementalPdfFileWriter]


class NotValidThen(ValueError):
    """The certificate is not valid at the time of signing."""


class NoField(ValueError):
    """The document has no empty signature field for that party."""


@dataclass(frozen=True)
class Manner:
    """How this office signs. `digest` is sha256, sha384 or sha512.

    `asks` is whether the authorities are asked about revocation at once; a later upgrade does too.
    """

    trust: Trust
    stamps: StampService | None = None
    digest: str = "sha256"
    asks: bool = True


@dataclass(frozen=True)
class Signed:
    """The file, the lowest level of its signatures, and why it is not higher, in Vietnamese."""

    pdf: bytes
    level: Level
    remarks: tuple[str, ...] = ()


def issue(
    pdf: bytes, number: int, key: Key, manner: Manner, *, at: dt.datetime, location: str
) -> Signed:
    """`pdf` with its number in place and locked, and the certifying signature, in one increment.

    From then on only signatures are allowed (DocMDP 2). Raises as `sign`.
    """
    metadata = PdfSignatureMetadata(
        field_name=places.field_of(Party.ISSUE),
        md_algorithm=manner.digest,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason="Cấp số biên bản",
        location=location,
    )

    def numbered() -> IncrementalPdfFileWriter:
        increment = writer(pdf)
        write_number(increment, number)
        return increment

    check_field(pdf, Party.ISSUE)
    return _sign(numbered, metadata, key, manner, at, None)


def sign(
    pdf: bytes,
    party: Party,
    key: Key,
    manner: Manner,
    *,
    at: dt.datetime,
    reason: str,
    location: str,
    organisation: str = "",
) -> Signed:
    """`pdf` with the party's signature in its field; `at` is aware, the signer's claimed time.

    `organisation` stands in the seal. Raises NoField, NotValidThen, BadKey, and NotValid when the
    result would not hold before this office's own trusted roots.
    """
    check_field(pdf, party)
    metadata = PdfSignatureMetadata(
        field_name=places.field_of(party),
        md_algorithm=manner.digest,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
    )
    drawing = appearance(pdf, party, key.certificate, at, organisation)
    return _sign(lambda: writer(pdf), metadata, key, manner, at, drawing)


def appearance(
    pdf: bytes, party: Party, certificate: x509.Certificate, at: dt.datetime, organisation: str = ""
) -> bytes:
    """What the party's signature shows, drawn for its field's box."""
    field = places.find(PdfFileReader(io.BytesIO(pdf)), places.field_of(party))
    size = places.size_of(field.get_object() if field else {})
    name, trial = name_of(certificate), is_demonstration(certificate)
    if party is Party.SEAL:
        return stamp.seal(organisation or name, at, size, demonstration=trial)
    return stamp.person(name, at, size, demonstration=trial)


def completed(pdf: bytes, manner: Manner, remarks: tuple[str, ...] = ()) -> Signed:
    """A file just signed, with the revocation data that can be had now; raises NotValid."""
    if manner.asks:
        pdf = with_revocation_data(pdf, manner.trust)
    level = levels.level_of(pdf, manner.trust)
    if manner.asks and level is Level.T:
        remarks = (*remarks, NO_REVOCATION)
    return Signed(pdf, level, remarks)


def ready_stamps(manner: Manner) -> tuple[TimeStamper | None, tuple[str, ...]]:
    """A client of the time-stamp service, or None and why there is none, in Vietnamese."""
    if manner.stamps is None:
        return None, (NO_SERVICE,)
    try:
        return manner.stamps.ready(manner.trust, manner.digest), ()
    except NoStamp as error:
        return None, (str(error),)


def check_time(certificate: x509.Certificate, at: dt.datetime) -> None:
    """Raises NotValidThen unless the certificate is valid at that time."""
    if not is_valid_at(certificate, at):
        name = name_of(certificate)
        raise NotValidThen(f"Chứng thư của {name} không có hiệu lực lúc {stamp.written(at)}")


def check_field(pdf: bytes, party: Party) -> None:
    """Raises NoField unless the document has a field for that party that is still empty."""
    if not places.has_field(PdfFileReader(io.BytesIO(pdf)), party):
        raise NoField(f"Văn bản không có ô ký còn trống {places.field_of(party)}")


def _sign(
    increment: Writer,
    metadata: PdfSignatureMetadata,
    key: Key,
    manner: Manner,
    at: dt.datetime,
    drawing: bytes | None,
) -> Signed:
    stamper, remarks = ready_stamps(manner)
    with key.opened() as signer, stamp.style(drawing) if drawing else nullcontext() as look:
        check_time(signer.signing_cert, at)
        maker = SignerAt(at, metadata, signer, look)
        try:
            pdf = maker.signed(increment(), stamper)
        except TimestampRequestError:
            # It answered a moment ago; the signature is worth having without its stamp.
            pdf, remarks = maker.signed(increment(), None), (NO_ANSWER,)
    return completed(pdf, manner, remarks)


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
