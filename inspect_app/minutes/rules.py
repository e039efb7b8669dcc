"""What must be there before minutes can be drawn, and when an approval still holds."""

from __future__ import annotations

import enum

from ..errors import RuleBroken
from ..text import Message, msg


class Approval(enum.StrEnum):
    """Whether the head's approval covers what the minutes say now."""

    NONE = "none"
    VALID = "valid"
    VOID = "void"


def approval(approved_hash: str | None, current_hash: str | None) -> Approval:
    """VOID as soon as anything printed differs from what was approved."""
    if approved_hash is None:
        return Approval.NONE
    return Approval.VALID if approved_hash == current_hash else Approval.VOID


def missing(
    *,
    started: bool,
    ended: bool,
    people: int,
    venue: str,
    place: str,
    conflicts: list[str],
    photos: int,
    photo_limit: int,
) -> list[Message]:
    """What still stands against drawing the minutes, each as something to do."""
    found: list[tuple[bool, Message]] = [
        (not started, msg("Cuộc kiểm tra chưa bắt đầu.")),
        (not ended, msg("Chưa ghi giờ kết thúc buổi làm việc.")),
        (people == 0, msg("Chưa ghi người đại diện đơn vị được kiểm tra.")),
        (not venue, msg("Chưa ghi nơi làm việc.")),
        (not place, msg("Chưa ghi địa danh.")),
        (
            bool(conflicts),
            msg(
                "Còn câu trả lời khác nhau ở {codes}. Mở từng nội dung và chọn một.",
                codes=", ".join(conflicts),
            ),
        ),
        (
            photos > photo_limit,
            msg(
                "Có {photos} ảnh; biên bản nhận nhiều nhất {limit}.",
                photos=photos,
                limit=photo_limit,
            ),
        ),
    ]
    return [said for applies, said in found if applies]


def check_ready(lacking: list[Message]) -> None:
    """Raise RuleBroken with the first thing that is missing."""
    if lacking:
        raise RuleBroken(lacking[0])
