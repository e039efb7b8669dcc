"""Writing down how a party stands to the minutes."""

from __future__ import annotations

from .. import clock, storage
from ..audit.actions import record
from ..db import db
from ..errors import Conflict
from ..minutes.document import text_hash
from ..minutes.queries import gather
from ..permissions import Viewer
from ..text import msg
from ..visits import actions as visits
from ..visits.models import Visit
from ..visits.rules import check_reason
from . import ink, rules
from .models import PartyStand, SignedFile
from .rules import Party, Stand

CHANGED = msg("Biên bản vừa thay đổi. Xem lại bản mới rồi ký.")


def take_stand(
    visit: Visit,
    party: Party,
    stand: Stand,
    *,
    words: str,
    witness: str,
    strokes: str | None,
    seen_hash: str,
    by: Viewer,
) -> PartyStand:
    """How one party stands to the text of `seen_hash`; `strokes` None: nothing is drawn here.

    Raises RuleBroken naming the field, Conflict when the text is no longer that.
    """
    rules.check_asked(visit.state)
    minutes = gather(visit)
    if text_hash(minutes) != seen_hash:
        raise Conflict(CHANGED)
    rules.check_may(party, stand)
    said, seen = rules.check_words(stand, words, witness)
    drawn = b"" if strokes is None else ink.draw(ink.read(strokes))
    signatory = next(one for one in minutes.signatories if one.party == party.value)
    taken = PartyStand(
        visit_id=visit.id,
        party=party,
        stand=stand,
        name=signatory.name,
        words=said,
        witness=seen,
        ink_sha256=storage.put(drawn) if drawn else "",
        text_hash=seen_hash,
        recorded_by=by.user_id,
        at=clock.now(),
    )
    db.session.add(taken)
    record("signatures.stand", by=by.user_id, visit_id=visit.id, subject=party.value, stand=stand)
    return taken


def correct(visit: Visit, reason: str, *, by: Viewer) -> None:
    """Open a signed visit again, to replace its minutes; raises RuleBroken without a reason.

    Source: Nghị định 30/2020/NĐ-CP, Điều 18: what was issued is replaced, never changed.
    """
    visits.step(visit, "correct", reason=check_reason(reason), by=by)


def note_download(file: SignedFile, *, by: Viewer) -> None:
    """Write down who took which state of a document."""
    record(
        "signatures.downloaded", by=by.user_id, visit_id=file.minutes.visit_id, sha256=file.sha256
    )
