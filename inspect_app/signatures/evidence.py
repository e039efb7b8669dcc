"""What a file holds besides its signatures: time stamps, certificates, revocation data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter


@dataclass(frozen=True)
class Stamp:
    """A time stamp that holds: its time, the revision it was put on, and its certificates."""

    at: dt.datetime
    revision: int
    data: cms.SignedData


@dataclass(frozen=True)
class Evidence:
    """Certificates and revocation data embedded in one state of the file."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()


def own_stamp(signature: EmbeddedPdfSignature) -> Stamp | None:
    """The time stamp inside the signature itself, which pyHanko validates with it."""
    for data in extract_tst_data_iter(signature.signer_info, signed=False):
        at = data["encap_content_info"]["content"].parsed["gen_time"].native
        return Stamp(at, signature.signed_revision, data)
    return None


def evidence_in(handler: Any) -> Evidence:
    """What is embedded in that state of a file; `handler` is pyHanko's reader or a past of it."""
    try:
        store = DocumentSecurityStore.read_dss(handler)
    except NoDSSFoundError:
        return Evidence()
    return Evidence(
        tuple(store.load_certs()),
        tuple(crl.CertificateList.load(_data(ref, DecodePurpose.CRL)) for ref in store.crls),
        tuple(
            ocsp.OCSPResponse.load(_data(ref, DecodePurpose.OCSP_RESPONSE)) for ref in store.ocsps
        ),
    )


def _data(reference: Any, purpose: DecodePurpose) -> bytes:
    return bytes(reference.get_object().read_data(purpose))
