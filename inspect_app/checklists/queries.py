"""Reading published checklists; they are public knowledge and never change."""

from __future__ import annotations

import datetime as dt
import functools
import uuid

from sqlalchemy import select

from ..db import db
from ..errors import NotFound
from .items import Checklist, read
from .models import ChecklistVersion


@functools.lru_cache(maxsize=32)
def get_checklist(version_id: uuid.UUID) -> Checklist:
    """The frozen checklist of one version; kept in memory, since a version never changes."""
    version = db.session.get(ChecklistVersion, version_id)
    if version is None:
        raise NotFound()
    return read(version.content)


def current_version(on: dt.date) -> ChecklistVersion:
    """The newest version in force on a day, or the oldest one for inspections before the first."""
    versions = db.session.scalars(
        select(ChecklistVersion).order_by(ChecklistVersion.valid_from.desc())
    ).all()
    if not versions:
        raise NotFound()
    return next((v for v in versions if v.valid_from <= on), versions[-1])
