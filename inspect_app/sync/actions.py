"""Giving a person the key of what their tablet keeps."""

from __future__ import annotations

import secrets

from ..audit.actions import record
from ..db import db
from ..permissions import Viewer
from . import queries
from .models import OutboxKey


def give_key(*, by: Viewer) -> bytes:
    """The person's own 32 random bytes, made at the first need and the same ever after."""
    known = queries.find_key(by.user_id)
    if known is not None:
        return known
    made = OutboxKey(user_id=by.user_id, key=secrets.token_bytes(32))
    db.session.add(made)
    record("sync.key_made", by=by.user_id)
    return made.key
