"""Reading a file exported by a tablet, record by record, in bounded memory.

The file is `MAGIC`, then records: length of the header (4 bytes, big-endian), header (UTF-8 JSON),
length of the data, data. The first header tells whose file it is. Every operation is one record
whose data is AES-256-GCM over JSON, followed by one record for each piece of its photo.
"""

from __future__ import annotations

import base64
import json
import struct
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..errors import RuleBroken
from ..text import msg

MAGIC = b"CCHC-OUTBOX-1\n"
VERSION = 1
HEADER_LIMIT = 64 * 1024
DATA_LIMIT = 4 * 1024 * 1024
IN_MEMORY = 1024 * 1024
LENGTH = struct.Struct(">I")
# What reading JSON of an unknown shape may raise.
MALFORMED = (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError)
FOREIGN = msg("Tệp hỏng hoặc không phải của phần mềm này.")
NEWER = msg("Tệp do phiên bản phần mềm mới hơn tạo ra. Tải lại trang rồi nhập lại.")


def damaged(number: int) -> RuleBroken:
    """A record that cannot be opened: damaged, made by something else, or under another key."""
    return RuleBroken(
        msg("Bản ghi số {number}: tệp hỏng hoặc không phải của phần mềm này.", number=number)
    )


def _cut(number: int) -> RuleBroken:
    return RuleBroken(
        msg("Tệp bị cắt ngang ở bản ghi số {number}. Xuất lại từ máy tính bảng.", number=number)
    )


def _too_long(number: int) -> RuleBroken:
    return RuleBroken(
        msg("Bản ghi số {number} dài quá mức của tệp xuất từ máy tính bảng.", number=number)
    )


@dataclass(frozen=True)
class Record:
    """One record; `number` counts from 1."""

    number: int
    header: dict[str, Any]
    data: bytes


@dataclass(frozen=True)
class Opening:
    """Whose file it is, from which tablet, exported when (ISO 8601), with how many operations."""

    user_id: uuid.UUID
    device: str
    exported: str
    count: int


@dataclass(frozen=True)
class Sealed:
    """One operation as the tablet kept it; `body` holds the `size` bytes of a photo."""

    number: int
    id: uuid.UUID
    method: str
    path: str
    fields: list[tuple[str, str]]
    headers: dict[str, str]
    title: str
    body: IO[bytes]
    size: int

    def field(self, name: str) -> str:
        """The first value of that field; "" where there is none."""
        return next((value for key, value in self.fields if key == name), "")


class Reader:
    """The records of an exported file, one at a time. Raises RuleBroken naming the record."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.number = 0
        if file.read(len(MAGIC)) != MAGIC:
            raise RuleBroken(FOREIGN)

    def opening(self) -> Opening:
        """The first record."""
        record = self.next()
        try:
            header = record.header
            if header["version"] != VERSION:
                raise RuleBroken(NEWER)
            count = int(header["count"])
            device, exported = _whole(header["device"])[:60], _whole(header["exported"])[:40]
            return Opening(uuid.UUID(header["user"]), device, exported, count)
        except MALFORMED:
            raise damaged(record.number) from None

    def operations(self, key: bytes, count: int, photo_limit: int) -> Iterator[Sealed]:
        """The operations, each with its photo put together. `photo_limit` in bytes.

        Raises RuleBroken also when there are more or fewer than the file says.
        """
        cipher = AESGCM(key)
        for _ in range(count):
            yield self._operation(cipher, photo_limit)
        if self.file.read(1):
            more = msg("Tệp có nhiều hơn {count} mục mà nó khai ở đầu.", count=count)
            raise RuleBroken(more)

    def next(self) -> Record:
        """The next record."""
        self.number += 1
        raw = self._part(HEADER_LIMIT)
        data = self._part(DATA_LIMIT)
        try:
            header = json.loads(raw)
        except MALFORMED:
            raise damaged(self.number) from None
        if not isinstance(header, dict):
            raise damaged(self.number)
        return Record(self.number, header, data)

    def _part(self, limit: int) -> bytes:
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        if length > limit:
            raise _too_long(self.number)
        return self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        data = self.file.read(length)
        if len(data) < length:
            raise _cut(self.number)
        return data

    def _operation(self, cipher: AESGCM, photo_limit: int) -> Sealed:
        record = self.next()
        said = record.header.get("id")
        plain = _opened(cipher, record, said)
        try:
            key, content, pieces = uuid.UUID(said), json.loads(plain), record.header["pieces"]
            shape = _shape(content)
        except MALFORMED:
            raise damaged(record.number) from None
        if not isinstance(pieces, int):
            raise damaged(record.number)
        body, size = self._photo(cipher, str(said), pieces, photo_limit)
        return Sealed(record.number, key, *shape, body, size)

    def _photo(self, cipher: AESGCM, said: str, pieces: int, limit: int) -> tuple[IO[bytes], int]:
        # Whoever takes the operation closes it.
        body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        for piece in range(pieces):
            record = self.next()
            if (record.header.get("id"), record.header.get("piece")) != (said, piece):
                raise damaged(record.number)
            body.write(_opened(cipher, record, f"{said}/{piece}"))
            if body.tell() > limit:
                raise _too_long(record.number)
        return body, body.tell()


def _opened(cipher: AESGCM, record: Record, bound_to: object) -> bytes:
    """The plaintext; `bound_to` is the additional data that ties it to its place."""
    try:
        iv = base64.b64decode(record.header["iv"], validate=True)
        return cipher.decrypt(iv, record.data, str(bound_to).encode())
    except (*MALFORMED, InvalidTag):
        raise damaged(record.number) from None


def _shape(content: Any) -> tuple[str, str, list[tuple[str, str]], dict[str, str], str]:
    """Method, path, fields, headers and title; one of MALFORMED for anything of another kind.

    A photo carries its hash; its fields are sent as headers.
    """
    pairs = [(_whole(name), _whole(value)) for name, value in content["fields"]]
    sha256, headers = content.get("sha256"), dict(content.get("headers") or {})
    if sha256 and not headers:
        headers = {f"Op-{name}": value for name, value in pairs} | {"Upload-Sha256": sha256}
    sent = {_whole(name): _whole(value) for name, value in headers.items()}
    method = _whole(content.get("method") or ("PATCH" if sha256 else "POST"))
    return method, _whole(content["path"]), pairs, sent, _whole(content.get("title") or "")[:300]


def _whole(said: Any) -> str:
    """A text without halves of characters, which a browser's form would not send either."""
    if not isinstance(said, str):
        raise TypeError(said)
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
