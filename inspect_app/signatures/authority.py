"""A demonstration certificate authority in a folder: its root and one certificate per signer."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID

from .. import clock
from . import keyfiles

DEMONSTRATION = "CHỨNG THƯ TRÌNH DIỄN - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_ROOT_LIFE = dt.timedelta(days=3652)
_SIGNER_LIFE = dt.timedelta(days=365)
_CLOCK_SKEW = dt.timedelta(hours=1)
_KEY_BITS = 3072
_COMMON_NAME_BYTES = 64


@dataclass(frozen=True)
class Authority:
    """The root that signers' certificates hang from; `certificate` is PEM, safe to publish."""

    certificate: bytes
    key: rsa.RSAPrivateKey


@dataclass(frozen=True)
class Signer:
    """Who signs: the name on the stamp, and what pyHanko needs as PEM (`key` unencrypted)."""

    name: str
    certificate: bytes
    key: bytes
    root: bytes


def ensure_authority(keys: Path) -> Authority:
    """The authority of this folder, made there once; safe when two processes start together."""
    path = keys / "authority.pem"
    if not path.exists():
        keyfiles.create(path, _root_pair())
    certificate, key = keyfiles.read(path)
    return Authority(certificate, _rsa(key))


def certificate_for(keys: Path, person_id: str, name: str, organisation: str) -> Signer:
    """The signer's pair, made at the first request and anew when expired or of another root."""
    authority = ensure_authority(keys)
    path = keys / f"signer-{_slug(person_id, name, organisation)}.pem"
    if not path.exists():
        keyfiles.create(path, _signer_pair(authority, person_id, name, organisation))
    elif not _usable(path, authority):
        keyfiles.replace(path, _signer_pair(authority, person_id, name, organisation))
    certificate, key = keyfiles.read(path)
    return Signer(name, certificate, key, authority.certificate)


def _slug(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _usable(path: Path, authority: Authority) -> bool:
    certificate = x509.load_pem_x509_certificate(keyfiles.read(path)[0])
    root = x509.load_pem_x509_certificate(authority.certificate)
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, InvalidSignature):
        return False
    return clock.now() < certificate.not_valid_after_utc - _CLOCK_SKEW


def _root_pair() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    name = _name("Cơ quan chứng thực trình diễn", "Phần mềm kiểm tra CCHC")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    unsigned = _builder(name, name, key.public_key(), _ROOT_LIFE)
    unsigned = unsigned.add_extension(x509.BasicConstraints(True, 0), critical=True)
    unsigned = unsigned.add_extension(usage, critical=True)
    return keyfiles.pair(unsigned.sign(key, hashes.SHA256()), key)


def _signer_pair(authority: Authority, person_id: str, name: str, organisation: str) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    root = x509.load_pem_x509_certificate(authority.certificate)
    life = min(_SIGNER_LIFE, root.not_valid_after_utc - clock.now())
    subject = _name(name, organisation, person_id)
    usage = _usage(digital_signature=True, content_commitment=True)
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    unsigned = _builder(subject, root.subject, key.public_key(), life)
    unsigned = unsigned.add_extension(x509.BasicConstraints(False, None), critical=True)
    unsigned = unsigned.add_extension(usage, critical=True)
    unsigned = unsigned.add_extension(issuer_key, critical=False)
    return keyfiles.pair(unsigned.sign(authority.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, life: dt.timedelta
) -> x509.CertificateBuilder:
    now = clock.now()
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - _CLOCK_SKEW,
        not_valid_after=now + life,
    ).add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(common_name: str, organisation: str, person_id: str = "") -> x509.Name:
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, DEMONSTRATION),
        (NameOID.COMMON_NAME, _fitting(common_name)),
        (NameOID.USER_ID, person_id),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def _fitting(name: str) -> str:
    """The name cut to what a common name may hold (X.520: 64), never within a character."""
    return name.encode()[:_COMMON_NAME_BYTES].decode(errors="ignore").strip()


def _usage(**allowed: bool) -> x509.KeyUsage:
    uses = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement"
        " key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{use: allowed.get(use, False) for use in uses.split()})


def _rsa(key: bytes) -> rsa.RSAPrivateKey:
    loaded = load_pem_private_key(key, password=None)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise TypeError("the authority's key is not RSA")
    return loaded
