"""The network between one tablet and the office: a proxy that can do all harm a network can."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.offline import wire
from tests.offline.faults import Fault, Weather
from tests.offline.wire import Request

BROKEN = (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError)
T = TypeVar("T")
FOREIGN = {
    "portal": ("200 OK", wire.PORTAL),
    "bad_gateway": ("502 Bad Gateway", b"<html><h1>502 Bad Gateway</h1></html>"),
}


@dataclass(frozen=True)
class Passed:
    """One request that was seen: when (s), what met it ("" for nothing), the office's status
    (0: none came), and the operation that it carried."""

    at: float
    method: str
    path: str
    fault: str
    status: int
    operation: str


class Proxy:
    """One origin, http://127.0.0.1:`port`, whatever becomes of the server behind it.

    `upstream` gives the server's port of the moment. One request per connection.
    """

    def __init__(self, upstream: Callable[[], int]) -> None:
        self.upstream = upstream
        self.uplink_kbit: float | None = None
        self.log: list[Passed] = []
        self.sent: Counter[str] = Counter()  # how often each operation was sent to the office
        self._weather = Weather()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0, limit=wire.MOST)
        self._server = self._run(listening)
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set(self, *faults: Fault) -> None:
        """From now on these go wrong; requests under way keep what they met."""
        self._weather = Weather(*faults)

    def heal(self) -> None:
        """All passes; connections that hang are closed, as when a tablet changes its network."""
        self._weather, self.uplink_kbit = Weather(), None
        self._run(self._hang_up())

    def met(self, kind: str) -> int:
        """How many requests met a fault of that kind."""
        return sum(passed.fault == kind for passed in list(self.log))

    def close(self) -> None:
        self._run(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _hang_up(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _leave(self) -> None:
        self._server.close()
        await self._hang_up()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._meet(await wire.read_request(reader, self.uplink_kbit), writer)
        except (*BROKEN, asyncio.CancelledError):
            writer.transport.abort()  # the browser sees a reset, as of a network that is gone
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _meet(self, request: Request, writer: asyncio.StreamWriter) -> None:
        fault = self._weather.strikes(request)
        kind = fault.kind if fault else ""
        status = 0
        try:
            status = await self._answer(request, fault, writer)
        finally:
            seen = (request.method, request.path, kind, status, request.operation)
            self.log.append(Passed(time.time(), *seen))

    async def _answer(
        self, request: Request, fault: Fault | None, writer: asyncio.StreamWriter
    ) -> int:
        """Do what the fault says; the status that the office gave."""
        if fault is None:
            return await self._pass_on(request, writer)
        if fault.kind in FOREIGN:
            writer.write(wire.answer(*FOREIGN[fault.kind]))
            await writer.drain()
            return 0
        if fault.kind == "refuse":
            raise ConnectionResetError
        if fault.kind == "swallow":
            await asyncio.sleep(3600)
        return await self._maim(request, fault, writer)

    async def _maim(self, request: Request, fault: Fault, writer: asyncio.StreamWriter) -> int:
        if fault.kind == "cut_request":
            await self._ask(request, request.body[: fault.at])
            raise ConnectionResetError
        if fault.kind == "corrupt":
            request = request.corrupted(fault.at)
        copies = fault.copies if fault.kind == "repeat" else 1
        answers = await asyncio.gather(*(self._ask(request) for _ in range(copies)))
        whole = answers[-1]
        if fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        if fault.kind == "cut_answer":
            whole = wire.cut(whole, fault.at, mended=fault.mended)
        if fault.kind != "drop":
            writer.write(whole)
            await writer.drain()
        return wire.status_of(whole)

    async def _pass_on(self, request: Request, writer: asyncio.StreamWriter) -> int:
        """The office's answer as it comes, since an answer may be a stream without end."""
        start = b""
        reader, upward = await asyncio.open_connection("127.0.0.1", self.upstream())
        try:
            upward.write(request.closing() + request.body)
            await upward.drain()
            self._count(request)
            while piece := await reader.read(wire.CHUNK):
                start = start or piece
                writer.write(piece)
                await writer.drain()
        finally:
            upward.close()
        return wire.status_of(start)

    async def _ask(self, request: Request, part: bytes | None = None) -> bytes:
        """The office's whole answer; with a `part` of the body, b"", and the connection ends."""
        reader, upward = await asyncio.open_connection("127.0.0.1", self.upstream())
        try:
            upward.write(request.closing() + (request.body if part is None else part))
            await upward.drain()
            if part is not None:
                return b""
            self._count(request)
            return await reader.read()
        finally:
            upward.close()

    def _count(self, request: Request) -> None:
        if request.operation:
            self.sent[request.operation] += 1
