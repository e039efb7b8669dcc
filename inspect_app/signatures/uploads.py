"""A file signed outside: taken in only as the present one plus the expected person's signature."""

from __future__ import annotations

from asn1crypto import x509

from . import levels, places
from .levels import Examined, NotValid
from .reading import opened
from .rules import Party
from .signers import Expected, Refused, check_certificate, check_person
from .signing import Manner, Signed, completed

OTHER_DOCUMENT = (
    "Tệp nộp lên không phải là tệp đã tải xuống cộng thêm chữ ký: hãy ký tiếp đúng tệp đó, "
    "không in lại, không lưu bằng phần mềm khác"
)
NOTHING_NEW = "Tệp nộp lên không có chữ ký mới"
TOO_MANY = "Tệp nộp lên có nhiều hơn một chữ ký mới"
WRONG_FIELD = "Chữ ký nằm ở ô của người khác"
BROKEN = "Chữ ký không giữ nguyên văn bản: {why}. Hãy ký vào đúng ô đã có sẵn"
# One signature with certificates, time stamp, revocation data and a drawn picture.
_MOST_ADDED = 8 * 1024 * 1024


def accept(
    current: bytes, uploaded: bytes, party: Party, expected: Expected, manner: Manner
) -> Signed:
    """The uploaded file, completed, when it is `current` and one signature more.

    A tool may use the party's field or add an invisible one of its own. Asks the authority whether
    the certificate is revoked. Raises Refused with a plain reason.
    """
    if len(uploaded) > len(current) + _MOST_ADDED or not uploaded.startswith(current):
        raise Refused(OTHER_DOCUMENT)
    if len(uploaded) == len(current):
        raise Refused(NOTHING_NEW)
    added = _added(current, uploaded, party, manner)
    check_person(added.certificate, expected)
    check_certificate(added.certificate, _beside(uploaded, added.field), manner.trust)
    return completed(uploaded, manner)


def _added(current: bytes, uploaded: bytes, party: Party, manner: Manner) -> Examined:
    """The one new signature; raises Refused."""
    before = {signature.field_name for signature in opened(current).embedded_signatures}
    present = opened(current)
    others = {places.field_of(other) for other in Party if other is not party}
    try:
        examined = levels.examine(uploaded, manner.trust)
    except NotValid as error:
        raise Refused(_why(uploaded, before, error)) from error
    new = [one for one in examined if one.field not in before]
    if len(new) != 1:
        raise Refused(TOO_MANY if new else NOTHING_NEW)
    if new[0].field in others and places.find(present, new[0].field):
        raise Refused(WRONG_FIELD)
    return new[0]


def _why(uploaded: bytes, before: set[str], error: NotValid) -> str:
    """What to say of a file that does not validate."""
    try:
        fields = {signature.field_name for signature in opened(uploaded).embedded_signatures}
    except Exception:
        # Mutated files make pyHanko raise a dozen kinds of exception, all meaning the same.
        return levels.UNREADABLE
    if not fields - before:
        return NOTHING_NEW
    return BROKEN.format(why=str(error).lower()) if str(error) == levels.CHANGED else str(error)


def _beside(pdf: bytes, field: str) -> list[x509.Certificate]:
    """The certificates that came with the signature of that field."""
    (signature,) = (s for s in opened(pdf).embedded_signatures if s.field_name == field)
    return list(signature.other_embedded_certs)
