"""The ledger held against the office: what is lost, what is doubled, which states lied."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.offline import seen
from tests.offline.ledger import Ledger, Written
from tests.offline.seen import Seen, Truth, same

OPERATIONS = """SELECT o.visit_id, o.field, o.value, u.username, h.operation_id IS NOT NULL
    FROM operation o JOIN user u ON u.id = o.user_id
    LEFT JOIN operation_head h ON h.operation_id = o.id
    WHERE o.sequence > ? ORDER BY o.sequence"""
PHOTOS = """SELECT p.visit_id, p.item_code, u.username, p.sha256 FROM photo p
    JOIN user u ON u.id = p.user_id WHERE p.received_at >= ?"""
FINDINGS = """SELECT f.visit_id, f.text, u.username FROM finding f
    JOIN user u ON u.id = f.created_by WHERE f.created_at >= ?"""
PARKED = """SELECT p.path, p.fields, u.username FROM parked_operation p
    JOIN user u ON u.id = p.user_id WHERE p.received_at >= ?"""
ASPECTS = ("result", "value", "note", "wording")


@dataclass(frozen=True)
class Report:
    """What does not agree; all empty when all is well."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    lied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """One operation of a field of the checklist, as the office keeps it."""

    visit: str
    field: str
    value: object
    author: str
    head: bool

    @property
    def aspect(self) -> str:
        return self.field.rpartition(".")[2]


class Books:
    """One comparison of the ledger with the office as it is now."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.house = ledger.house
        self.kept = [kept for kept in self._operations() if kept.aspect in ASPECTS]
        self.since = datetime.fromtimestamp(ledger.since, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        self.counted = [e for e in ledger.written if not ledger.unsure or ledger.promised(e)]

    def report(self) -> Report:
        return Report(tuple(self._lost()), tuple(self._doubled()), tuple(self._lied()))

    def _operations(self) -> Iterator[Kept]:
        for visit, name, value, author, head in self.house.rows(OPERATIONS, self.ledger.after):
            yield Kept(visit, name, json.loads(value), author, bool(head))

    # --- Lost

    def _lost(self) -> Iterator[str]:
        for entry, allowed in self._newest():
            if entry.field in self.ledger.parked:
                yield from self._not_parked(entry)
            elif not self._stands(entry, allowed):
                there = [(kept.value, kept.author) for kept in self._of(entry) if kept.head]
                yield f"{entry.author} wrote {entry.field} = {entry.value!r}; there: {there}"
        yield from self._lost_photos()
        findings = Counter(self._findings())
        for found in self.ledger.found:
            if not findings[found.visit, found.text, found.author]:
                yield f"{found.author} found {found.text!r}"

    def _newest(self) -> Iterator[tuple[Written, list[object]]]:
        """The last entry of each field (of each author where contested) that counts, with the
        values that may stand instead: those typed later that nothing promised."""
        groups: dict[tuple[str, ...], list[Written]] = {}
        for entry in self.ledger.written:
            author = entry.author if entry.field in self.ledger.contested else ""
            groups.setdefault((entry.visit, entry.field, author), []).append(entry)
        for entries in groups.values():
            counted = [entry for entry in entries if entry in self.counted]
            if counted:
                last = counted[-1]
                yield last, [e.value for e in entries if e.begun >= last.begun]

    def _of(self, entry: Written) -> list[Kept]:
        place = (entry.visit, entry.field)
        return [kept for kept in self.kept if (kept.visit, kept.field) == place]

    def _stands(self, entry: Written, allowed: list[object]) -> bool:
        mine = [kept for kept in self._of(entry) if kept.author == entry.author]
        if entry.field in self.ledger.contested:
            return any(same(kept.value, value) for kept in mine for value in allowed)
        heads = [kept for kept in self._of(entry) if kept.head]
        return bool(heads) and all(
            kept in mine and any(same(kept.value, value) for value in allowed) for kept in heads
        )

    def _not_parked(self, entry: Written) -> Iterator[str]:
        place = "/answers/" + entry.field.replace(".", "/")
        waiting = [
            json.loads(fields) if isinstance(fields, str) else fields
            for path, fields, author in self.house.rows(PARKED, self.since)
            if path.endswith(place) and author == entry.author
        ]
        if [fields["value"] for fields in waiting] != [[entry.value]]:
            yield f"{entry.author}'s {entry.field} = {entry.value!r} should be parked: {waiting}"
        if any(same(kept.value, entry.value) for kept in self._of(entry)):
            yield f"{entry.field} = {entry.value!r} should wait for the head, and is an answer"

    def _photos(self) -> Counter[tuple[str, str, str, str]]:
        rows = self.house.rows(PHOTOS, self.since)
        return Counter((visit, code, author, sha256) for visit, code, author, sha256 in rows)

    def _lost_photos(self) -> Iterator[str]:
        taken = Counter(
            (shot.visit, shot.code, shot.author, shot.sha256)
            for shot in self.ledger.shots
            if shot.sure or not self.ledger.unsure
        )
        there = self._photos()
        for shot, times in taken.items():
            if there[shot] < times:
                yield f"{times - there[shot]} photo(s) of {shot[1]} by {shot[2]}"
        for *_, sha256 in there:
            file = self.house.folder / "files" / sha256[:2] / sha256
            if hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
                yield f"the file {sha256} is damaged"

    def _findings(self) -> Iterator[tuple[Any, ...]]:
        yield from self.house.rows(FINDINGS, self.since)

    # --- Doubled, or nobody's

    def _doubled(self) -> Iterator[str]:
        written = Counter(
            (e.visit, e.field, e.author, json.dumps(e.value)) for e in self.ledger.written
        )
        kept = Counter((k.visit, k.field, k.author, json.dumps(k.value)) for k in self.kept)
        for place, times in kept.items():
            allowed = written[place]
            if times > allowed and not (times == 1 and self._half_typed(place)):
                yield f"{place[1]} = {place[3]} by {place[2]}: {times} times, written {allowed}"
        taken = Counter((s.visit, s.code, s.author, s.sha256) for s in self.ledger.shots)
        for photo, times in self._photos().items():
            if times > taken[photo]:
                yield f"a photo of {photo[1]} by {photo[2]}: {times} times, taken {taken[photo]}"
        noted = Counter((f.visit, f.text, f.author) for f in self.ledger.found)
        for finding, times in Counter(self._findings()).items():
            if noted[finding] and times > noted[finding]:
                yield f"the finding {finding[1]!r}: {times} times"

    def _half_typed(self, place: tuple[str, ...]) -> bool:
        """Whether it is what stood in the field while somebody was still typing there."""
        half = json.loads(place[3])
        for entry in self.ledger.written:
            if (entry.visit, entry.field, entry.author) != place[:3]:
                continue
            if isinstance(half, str) and str(entry.value).startswith(half):
                return True
            if isinstance(half, dict) or half is None:
                return isinstance(entry.value, dict)
        return False

    # --- Lied

    def _lied(self) -> Iterator[str]:
        truth = Truth(self.house)
        yield from seen.lies(self.ledger.seen, truth)
        for line in self.ledger.seen:
            if line.kind == "line" and line.live == "saved":
                yield from self._not_there_yet(line, truth)

    def _not_there_yet(self, line: Seen, truth: Truth) -> Iterator[str]:
        """What the line "all is on the server" kept quiet about."""
        whose = (line.tablet, line.author)
        mine = [e for e in self.ledger.written if (e.tablet, e.author) == whose]
        newest = {e.field: e for e in mine if e.begun <= line.time}
        for entry in newest.values():
            if entry.done > line.time or entry.field in self.ledger.parked:
                continue
            if entry not in self.counted:
                continue
            if not truth.held(entry.visit, entry.field, entry.value, line.time):
                yield f"{line.tablet}: “{line.said}”, but {entry.field} = {entry.value!r} was not"
        taken = Counter(
            (shot.visit, shot.code)
            for shot in self.ledger.shots
            if (shot.tablet, shot.author) == whose and shot.sure and shot.at <= line.time
        )
        for (visit, code), times in taken.items():
            if truth.photos(visit, code, line.time) < times:
                yield f"{line.tablet}: “{line.said}”, but not all photos of {code} were"
