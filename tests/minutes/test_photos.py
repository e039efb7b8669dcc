"""Which photos the minutes print, in which order, and what is said before that."""

from __future__ import annotations

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.evidence import actions
from inspect_app.evidence.layers import Shape
from inspect_app.evidence.models import Photo
from inspect_app.minutes import queries
from inspect_app.minutes import rules as minutes_rules
from inspect_app.visits.models import Visit
from inspect_app.visits.queries import checklist_of
from tests import cast as people
from tests.cast import Cast, picture
from tests.evidence import masks
from tests.stages import approve, submit


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def add(visit: Visit, item: str, colour: str) -> Photo:
    return actions.add_photo(
        visit,
        item,
        photo_id=new_id(),
        name=f"{colour}.jpg",
        data=picture(colour=colour),
        limit=1 << 20,
        by=people.viewer("member"),
    )


def choose(photo: Photo, *, in_minutes: bool = True, shows_dossier: bool = False) -> None:
    said = {"in_minutes": in_minutes, "shows_dossier": shows_dossier}
    actions.choose(photo, **said, by=people.viewer("member"))
    db.session.commit()


def looks(visit: Visit) -> str:
    return " ".join(str(said) for said in queries.worth_a_look(visit))


def test_photos_follow_the_checklist_and_their_own_order(visit: Visit) -> None:
    last, first, second = (
        add(visit, item, colour)
        for item, colour in (("HS-02", "red"), ("CK-01", "green"), ("CK-01", "blue"))
    )
    assert not last.in_minutes  # of a dossier, until somebody chooses it
    choose(last, shows_dossier=True)
    submit(visit)
    actions.move(second, -1, by=people.viewer("member"))
    printed = [photo.sha256 for photo in queries.gather(visit).photos]
    codes = [photo.item_code for photo in queries.gather(visit).photos]
    own = [second.sha256, first.sha256]
    assert [sha256 for sha256 in printed if sha256 in own] == own
    order = list(checklist_of(visit).items)
    assert codes == sorted(codes, key=order.index) and last.sha256 in printed


def test_a_photo_left_out_is_not_printed(visit: Visit) -> None:
    kept, left = add(visit, "CK-01", "red"), add(visit, "CK-01", "green")
    choose(left, in_minutes=False)
    submit(visit)
    assert [photo.sha256 for photo in queries.gather(visit).photos] == [kept.sha256]


def test_a_mask_drawn_after_the_approval_asks_for_a_new_one(visit: Visit) -> None:
    photo = add(visit, "CK-01", "white")
    approve(visit)
    assert queries.approval(visit, queries.current_hash(visit)) is minutes_rules.Approval.VALID
    before = photo.print_sha256
    masks.save(photo, [Shape("box", 0, 0, 0.5, 0.5)])
    assert queries.approval(visit, queries.current_hash(visit)) is minutes_rules.Approval.VOID
    (printed,) = queries.gather(visit).photos
    assert printed.print_sha256 == photo.print_sha256 != before
    assert printed.sha256 == photo.sha256


def test_a_dossier_without_a_mask_is_warned_of_only_where_it_is_printed(visit: Visit) -> None:
    photo = add(visit, "HS-02", "white")
    choose(photo, shows_dossier=False)
    assert "chưa che" not in looks(visit)
    choose(photo, shows_dossier=True)
    assert "Ảnh có hồ sơ chưa che mà sẽ vào biên bản: HS-02." in looks(visit)
    choose(photo, shows_dossier=True, in_minutes=False)
    assert "chưa che" not in looks(visit)
    choose(photo, shows_dossier=True)
    marks = [Shape("arrow", 0, 0, 1, 1)]
    layer = masks.save(photo, marks)
    assert "chưa che" in looks(visit)
    boxes = [Shape("box", 0, 0, 1, 1)]
    masks.save(photo, boxes, layer)
    db.session.expire_all()
    assert "chưa che" not in looks(visit)


def test_the_same_picture_printed_twice_is_pointed_out(visit: Visit) -> None:
    add(visit, "CK-01", "red")
    other = add(visit, "CK-05", "red")
    assert "Cùng một ảnh vào biên bản nhiều lần: CK-01, CK-05." in looks(visit)
    choose(other, in_minutes=False)
    assert "nhiều lần" not in looks(visit)
