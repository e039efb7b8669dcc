"""What the notices of a visit come to, counted, and in the words of the minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..findings import library
from ..findings.rules import Drafted, LineKind
from ..findings.sources import source
from ..text import Message, msg
from ..visits.models import Visit
from ..visits.queries import checklist_of
from . import queries
from .answers import Notice
from .rules import FAULTS, Fault, State

# Of what hangs there but not as it should.
FAULTY: dict[Fault, Message] = {
    Fault.OUTDATED: msg("Niêm yết nội dung cũ, hết hiệu lực: {names}."),
    Fault.INCOMPLETE: msg("Niêm yết chưa đủ: {names}."),
    Fault.UNREADABLE: msg("Niêm yết khó thấy, khó đọc: {names}."),
    Fault.QR: msg("Mã QR không mở được: {names}."),
}


@dataclass(frozen=True)
class Summary:
    """How many kinds there are, how many hang, and how many stand how.

    What does not apply to the unit is not counted.
    """

    total: int
    posted: int
    states: Counter[State]


def count(notices: Iterable[Notice]) -> Summary:
    """The counts of a visit's notices."""
    own = [notice for notice in notices if notice.state is not State.NOT_APPLICABLE]
    posted = sum(notice.posted == "yes" for notice in own)
    return Summary(len(own), posted, Counter(notice.state for notice in own))


def sentences(notices: Sequence[Notice]) -> dict[str, Message]:
    """What the minutes can say of the notices, by what it is about; none before a look."""
    found = count(notices)
    if found.total == found.states[State.UNSEEN]:
        return {}
    head = msg(
        "Niêm yết công khai: đã niêm yết {posted}/{total} loại.",
        posted=found.posted,
        total=found.total,
    )
    standing = [notice for notice in notices if notice.state is not State.CORRECTED]
    words = {Fault.MISSING: msg("Chưa niêm yết: {names}."), **FAULTY}
    said = {fault.value: _named(words[fault], _with(standing, fault)) for fault in words}
    corrected = [_corrected(n) for n in notices if n.state is State.CORRECTED]
    unseen = [n.kind.name_vi for n in notices if n.state is State.UNSEEN]
    said["corrected"] = _named(msg("Đã khắc phục tại chỗ: {names}."), corrected)
    said["unseen"] = _named(msg("Chưa kiểm tra: {names}."), unseen)
    return {"posted": head} | {key: words for key, words in said.items() if words is not None}


def _with(notices: Iterable[Notice], fault: Fault) -> list[str]:
    return [_name(notice, fault) for notice in notices if fault in notice.faults]


def _name(notice: Notice, fault: Fault) -> str:
    """The kind, with its figures where these are what is wrong."""
    figures = notice.share if fault is Fault.INCOMPLETE and notice.lacking > 0 else None
    return f"{notice.kind.name_vi} ({figures})" if figures else notice.kind.name_vi


def _corrected(notice: Notice) -> str:
    faults = ", ".join(str(FAULTS[fault]) for fault in notice.faults)
    return f"{notice.kind.name_vi} ({faults})" if faults else notice.kind.name_vi


def _named(said: Message, names: Sequence[str]) -> Message | None:
    return Message(said.text, {"names": "; ".join(names)}) if names else None


@source
def proposed(visit: Visit) -> list[Drafted]:
    """The sentences as results of the first kind's heading; `source` is notices:<about>."""
    checklist, notices = checklist_of(visit), queries.load_notices(visit)
    phrases = library.current()
    item = checklist.items.get(notices[0].kind.item)
    heading = item.heading if item else checklist.headings[0].code
    said = {
        about: phrases.fill(f"notice.{about}", message.values)
        for about, message in sentences(notices).items()
    }
    return [Drafted(heading, LineKind.RESULT, s, f"notices:{a}") for a, s in said.items()]
