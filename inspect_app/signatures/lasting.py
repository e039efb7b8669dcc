"""What makes signatures last: time stamps and revocation data, added in increments only."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Container, Sequence

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from .levels import Examined, NotValid, examine, level_of, lowest
from .reading import opened, writer
from .rules import Level
from .stamping import NO_ANSWER, NO_SERVICE, NoStamp, StampService
from .trust import Trust

NO_REVOCATION = "Chưa lấy được dữ liệu thu hồi chứng thư từ tổ chức chứng thực"
_LOG = logging.getLogger(__name__)


def upgrade(
    pdf: bytes, trust: Trust, stamps: StampService | None, digest: str = "sha256"
) -> tuple[bytes, Level]:
    """The file with what is missing on the way to B-LTA, as far as the services answer now.

    Gives the very same bytes when nothing can be added. Raises NotValid.
    """
    if level_of(pdf, trust) is Level.B:
        pdf = _stamped_if_possible(pdf, trust, stamps, digest)
    examined = examine(pdf, trust)
    if lowest(examined) is Level.T:
        pdf = with_revocation_data(pdf, trust, _lacking(pdf, examined))
    if level_of(pdf, trust) is Level.LT:
        pdf = _stamped_if_possible(pdf, trust, stamps, digest)
    return pdf, level_of(pdf, trust)


def _lacking(pdf: bytes, examined: Sequence[Examined]) -> set[str]:
    """Document time stamps, and the signatures whose revocation data are not all there."""
    lasting = {one.field for one in examined if one.level in (Level.LT, Level.LTA)}
    return {s.field_name for s in opened(pdf).embedded_signatures} - lasting


def stamped(pdf: bytes, trust: Trust, stamps: StampService | None, digest: str) -> bytes:
    """The file with a document time stamp added; raises NoStamp."""
    if stamps is None:
        raise NoStamp(NO_SERVICE)
    client = stamps.ready(trust, digest)
    # The same settings as of the fields that the document has from the beginning: PDF/A needs them.
    maker = PdfTimeStamper(client, invis_settings=InvisSigSettings(set_print_flag=True))
    try:
        added = bytes(maker.timestamp_pdf(writer(pdf), digest).getbuffer())
    except TimestampRequestError as error:
        raise NoStamp(NO_ANSWER) from error
    level_of(added, trust)
    return added


def with_revocation_data(pdf: bytes, trust: Trust, fields: Container[str] | None = None) -> bytes:
    """The file with OCSP responses and CRLs of every chain that can be asked about completely.

    `fields` are the signatures to ask about; None is the last one.

    What the services do not answer stays away; the level says what is missing.
    """
    increment = writer(pdf)
    signatures = increment.prev.embedded_signatures
    wanted = [s for s in signatures if s.field_name in fields] if fields else signatures[-1:]
    changed = [_embed(increment, signature, trust) for signature in wanted]
    if not any(changed):
        return pdf
    out = io.BytesIO()
    increment.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _embed(
    increment: IncrementalPdfFileWriter, signature: EmbeddedPdfSignature, trust: Trust
) -> bool:
    context = trust.fetching()
    try:
        paths = asyncio.run(_collected(signature, context))
    except (PathError, ValidationError, OSError) as error:
        _LOG.info("no revocation data for %s: %s", signature.field_name, error)
        return False
    store = DocumentSecurityStore.supply_dss_in_writer(
        increment, None, paths=paths, validation_context=context, embed_roots=False
    )
    return bool(store.modified)


async def _collected(
    signature: EmbeddedPdfSignature, context: ValidationContext
) -> list[ValidationPath]:
    try:
        return list(await collect_validation_info(signature, context))
    finally:
        await context.aclose()  # type: ignore[no-untyped-call]


def _stamped_if_possible(
    pdf: bytes, trust: Trust, stamps: StampService | None, digest: str
) -> bytes:
    try:
        return stamped(pdf, trust, stamps, digest)
    except (NoStamp, NotValid) as error:
        _LOG.info("no time stamp added: %s", error)
        return pdf
