"""The number given and the minutes signed: increments after the approved bytes, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container
from contextlib import nullcontext
from dataclasses import dataclass

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from . import levels, places, stamp
from .keys import Key, is_demonstration, is_valid_at, name_of
from .lasting import NO_REVOCATION, with_revocation_data
from .numbering import write_number
from .reading import opened, writer
from .rules import Level, Party
from .signer_at import SignerAt
from .stamping import NO_ANSWER, NO_SERVICE, NoStamp, StampService
from .trust import Trust

Writer = Callable[[], IncrementalPdfFileWriter]
# A file with one more signature that nobody has validated yet, and what there is to say of it.
Unexamined = tuple[bytes, tuple[str, ...]]


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
    added, remarks = _issued(pdf, number, key, manner, at, location)
    return completed(added, manner, remarks)


def issue_and_sign(
    pdf: bytes,
    number: int,
    keys: tuple[Key, Key],
    manner: Manner,
    *,
    at: dt.datetime,
    reason: str,
    location: str,
) -> tuple[Signed, Signed]:
    """`issue` with the first key, then `sign` for the head with the second: both states.

    They are validated together, since the second file begins with the first; revocation data of
    both follow the second. Raises as `sign`.
    """
    first, said = _issued(pdf, number, keys[0], manner, at, location)
    added, remarks = _signed(first, Party.HEAD, keys[1], manner, at, reason, location)
    fields = {places.field_of(party) for party in (Party.ISSUE, Party.HEAD)}
    second, examined = _completed(added, manner, remarks, fields)
    stamped = examined[0].stamped_at is not None
    return Signed(first, Level.T if stamped else Level.B, said), second


def _issued(
    pdf: bytes, number: int, key: Key, manner: Manner, at: dt.datetime, location: str
) -> Unexamined:
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
    return _made(numbered, metadata, key, manner, at, None)


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
    added, remarks = _signed(pdf, party, key, manner, at, reason, location, organisation)
    return completed(added, manner, remarks)


def _signed(
    pdf: bytes,
    party: Party,
    key: Key,
    manner: Manner,
    at: dt.datetime,
    reason: str,
    location: str,
    organisation: str = "",
) -> Unexamined:
    check_field(pdf, party)
    metadata = PdfSignatureMetadata(
        field_name=places.field_of(party),
        md_algorithm=manner.digest,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
    )
    drawing = appearance(pdf, party, key.certificate, at, organisation)
    return _made(lambda: writer(pdf), metadata, key, manner, at, drawing)


def appearance(
    pdf: bytes, party: Party, certificate: x509.Certificate, at: dt.datetime, organisation: str = ""
) -> bytes:
    """What the party's signature shows, drawn for its field's box."""
    field = places.find(opened(pdf), places.field_of(party))
    size = places.size_of(field.get_object() if field else {})
    name, trial = name_of(certificate), is_demonstration(certificate)
    if party is Party.SEAL:
        return stamp.seal(organisation or name, at, size, demonstration=trial)
    return stamp.person(name, at, size, demonstration=trial)


def completed(pdf: bytes, manner: Manner, remarks: tuple[str, ...] = ()) -> Signed:
    """A file just signed, with the revocation data that can be had now; raises NotValid."""
    return _completed(pdf, manner, remarks)[0]


def _completed(
    pdf: bytes, manner: Manner, remarks: tuple[str, ...], fields: Container[str] | None = None
) -> tuple[Signed, tuple[levels.Examined, ...]]:
    """Every signature of the file is validated here, after all that was added."""
    if manner.asks:
        pdf = with_revocation_data(pdf, manner.trust, fields)
    examined = levels.examine(pdf, manner.trust)
    level = levels.lowest(examined)
    if manner.asks and level is Level.T:
        remarks = (*remarks, NO_REVOCATION)
    return Signed(pdf, level, remarks), examined


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
    if not places.has_field(opened(pdf), party):
        raise NoField(f"Văn bản không có ô ký còn trống {places.field_of(party)}")


def _made(
    increment: Writer,
    metadata: PdfSignatureMetadata,
    key: Key,
    manner: Manner,
    at: dt.datetime,
    drawing: bytes | None,
) -> Unexamined:
    stamper, remarks = ready_stamps(manner)
    with key.opened() as signer, stamp.style(drawing) if drawing else nullcontext() as look:
        check_time(signer.signing_cert, at)
        maker = SignerAt(at, metadata, signer, look)
        try:
            pdf = maker.signed(increment(), stamper)
        except TimestampRequestError:
            # It answered a moment ago; the signature is worth having without its stamp.
            pdf, remarks = maker.signed(increment(), None), (NO_ANSWER,)
    return pdf, remarks
