"""Nothing recorded is missing from the minutes, and what was left out stays with the team."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from inspect_app.db import db, new_id
from inspect_app.dossiers.actions import add_dossier
from inspect_app.errors import RuleBroken
from inspect_app.evidence.actions import add_photo
from inspect_app.findings.actions import draft_conclusions, record_finding, set_removed
from inspect_app.findings.models import Finding
from inspect_app.findings.rules import FindingKind
from inspect_app.minutes import actions, completeness, internal, pdf, queries, recorded
from inspect_app.minutes.approvals import what_is_shown
from inspect_app.minutes.completeness import Counts, Incomplete
from inspect_app.minutes.document import data
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast, picture
from tests.minutes import builder
from tests.stages import submit
from tests.strict_browser import Browser

LOST = "Chưa niêm yết phí, lệ phí"


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def find(visit: Visit, said: str = LOST) -> Finding:
    kind = FindingKind.SHORTCOMING
    return record_finding(visit, kind=kind, heading="CD", text=said, by=people.viewer("member"))


def photograph(visit: Visit, colour: str) -> None:
    add_photo(
        visit,
        "CK-01",
        photo_id=new_id(),
        name="a.jpg",
        data=picture(colour=colour),
        limit=1 << 20,
        by=people.viewer("member"),
    )


def missing(visit: Visit) -> str:
    return " ".join(map(str, queries.what_is_missing(visit)))


def test_what_the_database_holds_is_what_the_minutes_hold(visit: Visit) -> None:
    photograph(visit, "red")
    add_dossier(visit, "H15.50.05.13-200302-0009", sampled_id=new_id(), by=people.viewer("member"))
    submit(visit)
    held = completeness.in_data(data(queries.gather(visit)))
    assert held == recorded.counts(visit)
    assert (held.items, held.dossiers, held.photos, held.files) == (70, 1, 1, 1)


@pytest.mark.parametrize("part", ["checklist", "photos", "files", "sample"])
def test_whatever_is_dropped_on_the_way_is_named(visit: Visit, part: str) -> None:
    photograph(visit, "red")
    add_dossier(visit, "H15.50.05.13-200302-0009", sampled_id=new_id(), by=people.viewer("member"))
    submit(visit)
    nothing: dict[str, Any] = {part: ()}
    (said,) = recorded.differences(visit, replace(queries.gather(visit), **nothing))
    assert str(said).startswith("Biên bản thiếu hoặc thừa ")
    assert str(said).endswith("trong biên bản có 0.")


def test_pages_that_lack_a_row_are_not_drawn() -> None:
    value = builder.minutes(2, 2)
    html = pdf.to_html(value)
    assert completeness.in_pages(html) == completeness.in_data(data(value))
    assert completeness.in_pages(html) == Counts(14, 9, 2, 2, 3)
    with pytest.raises(Incomplete, match="ảnh chọn in: đã ghi nhận 2, trong biên bản có 1"):
        completeness.check_drawn(html.replace(' data-row="photo"', "", 1), data(value))


def test_a_finding_after_the_draft_stops_the_approval_until_it_is_drafted(visit: Visit) -> None:
    submit(visit)
    seen = what_is_shown(visit)
    find(visit)
    assert f"1 phát hiện chưa có trong kết luận: “{LOST}”" in missing(visit)
    with pytest.raises(RuleBroken, match="1 phát hiện chưa có trong kết luận"):
        actions.approve(visit, *seen, by=people.viewer("head"))
    draft_conclusions(visit, by=people.viewer("head"))
    assert missing(visit) == ""
    assert LOST in str(queries.gather(visit).headings)


def test_before_the_draft_findings_stop_nothing(visit: Visit) -> None:
    find(visit)
    submit(visit)
    assert missing(visit) == ""


def test_a_dismissed_finding_leaves_the_minutes_and_stays_in_the_internal_annex(
    visit: Visit,
) -> None:
    finding = find(visit)
    submit(visit)
    set_removed(finding, True, by=people.viewer("member"))
    assert f"1 phát hiện đã bỏ mà câu kết luận vẫn còn: “{LOST}”" in missing(visit)
    draft_conclusions(visit, by=people.viewer("head"))
    minutes = queries.gather(visit)
    assert LOST not in str(minutes) and LOST.encode() not in data(minutes)
    annex = internal.gather(visit)
    assert [one.text for one in annex.findings] == [LOST]
    drawn = internal.draw(annex)
    assert drawn == internal.draw(annex)
    command = ["pdftotext", "-", "-"]
    said = subprocess.run(command, input=drawn, capture_output=True, check=True).stdout.decode()
    assert said.startswith("Phụ lục nội bộ") and LOST in " ".join(said.split())


def test_a_character_that_the_internal_annex_cannot_show_is_named(visit: Visit) -> None:
    finding = find(visit, "Hài lòng 😀")
    set_removed(finding, True, by=people.viewer("member"))
    with pytest.raises(RuleBroken, match="😀"):
        internal.draw(internal.gather(visit))


def test_only_the_team_opens_the_internal_annex(
    app: Flask, cast: Cast, as_: Callable[[str], Browser]
) -> None:
    with app.app_context():
        submit(people.load(cast.visit))
        db.session.commit()
    address = f"/visits/{cast.visit}/minutes/internal.pdf"
    answer = as_("member").client.get(address)
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    assert as_("officer").client.get(address).status_code == 403
    assert as_("stranger").client.get(address).status_code == 404
