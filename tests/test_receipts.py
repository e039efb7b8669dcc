"""The marker by which a tablet knows what became of its operation, and when there is none."""

from __future__ import annotations

import pytest
from flask import Flask, Response, g

from inspect_app import receipts
from inspect_app.db import new_id
from tests.cast import Cast
from tests.tablet import PART, Tablet, told

KEY = "01900000-0000-7000-8000-000000000001"


def marked(app: Flask, status: int, body: str = "nội dung", **said: str) -> Response:
    """An answer to a POST with an operation that the view has settled."""
    with app.test_request_context("/", method="POST", data={"operation": KEY, **said}):
        g.own_site = True
        receipts.settle(7)
        return receipts.mark(Response(body, status))


def test_the_marker_is_the_very_last_of_the_answer(app: Flask) -> None:
    answer = told(marked(app, 200))
    assert answer.text == f"nội dung<!--op {KEY} 7 applied-->"
    assert answer.headers["Content-Length"] == str(len(answer.text.encode()))


def test_an_answer_without_a_body_gets_one(app: Flask) -> None:
    assert told(marked(app, 204, "")).status == 200


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 415, 422])
def test_a_refusal_is_final_whatever_was_settled_before(app: Flask, status: int) -> None:
    assert told(marked(app, status)).marker == (KEY, 0, "refused")


@pytest.mark.parametrize("status", [401, 408, 429, 500, 502, 503])
def test_what_may_go_well_the_next_time_has_no_marker(app: Flask, status: int) -> None:
    answer = told(marked(app, status))
    assert answer.marker is None and "Op-Result" not in answer.headers


@pytest.mark.parametrize("operation", ["", "kein-id"])
def test_a_form_without_an_operation_has_no_marker(app: Flask, operation: str) -> None:
    assert told(marked(app, 200, operation=operation)).marker is None


def test_a_body_too_large_to_be_read_is_refused_by_the_header(app: Flask, cast: Cast) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    key, tablet = new_id(), Tablet(app, "member")
    address = f"/visits/{cast.visit}/answers/CD-01/note"
    data = {"operation": str(key), "value": "x" * 2000}
    answer = told(tablet.client.post(address, data=data, headers={**PART, "Op-Id": str(key)}))
    assert (answer.status, answer.marker) == (413, (str(key), 0, "refused"))


def test_a_request_from_elsewhere_is_no_refusal_of_its_content(app: Flask, cast: Cast) -> None:
    tablet, address = Tablet(app, "member"), f"/visits/{cast.visit}/answers/CD-01/result"
    data = {"operation": KEY, "value": "pass"}
    for headers, status in (({"Sec-Fetch-Site": "cross-site"}, 403), ({}, 400)):
        answer = told(tablet.client.post(address, data=data, headers=headers))
        assert (answer.status, answer.marker) == (status, None)


@pytest.mark.parametrize("part", [True, False])
def test_a_tablet_is_told_to_sign_in(app: Flask, cast: Cast, part: bool) -> None:
    headers = PART if part else {"Sec-Fetch-Site": "same-origin"}
    address = f"/visits/{cast.visit}/answers/CD-01/result"
    answer = told(app.test_client().post(address, data={"operation": KEY}, headers=headers))
    assert (answer.status, answer.marker) == (401, None)
    assert answer.headers["Op-Result"] == "login"


def test_an_operation_is_never_answered_by_a_redirect(app: Flask, cast: Cast) -> None:
    tablet, headers = Tablet(app, "member"), {"Sec-Fetch-Site": "same-origin"}
    address = f"/visits/{cast.visit}/answers/CD-01/result"
    data = {"operation": KEY, "value": "pass"}
    answer = told(tablet.client.post(address, data=data, headers=headers))
    assert answer.status == 200 and answer.marker and answer.marker[2] == "applied"
