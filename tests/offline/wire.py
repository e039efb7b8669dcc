"""HTTP/1.1 as bytes: one request read from a browser, and how answers are written or maimed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace

END = b"\r\n\r\n"
CHUNK = 16 * 1024
MOST = 64 * 1024 * 1024
OPERATION = re.compile(rb'operation(?:=|"\r\n\r\n)([0-9a-f-]{36})')
PORTAL = "<html><title>WiFi</title><h1>Chấp nhận điều khoản để vào mạng</h1></html>".encode()


@dataclass(frozen=True)
class Request:
    """One request as it came; `head` ends with the empty line."""

    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def changes(self) -> bool:
        """Whether it asks for a change of something."""
        return self.method not in ("GET", "HEAD", "OPTIONS")

    @property
    def operation(self) -> str:
        """The id of the operation that it carries, with the offset of a photo's piece; else ""."""
        if self.method == "PATCH" and self.path.startswith("/photos/"):
            return f"{self.path.split('/')[2]}+{self.header('upload-offset')}"
        found = OPERATION.search(self.body) if self.changes else None
        return found[1].decode() if found else ""

    def header(self, name: str) -> str:
        """The header's value, "" where it is missing."""
        found = re.search(rf"^{name}:\s*(.*?)\s*$", self.head.decode("latin-1"), re.I | re.M)
        return found[1] if found else ""

    def corrupted(self, at: int) -> Request:
        """The same with one bit of that byte of the body turned, or of the last in a short one."""
        body = bytearray(self.body)
        if body:
            body[min(at, len(body) - 1) if at >= 0 else max(at, -len(body))] ^= 1
        return replace(self, body=bytes(body))

    def closing(self) -> bytes:
        """The head, asking the server to close the connection after its answer."""
        kept = re.sub(rb"(?im)^(connection|keep-alive):.*\r\n", b"", self.head)
        return kept.removesuffix(b"\r\n") + b"Connection: close\r\n\r\n"


async def read_request(reader: asyncio.StreamReader, kbit: float | None) -> Request:
    """The next request, its body no faster than that many kbit/s."""
    head = await reader.readuntil(END)
    method, path, _ = head.split(b"\r\n")[0].decode("latin-1").split(" ", 2)
    bare = Request(method, path, head, b"")
    body = await _read_body(reader, int(bare.header("content-length") or 0), kbit)
    return Request(method, path, head, body)


async def _read_body(reader: asyncio.StreamReader, length: int, kbit: float | None) -> bytes:
    if kbit is None:
        return await reader.readexactly(length)
    body = b""
    while len(body) < length:
        piece = await reader.readexactly(min(CHUNK // 8, length - len(body)))
        body += piece
        await asyncio.sleep(len(piece) * 8 / 1000 / kbit)
    return body


def answer(status: str, body: bytes) -> bytes:
    """A page that does not come from the office."""
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body


def cut(whole: bytes, at: int, *, mended: bool) -> bytes:
    """The answer up to byte `at` of its body, counted from its end where negative.

    `mended` makes the length in the head fit, so that nothing but the content shows the cut.
    """
    head, _, body = whole.partition(END)
    kept = body[:at]
    if mended:
        head = re.sub(rb"(?im)^content-length:.*?$", b"Content-Length: %d\r" % len(kept), head)
    return head + END + kept


def status_of(start: bytes) -> int:
    """The status of an answer that begins with those bytes; 0 when it is none."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", start)
    return int(found[1]) if found else 0
