"""Pages that a tablet may keep for work without network."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, make_response
from werkzeug.wrappers import Response

from ..web import viewer, wants_part
from . import queries

# Stands in a page for the id of what only a tablet knows; it fills in its own.
PLACEHOLDER = uuid.UUID("00000000-0000-7000-8000-000000000000")
View = TypeVar("View", bound=Callable[..., Any])


def keepable(view: View) -> View:
    """Let a tablet keep the page of this view, for this person; stands below `@requires`.

    X-Seq is the newest operation that the page shows; it is read first, in the transaction in
    which the page is read, so that it is never newer than the page.
    """

    @functools.wraps(view)
    def kept(**arguments: Any) -> Response:
        sequence = g.shown_sequence = queries.last_operation()
        response = make_response(view(**arguments))
        if response.status_code == 200 and not wants_part():
            response.headers["X-Offline"] = "1"
            response.headers["X-User"] = str(viewer().user_id)
            response.headers["X-Seq"] = str(sequence)
        return response

    return kept  # type: ignore[return-value]
