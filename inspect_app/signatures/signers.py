"""Whether a certificate may sign here: trusted, in its time, not revoked, the right person's."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)

from .. import text
from .keys import name_of
from .trust import Trust

UNTRUSTED = "Chứng thư của {name} do tổ chức không được tin cậy cấp"
REVOKED = "Chứng thư của {name} đã bị thu hồi"
EXPIRED = "Chứng thư của {name} không còn hoặc chưa có hiệu lực"
UNKNOWN = (
    "Chưa hỏi được tổ chức chứng thực xem chứng thư của {name} có bị thu hồi không; hãy thử lại"
)
SOMEBODY_ELSE = "Người ký là {name}, không phải {expected}"
NOT_LISTED = "Chứng thư của {name} không có trong danh sách chứng thư được dùng"
_USAGE = {"non_repudiation"}


class Refused(ValueError):
    """This cannot be taken as the party's signature; its text says why, in Vietnamese."""


@dataclass(frozen=True)
class Expected:
    """Who must sign: by name, or where `certificates` lists some (SHA-256, hex), by one of them."""

    name: str
    certificates: frozenset[str] = frozenset()


def check_person(certificate: x509.Certificate, expected: Expected) -> None:
    """Raises Refused unless the certificate is the expected person's."""
    name = name_of(certificate)
    if expected.certificates:
        if hashlib.sha256(certificate.dump()).hexdigest() not in expected.certificates:
            raise Refused(NOT_LISTED.format(name=name))
    elif _same(name) != _same(expected.name):
        raise Refused(SOMEBODY_ELSE.format(name=name, expected=expected.name))


def check_certificate(
    certificate: x509.Certificate, between: Iterable[x509.Certificate], trust: Trust
) -> None:
    """Raises Refused unless the certificate is good now; its authority is asked where it can be."""
    others = list(between)
    # First without network, so that nobody makes this server ask an address of his choice.
    _check(certificate, others, trust.context())
    _check(certificate, others, trust.fetching(revocation="hard-fail"))


def _check(
    certificate: x509.Certificate, between: list[x509.Certificate], context: ValidationContext
) -> None:
    name = name_of(certificate)
    try:
        asyncio.run(validated(certificate, between, context))
    except RevokedError as error:
        raise Refused(REVOKED.format(name=name)) from error
    except (ExpiredError, NotYetValidError) as error:
        raise Refused(EXPIRED.format(name=name)) from error
    except InsufficientRevinfoError as error:
        raise Refused(UNKNOWN.format(name=name)) from error
    except (PathError, ValidationError) as error:
        raise Refused(UNTRUSTED.format(name=name)) from error


async def validated(
    certificate: x509.Certificate, between: list[x509.Certificate], context: ValidationContext
) -> None:
    """Nothing when the certificate may sign by that context, which is closed; pyHanko's errors."""
    validator: Any = CertificateValidator(certificate, between, validation_context=context)
    try:
        await validator.async_validate_usage(_USAGE)
    finally:
        await context.aclose()  # type: ignore[no-untyped-call]


def _same(name: str) -> str:
    return " ".join(text.nfc(name).casefold().split())
