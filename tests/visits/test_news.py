"""Who else wrote on a page is said beside it, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from inspect_app.audit.queries import last_sequence
from inspect_app.db import new_id
from inspect_app.dossiers.actions import add_dossier
from inspect_app.visits.news import others_since
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser

SignIn = Callable[[str], Browser]
CODES = ("H15.50.05.13-200302-0001", "H15.50.05.13-200302-0002")


def test_others_are_named_and_oneself_is_not(inside: Flask, cast: Cast) -> None:
    visit, begin = people.load(cast.visit), last_sequence(cast.visit)
    keys = [new_id(), new_id()]
    for key, code, by in zip(keys, CODES, ("member", "secretary"), strict=True):
        add_dossier(visit, code, sampled_id=key, by=people.viewer(by))
    member, secretary = people.viewer("member"), people.viewer("secretary")
    assert others_since(visit, "dossiers", begin, viewer=member) == [secretary.name]
    assert others_since(visit, "dossiers", begin, viewer=secretary) == [member.name]
    assert others_since(visit, "notices", begin, viewer=member) == []
    first = {"subject": keys[0], "viewer": member}
    assert others_since(visit, "dossiers", begin, **first) == []
    assert others_since(visit, "dossiers", last_sequence(visit.id), viewer=member) == []


def test_the_page_of_notices_says_who_wrote_and_leaves_itself_alone(
    cast: Cast, as_: SignIn
) -> None:
    mine, other = as_("member"), as_("secretary")
    for browser in (mine, other):
        browser.get(f"/visits/{cast.visit}/notices")
    asked = mine.one("news").get("hx-get") or ""
    assert "vừa ghi thêm" not in mine.client.get(asked).text
    other.tap("/notices/fees/posted", value="no")
    told = mine.client.get(asked, headers={"HX-Request": "true"}).text
    assert "Trần Thị Hoa vừa ghi thêm ở đây" in told
    assert "data-visit-state" not in told


def test_news_are_only_for_the_team(cast: Cast, as_: SignIn) -> None:
    address = f"/visits/{cast.visit}/news/dossiers?since=0"
    for username in ("stranger", "officer", "leader"):
        assert as_(username).client.get(address).status_code in (403, 404)
    assert as_("member").client.get(f"/visits/{cast.visit}/news/other").status_code == 404
