"""What the page of the notices shows: a card for each kind, what is wrong, and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import text
from ..audit.queries import last_sequence
from ..errors import RuleBroken
from ..evidence.models import Photo
from ..visits.models import Visit
from ..visits.queries import checklist_of
from ..visits.rules import VisitState
from . import queries, rules, summary
from .answers import Notice
from .kinds import ANNOUNCED, Kind
from .rules import COUNTS, State

Context = dict[str, Any]
# The states that the head of the page counts, in its order; how many hang stands before them.
COUNTED = (State.MISSING, State.OUTDATED, State.FAULTY, State.CORRECTED, State.UNSEEN)


@dataclass(frozen=True)
class Refusal:
    """What was refused: of which kind, in which aspect or fault, why, and what was typed."""

    kind: str
    place: str
    error: RuleBroken
    typed: Mapping[str, str]


def whole_page(visit: Visit, *, refusal: Refusal | None = None) -> Context:
    """The page; `refusal` brings what was refused back as it was typed."""
    notices, announced = queries.load_page(visit)
    edition = queries.edition_of(visit)
    places = [notice.said("place") for notice in notices]
    return {
        "visit": visit,
        "checklist": checklist_of(visit),
        "notices": notices,
        "announced": announced,
        "recorded": queries.recorded(visit, notices),
        "summary": summary.count(notices),
        "sentences": list(summary.sentences(notices).values()),
        "places": list(dict.fromkeys([*edition.places, *(p for p in places if p)])),
        "photos": [p for p in visit.photos if p.removed_at is None],  # type: ignore[attr-defined]
        "refusal": refusal,
        "locked": visit.state is VisitState.SIGNED,
        "news_part": "notices",
        "news_subject": None,
        "since": last_sequence(visit.id),
        "part": False,
        **WORDS,
    }


def part_of(visit: Visit, kind: Kind, place: str, *, refusal: Refusal | None = None) -> Context:
    """What an answer to one form needs: the aspect or fault, and what follows from it elsewhere."""
    page = whole_page(visit, refusal=refusal)
    everything = [page["announced"], *page["notices"]]
    notice = next(n for n in everything if n.kind.key == kind.key)
    touched = page["notices"] if kind is ANNOUNCED else [notice]
    return page | {"part": True, "notice": notice, "place": place, "touched": touched}


def seen_codes(notice: Notice, photos: Iterable[Photo]) -> list[str]:
    """The texts of the codes read in a notice's photos, each once."""
    own = [p for p in photos if p.about.partition(".")[0] == notice.id.hex]
    return list(dict.fromkeys(code for photo in own for code in photo.codes))


WORDS: Context = {
    "seen_codes": seen_codes,
    "taps": rules.CHOICES,
    "labels": rules.LABELS,
    "fault_words": rules.FAULTS,
    "state_words": rules.STATES,
    "counted": COUNTED,
    "count_names": COUNTS,
    "raised": text.raised,
    "finding_id": rules.finding_id,
    "link_host": text.link_host,
}
