"""Time stamps by RFC 3161 from a service that may be slow, busy or away."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.errors import PathError, ValidationError

from .trust import Trust

NO_SERVICE = "Chưa khai báo dịch vụ cấp dấu thời gian"
NO_ANSWER = "Dịch vụ cấp dấu thời gian không trả lời"
NOT_TRUSTED = "Dấu thời gian do tổ chức không được tin cậy cấp"
_LOG = logging.getLogger(__name__)


class NoStamp(Exception):
    """No time stamp can be had now; its text says why, in Vietnamese."""


@dataclass(frozen=True)
class StampService:
    """Where time stamps come from; `timeout` is of one attempt, `pauses` between attempts, in s.

    Public services in Viet Nam were seen to answer after more than a minute.
    """

    url: str
    timeout: float = 150.0
    pauses: tuple[float, ...] = (2.0, 8.0, 30.0)

    def ready(self, trust: Trust, digest: str) -> TimeStamper:
        """A client that has just got one stamp, from an authority of `trust`. Raises NoStamp."""
        client = _Patient(self)
        try:
            asyncio.run(_probe(client, trust, digest))
        except TimestampRequestError as error:
            _LOG.warning("no time stamp from %s: %s", self.url, error)
            raise NoStamp(NO_ANSWER) from error
        except (PathError, ValidationError) as error:
            _LOG.warning("the time stamps of %s are not trusted: %s", self.url, error)
            raise NoStamp(NOT_TRUSTED) from error
        return client


async def _probe(client: Any, trust: Trust, digest: str) -> None:
    await client.async_dummy_response(digest)
    async for _ in client.validation_paths(trust.context()):
        pass


class _Patient(RequestsHTTPTimeStamper):
    """Asks again after growing pauses."""

    def __init__(self, service: StampService) -> None:
        super().__init__(service.url, timeout=service.timeout)  # type: ignore[no-untyped-call]
        self._pauses = service.pauses

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        for pause in self._pauses:
            try:
                return await self._ask(req)
            except TimestampRequestError as error:
                _LOG.info("asking %s again in %s s: %s", self.url, pause, error)
                await asyncio.sleep(pause)
        return await self._ask(req)

    async def _ask(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = await super().async_request_tsa_response(req)
        try:
            _ = answer["status"]["status"].native
        except (ValueError, TypeError) as error:
            raise TimestampRequestError("the answer is no time stamp") from error
        return answer
