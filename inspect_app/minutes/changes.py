"""What differs between two states of the minutes, in words, from their canonical JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from .. import text
from ..text import Message, msg
from . import changed_names as names
from .document import RESULT_MARKS

Row = Mapping[str, Any]
Rows = Sequence[Row]
SHOWN, LONGEST = 12, 90


def changes(before: bytes, after: bytes) -> list[Message]:
    """Each difference of two canonical documents, main parts first; [] for equal ones.

    A part that has no words here is named by its field. The number does not count.
    """
    old, new = json.loads(before), json.loads(after)
    differing = [f for f in {**old, **new} if f != "number" and old.get(f) != new.get(f)]
    found: list[Message] = []
    for field in sorted(differing, key=lambda f: names.ORDER.get(f, len(names.ORDER))):
        said = _PARTS.get(field)
        lines = list(said(old.get(field) or (), new.get(field) or ())) if said else []
        found += lines or [_value(field, old.get(field), new.get(field))]
    return found


def shortened(found: Sequence[Message], shown: int = SHOWN) -> list[Message]:
    """The first so many, and how many more there are."""
    more = len(found) - shown
    rest = [msg("và {count} thay đổi khác.", count=more)] if more > 0 else []
    return [*found[:shown], *rest]


def _checklist(old: Rows, new: Rows) -> Iterator[Message]:
    rows = [{row["code"]: row for part in side for row in part["rows"]} for side in (old, new)]
    for code in {**rows[0], **rows[1]}:
        yield from _row(msg("Nội dung {code}", code=code), rows[0].get(code), rows[1].get(code))


def _row(name: Message, old: Row | None, new: Row | None) -> Iterator[Message]:
    """What differs in one row that has a name: whether it is there, then field by field."""
    if old is None or new is None:
        said = msg("{name}: thêm vào.") if old is None else msg("{name}: bỏ ra.")
        yield Message(said.text, {"name": name})
        return
    for field in new:
        if old.get(field) != new[field]:
            what = names.FIELDS.get(field) or msg("“{field}”", field=field)
            yield _was(msg("{name}: {what}", name=name, what=what), old.get(field), new[field])


def _headings(old: Rows, new: Rows) -> Iterator[Message]:
    known = {heading["title"]: heading for heading in old}
    for number, heading in enumerate(new, 1):
        for kind in names.KINDS:
            before = known.get(heading["title"], {}).get(kind, ())
            yield from _sentences(number, names.KINDS[kind], before, heading.get(kind, ()))
    titles = {heading["title"] for heading in new}
    for title in known.keys() - titles:
        yield msg("Kết luận: bỏ lĩnh vực “{title}”.", title=title)


def _sentences(
    number: int, kind: Message, old: Sequence[str], new: Sequence[str]
) -> Iterator[Message]:
    where = {"number": number, "kind": kind}
    if old != new and sorted(old) == sorted(new):
        yield msg("Kết luận lĩnh vực {number}, {kind}: đổi thứ tự các câu.", **where)
        return
    for before, after in _paired(old, new):
        if before is None:
            said = msg("Kết luận lĩnh vực {number}, {kind}: thêm câu “{text}”.")
        elif after is None:
            said = msg("Kết luận lĩnh vực {number}, {kind}: bỏ câu “{text}”.")
        else:
            said = msg("Kết luận lĩnh vực {number}, {kind}: câu “{text}” sửa thành “{after}”.")
        shown = {"text": _short(before if before is not None else after), "after": _short(after)}
        yield Message(said.text, where | shown)


def _paired(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """What was replaced, taken out (None after) or put in (None before), in order."""
    keys = [[json.dumps(x, sort_keys=True) for x in side] for side in (old, new)]
    for tag, i, i_end, j, j_end in SequenceMatcher(
        a=keys[0], b=keys[1], autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(i_end - i, j_end - j)):
            before = old[i + place] if i + place < i_end else None
            yield before, new[j + place] if j + place < j_end else None


def _requests(old: Rows, new: Rows) -> Iterator[Message]:
    if old != new and sorted(map(str, old)) == sorted(map(str, new)):
        yield msg("Kiến nghị: đổi thứ tự.")
        return
    for before, after in _paired(old, new):
        content = _short((before or after)["content"])
        yield from _row(msg("Kiến nghị “{content}”", content=content), before, after)


def _sample(old: Rows, new: Rows) -> Iterator[Message]:
    """Dossier by dossier; what follows from them is not said again."""
    rows = [{row["code"]: row for part in side for row in part["rows"]} for side in (old, new)]
    items = (new or old)[0].get("items", ())
    for code in {**rows[0], **rows[1]}:
        before, after = rows[0].get(code), rows[1].get(code)
        if before != after:
            yield from _dossier(msg("Hồ sơ {code}", code=code), before, after, items)


def _dossier(
    name: Message, old: Row | None, new: Row | None, items: Sequence[str]
) -> Iterator[Message]:
    if old is None or new is None:
        yield from _row(name, old, new)
        return
    for item, before, after in zip(items, old["results"], new["results"], strict=False):
        if before != after:
            yield _was(msg("{name}, {item}: kết quả", name=name, item=item), before, after)
    plain = {key: value for key, value in new.items() if key != "results"}
    yield from _row(name, {key: old.get(key) for key in plain}, plain)


def _photos(old: Rows, new: Rows) -> Iterator[Message]:
    if old != new and sorted(map(str, old)) == sorted(map(str, new)):
        yield msg("Ảnh: đổi thứ tự.")
        return
    sides = [{photo["sha256"]: photo for photo in side} for side in (old, new)]
    for key in {**sides[0], **sides[1]}:
        before, after = sides[0].get(key), sides[1].get(key)
        shown = after or before or {}
        name = msg(
            "Ảnh {code} “{caption}”", code=shown["item_code"], caption=_short(shown["caption"])
        )
        if before and after and before["print_sha256"] != after["print_sha256"]:
            yield msg("{name}: vùng che hoặc dấu vẽ đã đổi.", name=name)
        elif before != after:
            yield from _row(name, before, after)


def _value(field: str, old: object, new: object) -> Message:
    name = names.PARTS.get(field)
    if name is None:
        return msg("Một phần khác của biên bản đã thay đổi ({field}).", field=field)
    if isinstance(old, list | dict) or isinstance(new, list | dict):
        return msg("{name}: đã thay đổi.", name=name)
    return _was(name, old, new)


def _was(name: Message, old: object, new: object) -> Message:
    return msg("{name} “{before}” → “{after}”.", name=name, before=_short(old), after=_short(new))


def _short(value: object) -> Message | str:
    """What stands there, for reading: results by their names, days and moments as written."""
    if value is None or value == "":
        return names.NOTHING
    said = RESULT_MARKS.get(str(value), _as_time(str(value)))
    return text.shortened(said, LONGEST)


def _as_time(value: str) -> str:
    try:
        return (
            text.moment(dt.datetime.fromisoformat(value))
            if "T" in value
            else text.as_date(value) or ""
        )
    except ValueError:
        return value


_PARTS: dict[str, Callable[[Rows, Rows], Iterator[Message]]] = {
    "headings": _headings,
    "requests": _requests,
    "checklist": _checklist,
    "sample": _sample,
    "photos": _photos,
}
