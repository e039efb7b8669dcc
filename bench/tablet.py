"""A signed-in member's tablet, speaking to the app in this process, with no network between."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.office import MEMBER, PASSWORD, Office
from inspect_app.db import new_id

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Tablet:
    """Sends what htmx would send; raises AssertionError on any answer but the expected one."""

    def __init__(self, office: Office) -> None:
        self.visit = f"/visits/{office.visit_id}"
        self.client: FlaskClient = office.app.test_client()
        signed_in = self.client.post(
            "/sign-in",
            data={"username": MEMBER, "password": PASSWORD, "csrf_token": self._token("/sign-in")},
        )
        assert signed_in.status_code == 303, signed_in.text
        self.headers = {"HX-Request": "true", "X-CSRFToken": self._token(self.visit)}

    def get(self, path: str) -> TestResponse:
        """A page or one of its assets."""
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response

    def save(self, code: str, typed: dict[str, str], base: str) -> str:
        """Save the value of one item over the value seen (`base`); gives the new base."""
        return self._send(f"{self.visit}/answers/{code}/value", typed, base)

    def tap(self, address: str, value: str, base: str) -> str:
        """Tap one of the buttons of that address; gives the new base."""
        return self._send(address, {"value": value}, base)

    def _send(self, address: str, typed: dict[str, str], base: str) -> str:
        operation = str(new_id())
        plumbing = {"operation": operation, "base": base, "at": "2026-03-05T02:10:00.000Z"}
        response = self.client.post(address, data=typed | plumbing, headers=self.headers)
        assert response.status_code == 200, response.text
        return operation

    def _token(self, path: str) -> str:
        found = _TOKEN.search(self.get(path).text)
        assert found is not None, path
        return found[1]
