"""What the annexes of the minutes print of answers and photos."""

from __future__ import annotations

from ..checklists.items import Checklist, Item
from ..checklists.rules import shown_value
from ..evidence.models import Photo as StoredPhoto
from ..visits.register import Answer
from .document import ChecklistPart, ChecklistRow, Photo

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
