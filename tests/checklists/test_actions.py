"""Published versions: once, unchanged, and the one in force on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from inspect_app.checklists.actions import publish_shipped
from inspect_app.checklists.models import ChecklistVersion
from inspect_app.checklists.queries import current_version, get_checklist
from inspect_app.clock import now
from inspect_app.db import db, new_id
from inspect_app.errors import NotFound

pytestmark = pytest.mark.usefixtures("inside")


def test_the_shipped_version_is_published_once() -> None:
    assert publish_shipped() == []
    checklist = get_checklist(current_version(dt.date(2026, 5, 1)).id)
    assert (checklist.key, len(checklist.items), len(checklist.headings)) == (
        "commune-2026.1",
        70,
        7,
    )


def test_the_newest_version_in_force_on_the_day_counts() -> None:
    first = current_version(dt.date(2026, 5, 1))
    later = ChecklistVersion(
        key="commune-2027.1",
        valid_from=dt.date(2027, 1, 1),
        content=first.content,
        published_at=now(),
    )
    db.session.add(later)
    assert current_version(dt.date(2026, 12, 31)) is first
    assert current_version(dt.date(2027, 1, 1)) is later
    assert current_version(dt.date(2020, 1, 1)) is first


def test_an_unknown_version_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_checklist(new_id())
