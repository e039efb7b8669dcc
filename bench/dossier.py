"""Tapping a result on the screen of a dossier against tapping one on the checklist."""

from __future__ import annotations

import itertools
import uuid

from bench.measure import Comparison, Work, in_turns
from bench.office import MEMBER, Office
from bench.tablet import Tablet
from inspect_app.accounts.queries import find_by_username
from inspect_app.db import db, new_id, writing
from inspect_app.dossiers.actions import add_dossier
from inspect_app.permissions import Role, Viewer
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import get_answer

ROUNDS, WARM_UP = 200, 20
RESULTS = ("pass", "fail")
SAMPLE = 30


def compare(place: Office) -> Comparison:
    """One tap, over the one before; the sample holds thirty dossiers."""
    tablet = Tablet(place)
    keys = _sample(place)
    dossier = _taps(tablet, [f"{tablet.visit}/dossiers/{key}/checks/HS-04" for key in keys], "")
    item = _taps(tablet, [f"{tablet.visit}/answers/CD-01/result"], _base(place))
    product, floor = in_turns(dossier, item, rounds=ROUNDS, warm_up=WARM_UP)
    return Comparison(
        title="tap a result of a dossier",
        floor_title="the product's own tap of a result on the checklist",
        product=product,
        floor=floor,
        limits={"cpu": 1.0},
        notes=(f"Dossier: {SAMPLE} dossiers in turn; {ROUNDS} taps each.",),
    )


def _sample(place: Office) -> list[uuid.UUID]:
    keys = [new_id() for _ in range(SAMPLE)]
    with place.app.app_context(), writing():
        visit = db.session.get_one(Visit, place.visit_id)
        user = find_by_username(MEMBER)
        assert user is not None
        member = Viewer(user.id, user.full_name, Role.INSPECTOR, None)
        for number, key in enumerate(keys, 1):
            add_dossier(visit, f"H15.50.05.13-260301-{number:04}", sampled_id=key, by=member)
    return keys


def _base(place: Office) -> str:
    with place.app.app_context():
        visit = db.session.get_one(Visit, place.visit_id)
        base = get_answer(visit, "CD-01").cell("result").base
        db.session.remove()
    return base


def _taps(tablet: Tablet, addresses: list[str], base: str) -> Work:
    bases = dict.fromkeys(addresses, base)
    taps = zip(itertools.cycle(addresses), itertools.count(), strict=False)

    def tap() -> None:
        address, number = next(taps)
        value = RESULTS[number // len(addresses) % 2]
        bases[address] = tablet.tap(address, value, bases[address])

    return tap
