"""The tablet passed around: how each party stands to the minutes, and to exactly which text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from inspect_app import storage
from inspect_app.db import db
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.minutes.document import Signatory, content_hash, text_hash
from inspect_app.minutes.queries import approval, gather
from inspect_app.minutes.rules import Approval
from inspect_app.signatures import actions, issuing, queries
from inspect_app.signatures.rules import Party, Stand
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, answer
from tests.stages import approve, submit
from tests.strict_browser import Browser

STROKES = json.dumps([[100, 200, 400, 120, 700, 300]])
SignIn = Callable[[str], Browser]


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    found = people.load(cast.visit)
    submit(found)
    db.session.commit()
    return found


def take(visit: Visit, party: Party, stand: Stand = Stand.SIGNS, **changes: Any) -> None:
    given = {"words": "", "witness": "", "strokes": STROKES} | changes
    if "seen_hash" not in given:
        given["seen_hash"] = text_hash(gather(visit))
    actions.take_stand(visit, party, stand, **given, by=people.viewer("member"))


def told(visit: Visit, party: Party) -> Signatory:
    return next(one for one in gather(visit).signatories if one.party == party.value)


def test_everybody_is_asked_at_first(visit: Visit) -> None:
    assert [(one.party, one.stand) for one in gather(visit).signatories] == [
        ("secretary", ""),
        ("unit", ""),
        ("head", ""),
    ]


def test_a_drawn_signature_stands_in_the_minutes(visit: Visit) -> None:
    take(visit, Party.UNIT)
    signed = told(visit, Party.UNIT)
    assert (signed.stand, signed.name) == ("signs", "Trần Văn Sơn")
    assert storage.get(signed.ink_sha256).startswith(b"\x89PNG")


def test_a_reservation_keeps_the_words_as_they_were_said(visit: Visit) -> None:
    take(visit, Party.UNIT, Stand.RESERVES, words="Chưa  thống nhất mục 3.", strokes=None)
    assert told(visit, Party.UNIT).words == "Chưa thống nhất mục 3."


@pytest.mark.parametrize(("stand", "field"), [(Stand.RESERVES, "words"), (Stand.REFUSES, "words")])
def test_words_are_asked_for(visit: Visit, stand: Stand, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        take(visit, Party.UNIT, stand, witness="Lê Thị Bình")
    assert list(refused.value.fields) == [field]


def test_a_refusal_needs_a_witness(visit: Visit) -> None:
    with pytest.raises(RuleBroken) as refused:
        take(visit, Party.UNIT, Stand.REFUSES, words="Không thống nhất")
    assert list(refused.value.fields) == ["witness"]
    take(visit, Party.UNIT, Stand.REFUSES, words="Không thống nhất", witness="Lê Thị Bình")
    assert told(visit, Party.UNIT).witness == "Lê Thị Bình"


def test_the_newest_answer_counts_and_the_older_stays_in_the_register(visit: Visit) -> None:
    take(visit, Party.UNIT, Stand.ABSENT, strokes=None)
    take(visit, Party.UNIT)
    assert told(visit, Party.UNIT).stand == "signs"
    stands = [stand.stand for stand in queries.list_stands(visit)]
    assert stands == [Stand.ABSENT, Stand.SIGNS]


def test_a_changed_text_asks_again(visit: Visit) -> None:
    take(visit, Party.UNIT)
    changed = answer(visit, "CD-01", value="pass")
    assert told(visit, Party.UNIT).stand == ""
    answer(visit, "CD-01", value="unchecked", base=(changed.id,))
    assert told(visit, Party.UNIT).stand == "signs"


def test_another_partys_answer_is_no_change_of_the_text(visit: Visit) -> None:
    take(visit, Party.SECRETARY)
    take(visit, Party.UNIT, Stand.RESERVES, words="Chưa thống nhất mục 3.")
    assert told(visit, Party.SECRETARY).stand == "signs"


def test_a_text_that_was_not_seen_is_refused(visit: Visit) -> None:
    with pytest.raises(Conflict, match="vừa thay đổi"):
        take(visit, Party.UNIT, seen_hash=content_hash(replace(gather(visit), copies=9)))


def test_an_answer_voids_the_approval(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    approve(visit)
    assert approval(visit, content_hash(gather(visit))) is Approval.VALID
    take(visit, Party.UNIT)
    assert approval(visit, content_hash(gather(visit))) is Approval.VOID


def test_nobody_is_asked_before_the_work_is_handed_in(inside: Flask, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="đã trình"):
        take(people.load(cast.visit), Party.UNIT, seen_hash="")


def test_nobody_is_asked_after_the_signature(inside: Flask, cast: Cast) -> None:
    visit = people.load(cast.visit)
    approve(visit)
    seen = text_hash(gather(visit))
    issuing.sign(visit, by=people.viewer("head"))
    with pytest.raises(RuleBroken, match="chưa ký số"):
        take(visit, Party.UNIT, seen_hash=seen)


@pytest.fixture
def signing(app: Flask, cast: Cast, as_: SignIn) -> Browser:
    with app.app_context():
        submit(people.load(cast.visit))
        db.session.commit()
    browser = as_("member")
    browser.get(f"/visits/{cast.visit}/signing")
    return browser


def test_the_page_passes_the_tablet_around(signing: Browser, cast: Cast) -> None:
    assert signing.words().count("Chưa hỏi.") == 3
    signing.get(f"/visits/{cast.visit}/signing/unit")
    signing.send("/signing/unit", choice="signs", strokes=STROKES)
    assert "Đã ký trên máy" in signing.words()
    assert signing.words().count("Chưa hỏi.") == 2
    picture = signing.client.get(f"/visits/{cast.visit}/signing/unit/ink.png")
    assert picture.data.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Chọn một trong các cách"),
        ({"choice": "signs"}, "Chưa vẽ chữ ký."),
        ({"choice": "signs", "strokes": "{"}, "Không đọc được nét ký."),
        ({"choice": "reserves"}, "Ghi ý kiến bảo lưu."),
        ({"choice": "refuses", "words": "Không đồng ý"}, "Ghi họ tên người làm chứng."),
        ({"choice": "refuses", "words": "x" * 2001, "witness": "A"}, "dài quá 2000 ký tự"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    signing: Browser, cast: Cast, typed: dict[str, str], said: str
) -> None:
    signing.get(f"/visits/{cast.visit}/signing/unit")
    signing.send("/signing/unit", status=422, **typed)
    assert said in signing.words()
    for name in ("words", "witness"):
        assert typed.get(name, "") in dict(signing.form("/signing/unit").fields)[name]


def test_who_is_no_party_is_not_there(signing: Browser, cast: Cast) -> None:
    for name in ("seal", "issue", "other"):
        signing.get(f"/visits/{cast.visit}/signing/{name}", 404)
    signing.get(f"/visits/{cast.visit}/signing/unit/ink.png", 404)
