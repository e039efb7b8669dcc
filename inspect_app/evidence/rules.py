"""Which pictures are taken in, and how a refusal is told."""

from __future__ import annotations

from ..errors import RuleBroken
from ..text import Message, msg, nfc, number

REASONS: dict[str, Message] = {
    "not_an_image": msg("không phải ảnh JPEG, PNG hoặc WebP"),
    "damaged": msg("bị hỏng hoặc bị cắt cụt"),
    "too_many_pixels": msg("có quá 50 triệu điểm ảnh"),
    "too_costly": msg("cần quá nhiều bộ nhớ hoặc thời gian để mở"),
    "empty": msg("không có dữ liệu"),
}


def check_size(name: str, size: int, limit: int) -> None:
    """Raise RuleBroken for an empty file or one above the limit (bytes)."""
    if size == 0:
        raise refusal(name, "empty")
    if size > limit:
        raise RuleBroken(too_large(name, limit), {"photo": too_large(name, limit)})


def too_large(name: str, limit: int) -> Message:
    """What is said of a file above the limit (bytes)."""
    megabytes = number(limit // (1024 * 1024))
    return msg("Ảnh “{name}” lớn quá {limit} MB. Chưa có gì được lưu.", name=name, limit=megabytes)


def refusal(name: str, reason: str) -> RuleBroken:
    """The error for a picture that is not taken in; `reason` is a key of REASONS."""
    said = msg("Tệp “{name}” {reason}. Chưa có gì được lưu.", name=name, reason=REASONS[reason])
    return RuleBroken(said, {"photo": said})


def file_name(typed: str | None) -> str:
    """The name a file came with, in NFC, without folders, at most 120 characters."""
    return nfc((typed or "").replace("\\", "/").rsplit("/", 1)[-1]).strip()[:120] or "ảnh"
