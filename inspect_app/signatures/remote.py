"""A signature made elsewhere from a hash: prepared here, signed there, embedded here."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from . import places, stamp
from .keys import name_of
from .reading import writer
from .rules import Party
from .signer_at import SignerAt
from .signers import Expected, Refused, check_certificate, check_person
from .signing import (
    Manner,
    Signed,
    appearance,
    check_field,
    check_time,
    completed,
    ready_stamps,
)
from .stamping import NO_ANSWER
from .trust import certificates

NO_MATCH = "Giá trị chữ ký không khớp với chứng thư của {name} và nội dung đã chuẩn bị"
NO_STATE = "Lần chuẩn bị ký này không đọc lại được; hãy chuẩn bị lại"
KIND_OF_KEY = "Khóa của {name} không phải RSA hoặc ECDSA"
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
# In hexadecimal digits: certificates, one time stamp, and room to spare.
_RESERVED = 48_000


@dataclass(frozen=True)
class Prepared:
    """`to_sign` are the bytes to be hashed by `digest` and signed (RSA PKCS#1 v1.5, or ECDSA).

    `hashed` is that hash already; `state` is what `finish` needs later, in whichever process.
    """

    pdf: bytes
    to_sign: bytes
    hashed: bytes
    digest: str
    state: bytes


def prepare(
    pdf: bytes,
    party: Party,
    certificate: bytes,
    manner: Manner,
    *,
    at: datetime,
    reason: str,
    location: str,
    expected: Expected,
) -> Prepared:
    """The document with room for the party's signature; `certificate` is PEM or DER.

    PEM may go on with the certificates up to the root. Raises Refused, NoField, NotValidThen, and
    BadRoots when the certificate is unreadable.
    """
    own, *between = certificates(certificate)
    check_field(pdf, party)
    check_time(own, at)
    check_person(own, expected)
    check_certificate(own, between, manner.trust)
    signer = _external(own, between, _placeholder(own))
    metadata = PdfSignatureMetadata(
        field_name=places.field_of(party),
        md_algorithm=manner.digest,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=location,
    )
    with stamp.style(appearance(pdf, party, own, at)) as look:
        maker = SignerAt(at, metadata, signer, look)
        return asyncio.run(_prepared(maker, signer, pdf, [own, *between]))


def finish(prepared_pdf: bytes, state: bytes, raw_signature: bytes, manner: Manner) -> Signed:
    """The prepared document with the signature embedded, once it is seen to be the right one.

    Raises Refused, and NotValid when the document is not the one that was prepared.
    """
    try:
        kept = {name: base64.b64decode(value) for name, value in json.loads(state).items()}
        digest, start, end = kept["digest"].decode(), int(kept["start"]), int(kept["end"])
        own, *between = certificates(kept["certificates"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(NO_STATE) from error
    value = _verified(own, raw_signature, kept["attributes"], digest)
    check_certificate(own, between, manner.trust)
    region = PreparedByteRangeDigest(kept["document"], start, end)
    stamper, remarks = ready_stamps(manner)
    signer = _external(own, between, value)
    try:
        container = _container(signer, digest, kept["attributes"], stamper)
    except TimestampRequestError:
        container, remarks = _container(signer, digest, kept["attributes"], None), (NO_ANSWER,)
    out = io.BytesIO(prepared_pdf)
    try:
        asyncio.run(PdfTBSDocument.async_finish_signing(out, region, container))
    except SigningError as error:
        raise Refused(NO_STATE) from error
    return completed(out.getvalue(), manner, remarks)


async def _prepared(
    maker: SignerAt, signer: ExternalSigner, pdf: bytes, chain: list[x509.Certificate]
) -> Prepared:
    digest = str(maker.signature_meta.md_algorithm)
    region, _, out = await maker.async_digest_doc_for_signing(
        writer(pdf), existing_fields_only=True, bytes_reserved=_RESERVED
    )
    attributes = await signer.signed_attrs(region.document_digest, digest, use_pades=True)
    to_sign = attributes.dump()
    kept: dict[str, bytes] = {
        "digest": digest.encode(),
        "document": region.document_digest,
        "start": str(region.reserved_region_start).encode(),
        "end": str(region.reserved_region_end).encode(),
        "attributes": to_sign,
        "certificates": b"".join(map(_pem, chain)),
    }
    state = json.dumps({name: base64.b64encode(v).decode() for name, v in kept.items()}).encode()
    hashed = hashlib.new(digest, to_sign).digest()
    out.seek(0)
    return Prepared(out.read(), to_sign, hashed, digest, state)


def _container(
    signer: ExternalSigner, digest: str, attributes: bytes, stamper: TimeStamper | None
) -> cms.ContentInfo:
    return asyncio.run(
        signer.async_sign_prescribed_attributes(
            digest, signed_attrs=cms.CMSAttributes.load(attributes), timestamper=stamper
        )
    )


def _external(
    own: x509.Certificate, between: list[x509.Certificate], value: bytes
) -> ExternalSigner:
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple([own, *between])
    return ExternalSigner(own, known, signature_value=value, embed_roots=False)


def _placeholder(certificate: x509.Certificate) -> bytes:
    return bytes(certificate.public_key.byte_size + 64)


def _verified(certificate: x509.Certificate, signature: bytes, data: bytes, digest: str) -> bytes:
    """The signature as CMS wants it; raises Refused when it is not over the data by that key."""
    name = name_of(certificate)
    key: Any = load_der_public_key(certificate.public_key.dump())
    algorithm = _HASHES[digest]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            signature = _sequence(signature, (key.key_size + 7) // 8)
            key.verify(signature, data, ec.ECDSA(algorithm))
        else:
            raise Refused(KIND_OF_KEY.format(name=name))
    except InvalidSignature as error:
        raise Refused(NO_MATCH.format(name=name)) from error
    return signature


def _sequence(signature: bytes, size: int) -> bytes:
    """An ECDSA signature as the SEQUENCE of CMS; tokens give r and s one after the other."""
    if len(signature) != 2 * size:
        return signature
    r, s = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
    return utils.encode_dss_signature(r, s)


def _pem(certificate: x509.Certificate) -> bytes:
    lines = base64.encodebytes(certificate.dump())
    return b"-----BEGIN CERTIFICATE-----\n" + lines + b"-----END CERTIFICATE-----\n"
