"""Delivering a kept operation to its view once more, and reading what the view answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import IO

from flask import Response
from flask_babel import get_locale

from ..evidence.upload import MEDIA_TYPE
from ..permissions import Viewer
from ..visits.arrivals import redeliver

PIECE = 512 * 1024
GOES_ON = ("partial", "offset")
# Classes of the elements in which pages say what is wrong.
WRONG = frozenset({"error", "problem"})


@dataclass(frozen=True)
class Answer:
    """What became of it: "applied", "parked", or anything else with the reason in words."""

    result: str
    reason: str


def deliver_form(
    path: str, fields: Mapping[str, Sequence[str]], headers: Mapping[str, str], author: Viewer
) -> Answer:
    """Deliver a form in the name of its author; outside of any write transaction."""
    return _read(redeliver("POST", path, fields, {**headers, **_language()}, b"", author))


def deliver_photo(
    path: str, headers: Mapping[str, str], body: IO[bytes], size: int, author: Viewer
) -> Answer:
    """Deliver a photo piece by piece, going on where the server says its bytes end."""
    sent = {**headers, **_language(), "Content-Type": MEDIA_TYPE}
    offset, answer = 0, None
    # Each piece once and once more: a server that never gets further is given up.
    for _ in range(2 * (size // PIECE + 2)):
        body.seek(offset)
        at = {"Upload-Offset": str(offset)}
        answer = redeliver("PATCH", path, {}, {**sent, **at}, body.read(PIECE), author)
        if answer.headers.get("Op-Result") not in GOES_ON:
            break
        offset = int(answer.headers["Upload-Offset"])
    assert answer is not None  # noqa: S101 - at least four rounds
    return _read(answer)


def deliver_kept_photo(path: str, headers: Mapping[str, str], author: Viewer) -> Answer:
    """Deliver a parked photo, whose bytes the server kept: nothing is left to be sent."""
    whole = {"Upload-Offset": headers["Upload-Length"], "Content-Type": MEDIA_TYPE}
    return _read(redeliver("PATCH", path, {}, {**headers, **_language(), **whole}, b"", author))


def _language() -> dict[str, str]:
    """Refusals are read by who delivers, in their language."""
    return {"Cookie": f"language={get_locale()}"}


def _read(response: Response) -> Answer:
    result = response.headers.get("Op-Result", "")
    if result in ("applied", "parked"):
        return Answer(result, "")
    page = _Page()
    page.feed(response.get_data(as_text=True))
    return Answer("refused", page.reason or f"HTTP {response.status_code}")


class _Page(HTMLParser):
    """Gathers the first text that stands in an element of a class of WRONG."""

    VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "path", "circle", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.said: list[str] = []

    @property
    def reason(self) -> str:
        return " ".join("".join(self.said).split())[:500]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag not in self.VOID and (self.depth or (not self.said and WRONG & set(classes))):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in self.VOID:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.said.append(data)
