"""Keys that sign: the demonstration's own, a PKCS#12 file, and a token by PKCS#11."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from asn1crypto import x509
from pkcs11 import Session
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer as PyhankoSigner
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .authority import DEMONSTRATION, Signer


class BadKey(ValueError):
    """A key that cannot be used; its text says why, in Vietnamese."""


class Key(Protocol):
    """Who signs, and a pyHanko signer while the `with` lasts."""

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's own; may raise BadKey."""

    def opened(self) -> AbstractContextManager[PyhankoSigner]:
        """The signer, its token open; raises BadKey when the token cannot be had."""


@dataclass(frozen=True)
class FileKey:
    """A key held in memory."""

    signer: SimpleSigner

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's own."""
        return self.signer.signing_cert

    def opened(self) -> AbstractContextManager[PyhankoSigner]:
        """The signer."""
        return nullcontext(self.signer)


@dataclass(frozen=True)
class TokenKey:
    """A key that never leaves its token; `label` names the key and its certificate."""

    module: Path
    token: str
    label: str
    pin: str

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate beside the key, read from the token; raises BadKey."""
        with self.opened() as signer:
            return signer.signing_cert

    @contextmanager
    def opened(self) -> Iterator[PyhankoSigner]:
        """A session of its own, closed at the end; raises BadKey."""
        # A token takes back its session when it is pulled out, so none is kept.
        try:
            session = open_pkcs11_session(
                str(self.module), token_criteria=TokenCriteria(label=self.token), user_pin=self.pin
            )
        except (PKCS11Error, RuntimeError, OSError) as error:
            raise BadKey(f"Không mở được thiết bị ký “{self.token}”: {_said(error)}") from error
        with session:
            yield self._signer(session)

    def _signer(self, session: Session) -> PyhankoSigner:
        try:
            signer = PKCS11Signer(
                session, cert_label=self.label, key_label=self.label, other_certs_to_pull=None
            )
            # Both are looked up late otherwise, in the midst of signing.
            _ = signer.signing_cert, signer.cert_registry
        except (PKCS11Error, SigningError) as error:
            text = f"Thiết bị ký “{self.token}” không có khóa và chứng thư “{self.label}”"
            raise BadKey(f"{text}: {_said(error)}") from error
        return signer


def demonstration(signer: Signer) -> FileKey:
    """A key of the demonstration authority."""
    (certificate,) = load_certs_from_pemder_data(signer.certificate)
    made = SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder_data(signer.key, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        embed_roots=False,
    )
    return FileKey(made)


def from_pkcs12(path: Path, password: bytes) -> FileKey:
    """The key of a .p12 or .pfx file with the certificates beside it; raises BadKey."""
    try:
        content = path.read_bytes()
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise BadKey(f"Không mở được {path}: sai mật khẩu hoặc không phải PKCS#12") from error
    signer.embed_roots = False
    return FileKey(signer)


def name_of(certificate: x509.Certificate) -> str:
    """Whom the certificate names: its common name, else its organisation."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or subject.get("organization_name") or "")


def is_demonstration(certificate: x509.Certificate) -> bool:
    """Whether the certificate says itself that it is one of the demonstration."""
    unit = certificate.subject.native.get("organizational_unit_name", "")
    return DEMONSTRATION in (unit if isinstance(unit, list) else [unit])


def is_valid_at(certificate: x509.Certificate, at: dt.datetime) -> bool:
    """Whether the time is within the certificate's own."""
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
