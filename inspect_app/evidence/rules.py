"""Which pictures are taken in, and how a refusal is told."""

from __future__ import annotations

from ..errors import RuleBroken
from ..text import Message, msg, nfc, number

REASONS: dict[str, Message] = {
    "not_an_image": msg("không phải ảnh JPEG, PNG, WebP, HEIC hoặc AVIF"),
    "damaged": msg("bị hỏng hoặc bị cắt cụt"),
    "too_many_pixels": msg("có quá 50 triệu điểm ảnh"),
    "too_costly": msg("cần quá nhiều bộ nhớ hoặc thời gian để mở"),
    "empty": msg("không có dữ liệu"),
}

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/avif": "avif",
}


def shows_dossier(item_code: str) -> bool:
    """Whether its photos are taken to show a dossier: those of the items HS-01 to HS-12."""
    return item_code.startswith("HS-")


def skew(offset: int | None) -> Message | None:
    """How a tablet's clock stood; `offset` in ms, the server's clock minus the tablet's."""
    if offset is None:
        return None
    seconds = round(abs(offset) / 1000)
    if seconds < 2:
        return msg("đúng giờ máy chủ")
    far = duration(seconds)
    return (
        msg("chậm {far} so với máy chủ", far=far)
        if offset > 0
        else msg("nhanh {far} so với máy chủ", far=far)
    )


def duration(seconds: int) -> Message:
    """In the largest two of days, hours, minutes and seconds that are not nothing."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return msg("{days} ngày {hours} giờ", days=number(days), hours=hours % 24)
    if hours:
        return msg("{hours} giờ {minutes} phút", hours=hours, minutes=minutes % 60)
    if minutes:
        return msg("{minutes} phút {seconds} giây", minutes=minutes, seconds=seconds % 60)
    return msg("{seconds} giây", seconds=seconds)


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
