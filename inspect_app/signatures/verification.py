"""Whether a file is a document that this system signed, byte for byte, and who signed it."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from . import levels, trust
from .levels import CHANGED, UNREADABLE, UNSIGNED, UNTRUSTED, NotValid
from .places import field_of
from .rules import Party

__all__ = ["CHANGED", "UNREADABLE", "UNSIGNED", "UNTRUSTED"]
GENUINE = "Tệp đúng là văn bản đã ký, không bị thay đổi"
UNREGISTERED = "Tệp này không có trong sổ đăng ký văn bản đã ký của hệ thống, dù chữ ký hợp lệ"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """`signers` and `signed_at` (the signer's own claim) are given only for a valid signature.

    Whoever gave the number is no signer where somebody has signed.
    """

    genuine: bool
    signers: tuple[str, ...]
    reason_vi: str
    signed_at: dt.datetime | None


def verify(pdf: bytes, *, registered: Callable[[str], bool], root: bytes) -> Verdict:
    """Genuine only if `registered` knows the file's SHA-256 (hex) and every signature is valid.

    `root` holds the trusted certificates, PEM or DER. Never raises: what fails is not genuine.
    """
    try:
        known = registered(hashlib.sha256(pdf).hexdigest())
        verdict = _signatures(pdf, root)
    except NotValid as error:
        return _refused(str(error))
    except Exception:
        # Whatever a register, a root or a file can raise means the same.
        _LOG.info("a file could not be verified", exc_info=True)
        return _refused(UNREADABLE)
    if known is not True:
        return Verdict(False, verdict.signers, UNREGISTERED, verdict.signed_at)
    return verdict


def _signatures(pdf: bytes, root: bytes) -> Verdict:
    examined = levels.examine(pdf, trust.trust(root))
    people = [one for one in examined if one.field != field_of(Party.ISSUE)] or examined
    names = tuple(one.signer for one in people)
    return Verdict(True, names, GENUINE, people[-1].claimed_at)


def _refused(reason: str) -> Verdict:
    return Verdict(False, (), reason, None)
