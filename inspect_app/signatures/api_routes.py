"""The door for a token's helper program: prepare a hash, sign it elsewhere, embed the signature.

JSON in, JSON out, in the session of the page that the helper belongs to; docs/signing-api.md shows
the exchange.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from ..errors import Refused, RuleBroken
from ..minutes.issued import get_signed
from ..permissions import Permission
from ..templating import say
from ..text import msg
from ..web import requires, viewer
from . import elsewhere

bp = Blueprint("signing_api", __name__)
NO_JSON = msg("Gửi dữ liệu dạng JSON có đủ các mục.")


@bp.post("/api/visits/<uuid:visit_id>/signature")
@requires(Permission.SIGN_AS_PARTY, own_transaction=True)
def prepare(visit_id: uuid.UUID) -> Response:
    """{"certificate": PEM} → {"id", "digest", "hash", "to_sign"}; `hash` is that of `to_sign`."""
    signed = get_signed(visit_id, viewer=viewer())
    certificate = _text("certificate")
    begun, prepared = elsewhere.prepare(signed, certificate.encode(), by=viewer())
    return jsonify(
        id=str(begun),
        digest=prepared.digest,
        hash=prepared.hashed.hex(),
        to_sign=prepared.to_sign.hex(),
    )


@bp.put("/api/signatures/<uuid:signature_id>")
@requires(Permission.SIGN_AS_PARTY, own_transaction=True)
def finish(signature_id: uuid.UUID) -> Response:
    """{"signature": hex} → {"sha256", "level"} of the document with the signature in it."""
    begun = elsewhere.get(signature_id, viewer=viewer())
    try:
        raw = bytes.fromhex(_text("signature"))
    except ValueError:
        raise RuleBroken(NO_JSON, {"signature": NO_JSON}) from None
    entry = elsewhere.finish(begun, raw, by=viewer())
    return jsonify(sha256=entry.sha256, level=entry.level.value)


@bp.delete("/api/signatures/<uuid:signature_id>")
@requires(Permission.SIGN_AS_PARTY)
def give_up(signature_id: uuid.UUID) -> Response:
    """Let another signature be prepared."""
    elsewhere.give_up(elsewhere.get(signature_id, viewer=viewer()), by=viewer())
    return Response(status=204)


@bp.errorhandler(Refused)
def refused(error: Refused) -> tuple[Response, int]:
    """What was refused, and why, as JSON."""
    return jsonify(error=say(error.message)), error.status


def _text(name: str) -> str:
    body: Any = request.get_json(silent=True)
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value:
        raise RuleBroken(NO_JSON, {name: NO_JSON})
    return value
