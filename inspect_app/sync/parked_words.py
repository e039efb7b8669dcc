"""What a kept operation wants, in words that a head can decide on."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ..checklists import rules as wording
from ..checklists.items import Item
from ..db import db
from ..dossiers.models import SampledDossier
from ..errors import NotFound, RuleBroken
from ..evidence.models import Photo
from ..findings.models import Finding
from ..notices.queries import get_kind
from ..notices.rules import FAULTS, LABELS, Fault
from ..text import Message, msg
from ..visits.models import ParkedOperation, Visit
from ..visits.queries import checklist_of
from ..visits.register import Head
from ..visits.rules import ParkReason

# The views that take in operations of a tablet, and what each of them does.
DOES: dict[str, Message] = {
    "visits.start": msg("Bắt đầu kiểm tra"),
    "visits.answer": msg("Trả lời"),
    "findings.from_item": msg("Ghi thành tồn tại"),
    "findings.create": msg("Thêm phát hiện"),
    "findings.edit": msg("Sửa phát hiện"),
    "findings.set_removed": msg("Bỏ hoặc lấy lại phát hiện"),
    "evidence.receive": msg("Thêm ảnh"),
    "evidence.set_removed": msg("Bỏ hoặc lấy lại ảnh"),
    "evidence.caption": msg("Chú thích ảnh"),
    "photos.save_layer": msg("Che, đánh dấu lên ảnh"),
    "photos.choose": msg("Chọn ảnh vào biên bản"),
    "photos.move": msg("Đổi thứ tự ảnh"),
    "dossiers.draw": msg("Rút mẫu hồ sơ"),
    "dossiers.add": msg("Thêm hồ sơ theo mã"),
    "dossiers.set_missing": msg("Ghi hồ sơ không tìm thấy, hoặc đã tìm thấy"),
    "dossiers.set_removed": msg("Bỏ hoặc lấy lại hồ sơ thêm bằng tay"),
    "dossiers.check": msg("Ghi kết quả kiểm tra một hồ sơ"),
    "notices.note": msg("Ghi kết quả xem niêm yết"),
    "notices.record": msg("Ghi lỗi niêm yết thành tồn tại, hoặc bỏ"),
}
# The fields of a notice that say something to a person.
SAID_OF_NOTICE = ("value", "posted", "announced", "number", "date")
ASPECTS: dict[str, Message] = {
    "result": msg("Kết quả"),
    "value": msg("Số liệu"),
    "note": msg("Ghi chú nội bộ của đoàn"),
    "wording": msg("Câu ghi vào biên bản"),
}
VERBS: dict[tuple[str, str], Message] = {
    ("findings.set_removed", "remove"): msg("Bỏ phát hiện"),
    ("findings.set_removed", "restore"): msg("Lấy lại phát hiện"),
    ("evidence.set_removed", "remove"): msg("Bỏ ảnh"),
    ("evidence.set_removed", "restore"): msg("Lấy lại ảnh"),
}
WHY: dict[ParkReason, Message] = {
    ParkReason.LATE: msg("Ghi khi đoàn còn đang làm, nhưng đến nơi sau khi đã gửi trưởng đoàn."),
    ParkReason.REVOKED: msg("Đến nơi khi người ghi không còn trong đoàn hoặc tài khoản đã khóa."),
    ParkReason.CLOSED: msg("Đến nơi sau khi biên bản đã ký."),
}


@dataclass(frozen=True)
class Wish:
    """What one parked operation wants. `result` is a key of the scale; `photo` one taken in."""

    does: Message
    item: Item | None = None
    result: str = ""
    text: str = ""
    photo: Photo | None = None
    brings_photo: bool = False


def is_replayable(method: str, path: str) -> bool:
    """Whether the address is one of a view that takes in operations."""
    return _view(method, path)[0] in DOES


def wish(parked: ParkedOperation, *, english: bool) -> Wish:
    """What the operation wants; values of the checklist in Vietnamese or English."""
    endpoint, values = _view(parked.method, parked.path)
    does = VERBS.get((endpoint, values.get("verb", "")), DOES.get(endpoint, msg("Thao tác khác")))
    items = checklist_of(parked.visit).items
    if endpoint == "visits.answer":
        return _answer(parked, items.get(values["code"]), values["aspect"], english)
    if endpoint == "findings.from_item":
        return Wish(does, items.get(values["code"]))
    if parked.method == "PATCH":
        name = unquote(str(header(parked, "Op-Name")))
        return Wish(does, items.get(header(parked, "Op-Item")), text=name, brings_photo=True)
    if "photo_id" in values:
        return _of_photo(parked, does, values["photo_id"])
    if "finding_id" in values:
        return _of_finding(parked, does, values["finding_id"])
    if "sampled_id" in values or endpoint == "dossiers.add":
        return Wish(does, text=_of_dossier(parked, values))
    if "kind" in values:
        return Wish(does, text=_of_notice(parked, values))
    return Wish(does, text=typed(parked, "text"))


def _of_dossier(parked: ParkedOperation, values: dict[str, Any]) -> str:
    """Its code, which matter, and what was typed or tapped there."""
    row = db.session.get(SampledDossier, values["sampled_id"]) if "sampled_id" in values else None
    own = row if row is not None and row.visit_id == parked.visit_id else None
    known = (own.code if own else "", values.get("matter", ""), typed(parked, "code"))
    return " · ".join(part for part in (*known, typed(parked, "value")) if part)


def _of_notice(parked: ParkedOperation, values: dict[str, Any]) -> str:
    """Which notice, which matter of it, and what was typed or tapped there."""
    try:
        kind = get_kind(parked.visit, values["kind"]).title_vi
    except NotFound:
        kind = values["kind"]
    own = {name: str(found[0]) for name, found in parked.fields.items() if found}
    said = [own[name] for name in SAID_OF_NOTICE if own.get(name)]
    matter = LABELS[values["noted"]] if "noted" in values else FAULTS[Fault(values["fault"])]
    return " · ".join(part for part in (kind, str(matter), *said) if part)


def typed(parked: ParkedOperation, name: str) -> str:
    """The first value of a field; "" where there is none."""
    return str((parked.fields.get(name) or [""])[0])


def header(parked: ParkedOperation, name: str) -> str:
    """A header of a photo's piece, however its name was written."""
    sent = {key.lower(): str(value) for key, value in parked.headers.items()}
    return sent.get(name.lower(), "")


