"""How this office signs, from its settings: roots, time stamps, digest, the organisation's key."""

from __future__ import annotations

from pathlib import Path

from ..config import Settings
from . import authority, keys, trust
from .keys import BadKey, FileKey, Key, TokenKey
from .signing import Manner
from .stamping import StampService


def manner(settings: Settings) -> Manner:
    """Trusts the office's roots and the demonstration's own; raises BadRoots."""
    stamps = StampService(settings.tsa_url, settings.tsa_timeout) if settings.tsa_url else None
    return Manner(trusted(settings), stamps, settings.digest)


def trusted(settings: Settings) -> trust.Trust:
    """The roots in INSPECT_TRUST_ROOTS and that of the demonstration; raises BadRoots."""
    own = authority.ensure_authority(settings.keys).certificate
    return trust.trust(own, *trust.read(settings.trust_roots))


def seal_key(settings: Settings) -> Key | None:
    """The organisation's key, None where none is set; raises BadKey when it cannot be used."""
    if settings.seal_pkcs12:
        password = _secret(settings.seal_password_file)
        return keys.from_pkcs12(settings.seal_pkcs12, password.encode())
    if settings.seal_module:
        pin = _secret(settings.seal_pin_file)
        return TokenKey(settings.seal_module, settings.seal_token, settings.seal_key, pin)
    return None


def number_key(settings: Settings, organisation: str) -> Key:
    """The key that gives numbers: the organisation's, else one of the demonstration."""
    return seal_key(settings) or demonstration_key(settings, "office", organisation, organisation)


def demonstration_key(settings: Settings, person: str, name: str, organisation: str) -> FileKey:
    """The demonstration's key of that person, made at the first request."""
    made = authority.certificate_for(settings.keys, person, name, organisation)
    return keys.demonstration(made)


def _secret(file: Path | None) -> str:
    """The first line of a file, "" without a file; raises BadKey."""
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].strip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise BadKey(f"Không đọc được {file}") from error
