"""What a tablet is told of its operation: headers, and a marker as the last bytes of the answer."""

from __future__ import annotations

import uuid

from flask import Response, g, request
from werkzeug.exceptions import HTTPException

# A refusal of what was sent: sending it again would be refused again.
FINAL = (400, 403, 404, 405, 409, 413, 415, 422)


def operation_id() -> uuid.UUID | None:
    """The id that a tablet gave the operation of this request; None for a plain form or a GET."""
    if request.method == "PATCH":
        return read_id(request.path.rpartition("/")[2])
    try:
        said = request.form.get("operation", "") if request.method == "POST" else ""
    except HTTPException:  # a body too large to be read
        said = ""
    return read_id(said)


def settle(sequence: int, result: str = "applied") -> None:
    """Say what became of this request's operation, and its `operation.sequence` (0 for none)."""
    g.settled = (sequence, result)


def mark(response: Response) -> Response:
    """End the answer with `<!--op ID SEQ RESULT-->` when the operation is settled for good."""
    # The header names it where the body could not be read.
    key = operation_id() or read_id(request.headers.get("Op-Id", ""))
    outcome = _outcome(response.status_code)
    if key is None or outcome is None or "Op-Result" in response.headers:
        return response
    sequence, result = outcome
    if response.status_code == 204:
        response.status_code = 200
    response.data = response.get_data() + f"<!--op {key} {sequence} {result}-->".encode()
    response.headers["Op-Id"], response.headers["Op-Seq"] = str(key), str(sequence)
    response.headers["Op-Result"] = result
    return response


def read_id(typed: str) -> uuid.UUID | None:
    """The id that stands there; None when it is none."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _outcome(status: int) -> tuple[int, str] | None:
    if status < 400:
        settled: tuple[int, str] | None = g.get("settled")
        return settled
    # Where the request comes from says nothing against its content.
    return (0, "refused") if status in FINAL and g.get("own_site") else None
