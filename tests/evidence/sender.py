"""Who sends a file in pieces, going on where the office says that its bytes end."""

from __future__ import annotations

import hashlib
import io
import random

from inspect_app.db import new_id
from inspect_app.evidence import pieces
from inspect_app.evidence.pieces import CHUNK, Promise, WrongOffset


def promise_of(data: bytes) -> Promise:
    return Promise(new_id(), new_id(), len(data), hashlib.sha256(data).hexdigest())


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def send(promise: Promise, data: bytes, seed: int = 0) -> bytes:
    """Send all as the tablet does: go on where the server says, in pieces of any size."""
    dice, offset = random.Random(seed), 0
    for _ in range(10_000):
        piece = data[offset : offset + dice.randint(1, 4 * CHUNK)]
        try:
            pieces.append(promise, offset, io.BytesIO(piece))
            offset += len(piece)
        except WrongOffset as error:
            offset = error.have
        if pieces.received(promise) == promise.size:
            return pieces.read(promise)
    raise AssertionError("the file never became whole")
