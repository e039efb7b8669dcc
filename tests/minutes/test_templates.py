"""Templates of the minutes: shipped, changed by the office, frozen when a visit begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from inspect_app import clock
from inspect_app.campaigns.rules import InspectionKind
from inspect_app.errors import Conflict, RuleBroken
from inspect_app.minutes import form_settings, issued, layout, queries
from inspect_app.minutes.document import content_hash
from inspect_app.minutes.layout import DEFAULT, Layout
from inspect_app.visits.models import Visit
from tests import cast as people
from tests.cast import Cast
from tests.stages import submit
from tests.strict_browser import Browser

REGULAR = InspectionKind.REGULAR


@pytest.fixture
def visit(inside: Flask, cast: Cast) -> Visit:
    return people.load(cast.visit)


def publish(chosen: Layout, *, seen: int = 1, kind: InspectionKind = REGULAR) -> None:
    by = people.viewer("administrator")
    form_settings.publish(kind, "Mẫu của tỉnh", chosen, seen=seen, by=by)


@pytest.mark.parametrize("kind", list(InspectionKind))
def test_each_kind_has_a_shipped_template(kind: InspectionKind) -> None:
    template = form_settings.shipped(kind)
    assert template.name == f"{kind}-1" and template.title.startswith("Biên bản kiểm tra")
    assert layout.read(layout.plain(template.layout)) == template.layout


def test_an_edit_makes_the_next_version_and_keeps_the_one_before(visit: Visit) -> None:
    publish(replace(DEFAULT, copies=3))
    publish(replace(DEFAULT, copies=4), seen=2)
    assert form_settings.current(REGULAR).version == 3
    assert [row.settings["copies"] for row in form_settings.list_versions(REGULAR)] == [4, 3]
    assert form_settings.current(InspectionKind.FOLLOW_UP).version == 1


def test_two_who_edit_the_same_version_are_told(visit: Visit) -> None:
    publish(replace(DEFAULT, copies=3))
    with pytest.raises(Conflict, match="bản mới của người khác"):
        publish(replace(DEFAULT, copies=4))


def test_a_visit_keeps_the_version_of_the_day_it_began(visit: Visit) -> None:
    submit(visit)
    before = queries.gather(visit)
    publish(replace(DEFAULT, copies=3, issuing_body="Sở Nội vụ"))
    assert queries.gather(visit) == before
    assert before.template == "regular-1"


def test_what_is_set_is_printed_and_part_of_the_hash(visit: Visit) -> None:
    submit(visit)
    before = queries.gather(visit)
    chosen = Layout(
        parent_body="Bộ Nội vụ",
        issuing_body="Đoàn kiểm tra liên ngành",
        series="BB-LN",
        signatures=(("unit", "right"), ("head", "left"), ("secretary", "middle")),
        copies=3,
        seal=False,
        photos_per_page=2,
    )
    publish(chosen)
    visit.started_at = visit.ended_at = clock.now()
    after = queries.gather(visit)
    assert after.template == "regular-2" and after.layout == chosen
    assert (after.parent_body, after.issuing_body) == ("Bộ Nội vụ", "Đoàn kiểm tra liên ngành")
    assert (after.series, after.copies) == ("BB-LN", 3)
    assert [one.party for one in after.signatories] == ["unit", "head", "secretary"]
    assert issued.book_of(visit) == "Đoàn kiểm tra liên ngành · BB-LN"
    assert content_hash(after) != content_hash(before)


def test_the_campaigns_kind_chooses_the_template(visit: Visit) -> None:
    visit.campaign.minutes_kind = InspectionKind.UNANNOUNCED
    submit(visit)
    assert queries.gather(visit).template == "unannounced-1"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sections": ("composition",) * 4}, "sections"),
        ({"signatures": (("head", "left"), ("head", "right"), ("unit", "middle"))}, "signatures"),
        ({"signatures": (("head", "left"), ("secretary", "left"), ("unit", "right"))}, "places"),
        ({"copies": 0}, "copies"),
        ({"copies": 21}, "copies"),
        ({"photos_per_page": 3}, "photos_per_page"),
    ],
)
def test_settings_that_make_no_document_are_refused(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        layout.checked(Layout(**wrong))  # type: ignore[arg-type]
    assert field in refused.value.fields


@pytest.fixture
def administrator(as_: Callable[[str], Browser]) -> Iterator[Browser]:
    yield as_("administrator")


def test_the_administrator_changes_a_template(administrator: Browser) -> None:
    administrator.get("/minutes-templates")
    assert "Định kỳ" in administrator.words() and "phiên bản 1" in administrator.words()
    administrator.get("/minutes-templates/regular")
    changed: dict[str, Any] = {"section-2": "requests", "section-3": "results", "copies": "04"}
    administrator.send("/minutes-templates/regular", **changed)
    assert "Phiên bản 2" in administrator.words()
    again = dict(administrator.form("/minutes-templates/regular").fields)
    assert again["section-2"] == "requests" and again["copies"] == "4"


def test_a_refused_template_keeps_what_was_typed(administrator: Browser) -> None:
    administrator.get("/minutes-templates/unannounced")
    wrong: dict[str, Any] = {"section-2": "composition", "title": "Mẫu mới"}
    said = administrator.send("/minutes-templates/unannounced", 422, **wrong)
    assert "Mỗi mục của biên bản đứng ở đúng một vị trí." in said.words
    again = dict(administrator.form("/minutes-templates/unannounced").fields)
    assert again["section-2"] == "composition" and again["title"] == "Mẫu mới"


def test_the_kind_is_chosen_with_the_plan(app: Flask, as_: Callable[[str], Browser]) -> None:
    head = as_("head")
    head.get("/campaigns/new")
    assert dict(head.form("/campaigns").fields)["minutes_kind"] == "regular"


def test_the_head_sees_the_printed_form_while_writing(
    app: Flask, cast: Cast, as_: Callable[[str], Browser]
) -> None:
    head = as_("head")
    head.get(f"/visits/{cast.visit}/conclusions")
    assert "Xem bản in" in head.words()


def test_shipped_files_are_no_more_than_the_kinds() -> None:
    folder = Path(form_settings.__file__).parent / "templates"
    assert {file.stem for file in folder.iterdir()} == set(InspectionKind)
