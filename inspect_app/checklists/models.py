"""Published versions of checklists; a version never changes, a new one is published."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, new_id


class ChecklistVersion(Base):
    """One published version; `content` is the whole of it, as `items.read` takes it."""

    __tablename__ = "checklist_version"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    valid_from: Mapped[dt.date]
    content: Mapped[dict[str, Any]]
    published_at: Mapped[dt.datetime]
