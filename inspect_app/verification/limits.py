"""How often one address may ask: counted in windows of a minute, in this process alone."""

from __future__ import annotations

import functools
import ipaddress
import math
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import Response, current_app, request

from .. import clock
from ..templating import say
from ..text import msg
from ..web import render

View = TypeVar("View", bound=Callable[..., Any])
WINDOW = 60
MOST_ADDRESSES = 50_000
# An office of many people may stand behind one address.
LOOKS, CHECKS = 120, 12


class Limiter(Protocol):
    """What counts; a library that counts over several processes can take its place."""

    def hit(self, key: str, most: int) -> int:
        """Count one more; seconds to wait when that is more than `most` in this window, else 0."""
        ...


class Windows:
    """Counts since the beginning of the present minute, all forgotten when it ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._counts: Counter[str] = Counter()

    def hit(self, key: str, most: int) -> int:
        """See Limiter."""
        now = clock.now().timestamp()
        with self._lock:
            window = int(now // WINDOW)
            if window != self._window:
                self._window = window
                self._counts.clear()
            full = len(self._counts) >= MOST_ADDRESSES and key not in self._counts
            self._counts[key] += 0 if full else 1
            allowed = not full and self._counts[key] <= most
        return 0 if allowed else math.ceil((window + 1) * WINDOW - now) or 1


def limited(kind: str, most: int) -> Callable[[View], View]:
    """At most so many requests of one address in a minute; the rest get 429 and Retry-After."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def counted(**arguments: Any) -> Any:
            wait = _limiter().hit(f"{kind} {network(request.remote_addr or '')}", most)
            return _refused(wait) if wait else view(**arguments)

        return counted  # type: ignore[return-value]

    return decorate


def network(address: str) -> str:
    """The address that is counted: of IPv6 the half that one subscriber gets (RFC 6177)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


def _limiter() -> Limiter:
    found: Limiter = current_app.extensions.setdefault("verification_limiter", Windows())
    return found


def _refused(wait: int) -> Response:
    said = msg(
        "Địa chỉ mạng này đã hỏi quá nhiều lần. Đợi {seconds} giây rồi thử lại.", seconds=wait
    )
    response = render("verification/refused.html", status=429, message=say(said))
    response.headers["Retry-After"] = str(wait)
    return response
