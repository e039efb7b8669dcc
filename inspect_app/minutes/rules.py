"""What must be there before minutes can be drawn, and when an approval still holds."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Sequence

from .. import text
from ..errors import RuleBroken
from ..text import Message, msg
from ..visits.rules import differing, differing_elsewhere
from . import glyphs
from .document import Minutes

PARTS = {
    "unit_opinion": msg("ý kiến của đơn vị"),
    "unit_people": msg("người của đơn vị"),
    "venue": msg("nơi làm việc"),
    "headings": msg("kết luận"),
    "requests": msg("kiến nghị"),
    "checklist": msg("phiếu kiểm tra"),
    "sample": msg("mẫu hồ sơ"),
    "photos": msg("chú thích ảnh"),
    "files": msg("danh mục tệp"),
    "subject": msg("phần đầu biên bản"),
}


# What a person has done, for "{name} {verb} lúc {at}".
VERBS: dict[str, Message] = {
    "start": msg("đã bắt đầu kiểm tra"),
    "submit": msg("đã gửi trưởng đoàn"),
    "return": msg("đã trả lại đoàn"),
    "approve": msg("đã phê duyệt"),
    "sign": msg("đã ký biên bản"),
    "correct": msg("đã mở lại để lập biên bản thay thế"),
}


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
    conflicts: Collection[str],
    elsewhere: int = 0,
    photos: int,
    photo_limit: int,
    on_their_way: Sequence[Message] = (),
) -> list[Message]:
    """What still stands against drawing the minutes, each as something to do.

    `conflicts` are codes of items and dossiers, `elsewhere` counts what has no name here;
    `photos` counts those to be printed; `on_their_way` says each that is not here yet.
    """
    found: list[tuple[bool, Message]] = [
        (not started, msg("Cuộc kiểm tra chưa bắt đầu.")),
        (bool(conflicts), differing(conflicts)),
        (elsewhere > 0, differing_elsewhere(elsewhere)),
        (not ended, msg("Chưa ghi giờ kết thúc buổi làm việc.")),
        (people == 0, msg("Chưa ghi người đại diện đơn vị được kiểm tra.")),
        (not venue, msg("Chưa ghi nơi làm việc.")),
        (not place, msg("Chưa ghi địa danh.")),
        (
            photos > photo_limit,
            msg(
                "Có {photos} ảnh; biên bản nhận nhiều nhất {limit}.",
                photos=photos,
                limit=photo_limit,
            ),
        ),
    ]
    return [said for applies, said in found if applies] + list(on_their_way)


def worth_a_look(
    *,
    unchecked: int,
    photos: list[str],
    unmasked: list[str],
    repeated: list[str],
    unrecorded: list[str],
    unfinished: int,
    contradicted: list[str],
    out_of_date: int,
    unsourced: list[str],
    ends_later: bool,
) -> list[Message]:
    """What a careful head would ask about; codes name items.

    `unfinished` counts dossiers of the sample, `out_of_date` sentences; `unsourced` are sentences
    that rest on nothing.
    """
    found: list[tuple[bool, Message]] = [
        (unchecked > 0, msg("{count} nội dung chưa kiểm tra.", count=unchecked)),
        (unfinished > 0, msg("{count} hồ sơ mẫu chưa kiểm tra xong.", count=unfinished)),
        *_of_photos(photos, unmasked, repeated),
        (
            bool(unrecorded),
            msg("Chưa đạt nhưng chưa ghi thành tồn tại: {codes}.", codes=_some(unrecorded)),
        ),
        (
            bool(contradicted),
            msg("Có tồn tại nhưng kết quả lại là đạt: {codes}.", codes=_some(contradicted)),
        ),
        *_of_sentences(out_of_date, unsourced),
        (ends_later, msg("Giờ kết thúc còn ở tương lai.")),
    ]
    return [said for applies, said in found if applies]


def _of_sentences(out_of_date: int, unsourced: list[str]) -> list[tuple[bool, Message]]:
    words = [f"“{text.shortened(sentence, 60)}”" for sentence in unsourced[:3]]
    more = len(unsourced) - len(words)
    shown = ", ".join(words) + (f" … (+{more})" if more else "")
    return [
        (
            out_of_date > 0,
            msg(
                "{count} câu kết luận chưa theo phiếu và phát hiện hiện nay; bấm dự thảo lại.",
                count=out_of_date,
            ),
        ),
        (
            bool(unsourced),
            msg("{count} câu kết luận chưa có căn cứ: {shown}.", count=len(unsourced), shown=shown),
        ),
    ]


def _of_photos(
    lacking: list[str], unmasked: list[str], repeated: list[str]
) -> list[tuple[bool, Message]]:
    bare = msg("Ảnh có hồ sơ chưa che mà sẽ vào biên bản: {codes}.", codes=_some(unmasked))
    twice = msg("Cùng một ảnh vào biên bản nhiều lần: {codes}.", codes=_some(repeated))
    return [
        (bool(lacking), msg("Thiếu ảnh: {codes}.", codes=_some(lacking))),
        (bool(unmasked), bare),
        (bool(repeated), twice),
    ]


def _some(codes: list[str]) -> str:
    named = list(dict.fromkeys(codes))
    more = f" … (+{len(named) - 6})" if len(named) > 6 else ""
    return ", ".join(named[:6]) + more


def undrawable(minutes: Minutes) -> list[Message]:
    """Characters that the document's font lacks, each with the part of the minutes it stands in."""
    found = []
    for field in dataclasses.fields(minutes):
        lacking = glyphs.lacking(getattr(minutes, field.name))
        if lacking:
            part = PARTS.get(field.name, PARTS["subject"])
            found.append(
                msg(
                    "Phông chữ của biên bản không có “{characters}” ({part}). Bỏ ký tự này.",
                    characters=lacking,
                    part=part,
                )
            )
    return found


def check_decided(waiting: int) -> None:
    """Raise RuleBroken while operations that came late wait for the head's decision."""
    if waiting:
        raise RuleBroken(
            msg(
                "Còn {count} mục đến muộn chưa quyết định. Mở “Mục đến muộn” ở đầu trang, đưa vào "
                "hoặc để riêng từng mục rồi ký.",
                count=waiting,
            )
        )


def check_seen(ticked: bool) -> None:
    """Raise RuleBroken unless the signer says that all pages were looked at."""
    if not ticked:
        needed = msg("Đánh dấu là đã xem đủ các trang trước khi ký.")
        raise RuleBroken(needed, {"seen": needed})


def check_ready(lacking: list[Message]) -> None:
    """Raise RuleBroken with the first thing that is missing."""
    if lacking:
        raise RuleBroken(lacking[0])
