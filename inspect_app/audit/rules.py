"""How the audit rows are chained: each hash covers the row and the hash before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

FIRST = "0" * 64


def seal(
    previous: str,
    at: dt.datetime,
    user_id: uuid.UUID | None,
    action: str,
    visit_id: uuid.UUID | None,
    subject: str,
    detail: dict[str, Any],
) -> str:
    """SHA-256, in hex, of one row together with the hash of the row before it."""
    row = [previous, at.isoformat(), str(user_id), action, str(visit_id), subject, detail]
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
