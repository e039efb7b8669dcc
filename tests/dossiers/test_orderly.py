"""The pages of the sample are in order in both languages, in every state, full of everything."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.dossiers import missing, queries
from inspect_app.dossiers.actions import add_dossier, check_dossier
from inspect_app.dossiers.drawing import Draw, draw_sample
from inspect_app.dossiers.models import Method, SeedSource
from inspect_app.dossiers.rules import DEFECTS, ITEMS
from inspect_app.visits.models import Visit
from inspect_app.visits.rules import VisitState
from tests import cast as people
from tests.cast import Cast
from tests.strict_browser import Browser


def crowd(visit: Visit) -> uuid.UUID:
    """Two draws, one missing, one added, and a dossier with two people's differing notes."""
    by, other = people.viewer("member"), people.viewer("secretary")
    (register,) = queries.registers(visit)
    plans = (
        Draw(Method.RANDOM, False, "<b>1", SeedSource.TYPED, "Lan & Hoa", size=3),
        Draw(
            Method.STRATIFIED,
            True,
            "123456",
            SeedSource.DICE,
            "Lan",
            "Nêu nhầm <i>",
            None,
            0.95,
            0.15,
        ),
    )
    for plan in plans:
        draw_sample(visit, register, plan, by=by)
    add_dossier(visit, "Số <12>", sampled_id=new_id(), by=by)
    rows = queries.to_check(visit)
    missing.set_missing(rows[0], by=by)
    for number, matter in enumerate((*ITEMS, *DEFECTS)):
        value = ("pass", "fail", "not_applicable")[number % 3] if matter in ITEMS else "yes"
        check_dossier(rows[1], matter, {"value": value}, operation_id=new_id(), by=by)
    times = {"received": "2/3/2020 8:00", "returned": "1/3/2020"}
    wait = {"requests": "2", "start1": "3/3/2020", "end1": "5/3/2020", "start2": "6/3/2020"}
    texts = {"receipt": times, "book": {"received": "9/3/2020"}, "supplement": wait}
    texts |= {"apology": {"value": "no"}, "remark": {"value": "</textarea> & <b>"}}
    for who, changed in ((by, ""), (other, "3/3/2020")):
        for matter, typed in texts.items():
            said = {
                **typed,
                **({"received": changed, "end1": "", "value": "yes"} if changed else {}),
            }
            check_dossier(rows[1], matter, said, operation_id=new_id(), by=who)
        check_dossier(rows[1], "HS-02", {"value": "fail"}, operation_id=new_id(), by=who)
    return rows[1].id


@pytest.mark.parametrize("state", [VisitState.WORKING, VisitState.SUBMITTED, VisitState.SIGNED])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_full_of_everything(
    app: Flask, page: Browser, cast: Cast, state: VisitState, language: str
) -> None:
    with app.app_context():
        key = crowd(visit := people.load(cast.visit))
        visit.state = state
        db.session.commit()
    page.client.set_cookie("language", language)
    for address in ("sample", f"dossiers/{key}", "dossiers/mould", ""):
        page.get(f"/visits/{cast.visit}/{address}".rstrip("/"))
        assert page.page.get("lang") == language
        assert page.has_form("/samples") is (address == "sample" and state != "signed")


def test_the_pack_holds_all_that_work_without_network_needs(
    app: Flask, page: Browser, cast: Cast, register: uuid.UUID
) -> None:
    with app.app_context():
        key = crowd(people.load(cast.visit))
        db.session.commit()
    pages = page.client.get(f"/visits/{cast.visit}/pack").json["pages"]
    own = f"/visits/{cast.visit}"
    for address in (
        "/sample",
        "/dossiers/mould",
        f"/dossiers/{key}",
        f"/register.json?register={register}",
    ):
        assert own + address in pages
        kept = page.client.get(own + address)
        assert kept.status_code == 200 and kept.headers["X-Offline"] == "1", address
