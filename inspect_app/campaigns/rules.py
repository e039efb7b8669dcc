"""What a plan must hold before a team may set out."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Mapping

from ..errors import RuleBroken
from ..permissions import Role
from ..text import msg

MOST_REQUESTS = 9


class InspectionKind(enum.StrEnum):
    """What kind of inspection a campaign is; each has its own template of the minutes."""

    REGULAR = "regular"
    UNANNOUNCED = "unannounced"
    FOLLOW_UP = "follow_up"


def check_period(start: dt.date, end: dt.date) -> None:
    """Raise RuleBroken when the period examined ends before it starts."""
    if end < start:
        text = msg("Thời kỳ kiểm tra kết thúc trước khi bắt đầu. Xem lại hai ngày này.")
        raise RuleBroken(text, {"period_to": text})


def check_supplement_limit(limit: int | None) -> None:
    """Raise RuleBroken for more requests than a dossier's page can note."""
    if limit is not None and limit > MOST_REQUESTS:
        text = msg("Số lần yêu cầu bổ sung là số từ 0 đến {most}.", most=MOST_REQUESTS)
        raise RuleBroken(text, {"supplement_limit": text})


def check_team(roles: Mapping[uuid.UUID, Role]) -> None:
    """Raise RuleBroken unless the team has exactly one head."""
    heads = [role for role in roles.values() if role is Role.HEAD]
    if len(heads) != 1:
        text = msg("Đoàn phải có đúng một trưởng đoàn; hiện chọn {count}.", count=len(heads))
        raise RuleBroken(text, {"team": text})


def check_may_leave(role: Role) -> None:
    """Raise RuleBroken for the head: somebody must approve and sign."""
    if role is Role.HEAD:
        raise RuleBroken(msg("Trưởng đoàn không thể rút khỏi đoàn của mình."))
