"""Reading the kinds of notices, and what is known of each in an authorised visit."""

from __future__ import annotations

import datetime as dt
import functools
import json
import uuid
from collections.abc import Collection, Mapping
from importlib import resources

from .. import clock
from ..errors import NotFound
from ..evidence.subjects import namer
from ..findings.models import Finding
from ..findings.queries import load_findings
from ..text import Message
from ..visits.conflicts import naming
from ..visits.models import Visit
from ..visits.queries import load_others
from ..visits.register import Answer
from . import kinds, rules
from .answers import Notice
from .kinds import ANNOUNCED, Edition, Kind
from .rules import ROLES, UNKNOWN, Decision, Fault


@functools.cache
def editions() -> tuple[Edition, ...]:
    """The shipped versions of the kinds, newest first; a shipped one is never changed."""
    folder = resources.files(__package__).joinpath("data")
    files = [file for file in folder.iterdir() if file.name.endswith(".json")]
    found = [kinds.read(json.loads(file.read_text("utf-8"))) for file in files]
    return tuple(sorted(found, key=lambda edition: edition.valid_from, reverse=True))


def edition_on(day: dt.date) -> Edition:
    """The newest version in force on a day, or the oldest one for visits before the first."""
    return next((e for e in editions() if e.valid_from <= day), editions()[-1])


def edition_of(visit: Visit) -> Edition:
    """The version by which a visit looks at notices."""
    begun = visit.started_at
    return edition_on(clock.local(begun).date() if begun else visit.planned_on)


def get_kind(visit: Visit, key: str, aspect: str = "") -> Kind:
    """A kind of the visit's version, or ANNOUNCED; NotFound where there is no such, or aspect."""
    known = {kind.key: kind for kind in (*edition_of(visit).kinds, ANNOUNCED)}
    if key not in known or (aspect and aspect not in known[key].asks):
        raise NotFound()
    return known[key]


def load_notices(visit: Visit) -> list[Notice]:
    """Every notice of an authorised visit, in the order of the kinds."""
    return _notices(visit, load_others(visit))


def load_page(visit: Visit) -> tuple[list[Notice], Notice]:
    """The same, and beside them the newest decision announced, as a notice of ANNOUNCED."""
    answers = load_others(visit)
    return _notices(visit, answers), _notice(visit, ANNOUNCED, answers, UNKNOWN, {})


def load_notice(visit: Visit, kind: Kind) -> Notice:
    """One of them."""
    answers = load_others(visit, rules.notice_id(visit.id, kind.key))
    answers |= load_others(visit, rules.notice_id(visit.id, ANNOUNCED.key))
    return _notice(visit, kind, answers, _newest(visit, answers), _photos(visit))


def recorded(visit: Visit, notices: list[Notice]) -> dict[uuid.UUID, Finding]:
    """The findings of the notices' faults that stand, by id."""
    keys = [rules.finding_id(notice.id, fault) for notice in notices for fault in Fault]
    return {f.id: f for f in load_findings(visit, keys) if f.removed_at is None}


def requests(visit: Visit) -> dict[uuid.UUID, str | None]:
    """By finding what the unit is asked, in the words of the notice's kind.

    None of what was put right on site.
    """
    notices = load_notices(visit)
    standing = recorded(visit, notices)
    words = {
        rules.finding_id(notice.id, fault): (
            None if notice.corrected else notice.kind.wordings[fault].request
        )
        for notice in notices
        for fault in Fault
    }
    return {key: said for key, said in words.items() if key in standing}


def _notices(visit: Visit, answers: Mapping[str, Answer]) -> list[Notice]:
    newest, photos = _newest(visit, answers), _photos(visit)
    return [_notice(visit, kind, answers, newest, photos) for kind in edition_of(visit).kinds]


def _notice(
    visit: Visit,
    kind: Kind,
    answers: Mapping[str, Answer],
    newest: Decision,
    photos: Mapping[str, frozenset[str]],
) -> Notice:
    key = rules.notice_id(visit.id, kind.key)
    answer = answers.get(key.hex, Answer())
    return Notice(kind, key, answer, newest, photos.get(key.hex, frozenset()))


def _newest(visit: Visit, answers: Mapping[str, Answer]) -> Decision:
    key = rules.notice_id(visit.id, ANNOUNCED.key).hex
    return rules.decision_of(answers.get(key, Answer()).cell("decision").value)


def _photos(visit: Visit) -> dict[str, frozenset[str]]:
    """By the hex of a notice's id, the roles of which there is a photo."""
    found: dict[str, set[str]] = {}
    for photo in visit.photos:  # type: ignore[attr-defined] # declared by evidence
        key, _, role = photo.about.partition(".")
        if photo.removed_at is None and role in ROLES:
            found.setdefault(key, set()).add(role)
    return {key: frozenset(roles) for key, roles in found.items()}


@namer
def named(visit: Visit, about: str) -> Message | None:
    """A notice of the visit as the subject of a photo."""
    key, _, role = about.partition(".")
    kinds = edition_of(visit).kinds if role in ROLES else ()
    own = next((k for k in kinds if rules.notice_id(visit.id, k.key).hex == key), None)
    return Message(ROLES[role].text, {"notice": own.name_vi}) if own else None


@naming
def differing(visit: Visit, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of those of the given ids that are notices of the visit."""
    known = {rules.notice_id(visit.id, k.key): k for k in (*edition_of(visit).kinds, ANNOUNCED)}
    return {key: known[key].name_vi for key in keys if key in known}
