"""The life of a visit, how far the work has come, and who is named for the unit."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass

from .. import clock, text
from ..checklists.items import Checklist, Heading, Item
from ..checklists.rules import FAILED
from ..errors import RuleBroken
from ..text import Message, msg


class VisitState(enum.StrEnum):
    """Where a visit stands; LIFE says what leads from one state to the next."""

    PLANNED = "planned"
    WORKING = "working"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SIGNED = "signed"


LIFE: dict[tuple[VisitState, str], VisitState] = {
    (VisitState.PLANNED, "start"): VisitState.WORKING,
    (VisitState.WORKING, "submit"): VisitState.SUBMITTED,
    (VisitState.SUBMITTED, "return"): VisitState.WORKING,
    (VisitState.SUBMITTED, "approve"): VisitState.APPROVED,
    (VisitState.APPROVED, "approve"): VisitState.APPROVED,
    (VisitState.APPROVED, "return"): VisitState.WORKING,
    (VisitState.APPROVED, "sign"): VisitState.SIGNED,
    (VisitState.SIGNED, "correct"): VisitState.SUBMITTED,
}
OPEN = (VisitState.WORKING, VisitState.SUBMITTED, VisitState.APPROVED)


def next_state(state: VisitState, verb: str) -> VisitState:
    """Where the verb leads from this state; raises RuleBroken where it leads nowhere."""
    try:
        return LIFE[state, verb]
    except KeyError:
        raise RuleBroken(
            msg("Cuộc kiểm tra đã chuyển sang bước khác. Tải lại trang để xem.")
        ) from None


def check_open(state: VisitState) -> None:
    """Raise RuleBroken unless the visit may still be changed."""
    if state is VisitState.PLANNED:
        raise RuleBroken(msg("Cuộc kiểm tra chưa bắt đầu. Bấm “Bắt đầu kiểm tra” trước."))
    check_unsigned(state)


def check_unsigned(state: VisitState) -> None:
    """Raise RuleBroken when the minutes are signed."""
    if state is VisitState.SIGNED:
        raise RuleBroken(msg("Biên bản đã ký, nội dung không thể thay đổi."))


def differing(codes: Iterable[str]) -> Message:
    """What to say of the items and dossiers, by code, where two people's values differ."""
    return msg(
        "Còn câu trả lời khác nhau ở {codes}. Mở từng nội dung và chọn một.",
        codes=", ".join(sorted(codes)),
    )


def differing_elsewhere(count: int) -> Message:
    """The same of so many things that are no items, whose names only later features know."""
    return msg(
        "Còn {count} mục ngoài phiếu kiểm tra có hai người ghi khác nhau. Mở từng mục và chọn một.",
        count=text.number(count),
    )


def check_settled(codes: Collection[str], elsewhere: int = 0) -> None:
    """Raise RuleBroken, naming what has a name, while two people's values differ anywhere."""
    if codes:
        raise RuleBroken(differing(codes))
    if elsewhere:
        raise RuleBroken(differing_elsewhere(elsewhere))


class ParkReason(enum.StrEnum):
    """Why an operation waits for the head: too late, its author left, or the minutes are signed."""

    LATE = "late"
    REVOKED = "revoked"
    CLOSED = "closed"


class Verdict(enum.StrEnum):
    """What the head decided on a parked operation; what is kept aside is never deleted."""

    ACCEPTED = "accepted"
    KEPT_ASIDE = "kept_aside"


def too_late(state: VisitState, seen: str) -> ParkReason | None:
    """Why an operation made while the visit was seen in that state is not to be done by itself."""
    if state is VisitState.SIGNED:
        return ParkReason.CLOSED
    handed_in = state in (VisitState.SUBMITTED, VisitState.APPROVED)
    before = seen in (VisitState.PLANNED, VisitState.WORKING)
    return ParkReason.LATE if handed_in and before else None


def begun_at(claimed: dt.datetime | None, ordered_on: dt.date, now: dt.datetime) -> dt.datetime:
    """When the work on site began: as claimed, unless that is to come or before its decision."""
    if claimed is None or claimed > now or clock.local(claimed).date() < ordered_on:
        return now
    return claimed


def check_reason(reason: str) -> str:
    """The reason for returning the minutes; raises RuleBroken when it says nothing."""
    cleaned = text.nfc(reason).strip()
    if len(cleaned) < 5:
        needed = msg("Ghi lý do trả lại để đoàn biết phải sửa gì.")
        raise RuleBroken(needed, {"reason": needed})
    return cleaned[:2000]


def check_times(started: dt.datetime, ended: dt.datetime) -> None:
    """Raise RuleBroken when the work on site ended before it began."""
    if ended <= started:
        wrong = msg("Giờ kết thúc phải sau giờ bắt đầu.")
        raise RuleBroken(wrong, {"ended_at": wrong})


@dataclass(frozen=True)
class Progress:
    """How many items of a heading (or all) are there, done, failed, and lack their photo."""

    total: int
    done: int
    failed: int
    photo_missing: int
    conflicts: int

    @property
    def unanswered(self) -> int:
        return self.total - self.done


def lacks_photo(item: Item, result: str, photos: int) -> bool:
    """Whether the item's rule asks for a photo that is not there."""
    if photos or result in ("unchecked", "not_applicable"):
        return False
    failed = result in FAILED
    return item.photo_required == "always" or (item.photo_required == "when_failed" and failed)


def progress(
    heading: Heading,
    results: Mapping[str, str],
    photos: Mapping[str, int],
    conflicts: Container[str],
) -> Progress:
    """How far one heading has come; results, photo counts and conflicts go by item code."""
    pairs = [(item, results.get(item.code, "unchecked")) for item in heading.items]
    return Progress(
        total=len(pairs),
        done=sum(result != "unchecked" for _, result in pairs),
        failed=sum(result in FAILED for _, result in pairs),
        photo_missing=sum(lacks_photo(i, r, photos.get(i.code, 0)) for i, r in pairs),
        conflicts=sum(item.code in conflicts for item, _ in pairs),
    )


def progress_by_heading(
    checklist: Checklist,
    results: Mapping[str, str],
    photos: Mapping[str, int],
    conflicts: Container[str],
) -> dict[str, Progress]:
    """How far each heading has come, by its code."""
    return {h.code: progress(h, results, photos, conflicts) for h in checklist.headings}


def overall(parts: Iterable[Progress]) -> Progress:
    """The sum of all headings."""
    rows = [dataclasses.astuple(part) for part in parts]
    return Progress(*(sum(column) for column in zip(*rows, strict=True)))


def people_of_unit(typed: str) -> list[tuple[str, str]]:
    """(name, position) from lines like "Nguyễn Văn A - Chủ tịch UBND xã"; the first one signs."""
    pairs = []
    for line in typed.splitlines():
        name, *rest = re.split(r"\s+[-–—]\s+|[,;:]\s+", f" {line.strip()}", maxsplit=1)
        if name.strip():
            pairs.append((name.strip(), "".join(rest)))
    return pairs
