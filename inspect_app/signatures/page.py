"""What the page of a signed document shows."""

from __future__ import annotations

from typing import Any

from ..jobs.queries import job_of
from ..minutes.models import SignedMinutes
from ..permissions import TEAM, Permission, Viewer, allows
from ..visits.models import Visit
from ..visits.queries import role_in
from . import means, queries
from .issuing import UPGRADE
from .rules import PEOPLE, Level, Party


def context(visit: Visit, signed: SignedMinutes, viewer: Viewer) -> dict[str, Any]:
    """The document's files, signatures, scans, and what this person may add."""
    role, files = role_in(visit, viewer=viewer), queries.list_files(signed)
    done = {file.party: file for file in files if file.party}
    asked = queries.fields_of(signed)
    sealable = Party.SEAL in asked and Party.SEAL not in done and means.has_seal()
    own = queries.party_of(visit, signed, viewer)
    return {
        "visit": visit,
        "signed": signed,
        "role": role,
        "team": role in TEAM,
        "levels": list(Level),
        "files": files,
        "newest": files[-1],
        "job": job_of(f"{UPGRADE}:{signed.id}"),
        "stamps": means.has_stamps(),
        "digital": [(party.value, done.get(party)) for party in asked if party is not Party.ISSUE],
        "open_parties": [party.value for party in PEOPLE if party in asked and party not in done],
        "own_party": own.value if own else None,
        "can_sign_here": own is not None and queries.name_of(signed, own) == viewer.name,
        "names": {party.value: queries.name_of(signed, party) for party in PEOPLE},
        "can_seal": sealable and role is not None and allows(role, Permission.SEAL_MINUTES),
        "scans": queries.list_scans(signed) if role in TEAM else [],
        "older": [old for old in queries.documents(visit) if old.id != signed.id],
    }
