"""A certificate and its key in one file, so that a pair is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_KEY_STARTS = b"-----BEGIN PRIVATE KEY-----"


def pair(certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> bytes:
    """PEM of the certificate, then of its unencrypted key."""
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM) + secret


def read(path: Path) -> tuple[bytes, bytes]:
    """(certificate, key), both PEM; ValueError when the file is no pair."""
    certificate, starts, key = path.read_bytes().partition(_KEY_STARTS)
    if not starts or not certificate:
        raise ValueError(f"{path.name} holds no certificate with its key")
    return certificate, starts + key


def create(path: Path, content: bytes) -> None:
    """Writes the file (mode 0600) unless another process was first, whose file then stays."""
    with _written_beside(path, content) as temporary, suppress(FileExistsError):
        os.link(temporary, path)


def replace(path: Path, content: bytes) -> None:
    """Puts new content (mode 0600) in the file's place in one step."""
    with _written_beside(path, content) as temporary:
        temporary.replace(path)


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
