"""What the conclusions' sentences about a sample rest on."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.dossiers import queries
from inspect_app.dossiers.actions import check_dossier
from inspect_app.dossiers.drawing import Draw, draw_sample
from inspect_app.dossiers.models import Method, SeedSource
from inspect_app.evidence.actions import add_photo
from inspect_app.findings.actions import draft_conclusions
from inspect_app.findings.basis import bases
from inspect_app.findings.queries import list_lines
from inspect_app.findings.sources import Basis
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, picture


@pytest.fixture
def visit(register: uuid.UUID, inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def found(visit: Visit) -> dict[str, Basis]:
    """By the last word of its source, what each sentence about the sample rests on."""
    draft_conclusions(visit, by=people.viewer("head"))
    db.session.flush()
    lines = [line for line in list_lines(visit) if line.source.startswith("sample:")]
    known = bases(visit, lines)
    return {line.source.rpartition(":")[2]: known[line.id] for line in lines}


def labels(basis: Basis) -> list[str]:
    return [str(link.label) for link in basis.links]


def test_a_fault_rests_on_its_dossiers_and_their_photos_all_else_on_the_sample(
    visit: Visit,
) -> None:
    member = people.viewer("member")
    plan = Draw(Method.RANDOM, False, "123456", SeedSource.DICE, "Lan", "", 5)
    draw_sample(visit, queries.registers(visit)[0], plan, by=member)
    rows = queries.to_check(visit)
    for row in rows:
        value = "fail" if row is rows[0] else "pass"
        check_dossier(row, "HS-02", {"value": value}, operation_id=new_id(), by=member)
    db.session.commit()
    key, about = new_id(), rows[0].id.hex
    limits = {"name": "a.jpg", "data": picture(), "limit": 1 << 20}
    add_photo(visit, "HS-02", photo_id=key, about=about, by=member, **limits)  # type: ignore[arg-type]
    known = found(visit)
    assert labels(known["HS-02"]) == [rows[0].code]
    assert [photo.id for photo in known["HS-02"].photos] == [key]
    assert labels(known["drawn"]) == ["Mẫu hồ sơ"] and not known["drawn"].photos
