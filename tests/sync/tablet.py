"""A tablet that exports what it could not send, written from the format alone."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"CCHC-OUTBOX-1\n"


@dataclass
class Tablet:
    """One person's outbox on one tablet; `key` is the person's own."""

    user: str
    key: bytes
    device: str = "Máy tính bảng 3"
    operations: list[list[bytes]] = field(default_factory=list)

    def answer(self, visit: uuid.UUID, code: str, value: str, **more: str) -> uuid.UUID:
        """A result tapped without network."""
        key = uuid.uuid4()
        path = f"/visits/{visit}/answers/{code}/result"
        self.form(key, path, f"{code}: {value}", value=value, base="", **more)
        return key

    def form(self, key: uuid.UUID, path: str, title: str, **fields: str) -> None:
        """Any form."""
        said = {"operation": str(key), "author": self.user, "device": self.device}
        said |= {"at": "2020-10-15T09:00:00+07:00", "offset": "0", "seen": "working", **fields}
        content = {"method": "POST", "path": path, "fields": list(said.items()), "title": title}
        self.operations.append(self.sealed(str(key), content))

    def photo(self, visit: uuid.UUID, data: bytes, code: str = "CK-01", piece: int = 400) -> str:
        """A photo in pieces."""
        key = str(uuid.uuid4())
        about = {"visit": str(visit), "item": code, "name": quote("bảng niêm yết.jpg")}
        about |= {"operation": key, "author": self.user, "at": "2020-10-15T09:00:00+07:00"}
        about |= {"device": "tablet-3", "offset": "0", "seen": "working"}
        content: dict[str, Any] = {"path": f"/photos/{key}", "fields": list(about.items())}
        content |= {"form": f"f-{code}-photo", "sha256": hashlib.sha256(data).hexdigest()}
        pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
        self.operations.append(self.sealed(key, content | {"title": "Ảnh"}, pieces))
        return key

    def sealed(self, key: str, content: Any, pieces: list[bytes] | None = None) -> list[bytes]:
        """The records of one operation."""
        plain = json.dumps(content, ensure_ascii=False).encode()
        parts = pieces or []
        first = self.record({"id": key, "pieces": len(parts)}, plain, key)
        return [first] + [
            self.record({"id": key, "piece": n}, part, f"{key}/{n}") for n, part in enumerate(parts)
        ]

    def record(self, header: dict[str, Any], plain: bytes, bound_to: str) -> bytes:
        """One encrypted record."""
        iv = os.urandom(12)
        data = AESGCM(self.key).encrypt(iv, plain, bound_to.encode())
        return record(header | {"iv": base64.b64encode(iv).decode()}, data)

    def export(self, **header: Any) -> bytes:
        """The whole file."""
        first = {"user": self.user, "device": self.device, "exported": "2020-10-15T10:00:00Z"}
        first |= {"count": len(self.operations), "version": 1, **header}
        return MAGIC + record(first, b"") + b"".join(b"".join(o) for o in self.operations)


def record(header: object, data: bytes) -> bytes:
    """One record as it stands in the file."""
    raw = json.dumps(header).encode()
    return struct.pack(">I", len(raw)) + raw + struct.pack(">I", len(data)) + data
