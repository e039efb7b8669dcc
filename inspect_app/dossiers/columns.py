"""What the columns of a register mean, and which of them are a citizen's and are not kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from .. import text
from ..errors import RuleBroken
from ..text import Message, msg
from .cells import Cell, plain, says_person

NAMES: dict[str, Message] = {
    "code": msg("Mã hồ sơ"),
    "field": msg("Lĩnh vực"),
    "procedure": msg("Thủ tục"),
    "received": msg("Ngày tiếp nhận"),
    "appointed": msg("Ngày hẹn trả"),
    "finished": msg("Ngày xử lý xong"),
    "returned": msg("Ngày trả kết quả"),
    "status": msg("Trạng thái"),
}
MOMENTS = ("received", "appointed", "finished", "returned")
EXACT = 1000
# Folded, as text.folded gives them; the longest that a heading holds decides.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "code": (
        *("ma ho so", "ma so ho so", "so ho so", "ma hs", "so hs", "ma ho so tthc", "so bien nhan"),
        *("ma bien nhan", "so tiep nhan", "ma tiep nhan", "so phieu tiep nhan"),
        *("so giay tiep nhan", "ma giay tiep nhan", "so phieu hen", "file code", "dossier code"),
    ),
    "field": ("linh vuc", "ten linh vuc", "linh vuc tthc", "linh vuc thu tuc", "nhom thu tuc"),
    "procedure": (
        *("thu tuc", "ten thu tuc", "thu tuc hanh chinh", "ten thu tuc hanh chinh", "tthc"),
        *("ten tthc", "loai ho so", "ten dich vu cong", "dich vu cong"),
    ),
    "received": (
        *("ngay tiep nhan", "ngay nhan", "ngay nhan ho so", "ngay tiep nhan ho so", "ngay nop"),
        *("thoi gian tiep nhan", "thoi diem tiep nhan", "gio tiep nhan", "thoi gian nhan"),
        *("ngay gio tiep nhan", "ngay nop ho so", "thoi gian nop"),
    ),
    "appointed": (
        *("ngay hen", "ngay hen tra", "ngay hen tra ket qua", "hen tra", "han tra"),
        *("thoi gian hen", "thoi gian hen tra", "thoi diem hen tra", "han xu ly", "han giai quyet"),
        *("ngay den han", "thoi han giai quyet", "ngay het han", "ngay tra du kien"),
        *(
            "ngay tra ket qua du kien",
            "ngay du kien tra ket qua",
            "ngay du kien tra",
            "ngay gio hen tra",
        ),
    ),
    "finished": (
        *("ngay xu ly xong", "ngay giai quyet xong", "ngay hoan thanh", "ngay co ket qua"),
        *("ngay ket thuc", "ngay ket thuc xu ly", "thoi gian hoan thanh", "thoi diem hoan thanh"),
        *("ngay xong", "ngay hoan thanh xu ly", "ngay giai quyet", "thoi gian ket thuc"),
        *("ngay ky ket qua", "ngay duyet ket qua", "ngay ket thuc thuc te"),
    ),
    "returned": (
        *("ngay tra", "ngay tra ket qua", "ngay tra thuc te", "ngay tra ket qua thuc te"),
        *("thoi gian tra", "thoi gian tra ket qua", "thoi diem tra ket qua", "ngay nhan ket qua"),
        *("ngay tra kq", "ngay da tra"),
    ),
    "status": (
        *("trang thai", "tinh trang", "trang thai ho so", "tinh trang ho so", "trang thai xu ly"),
    ),
}
PERSONAL = re.compile(
    r"\b(?:ho (?:va )?ten|nguoi (?:nop|yeu cau|de nghi|dung|duoc|nhan|dai dien|uy quyen|khai|than)"
    r"|chu (?:ho so|ho|the|su dung|dau tu|co so)|ten (?:ca nhan|to chuc|cong dan|nguoi|khach hang)"
    r"|to chuc|ca nhan|cong dan|khach hang|doanh nghiep|cccd|cmnd|cmt|cmtnd|can cuoc|chung minh"
    r"|(?:so )?dinh danh|ho chieu|passport|giay to tuy than|so giay to|ma so thue|mst|bhxh|bhyt"
    r"|bao hiem|dien thoai|so dt|sdt|dtdd|di dong|phone|mobile|e ?mail|thu dien tu|hop thu|dia chi"
    r"|address|thuong tru|tam tru|cho o|noi (?:o|cu tru|sinh)|so tai khoan|so nha"
    r"|full name|applicant)\b"
)
BIRTH = re.compile(r"\b(?:(?:ngay|nam|thang) sinh|sinh ngay|dob|birth\w*)\b")
# The day on which a citizen is given the result is none of the citizen's own facts.
OF_TIME = re.compile(r"(?:ngay|thoi gian|thoi diem|thoi han|gio|han)\b")


def labels(row: Sequence[Cell]) -> list[str]:
    """The heading of each column, told apart where two are the same; "" for one without."""
    seen: dict[str, int] = {}
    found = []
    for cell in row:
        said = " ".join(plain(cell).split())[:120]
        seen[said] = seen.get(said, 0) + 1
        found.append(f"{said} ({seen[said]})" if said and seen[said] > 1 else said)
    return found


def meaning(heading: str) -> tuple[str, int] | None:
    """Our name for the column and how well its heading fits (greater is better); None for none."""
    said = _words(heading)
    fits = [
        (len(synonym) + EXACT * (synonym == said), name)
        for name, synonyms in SYNONYMS.items()
        for synonym in synonyms
        if f" {synonym} " in f" {said} "
    ]
    if not fits:
        return None
    fit, name = max(fits)
    return name, fit


def fingerprint(headings: Iterable[str]) -> str:
    """SHA-256 in hex over the folded headings in their order, one a line."""
    said = "\n".join(_words(heading) for heading in headings)
    return hashlib.sha256(said.encode()).hexdigest()


def personal(headings: Sequence[str], sample: Sequence[Sequence[Cell]]) -> list[str]:
    """The headings of the columns that may hold a citizen's name, number, address or birth.

    Told by the heading, or by what stands in the rows of the sample.
    """
    return [
        heading
        for number, heading in enumerate(headings)
        if _is_named_personal(heading)
        or (not _is_sure(heading) and says_person(row[number : number + 1] for row in sample))
    ]


def proposed(headings: Sequence[str], dropped: Iterable[str]) -> dict[str, str]:
    """The heading that fits each of our names best; each column at most once, none dropped."""
    left = set(headings) - set(dropped) - {""}
    known = [(heading, meaning(heading)) for heading in headings if heading in left]
    fits = [(found[1], heading, found[0]) for heading, found in known if found]
    chosen: dict[str, str] = {}
    for _, heading, name in sorted(fits, key=lambda fit: -fit[0]):
        chosen.setdefault(name, heading)
    return {name: chosen[name] for name in NAMES if name in chosen}


def remembered(
    columns: Mapping[str, str], headings: Sequence[str], dropped: Iterable[str]
) -> dict[str, str]:
    """A mapping kept from another file, without what this one lacks or must not keep."""
    left = set(headings) - set(dropped)
    return {name: columns[name] for name in NAMES if columns.get(name) in left}


def check_mapping(
    columns: Mapping[str, str], headings: Sequence[str], dropped: Iterable[str]
) -> dict[str, str]:
    """The chosen columns by our names; RuleBroken names each field at fault."""
    chosen = {name: columns[name] for name in NAMES if columns.get(name)}
    faults: dict[str, Message] = {}
    if "code" not in chosen:
        faults["code"] = msg("Chọn cột có mã hồ sơ; không có cột này thì không nhập được.")
    for name, heading in chosen.items():
        if fault := _fault(heading, list(chosen.values()), headings, set(dropped)):
            faults[name] = fault
    if faults:
        raise RuleBroken(msg("Xem lại các cột được đánh dấu."), faults)
    return chosen


def _fault(
    heading: str, chosen: list[str], headings: Sequence[str], dropped: set[str]
) -> Message | None:
    if heading in dropped:
        return msg(
            "Cột “{column}” có thể chứa thông tin công dân nên không được nhập.", column=heading
        )
    if heading not in headings:
        return msg("Tệp không có cột “{column}”.", column=heading[:120])
    if chosen.count(heading) > 1:
        return msg("Cột “{column}” được chọn hai lần.", column=heading)
    return None


def _words(heading: str) -> str:
    """The heading as synonyms are written: folded, without signs and what stands in brackets."""
    said = re.sub(r"\([^)]*\)", " ", heading)
    return " ".join(re.findall(r"\w+", text.folded(text.nfc(said))))


def _is_exact(heading: str) -> bool:
    found = meaning(heading)
    return found is not None and found[1] > EXACT


def _is_sure(heading: str) -> bool:
    """Whether the heading says that long numbers below it are codes or times of dossiers."""
    found = meaning(heading)
    return found is not None and found[0] in ("code", *MOMENTS)


def _is_named_personal(heading: str) -> bool:
    said = _words(heading)
    if BIRTH.search(said):
        return True
    of_dossier = _is_exact(heading) or OF_TIME.match(said) is not None
    return not of_dossier and PERSONAL.search(said) is not None
