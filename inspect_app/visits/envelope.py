"""What a tablet writes on each operation, and the fingerprint by which a redelivery is known."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass, field

# What changes from delivery to delivery, or says nothing of the content.
OUTSIDE = ("operation", "at", "device", "offset", "seen", "author", "csrf_token")
HEADERS_OUTSIDE = (
    "op-id",
    "op-at",
    "op-device",
    "op-offset",
    "op-seen",
    "op-author",
    "upload-offset",
)


def accepted_id(key: uuid.UUID) -> uuid.UUID:
    """The id under which a parked operation is delivered again when the head accepts it.

    What it makes (a finding, a photo) has that id too, while its tablet goes on using the first.
    """
    return uuid.uuid5(key, "accepted")


@dataclass(frozen=True)
class Envelope:
    """One operation as delivered. `offset` is in ms, the server's clock minus the tablet's.

    `fields` are those of the form, `headers` those of a photo's piece (Op-*, Upload-*).
    """

    operation_id: uuid.UUID
    method: str
    path: str
    fields: dict[str, list[str]]
    headers: dict[str, str] = field(default_factory=dict)
    base: tuple[uuid.UUID, ...] = ()
    at: dt.datetime | None = None
    device: str = ""
    offset: int | None = None
    seen: str = ""
    author: uuid.UUID | None = None

    @property
    def content(self) -> dict[str, list[str]]:
        """What the person entered: the fields (headers of a photo) without the envelope's own."""
        typed = {name: said for name, said in self.fields.items() if name not in OUTSIDE}
        sent = self.headers.items()
        return typed | {name: [said] for name, said in sent if name.lower() not in HEADERS_OUTSIDE}

    @property
    def happened_at(self) -> dt.datetime | None:
        """When it was made by the server's clock; None while the tablet never met the server."""
        if self.at is None or self.offset is None:
            return None
        try:
            return self.at + dt.timedelta(milliseconds=self.offset)
        except OverflowError:
            return None

    def fingerprint(self, user_id: uuid.UUID) -> str:
        """SHA-256, in hex, of who sends what where."""
        said = [str(user_id), self.method, self.path, self.content]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
