"""Whom this office trusts: pinned roots, and the certificates between them and the signers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from . import rootfiles

_FETCH_SECONDS = 10


class BadRoots(ValueError):
    """The trusted certificates cannot be read; its text says which file."""


@dataclass(frozen=True)
class Trust:
    """`roots` are believed; `between` only help to find the way from a signer to a root."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()

    def context(
        self,
        *,
        at: dt.datetime | None = None,
        revocation: str = "soft-fail",
        certificates: Iterable[x509.Certificate] = (),
        crls: Iterable[Any] = (),
        ocsps: Iterable[Any] = (),
    ) -> ValidationContext:
        """For pyHanko without network: judged `at` that time (now when None).

        `revocation` is "soft-fail", or "require" for data of every certificate but the roots.
        """
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=[*self.between, *certificates],
            moment=at,
            crls=list(crls),
            ocsps=list(ocsps),
            revocation_mode=revocation,
            # What is embedded was fetched after the time stamp that it is judged at.
            retroactive_revinfo=at is not None,
        )

    def fetching(self, *, revocation: str = "require") -> ValidationContext:
        """For pyHanko with network: asks the authorities' services about each certificate, now."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.between),
            allow_fetching=True,
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=_FETCH_SECONDS),
            revocation_mode=revocation,
        )


def trust(*bundles: bytes) -> Trust:
    """From files of PEM or DER; one that signed itself is a root. Raises BadRoots."""
    found = {c.sha256: c for bundle in bundles for c in certificates(bundle)}
    roots = tuple(c for c in found.values() if c.self_issued)
    return Trust(roots, tuple(c for c in found.values() if not c.self_issued))


def read(path: Path | None) -> list[bytes]:
    """The files of a folder, or the one file; raises BadRoots when there is none to read."""
    if path is None:
        return []
    files = rootfiles.listed(path)
    if not files:
        raise BadRoots(f"{path} không có tệp chứng thư ({', '.join(rootfiles.ENDINGS)})")
    bundles = []
    for file in files:
        try:
            bundles.append(file.read_bytes())
            certificates(bundles[-1])
        except (OSError, BadRoots) as error:
            raise BadRoots(f"Không đọc được chứng thư trong {file}: {error}") from error
    return bundles


def certificates(content: bytes) -> list[x509.Certificate]:
    """All certificates of a PEM bundle, or the one of a DER file. Raises BadRoots."""
    try:
        if not pem.detect(content):
            return [_whole(content)]
        parts = pem.unarmor(content, multiple=True)
        found = [_whole(der) for kind, _, der in parts if kind == "CERTIFICATE"]
    except (ValueError, TypeError) as error:
        raise BadRoots("không phải chứng thư dạng PEM hoặc DER") from error
    if not found:
        raise BadRoots("không có chứng thư nào")
    return found


def _whole(der: bytes) -> x509.Certificate:
    loaded = x509.Certificate.load(der, strict=True)
    # asn1crypto reads lazily: what is broken inside shows only when it is asked for.
    _ = loaded.self_issued, loaded.not_valid_after
    return loaded
