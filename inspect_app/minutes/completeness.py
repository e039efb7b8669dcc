"""Whether everything recorded is in the document: counted in the data, the value and the pages."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass

from ..text import Message, msg, number

NAMES: dict[str, Message] = {
    "items": msg("nội dung của phiếu kiểm tra"),
    "dossiers": msg("hồ sơ mẫu"),
    "missing": msg("hồ sơ mẫu không tìm thấy"),
    "photos": msg("ảnh chọn in"),
    "files": msg("tệp gốc"),
}
_ROW = re.compile(r' data-row="(\w+)"')


class Incomplete(RuntimeError):
    """The drawn pages lack something that the data have; a fault of the program."""


@dataclass(frozen=True)
class Counts:
    """How many there are of each that every document must show whole."""

    items: int = 0
    dossiers: int = 0
    missing: int = 0
    photos: int = 0
    files: int = 0


def in_data(canonical: bytes) -> Counts:
    """What the document's JSON holds."""
    said = json.loads(canonical)
    return Counts(
        items=sum(len(part["rows"]) for part in said["checklist"]),
        dossiers=sum(len(part["rows"]) for part in said["sample"]),
        missing=sum(len(part["missing"]) for part in said["sample"]),
        photos=len(said["photos"]),
        files=len(said["files"]),
    )


def in_pages(html: str) -> Counts:
    """What the pages show, row by row."""
    rows = Counter(_ROW.findall(html))
    kinds = ("item", "dossier", "missing", "photo", "file")
    return Counts(*(rows[kind] for kind in kinds))


def check_drawn(html: str, canonical: bytes) -> None:
    """Raise Incomplete unless the pages show as many rows of each kind as the data hold."""
    if differing := differences(in_data(canonical), in_pages(html)):
        raise Incomplete("; ".join(map(str, differing)))


def differences(recorded: Counts, printed: Counts) -> list[Message]:
    """Each kind of which the document does not hold what was recorded, in words."""
    pairs = zip(asdict(recorded).items(), asdict(printed).values(), strict=True)
    return [
        msg(
            "Biên bản thiếu hoặc thừa {what}: đã ghi nhận {recorded}, trong biên bản có {printed}.",
            what=NAMES[name],
            recorded=number(wanted),
            printed=number(found),
        )
        for (name, wanted), found in pairs
        if wanted != found
    ]


def unmentioned(findings: dict[str, str], sources: set[str]) -> list[Message]:
    """The findings (id → text) of which no sentence speaks, kept or left out by the head."""
    lost = [said for key, said in findings.items() if f"finding:{key}" not in sources]
    if not lost:
        return []
    return [
        msg(
            "{count} phát hiện chưa có trong kết luận: “{first}”. Bấm dự thảo lại ở trang "
            "kết luận.",
            count=number(len(lost)),
            first=_shortened(lost[0]),
        )
    ]


def dismissed(texts: list[str]) -> list[Message]:
    """The findings that were taken out while their sentence still stands as it was drafted."""
    if not texts:
        return []
    return [
        msg(
            "{count} phát hiện đã bỏ mà câu kết luận vẫn còn: “{first}”. Bấm dự thảo lại ở trang "
            "kết luận.",
            count=number(len(texts)),
            first=_shortened(texts[0]),
        )
    ]


def _shortened(said: str) -> str:
    return said if len(said) <= 80 else f"{said[:79]}…"