def made_at(parked: ParkedOperation) -> dt.datetime | None:
    """When it was made: the tablet's clock put right by what it was off, where that is known."""
    if parked.client_time is None:
        return None
    try:
        return parked.client_time + dt.timedelta(milliseconds=parked.clock_offset or 0)
    except OverflowError:
        return parked.client_time


def skew(parked: ParkedOperation) -> Message | None:
    """How wrong the tablet's clock was; None up to five minutes."""
    head = Head(
        id=parked.id,
        value=None,
        user_id=parked.user_id,
        user_name=parked.user.full_name,
        received_at=parked.received_at,
        client_time=parked.client_time,
        clock_offset=parked.clock_offset,
    )
    return head.skew


def _view(method: str, path: str) -> tuple[str, dict[str, Any]]:
    """The endpoint of the address and its values; ("", {}) where it leads nowhere."""
    try:
        endpoint, values = current_app.url_map.bind("localhost").match(path, method)
    except (HTTPException, RequestRedirect):
        return "", {}
    return endpoint, dict(values)


def _answer(parked: ParkedOperation, item: Item | None, aspect: str, english: bool) -> Wish:
    does = ASPECTS.get(aspect, DOES["visits.answer"])
    said = typed(parked, "value")
    if aspect == "result":
        known = said if said in wording.RESULTS else ""
        return Wish(does, item, result=known, text="" if known else said)
    if aspect == "value" and item is not None:
        return Wish(does, item, text=_value(parked, item, english))
    return Wish(does, item, text=said)


def _value(parked: ParkedOperation, item: Item, english: bool) -> str:
    """The value in words; as it was typed where it cannot be read."""
    flat = {name: str(values[0]) for name, values in parked.fields.items() if values}
    try:
        return wording.shown_value(item, wording.read_value(item, flat), english=english)
    except RuleBroken:
        shown = [flat[figure.key] for figure in item.figures if flat.get(figure.key)]
        return "; ".join(shown) or flat.get("value", "")


def _of_photo(parked: ParkedOperation, does: Message, photo_id: uuid.UUID) -> Wish:
    photo = db.session.get(Photo, photo_id)
    own = photo if photo is not None and photo.visit_id == parked.visit_id else None
    item = _item(parked.visit, own.item_code) if own else None
    return Wish(does, item, text=typed(parked, "caption"), photo=own)


def _of_finding(parked: ParkedOperation, does: Message, finding_id: uuid.UUID) -> Wish:
    finding = db.session.get(Finding, finding_id)
    own = finding if finding is not None and finding.visit_id == parked.visit_id else None
    item = _item(parked.visit, own.item_code) if own else None
    return Wish(does, item, text=typed(parked, "text") or (own.text if own else ""))


def _item(visit: Visit, code: str) -> Item | None:
    return checklist_of(visit).items.get(code)
