"""What is noted of a notice on site: its aspects, what can be tapped, which faults follow."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from .. import text
from ..text import Message, msg

# What a photo shows of a notice, and its caption.
ROLES: dict[str, Message] = {
    "wide": msg("{notice}, toàn cảnh"),
    "close": msg("{notice}, cận cảnh"),
    "before": msg("{notice}, trước khi khắc phục"),
    "after": msg("{notice}, sau khi khắc phục"),
}
COUNTS = ("posted", "announced")
CORRECTED = "corrected"
REMARK = "remark"
ALWAYS = ("posted", "place", REMARK, CORRECTED)


class Fault(enum.StrEnum):
    """What can be wrong with a notice."""

    MISSING = "missing"
    OUTDATED = "outdated"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    QR = "dead_qr"


class State(enum.StrEnum):
    """How one notice stands, in a word."""

    UNSEEN = "unseen"
    NOT_APPLICABLE = "not_applicable"
    CORRECTED = "corrected"
    MISSING = "missing"
    OUTDATED = "outdated"
    FAULTY = "faulty"
    POSTED = "posted"


@dataclass(frozen=True)
class Choice:
    """One button: what is stored, what it says, and the tone of the scale of results."""

    value: str
    label: Message
    tone: str


YES, NO = msg("Có"), msg("Không")
NOT_APPLICABLE = Choice("not_applicable", msg("Không áp dụng"), "not_applicable")
# What is answered by one tap.
CHOICES: dict[str, tuple[Choice, ...]] = {
    "posted": (Choice("yes", YES, "pass"), Choice("no", NO, "fail"), NOT_APPLICABLE),
    "complete": (Choice("yes", msg("Đủ"), "pass"), Choice("no", msg("Chưa đủ"), "fail")),
    "readable": (Choice("yes", YES, "pass"), Choice("no", NO, "fail"), NOT_APPLICABLE),
    "obsolete": (
        Choice("no", msg("Không còn"), "pass"),
        Choice("yes", msg("Còn"), "fail"),
    ),
    "qr": (
        Choice("works", msg("Mở được"), "pass"),
        Choice("dead", msg("Không mở được"), "fail"),
        Choice("none", msg("Không có mã"), "not_applicable"),
    ),
    CORRECTED: (
        Choice("yes", msg("Đã khắc phục tại chỗ"), "pass"),
        Choice("no", msg("Chưa khắc phục"), "fail"),
    ),
}
# All that can be noted, in the order of the page.
LABELS: dict[str, Message] = {
    "posted": msg("Niêm yết"),
    "place": msg("Nơi niêm yết"),
    "counts": msg("Số thủ tục niêm yết"),
    "decision": msg("Quyết định đang niêm yết"),
    "complete": msg("Đủ nội dung"),
    "readable": msg("Dễ thấy, dễ đọc"),
    "obsolete": msg("Nội dung hết hiệu lực"),
    "qr": msg("Mã QR"),
    "qr_target": msg("Địa chỉ mã QR dẫn tới"),
    REMARK: msg("Ghi chú"),
    CORRECTED: msg("Khắc phục tại chỗ"),
}
ASPECTS = tuple(LABELS)
FAULTS: dict[Fault, Message] = {
    Fault.MISSING: msg("chưa niêm yết"),
    Fault.OUTDATED: msg("nội dung cũ, hết hiệu lực"),
    Fault.INCOMPLETE: msg("chưa đủ"),
    Fault.UNREADABLE: msg("khó thấy, khó đọc"),
    Fault.QR: msg("mã QR không mở được"),
}
STATES: dict[State, Message] = {
    State.UNSEEN: msg("Chưa xem"),
    State.NOT_APPLICABLE: msg("Không áp dụng"),
    State.CORRECTED: msg("Đã khắc phục tại chỗ"),
    State.MISSING: msg("Chưa niêm yết"),
    State.OUTDATED: msg("Nội dung cũ"),
    State.FAULTY: msg("Chưa đạt"),
    State.POSTED: msg("Đã niêm yết"),
}
# What the aspects that are tapped show by themselves.
SHOWS: tuple[tuple[str, str, Fault], ...] = (
    ("obsolete", "yes", Fault.OUTDATED),
    ("complete", "no", Fault.INCOMPLETE),
    ("readable", "no", Fault.UNREADABLE),
    ("qr", "dead", Fault.QR),
)


@dataclass(frozen=True)
class Decision:
    """A decision by number and date, either of which may be unknown."""

    number: str = ""
    date: dt.date | None = None

    @property
    def words(self) -> str:
        """quyết định số 12/QĐ-UBND ngày 05/03/2026."""
        number = f" số {self.number}" if self.number else ""
        return f"quyết định{number}{f' ngày {text.date(self.date)}' if self.date else ''}"

    def __bool__(self) -> bool:
        return bool(self.number or self.date)

    def is_before(self, other: Decision) -> bool:
        """Whether the other replaced it: later by date; by another number where a date lacks."""
        if self.date and other.date:
            return self.date < other.date
        return bool(self and other) and _differ(self.number, other.number)


UNKNOWN = Decision()


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and text.folded(one) != text.folded(other)


def notice_id(visit_id: uuid.UUID, kind: str) -> uuid.UUID:
    """The id of a kind's notice in a visit: the same on every device."""
    return uuid.uuid5(visit_id, f"notice:{kind}")


def finding_id(notice: uuid.UUID, fault: Fault) -> uuid.UUID:
    """The id of the finding of that fault, so that recording it twice is once."""
    return uuid.uuid5(notice, fault)


def field_of(notice: uuid.UUID, aspect: str) -> str:
    """The field of the visit under which an aspect of that notice is stored."""
    return f"{notice.hex}.{aspect}"


def decision_of(stored: Mapping[str, str] | None) -> Decision:
    """A stored decision."""
    found = stored or {}
    day = dt.date.fromisoformat(found["date"]) if found.get("date") else None
    return Decision(found.get("number", ""), day)


def is_official(target: str) -> bool:
    """Whether an address that a QR code leads to is one of the state's (…gov.vn)."""
    host = text.link_host(target) or ""
    return host == "gov.vn" or host.endswith(".gov.vn")
