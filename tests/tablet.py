"""A tablet that sends operations as the outbox does: the form's fields and what goes with them."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from inspect_app.db import new_id
from tests import cast as people
from tests.cast import PASSWORD

PART = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
MARKER = re.compile(rb"<!--op (\S+) (\d+) (\w+)-->$")


@dataclass(frozen=True)
class Told:
    """What a tablet reads from an answer; `marker` is (operation id, sequence, result) or None."""

    status: int
    text: str
    marker: tuple[str, int, str] | None
    headers: Any


class Tablet:
    """One person's tablet; its session lives in the client's cookies."""

    def __init__(self, app: Flask, username: str) -> None:
        with app.app_context():
            self.user_id = people.viewer(username).user_id
        self.client = app.test_client()
        data = {"username": username, "password": PASSWORD}
        assert self.client.post("/sign-in", data=data, headers=PART).status_code == 204

    def send(
        self,
        path: str,
        *,
        operation: uuid.UUID | None = None,
        author: uuid.UUID | None = None,
        at: str = "2020-10-15T08:00:00+07:00",
        offset: str = "0",
        seen: str = "working",
        **content: Any,
    ) -> Told:
        """Deliver one operation once."""
        own = {"operation": str(operation or new_id()), "author": str(author or self.user_id)}
        own |= {"at": at, "offset": offset, "device": "máy-1"}
        # A field of the form may have the same name as one of these.
        fields = {**own, **content, "seen": seen}
        return told(self.client.post(path, data=fields, headers=PART))


def told(answer: Response) -> Told:
    """What the answer says to the outbox; the headers must agree with the marker."""
    found = MARKER.search(answer.data)
    marker = (found[1].decode(), int(found[2]), found[3].decode()) if found else None
    if marker:
        headers = [answer.headers.get(name) for name in ("Op-Id", "Op-Seq", "Op-Result")]
        assert headers == [str(part) for part in marker]
    return Told(answer.status_code, answer.get_data(as_text=True), marker, answer.headers)
