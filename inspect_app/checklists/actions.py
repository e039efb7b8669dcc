"""Publishing the checklists that come with the product."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources

from sqlalchemy import select

from .. import clock
from ..audit.actions import record
from ..db import db
from .items import read
from .models import ChecklistVersion


def publish_shipped() -> list[str]:
    """Publish each shipped version that is not yet there; gives the keys of the new ones."""
    known = set(db.session.scalars(select(ChecklistVersion.key)))
    folder = resources.files(__package__).joinpath("data")
    fresh = []
    for source in sorted(folder.iterdir(), key=lambda file: file.name):
        if not source.name.endswith(".json"):
            continue
        content = json.loads(source.read_text("utf-8"))
        if content["key"] not in known:
            read(content)
            db.session.add(_version(content))
            record("checklists.published", by=None, subject=content["key"])
            fresh.append(content["key"])
    return fresh


def _version(content: dict[str, str]) -> ChecklistVersion:
    return ChecklistVersion(
        key=content["key"],
        valid_from=dt.date.fromisoformat(content["valid_from"]),
        content=content,
        published_at=clock.now(),
    )
