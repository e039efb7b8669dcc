"""What is typed of a remediation request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from .. import text
from ..errors import RuleBroken
from ..text import msg


@dataclass(frozen=True)
class RequestForm:
    """A request as typed; an empty deadline is openly none."""

    content: str
    responsible: str
    deadline: dt.date | None

    @classmethod
    def read(cls, form: Mapping[str, str]) -> RequestForm:
        """The typed fields; raises RuleBroken for a deadline that is no date."""
        typed = form.get("deadline", "")
        try:
            deadline = text.read_date(typed)
        except ValueError as error:
            wrong = msg("“{typed}” không phải là ngày. Gõ dạng 05/03/2026.", typed=typed[:40])
            raise RuleBroken(wrong, {"deadline": wrong}) from error
        return cls(form.get("content", ""), form.get("responsible", ""), deadline)
