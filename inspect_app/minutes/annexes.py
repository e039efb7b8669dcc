"""What the annexes of the minutes print of answers, photos and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..checklists.items import Checklist, Item
from ..checklists.rules import shown_value
from ..dossiers.queries import registers
from ..evidence.models import Photo as StoredPhoto
from ..evidence.queries import list_photos
from ..visits.models import Visit
from ..visits.register import Answer
from .document import ChecklistPart, ChecklistRow, File, Photo

COMPUTED = "hệ thống tính từ hồ sơ"


def checklist_parts(checklist: Checklist, answers: dict[str, Answer]) -> tuple[ChecklistPart, ...]:
    """The checklist's annex: every item with its answer, heading by heading."""
    return tuple(
        ChecklistPart(
            heading.title_vi,
            tuple(
                ChecklistRow(
                    item.code,
                    item.question_vi,
                    answer.result,
                    _value(item, answer),
                    answer.cell("wording").value or "",
                )
                for item in heading.items
                for answer in [answers.get(item.code, Answer())]
            ),
        )
        for heading in checklist.headings
    )


def _value(item: Item, answer: Answer) -> str:
    said, head = shown_value(item, answer.value), answer.cell("value").head
    return f"{said} ({COMPUTED})" if said and head and head.computed else said


def printed(checklist: Checklist, photo: StoredPhoto) -> Photo:
    """One picture of the photos' annex; without a caption, its item's question stands below it."""
    item = checklist.items.get(photo.item_code)
    caption = photo.caption or (item.question_vi if item else "")
    return Photo(
        sha256=photo.sha256,
        print_sha256=photo.print_sha256,
        caption=caption,
        item_code=photo.item_code,
        taken_at=photo.taken_at,
        received_at=photo.received_at,
    )


def files(visit: Visit) -> tuple[File, ...]:
    """The originals of an authorised visit: registers, whose files are gone, then all photos.

    A photo goes by its number in the photos' annex; a name of a file could name a citizen.
    """
    lists = (
        File(r.file_name, f"danh sách hồ sơ của {r.unit.label}", None, r.sha256)
        for r in registers(visit)
    )
    return (*lists, *_originals(list_photos(visit)))


def _originals(photos: Sequence[StoredPhoto]) -> Iterator[File]:
    printed_before = 0
    for photo in photos:
        printed_before += photo.in_minutes
        name = f"Ảnh {printed_before}" if photo.in_minutes else "Ảnh không in"
        what = f"ảnh gốc, nội dung {photo.item_code}"
        yield File(name, what, photo.size, photo.sha256)
