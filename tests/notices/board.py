"""Notices made by hand, for tests that need no database; and where a page shows them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from inspect_app.notices import queries, rules
from inspect_app.notices.answers import Notice
from inspect_app.notices.kinds import Kind
from inspect_app.notices.rules import UNKNOWN, Decision
from inspect_app.visits.register import Answer, Cell, Head
from tests.cast import Cast
from tests.strict_browser import Browser

NOW = dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC)
KINDS = {kind.key: kind for kind in queries.edition_on(dt.date(2026, 3, 5)).kinds}
OLD = {"number": "12/QĐ-UBND", "date": "2026-01-05"}
NEWEST = Decision("40/QĐ-UBND", dt.date(2026, 2, 20))


def cell(value: Any) -> Cell:
    """A value that one person gave."""
    return Cell((Head(uuid.uuid4(), value, uuid.uuid4(), "Lê Văn Cường", NOW),))


def notice(
    kind: str | Kind = "procedures",
    newest: Decision = UNKNOWN,
    photos: frozenset[str] = frozenset(),
    **said: Any,
) -> Notice:
    """A notice of which that was noted."""
    answer = Answer({aspect: cell(value) for aspect, value in said.items()})
    own = KINDS[kind] if isinstance(kind, str) else kind
    return Notice(own, uuid.uuid4(), answer, newest, photos)


def hex_of(cast: Cast, kind: str) -> str:
    """The id of the notice at An Tân as the page writes it."""
    return rules.notice_id(cast.visit, kind).hex


def tapped(board: Browser, cast: Cast, kind: str, aspect: str) -> dict[str, bool]:
    """Which of its buttons are pressed."""
    buttons = board.one(f"m-{hex_of(cast, kind)}-{aspect}").iter("button")
    pressed = {b.get("value", ""): b.get("aria-pressed") for b in buttons}
    return {value: said == "true" for value, said in pressed.items() if said}
